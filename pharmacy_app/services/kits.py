"""Families' kits: who is due, what a kit would hold, planning many at once, and what becomes of one that is not handed over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pharmacy_app.db.queries import care, sharing, walking
from pharmacy_app.db.queries import kits as kept
from pharmacy_app.domain.directions import to_json
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.kits import KitLine
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.quarters import QUARTER, after_months
from pharmacy_app.services import kit_rules, matching
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.kit_contents import PERIOD, Preview, PreviewLine, Wanted, chronic_of, houses_needing, preview_of, wanted_by
from pharmacy_app.services.kit_families import SOON, STATES, Family, families_of, given_on
from pharmacy_app.services.typed import short
from pharmacy_app.system.language import Language
from pharmacy_app.wording.directions import on_paper

__all__ = [
    "PERIOD",
    "SOON",
    "STATES",
    "Family",
    "Lacking",
    "Made",
    "Preview",
    "PreviewLine",
    "due",
    "end",
    "make",
    "preview",
    "share_again",
]

ENDS = ("missed", "cancelled")


@dataclass(frozen=True, slots=True)
class Lacking:
    """A medicine of which there is not enough: units missing, for so many people."""

    medicine: Medicine
    units: int
    people: int


@dataclass(frozen=True, slots=True)
class Made:
    """Kits that were planned, the proposal that shares out their medicines, and what cannot be covered. `empty` families need nothing."""

    run_id: int
    kits: int
    empty: int
    asked: int
    granted: int
    lacking: tuple[Lacking, ...]


def due(desk: Desk, council_id: int | None = None, on: date | None = None) -> tuple[Family, ...]:
    """The families of a council (or of all) with their next kit, in walking order; `none` are those to whom the rules would give nothing now."""
    day = on or desk.clock.today()
    with desk.read() as connection:
        found = families_of(connection, day, council_id)
        waiting = [one.row.id for one in found if one.state in ("due", "soon")]
        needing = houses_needing(connection, waiting, kit_rules.in_force(connection)[1], day)
        return tuple(replace(one, state="none") if one.state in ("due", "soon") and one.row.id not in needing else one for one in found)


def preview(desk: Desk, household_id: int, day: date | None = None) -> Preview:
    """One family's kit, from that day on; nothing is written. Raises `Refusal`: `household_unknown`."""
    on = max(day or desk.clock.today(), desk.clock.today())
    with desk.read() as connection:
        found = families_of(connection, on, None, [household_id])
        if not found:
            raise Refusal("household_unknown", "household")
        return preview_of(connection, found[0], on)


def make(desk: Desk, by: By, household_ids: Collection[int], day: date, language: Language) -> Made:
    """Plans the kits of these families for that day: what the rules give becomes prescriptions, and a proposal shares out what they hold.

    All or none. Raises `Refusal`: `nothing_chosen`, `from_day_past`, `day_out_of_reach`, `household_unknown`, `kit_planned` (`n`), `kit_not_due` (`n`, `day`),
    `kit_empty` (none of them needs anything).
    """
    _check_day(desk, household_ids, day)
    with desk.act(by, "kit.make") as act:
        kept.lock_kits(act.connection, list(household_ids))
        found = _asked_for(act.connection, household_ids, day)
        rules_id, rules = kit_rules.in_force(act.connection)
        _give_up(act, found, day)
        wanted = wanted_by(act.connection, [one.row.id for one in found], rules, day)
        houses = [one for one in found if wanted.lines.get(one.row.id) or wanted.chronic.get(one.row.id)]
        if not houses:
            raise Refusal("kit_empty", "household")
        kit_of = _kits_written(act, houses, rules_id)
        items = _items_written(act, kit_of, wanted, day, language)
        only = {*items, *(row.item_id for one in houses for row in wanted.chronic.get(one.row.id, ()))}
        run = matching.propose_in(act, day, PERIOD, None, only)
        act.about("run", run.run.id)
        act.after = {"kits": sorted(kit_of.values()), "items": len(items), "run": run.run.id, "rules": rules_id}
        return _made(act.connection, run.run.id, len(houses), len(found) - len(houses))


