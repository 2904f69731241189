"""What people are searched by, which state of the census that is, and the names of the places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import Audit, Council, Household, Patient, Sector

_NAMING = (
    "patient.add",
    "patient.change",
    "patient.merge",
    "patient.part",
    "patient.born",
)  # acts after which somebody is called otherwise


@dataclass(frozen=True, slots=True)
class SectorName:
    """A sector with its council, in walking order."""

    id: int
    name: str
    council_id: int
    council: str


def names(connection: Connection) -> Iterator[tuple[int, str, str, str]]:
    """Id, folded name, code and cédula of everybody, whoever left too, by name."""
    statement = select(Patient.id, Patient.folded, Patient.code, Patient.national_id).order_by(Patient.folded, Patient.id)
    for row in connection.execute(statement):
        yield row[0], row[1], row[2], row[3]


def last_act(connection: Connection) -> int:
    """The number of the latest act of all."""
    return connection.execute(select(func.max(Audit.id))).scalar_one() or 0


def named_since(connection: Connection, act: int) -> bool:
    """Whether an act after this one may have written names, codes or cédulas."""
    writes = or_(Audit.verb.in_(_NAMING), Audit.verb.like("census.%"))
    return connection.execute(select(Audit.id).where(Audit.id > act, writes).limit(1)).first() is not None


def named_by(connection: Connection, act: int) -> frozenset[int] | None:
    """Whom the acts after this one may have named; None where that is nobody knows whom: a census that came in, two entries parted."""
    writes = or_(Audit.verb.in_(_NAMING), Audit.verb.like("census.%"))
    rows = connection.execute(select(Audit.verb, Audit.subject_id).where(Audit.id > act, writes)).all()
    if any(verb == "patient.part" or verb.startswith("census.") for verb, _ in rows):
        return None
    return frozenset(subject for _, subject in rows if subject is not None)


def council_names(connection: Connection) -> tuple[tuple[int, str], ...]:
    """Every council's id and name, in their order."""
    rows = connection.execute(select(Council.id, Council.name).order_by(Council.position, Council.name))
    return tuple((council_id, name) for council_id, name in rows)


def sector_names(connection: Connection, council_id: int | None = None) -> tuple[SectorName, ...]:
    """The sectors of a council, or all, in walking order."""
    statement = (
        select(Sector.id, Sector.name, Council.id, Council.name)
        .join(Council, Council.id == Sector.council_id)
        .order_by(Council.position, Council.name, Sector.position, Sector.name)
    )
    if council_id is not None:
        statement = statement.where(Council.id == council_id)
    return frozen(SectorName, connection.execute(statement))


def houses(connection: Connection) -> int:
    """How many houses there are."""
    return connection.execute(select(func.count(Household.id))).scalar_one()
