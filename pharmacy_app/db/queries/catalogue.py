"""Medicines by the names people know them by, and the descriptions that somebody explained once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update

from pharmacy_app.db.tables import Audit, Batch, LearnedName, MedicineRow, PrescriptionItem, Product
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.text import fold


@dataclass(frozen=True, slots=True)
class Shelved:
    """A medicine of the catalogue with its other names; `origin` is `catalogue` or `committee`.

    `decided` are the columns that the committee changed, `unconfirmed` the facts that no reference speaks about, `former_atc` codes of before.
    """

    medicine: Medicine
    synonyms: tuple[str, ...]
    brands: tuple[str, ...]
    vital: bool
    confirmed: bool
    origin: str
    decided: tuple[str, ...]
    unconfirmed: tuple[str, ...]
    former_atc: tuple[str, ...]


_COLUMNS = (
    MedicineRow.id, MedicineRow.inn, MedicineRow.strength, MedicineRow.form, MedicineRow.release, MedicineRow.route, MedicineRow.atc,
    MedicineRow.unit, MedicineRow.doses_per_unit, MedicineRow.cold_chain, MedicineRow.controlled, MedicineRow.swappable, MedicineRow.divisible,
    MedicineRow.keep_pack_whole, MedicineRow.essential, MedicineRow.warnings, MedicineRow.name_es, MedicineRow.name_en, MedicineRow.name_it,
    MedicineRow.name_ru, MedicineRow.synonyms, MedicineRow.brands, MedicineRow.vital, MedicineRow.confirmed, MedicineRow.origin,
    MedicineRow.decided, MedicineRow.unconfirmed, MedicineRow.former_atc,
)  # fmt: skip


def _shelved(row: Any) -> Shelved:
    # all at once and not name by name: the whole catalogue is read by many an act
    (
        id_, inn, strength, form, release, route, atc, unit, doses, cold_chain, controlled, swappable, divisible, keep_pack_whole, essential,
        warnings, name_es, name_en, name_it, name_ru, synonyms, brands, vital, confirmed, origin, decided, unconfirmed, former_atc,
    ) = row  # fmt: skip
    medicine = Medicine(
        id_, inn, strength, form, release, route, atc, unit, (name_es, name_en, name_it, name_ru), doses, cold_chain, controlled, swappable,
        divisible, keep_pack_whole, essential, _list(warnings),
    )  # fmt: skip
    return Shelved(
        medicine, _list(synonyms), _list(brands), vital, confirmed, origin, _list(decided), _list(unconfirmed), _list(former_atc)
    )


def _list(text: str) -> tuple[str, ...]:
    return tuple([part for part in text.split(";") if part]) if text else ()


def medicines(connection: Connection) -> tuple[Shelved, ...]:
    """The whole catalogue, by id."""
    return tuple(_shelved(row) for row in connection.execute(select(*_COLUMNS).order_by(MedicineRow.id)))


def medicine(connection: Connection, medicine_id: int) -> Shelved | None:
    """The medicine with this id."""
    row = connection.execute(select(*_COLUMNS).where(MedicineRow.id == medicine_id)).one_or_none()
    return _shelved(row) if row else None


def medicines_of(connection: Connection, medicine_ids: Sequence[int]) -> tuple[Shelved, ...]:
    """The medicines with these ids, in their order."""
    rows = connection.execute(select(*_COLUMNS).where(MedicineRow.id.in_(medicine_ids))) if medicine_ids else ()
    found = {row.id: _shelved(row) for row in rows}
    return tuple(found[medicine_id] for medicine_id in medicine_ids if medicine_id in found)


def of_substance(connection: Connection, medicine_id: int) -> tuple[Shelved, ...]:
    """The medicine with this id and all others of its INN, by id."""
    inn = select(MedicineRow.inn).where(MedicineRow.id == medicine_id).scalar_subquery()
    rows = connection.execute(select(*_COLUMNS).where(MedicineRow.inn == inn).order_by(MedicineRow.id))
    return tuple(_shelved(row) for row in rows)


def state(connection: Connection) -> tuple[int | None, int, int | None]:
    """Changes whenever the catalogue does: every act leaves a row in the record."""
    acts, ids = select(func.max(Audit.id)), func.max(MedicineRow.id)
    last, count, highest = connection.execute(select(acts.scalar_subquery(), func.count(MedicineRow.id), ids)).one()
    return last, count, highest


def names(connection: Connection) -> tuple[tuple[int, str, tuple[str, ...], tuple[str, ...], str], ...]:
    """(id, INN, translations, synonyms and brands, strength) of every medicine, the essential ones first, then by INN."""
    it = MedicineRow
    rows = connection.execute(
        select(it.id, it.inn, it.name_es, it.name_en, it.name_it, it.name_ru, it.synonyms, it.brands, it.strength).order_by(
            it.essential.desc(), it.inn, it.id
        )
    )
    return tuple((row[0], row[1], tuple(row[2:6]), (*_list(row[6]), *_list(row[7])), row[8]) for row in rows)


def usable_units(connection: Connection, medicine_ids: Sequence[int], day: date) -> dict[int, int]:
    """Units of each medicine that could be handed out on that day; medicines without any are not in it."""
    if not medicine_ids:
        return {}
    rows = connection.execute(
        select(Product.medicine_id, func.sum(Batch.on_hand - Batch.reserved))
        .join(Product, Product.id == Batch.product_id)
        .where(Product.medicine_id.in_(medicine_ids), Product.identity == "known", Batch.status == "available", Batch.expiry >= day)
        .group_by(Product.medicine_id)
    )
    return {medicine_id: int(units) for medicine_id, units in rows if medicine_id is not None and units}


def add_medicine(connection: Connection, values: Mapping[str, object]) -> int:
    """The new medicine's id; keys are the columns of `medicines`."""
    return int(connection.execute(insert(MedicineRow).values(dict(values)).returning(MedicineRow.id)).scalar_one())