def share_again(desk: Desk, by: By, household_ids: Collection[int], day: date) -> Made:
    """A new proposal for kits that are planned: the first was discarded, or stock came since. What waits for its first units begins that day.

    Raises `Refusal`: `nothing_chosen`, `from_day_past`, `day_out_of_reach`, `kit_none_planned`.
    """
    _check_day(desk, household_ids, day)
    with desk.act(by, "kit.share") as act:
        kept.lock_kits(act.connection, list(household_ids))
        found = [one for one in families_of(act.connection, day, None, list(household_ids)) if one.kit_id is not None]
        if not found:
            raise Refusal("kit_none_planned", "household")
        covered = {row.item_id for row in sharing.cover(act.connection)}
        mine = kept.items(act.connection, [one.kit_id for one in found if one.kit_id is not None])
        waiting = [row for row in mine if row.status == "active" and row.id not in covered]
        later = [{"id": row.id, "starts_on": day, "review_on": day + timedelta(days=row.days - 1)} for row in waiting]
        care.change_items(act.connection, later)
        people = {row.id for row in kept.members(act.connection, [one.row.id for one in found])}
        chronic = chronic_of(act.connection, people, kit_rules.in_force(act.connection)[1])
        only = {*(row.id for row in mine if row.status == "active"), *(row.item_id for row in chronic)}
        run = matching.propose_in(act, day, PERIOD, None, only)
        act.about("run", run.run.id)
        act.after = {"kits": sorted(one.kit_id for one in found if one.kit_id is not None), "run": run.run.id}
        return _made(act.connection, run.run.id, len(found), 0)


def end(desk: Desk, by: By, kit_id: int, how: str, note: str) -> None:
    """A planned kit is not handed over: `missed` (the quarter went by) or `cancelled` (it may be planned anew). Its own units are free again.

    Raises `Refusal`: `reason_missing`, `kit_unknown`, `kit_not_planned`, `kit_on_its_way`.
    """
    why = short(note, "note")
    if not why:
        raise Refusal("reason_missing", "note")
    if how not in ENDS:
        raise Refusal("result_unknown", "kit", result=how[:40])
    with desk.act(by, "kit.end") as act:
        row = next((row for row in kept.kits(act.connection) if row.id == kit_id), None)
        if row is None:
            raise Refusal("kit_unknown", "kit")
        kept.lock_kits(act.connection, [row.household_id])
        given = given_on(kept.kits(act.connection, None, [row.household_id]), kept.handed(act.connection, None, [row.household_id]))
        if row.status != "planned" or kit_id in given:
            raise Refusal("kit_not_planned", "kit")
        promised = [one for one in kept.promises(act.connection, [row.household_id]) if one.kit_id == kit_id]
        if any(one.status == "out" for one in promised):
            raise Refusal("kit_on_its_way", "kit")
        walking.change_allocations(act.connection, [(one.allocation_id, {"status": "released"}) for one in promised])
        _closed(act.connection, [kit_id])
        kept.change_kits(act.connection, [kit_id], {"status": how})
        act.about("family_kit", kit_id)
        act.before, act.after = {"status": "planned"}, {"status": how, "note": why, "released": sum(one.units for one in promised)}


# writing -----------------------------------------------------------------------------------------


def _check_day(desk: Desk, household_ids: Collection[int], day: date) -> None:
    if not household_ids:
        raise Refusal("nothing_chosen", "household")
    if day < desk.clock.today():
        raise Refusal("from_day_past", "from", day=day)
    if day > desk.clock.today() + timedelta(days=PERIOD):
        raise Refusal("day_out_of_reach", "from", day=day)


def _asked_for(connection: Connection, household_ids: Collection[int], day: date) -> tuple[Family, ...]:
    found = families_of(connection, day, None, list(household_ids))
    if len(found) < len(set(household_ids)):
        raise Refusal("household_unknown", "household")
    planned = sum(one.state == "planned" for one in found)
    if planned:
        raise Refusal("kit_planned", "household", n=planned)
    early = [one.due_on for one in found if one.state == "given"]
    if early:
        raise Refusal("kit_not_due", "household", n=len(early), day=min(early))
    return found


