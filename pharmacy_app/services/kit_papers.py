"""Paper of families' kits: the packing list, and a slip for each family, from what is promised to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from pharmacy_app.db.queries import keeping
from pharmacy_app.db.queries import kits as kept
from pharmacy_app.db.queries.kits import PromiseRow
from pharmacy_app.domain.directions import from_json
from pharmacy_app.domain.dosing import for_medicine
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.quantity import as_counted
from pharmacy_app.domain.quarters import QUARTER, after_months
from pharmacy_app.reports import kit_list
from pharmacy_app.reports.kit_list import KitFamily, KitList, KitMedicine, KitPerson, KitPick
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.kit_families import Family, families_of
from pharmacy_app.services.setup import DEFAULTS
from pharmacy_app.system.language import Language
from pharmacy_app.wording import trade
from pharmacy_app.wording.directions import on_paper


def packing_list(desk: Desk, household_ids: Collection[int], language: Language) -> bytes:
    """What to take from the shelves for these families' kits, and what goes into each bag. Raises `Refusal` `kit_nothing_promised`."""
    return kit_list.packing_list(_record(desk, household_ids, language), language)


def family_slips(desk: Desk, household_ids: Collection[int], language: Language) -> bytes:
    """A slip for each of these families. Raises `Refusal` `kit_nothing_promised`."""
    return kit_list.family_slips(_record(desk, household_ids, language), language)


def _record(desk: Desk, household_ids: Collection[int], language: Language) -> KitList:
    today = desk.clock.today()
    with desk.read() as connection:
        houses = [one for one in families_of(connection, today, None, list(household_ids)) if one.kit_id is not None]
        rows = kept.promises(connection, [one.row.id for one in houses])
        people = {row.id: row.name for row in kept.members(connection, [one.row.id for one in houses])}
        pharmacy = {**DEFAULTS, **keeping.settings(connection)}
        catalogue = medicines_by_id(connection)
    if not rows:
        raise Refusal("kit_nothing_promised", "kit")
    mine: dict[int, list[PromiseRow]] = defaultdict(list)
    for row in rows:
        mine[row.household_id].append(row)
    families = tuple(_family(one, mine[one.row.id], people, catalogue, today, language) for one in houses if one.row.id in mine)
    councils = list(dict.fromkeys(one.row.council for one in houses if one.row.id in mine))
    return KitList(
        pharmacy["pharmacy_name"],
        pharmacy["phone"],
        f"M-{today:%Y-%m-%d}",
        councils[0] if len(councils) == 1 else "",
        today,
        _picks(rows, catalogue, language),
        families,
    )


def _family(
    family: Family, rows: Sequence[PromiseRow], people: dict[int, str], catalogue: dict[int, Medicine], today: date, language: Language
) -> KitFamily:
    by_person: dict[int, dict[int, list[PromiseRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_person[row.patient_id][row.item_id].append(row)
    bags = tuple(
        KitPerson(people[patient], tuple(_medicine(some, catalogue, language) for some in items.values()))
        for patient, items in by_person.items()
    )
    return KitFamily(family.row.house, family.row.directions, family.row.sector, bags, after_months(today, QUARTER))


def _medicine(rows: Sequence[PromiseRow], catalogue: dict[int, Medicine], language: Language) -> KitMedicine:
    medicine = catalogue[rows[0].medicine_id]
    total = sum(row.units for row in rows)
    by_lot: dict[tuple[str, date | None], int] = defaultdict(int)
    for row in rows:
        by_lot[row.lot, row.expiry] += row.units
    lots = "; ".join(_lot(lot, expiry, units if len(by_lot) > 1 else 0, language) for (lot, expiry), units in by_lot.items())
    name = trade.medicine_title(language, medicine, plural=total != 1)
    return KitMedicine(name, trade.units(language, total, medicine.unit), lots, _directions(rows[0], catalogue, language))


def _lot(lot: str, expiry: date | None, units: int, language: Language) -> str:
    """With how many of it, where another lot goes into the same bag."""
    day = f"{expiry:%m/%Y}" if expiry else "—"
    if units:
        return language.tr("{n} of lot {lot}, expires {day}", n=language.number(units), lot=lot, day=day)
    return language.tr("lot {lot}, expires {day}", lot=lot, day=day)


def _directions(row: PromiseRow, catalogue: dict[int, Medicine], language: Language) -> str:
    """One plain sentence; where it needs more than that (another strength, words that were not understood), the person's own slip says it."""
    if row.directions and row.medicine_id == row.prescribed_id:
        try:
            return on_paper(language, for_medicine(from_json(row.directions), catalogue[row.medicine_id]), row.first_day)
        except Refusal:
            pass
    return language.tr("How to take it stands on the person's own slip.")


def _picks(rows: Sequence[PromiseRow], catalogue: dict[int, Medicine], language: Language) -> tuple[KitPick, ...]:
    by_lot: dict[tuple[int, str, date | None, str], list[PromiseRow]] = defaultdict(list)
    for row in rows:
        by_lot[row.medicine_id, row.lot, row.expiry, row.shelf].append(row)
    made = []
    for (medicine_id, lot, expiry, shelf), some in by_lot.items():
        medicine = catalogue[medicine_id]
        units = sum(row.units for row in some)
        amount = trade.counted_words(language, [as_counted(units, some[0].pack_size or 0)], medicine.unit)
        made.append(KitPick(trade.medicine_title(language, medicine, plural=units != 1), lot, expiry, shelf, amount))
    return tuple(sorted(made, key=lambda pick: (pick.shelf, pick.name, pick.expiry or date.max, pick.lot)))