def change_medicine(connection: Connection, medicine_id: int, values: Mapping[str, object]) -> None:
    """Keys are the columns of `medicines`."""
    connection.execute(update(MedicineRow).where(MedicineRow.id == medicine_id).values(dict(values)))


def lock(connection: Connection) -> None:
    """Nobody else writes in the catalogue until this act ends; SQLite's write lock covers it already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE medicines, undispensed IN SHARE ROW EXCLUSIVE MODE"))


def columns(connection: Connection, names: Sequence[str]) -> list[dict[str, Any]]:
    """These columns of every medicine, by id."""
    wanted = [getattr(MedicineRow, name) for name in names]
    return [dict(row) for row in connection.execute(select(*wanted).order_by(MedicineRow.id)).mappings()]


def change_medicines(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Many at once; each row holds its `id` and the same columns."""
    if rows:
        values: dict[str, object] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "id"}
        statement = update(MedicineRow).where(MedicineRow.id == bindparam("row")).values(values)
        connection.execute(statement, [{"row": row["id"], **{f"new_{name}": row[name] for name in values}} for row in rows])


def in_use(connection: Connection) -> frozenset[int]:
    """Medicines that some box is of, or that somebody was prescribed: what they are counted in stays."""
    boxes = select(Product.medicine_id).where(Product.medicine_id.is_not(None))
    orders = select(PrescriptionItem.medicine_id).where(PrescriptionItem.medicine_id.is_not(None))
    return frozenset(one for one in connection.execute(boxes.union(orders)).scalars() if one is not None)


def changed_by_act(connection: Connection, verb: str) -> tuple[tuple[int, str], ...]:
    """(medicine, what was there before as JSON) of every act of this kind: what the committee decided before the catalogue kept it itself."""
    wanted = (Audit.verb == verb, Audit.subject_kind == "medicine", Audit.subject_id.is_not(None), Audit.before.is_not(None))
    rows = connection.execute(select(Audit.subject_id, Audit.before).where(*wanted).order_by(Audit.id))
    return tuple((medicine_id, before) for medicine_id, before in rows if medicine_id is not None and before is not None)


def same_medicine(connection: Connection, inn: str, strength: str, form: str, release: str, route: str) -> int | None:
    """The id of the medicine that is all this, if it is there."""
    wanted = (MedicineRow.inn == inn, MedicineRow.strength == strength, MedicineRow.form == form)
    return connection.execute(
        select(MedicineRow.id).where(*wanted, MedicineRow.release == release, MedicineRow.route == route)
    ).scalar_one_or_none()


def learned(connection: Connection) -> tuple[tuple[str, int], ...]:
    """(folded description, medicine) of everything that somebody explained once."""
    rows = connection.execute(select(LearnedName.folded, LearnedName.medicine_id).order_by(LearnedName.id))
    return tuple((folded, medicine_id) for folded, medicine_id in rows)


def learn(connection: Connection, text: str, medicine_id: int, user_id: int) -> None:
    """From now on these words mean this medicine; who says otherwise later is right."""
    values = {"medicine_id": medicine_id, "user_id": user_id}
    if not connection.execute(update(LearnedName).where(LearnedName.folded == fold(text)).values(values)).rowcount:
        connection.execute(insert(LearnedName).values(folded=fold(text), **values))


def forget(connection: Connection, text: str) -> None:
    """These words mean nothing any more."""
    connection.execute(delete(LearnedName).where(LearnedName.folded == fold(text)))