def _give_up(act: Act, found: Sequence[Family], day: date) -> None:
    """Kits of a quarter that has gone by were missed: what they still ask for ends."""
    rows = kept.kits(act.connection, None, [one.row.id for one in found])
    given = given_on(rows, kept.handed(act.connection, None, [one.row.id for one in found]))
    over = [row.id for row in rows if row.status == "planned" and row.id not in given and after_months(row.due_on, QUARTER) <= day]
    if over:
        _closed(act.connection, over)
        kept.change_kits(act.connection, over, {"status": "missed"})


def _closed(connection: Connection, kit_ids: Sequence[int]) -> None:
    rows = kept.items(connection, kit_ids)
    care.change_items(connection, [{"id": row.id, "status": "closed", "reason": "ended"} for row in rows if row.status != "closed"])


def _kits_written(act: Act, houses: Sequence[Family], rules_id: int | None) -> dict[int, int]:
    """The kit of each house; one that was cancelled for the same day is planned again."""
    known = {(row.household_id, row.due_on): row.id for row in kept.kits(act.connection, None, [one.row.id for one in houses])}
    again = {one.row.id: known[one.row.id, one.due_on] for one in houses if (one.row.id, one.due_on) in known}
    kept.change_kits(act.connection, list(again.values()), {"status": "planned", "rules_id": rules_id})
    fresh = [one for one in houses if one.row.id not in again]
    common = {"rules_id": rules_id, "status": "planned", "entered_at": act.entered_at, "entered_by": act.by.user_id}
    ids = kept.add_kits(act.connection, [{"household_id": one.row.id, "due_on": one.due_on, **common} for one in fresh])
    return {**again, **{one.row.id: kit_id for one, kit_id in zip(fresh, ids, strict=True)}}


def _items_written(act: Act, kit_of: Mapping[int, int], wanted: Wanted, day: date, language: Language) -> list[int]:
    """A paper for each member with a line, and its items."""
    by_person: dict[int, list[KitLine]] = defaultdict(list)
    for household_id in kit_of:
        for line in wanted.lines.get(household_id, ()):
            by_person[line.member].append(line)
    common = {"written_on": act.by.occurred_on, "entered_at": act.entered_at, "entered_by": act.by.user_id}
    papers = kept.add_papers(
        act.connection,
        [{"patient_id": one, "kit_id": kit_of[wanted.members[one].household_id], **common} for one in by_person],
    )
    rows = [
        _item_values(paper_id, line, wanted.catalogue[line.medicine_id], day, language)
        for paper_id, lines in zip(papers, by_person.values(), strict=True)
        for line in lines
    ]
    return care.add_items(act.connection, rows)


def _item_values(paper_id: int, line: KitLine, medicine: Medicine, day: date, language: Language) -> dict[str, object]:
    return {
        "prescription_id": paper_id,
        "medicine_id": line.medicine_id,
        "medicine_text": f"{medicine.inn} {medicine.strength}",
        "directions_text": on_paper(language, line.directions, day),
        "directions": to_json(line.directions),
        "units": line.rate.units,
        "per_days": line.rate.days,
        "starts_on": day,
        "days": line.days,
        "chronic": False,
        "as_needed": False,
        "review_on": day + timedelta(days=line.days - 1),
        "status": "active",
        "reason": "",
        "cleared": "",
        "replaces_id": None,
    }


def _made(connection: Connection, run_id: int, kits: int, empty: int) -> Made:
    rows = sharing.run_items(connection, run_id)
    catalogue = medicines_by_id(connection)
    short_of: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        if row.units_granted < row.units_asked:
            short_of[row.medicine_id].append((row.units_asked - row.units_granted, row.patient_id))
    lacking = [
        Lacking(catalogue[medicine_id], sum(units for units, _ in some), len({patient for _, patient in some}))
        for medicine_id, some in short_of.items()
    ]
    lacking.sort(key=lambda one: (-one.units, one.medicine.inn, one.medicine.strength))
    asked, granted = sum(row.units_asked for row in rows), sum(min(row.units_granted, row.units_asked) for row in rows)
    return Made(run_id, kits, empty, asked, granted, tuple(lacking))
