"""Visits: the week's sheet of a council and doctor, what came back on it line by line, and visits that stood on no sheet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pharmacy_app.db.queries import care, census, keeping, people
from pharmacy_app.db.queries import visits as store
from pharmacy_app.db.queries.care import ItemRow
from pharmacy_app.db.queries.people import AllergyRow, PeopleFilter, PersonRow
from pharmacy_app.db.queries.visits import LineRow, SheetRow, UnvisitedRow, VisitRow
from pharmacy_app.db.tables.community import PURPOSES as PURPOSES
from pharmacy_app.domain import visiting
from pharmacy_app.domain.circumstances import circumstances
from pharmacy_app.domain.conditions import CONDITIONS
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.plan import policy_from
from pharmacy_app.domain.priority import Criteria, judge
from pharmacy_app.domain.rates import Rate
from pharmacy_app.domain.text import fold
from pharmacy_app.domain.visiting import Candidate, monday
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.needs import covered_until
from pharmacy_app.services.order_checks import check_day
from pharmacy_app.services.setup import DEFAULTS
from pharmacy_app.services.typed import named, short

__all__ = [
    "PURPOSES", "Heard", "LineRow", "Sheet", "SheetLine", "SheetRow", "UnvisitedRow", "VisitForm", "give_up", "history", "plan_sheet", "record",
    "set_next_visit", "set_returned", "sheet", "sheets", "unvisited",
]  # fmt: skip

_ALL = 1_000_000
_STAYS = {code for code, _, stays in CONDITIONS if stays}


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A numbered box with all that stands in it: the treatments that run, allergies, since when nobody has seen them, whether they come first.

    `lasts`: of each treatment of which something was handed over, the last day for which it is in the house.
    """

    row: LineRow
    items: tuple[ItemRow, ...]
    allergies: tuple[AllergyRow, ...]
    last_met: date | None
    first: bool
    lasts: Mapping[int, date]

    @property
    def noted(self) -> bool:
        return self.row.visit_id is not None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet and its lines by number; the first `first_block` of them are the houses of those who come first.

    `next_visit`: when the doctor comes again; what ends before it is looked at on this visit. `given_up_by`: who said that it is lost.
    """

    row: SheetRow
    lines: tuple[SheetLine, ...]
    first_block: int
    next_visit: date
    given_up_by: str


@dataclass(frozen=True, slots=True)
class VisitForm:
    """A visit that stood on no sheet: to a house, perhaps to one person of it."""

    household_id: int
    patient_id: int | None = None
    met: bool = True
    purpose: str = "follow_up"
    note: str = ""
    doctor: str = ""
    went: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """A visit of the history, what was prescribed on it, and how many treatments it let go on."""

    visit: VisitRow
    items: tuple[ItemRow, ...]
    went_on: int


def sheets(desk: Desk) -> tuple[SheetRow, ...]:
    """Sheets that are out, the oldest first; then the others."""
    with desk.read() as connection:
        return store.sheets(connection)


def sheet(desk: Desk, sheet_id: int) -> Sheet:
    """One sheet as it stands now. Raises `Refusal` `sheet_unknown`."""
    with desk.read() as connection:
        row = found_sheet(connection, sheet_id)
        lines = store.lines(connection, sheet_id)
        ids = [line.patient_id for line in lines]
        weeks = _number(keeping.settings(connection), "visit_weeks")
        seen = store.last_seen(connection, row.council_id, row.week_of)
        table = _criteria(connection)
        vulnerable = {one.id for one in people.people_of(connection, ids) if _vulnerable(one, table, row.week_of)}
        items: dict[int, list[ItemRow]] = {}
        for item in care.open_items_of_people(connection, ids):
            items.setdefault(item.patient_id, []).append(item)
        told = people.allergies(connection, ids)
        lasts = _lasts(connection, [item for of_person in items.values() for item in of_person])
        lost_by = store.given_up_by(connection, sheet_id) if row.lost_on is not None else ""
    made = []
    for line in lines:
        last = seen[line.patient_id][0] if line.patient_id in seen else None
        first = line.patient_id in vulnerable and visiting.unseen(last, row.week_of, weeks)
        mine = tuple(items.get(line.patient_id, ()))
        in_house = {item.id: lasts[item.id] for item in mine if item.id in lasts}
        made.append(SheetLine(line, mine, told.get(line.patient_id, ()), last, first, in_house))
    block = visiting.first_block((one.row.household_id, one.first) for one in made)
    return Sheet(row, tuple(made), block, visiting.next_visit(row.week_of, row.next_visit), lost_by)


def plan_sheet(
    desk: Desk, by: By, council_id: int, doctor: str, day: date, houses: int, weeks: int, next_visit: date | None = None
) -> int:  # fmt: skip
    """The sheet of this council for the week that holds `day`; who stands on another one that is still out is left off. Returns its id.

    `next_visit`: when the doctor comes again (None: `visiting.next_visit`); whose treatment ends before it is visited now. The numbers of
    houses and of weeks are kept for the next sheet. Raises `Refusal`: `council_unknown`, `houses_out_of_range`, `weeks_out_of_range`,
    `next_visit_implausible`, `nobody_to_visit`, `text_too_long`.
    """
    if not 1 <= houses <= visiting.MOST_HOUSES:
        raise Refusal("houses_out_of_range", "houses", most=visiting.MOST_HOUSES)
    if not 1 <= weeks <= visiting.MOST_WEEKS:
        raise Refusal("weeks_out_of_range", "weeks", most=visiting.MOST_WEEKS)
    week_of = monday(day)
    if next_visit is not None:
        _check_next(week_of, next_visit)
    with desk.act(by, "visit_sheet.plan") as act:
        census.lock_census(act.connection)
        if all(row.id != council_id for row in census.councils(act.connection)):
            raise Refusal("council_unknown", "council")
        chosen = visiting.sheet(_walk(act.connection, council_id, week_of), week_of, weeks, houses, next_visit)
        if not chosen:
            raise Refusal("nobody_to_visit", "council")
        doctor_id = care.doctor_ids(act.connection, [named(doctor, "doctor")])[fold(doctor)] if fold(doctor) else None
        values = {
            "council_id": council_id, "doctor_id": doctor_id, "week_of": week_of, "next_visit": next_visit, "entered_at": act.entered_at,
            "entered_by": by.user_id,
        }  # fmt: skip
        sheet_id = store.add_sheet(act.connection, values, [due.patient_id for due in chosen])
        for name, value in (("visit_houses", houses), ("visit_weeks", weeks)):
            keeping.put_setting(act.connection, name, str(value))
        act.about("visit_sheet", sheet_id)
        act.after = {
            "council": council_id, "doctor": doctor_id, "week_of": week_of, "next_visit": next_visit, "lines": len(chosen), "houses": houses,
            "weeks": weeks,
        }  # fmt: skip
        return sheet_id


def set_returned(desk: Desk, by: By, sheet_id: int, returned: bool) -> None:
    """The sheet came back: lines that are not noted stay unvisited, and may stand on the next. Or it is opened again, to be typed in.

    One that was given up as lost may come back too. Raises `Refusal` `sheet_unknown`.
    """
    with desk.act(by, "visit_sheet.return" if returned else "visit_sheet.reopen") as act:
        row = found_sheet(act.connection, sheet_id)
        _change_sheet(act, row, {"returned_on": by.occurred_on if returned else None, "lost_on": None})
        act.after |= {"lines": row.lines, "noted": row.noted}


def give_up(desk: Desk, by: By, sheet_id: int) -> None:
    """The sheet is lost: what is noted of it stays, whom nobody noted may stand on the next. It is opened again by `set_returned` if it is found.

    Raises `Refusal`: `sheet_unknown`, `sheet_returned`, `sheet_lost`.
    """
    with desk.act(by, "visit_sheet.lost") as act:
        row = found_sheet(act.connection, sheet_id)
        if not row.out:
            raise Refusal("sheet_lost" if row.returned_on is None else "sheet_returned", "sheet")
        _change_sheet(act, row, {"lost_on": by.occurred_on})
        act.after |= {"lines": row.lines, "noted": row.noted}


def set_next_visit(desk: Desk, by: By, sheet_id: int, day: date) -> int:
    """The doctor comes again on this day: the sheet marks what ends before it. Returns how many people with a treatment that ends before it
    stand on no sheet that is out.

    Raises `Refusal`: `sheet_unknown`, `next_visit_implausible`.
    """
    with desk.act(by, "visit_sheet.next_visit") as act:
        row = found_sheet(act.connection, sheet_id)
        _check_next(row.week_of, day)
        _change_sheet(act, row, {"next_visit": day})
        here = {line.patient_id for line in store.lines(act.connection, sheet_id)}
        walk = _walk(act.connection, row.council_id, row.week_of)
        return sum(one.ends_on is not None and one.ends_on < day and one.patient_id not in here for one in walk)


def _change_sheet(act: Act, row: SheetRow, values: dict[str, date | None]) -> None:
    act.about("visit_sheet", row.id)
    act.before = {name: getattr(row, name) for name in values}
    act.after = dict(values)
    store.change_sheet(act.connection, row.id, values)


def _check_next(week_of: date, day: date) -> None:
    last = week_of + timedelta(weeks=visiting.MOST_WEEKS)
    if not week_of < day <= last:
        raise Refusal("next_visit_implausible", "next_visit", first=week_of, last=last)


def record(desk: Desk, by: By, form: VisitForm) -> int:
    """A visit that stood on no sheet, on the act's day; returns its id.

    Raises `Refusal`: `household_unknown`, `patient_unknown`, `patient_inactive`, `purpose_unknown`, `text_too_long`, `written_in_future`.
    """
    check_day(by.occurred_on, desk.clock.today())
    check_purpose(form.purpose)
    with desk.act(by, "visit.record") as act:
        if not census.households(act.connection, household_id=form.household_id):
            raise Refusal("household_unknown", "household")
        if form.patient_id is not None:
            person = people.person(act.connection, form.patient_id)
            if person is None or person.household_id != form.household_id:
                raise Refusal("patient_unknown", "patient")
            if not person.active:
                raise Refusal("patient_inactive", "patient", patient=person.code)
        doctor_id = care.doctor_ids(act.connection, [named(form.doctor, "doctor")])[fold(form.doctor)] if fold(form.doctor) else None
        values = {
            "household_id": form.household_id, "patient_id": form.patient_id, "doctor_id": doctor_id, "went": short(form.went, "went"),
            "met": form.met, "purpose": form.purpose, "note": short(form.note, "note"), "occurred_on": by.occurred_on,
            "entered_at": act.entered_at, "entered_by": by.user_id,
        }  # fmt: skip
        visit_id = store.put_visit(act.connection, values)
        act.about("visit", visit_id)
        act.after = {"household": form.household_id, "patient": form.patient_id, "met": form.met, "purpose": form.purpose}
        return visit_id


def history(desk: Desk, household_id: int, patient_id: int | None = None) -> tuple[Heard, ...]:
    """The visits to a person, or to a house, the newest first, with what was prescribed on each."""
    with desk.read() as connection:
        rows = store.history(connection, household_id, patient_id)
        ids = [row.id for row in rows]
        by_visit = store.items_of_visits(connection, ids)
        items = {row.id: row for row in care.items_of(connection, [one for of_visit in by_visit.values() for one in of_visit])}
    found = []
    for row in rows:
        ordered = [items[one] for one in by_visit.get(row.id, ())]
        new = tuple(one for one in ordered if one.reason not in care.EXTENSIONS)
        found.append(Heard(row, new, sum(one.reason == care.EXTENDED for one in ordered)))
    return tuple(found)


def unvisited(desk: Desk, council_id: int | None = None, weeks: int | None = None) -> tuple[UnvisitedRow, ...]:
    """Houses where nobody was met for this many weeks (without: as the committee has set it), the longest first."""
    with desk.read() as connection:
        wanted = weeks if weeks is not None else _number(keeping.settings(connection), "visit_weeks")
        before = date.fromordinal(desk.clock.today().toordinal() - 7 * wanted)
        return store.unvisited(connection, before, council_id)


def found_sheet(connection: Connection, sheet_id: int) -> SheetRow:
    """The sheet. Raises `Refusal` `sheet_unknown`."""
    found = store.sheets(connection, sheet_id)
    if not found:
        raise Refusal("sheet_unknown", "sheet")
    return found[0]


def check_purpose(purpose: str) -> None:
    """Raises `Refusal` `purpose_unknown`."""
    if purpose not in PURPOSES:
        raise Refusal("purpose_unknown", "purpose", text=purpose[:20])


def _walk(connection: Connection, council_id: int, week_of: date) -> list[Candidate]:
    """Everybody of a council in walking order, but those who stand on a sheet that is out."""
    everybody = people.people(connection, PeopleFilter(council_id=council_id), "place", _ALL)
    seen = store.last_seen(connection, council_id)
    ends = store.treatment_ends(connection, council_id)
    out = store.on_open_sheets(connection, council_id)
    table = _criteria(connection)
    walk = []
    for one in everybody:
        if one.id in out:
            continue
        last_met, purpose = seen.get(one.id, (None, ""))
        walk.append(
            Candidate(
                one.id, one.household_id, _vulnerable(one, table, week_of), one.id in ends or not _STAYS.isdisjoint(one.conditions),
                "pregnant" in one.criteria or "pregnancy" in one.conditions, one.birth_date, ends.get(one.id), last_met, purpose,
            )
        )  # fmt: skip
    return walk


def _criteria(connection: Connection) -> Criteria:
    return policy_from(json.loads(keeping.policies(connection)[0].rules)).criteria


def _vulnerable(one: PersonRow, table: Criteria, day: date) -> bool:
    """Tier A by the committee's criteria, or because it decided so."""
    words = {*one.criteria, *circumstances(one.criteria, one.conditions, one.birth_date, day)} & {word for word, _ in table.points}
    if not _STAYS.isdisjoint(one.conditions):
        words.add("chronic")
    return judge(words, 0, False, table, one.tier).tier == "A"


def _lasts(connection: Connection, items: Sequence[ItemRow]) -> dict[int, date]:
    handed = store.handed(connection, [item.id for item in items])
    found = {}
    for item in items:
        if item.id in handed and item.units and item.per_days:
            until = covered_until(handed[item.id], Rate(item.units, item.per_days))
            if until is not None:
                found[item.id] = until
    return found


def _number(kept: dict[str, str], name: str) -> int:
    return int({**DEFAULTS, **kept}[name])
