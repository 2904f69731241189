"""Looking after the pharmacy's data: does everything add up?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pharmacy_app.db.queries import keeping
from pharmacy_app.db.version import guards_expected, newest, version_of
from pharmacy_app.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Health:
    """What was looked at and what was found; `faults` are codes with what they concern, empty on a healthy pharmacy."""

    version: str
    batches_wrong: int
    acts: int
    faults: tuple[str, ...]

    @property
    def sound(self) -> bool:
        return not self.faults


def check(desk: Desk) -> Health:
    """Schema and guards, every page and reference of the file, the ledger's sums, the record."""
    with desk.read() as connection:
        version = version_of(connection) or ""
        faults = list(keeping.physical_faults(connection))
        if version != newest():
            faults.append(f"version {version}")
        present = keeping.guards_present(connection)
        # One guard less, and the database would no longer hold what it promises.
        faults += [f"guard missing: {name}" for name in sorted(guards_expected(connection.dialect.name) - present)]
        wrong = keeping.discrepancies(connection)
        faults += [
            f"batch {row.batch_id}: {row.on_hand} on hand, {row.summed} in the ledger; {row.reserved} reserved, {row.promised} promised"
            for row in wrong
        ]
        unsigned = keeping.movements_without_act(connection)
        if unsigned:
            faults.append(f"movements without an act: {unsigned}")
        return Health(version, len(wrong), keeping.audit_count(connection), tuple(faults))


def place(desk: Desk) -> str:
    """Where the pharmacy lies: its folder, or the server's address without its password."""
    url = desk.store.engine.url
    return (
        str(Path(url.database).parent) if url.drivername.startswith("sqlite") and url.database else url.render_as_string(hide_password=True)
    )
