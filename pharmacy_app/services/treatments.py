"""Treatments as they go on: extended many at once, their dose changed, and each read as one line from its beginning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from pharmacy_app.db.queries import care, people
from pharmacy_app.db.queries.care import ItemFilter, ItemRow, Prescribed
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.rates import Step
from pharmacy_app.domain.text import fold
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.order_checks import check_day
from pharmacy_app.services.orders import MOST_DAYS
from pharmacy_app.services.typed import named

EXTENDED = care.EXTENDED
_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Treatment:
    """One line of treatment: the item that stands now (or stood last), when it began, each change of dose, how often it was extended.

    `extensions` are (day, doctor or nothing), the oldest first.
    """

    item: ItemRow
    since: date
    steps: tuple[Step, ...]
    extensions: tuple[tuple[date, str], ...]
    earlier: tuple[int, ...] = ()  # the items that this one took the place of


def open_items(connection: Connection, item_ids: Sequence[int]) -> tuple[ItemRow, ...]:
    """The items, all of which are there and none closed. Raises `Refusal`: `nothing_chosen`, `item_unknown`, `item_closed`."""
    if not item_ids:
        raise Refusal("nothing_chosen", "items")
    rows = care.items_of(connection, item_ids)
    for missing in sorted(set(item_ids) - {row.id for row in rows}):
        raise Refusal("item_unknown", "item", item=missing)
    for row in rows:
        if row.status == "closed":
            raise Refusal("item_closed", "item", item=row.id)
    return rows


def all_active(connection: Connection, patient_ids: Iterable[int]) -> None:
    """Raises `Refusal` `patient_inactive` for somebody who has died or gone."""
    for row in people.people_of(connection, sorted(patient_ids)):
        if not row.active:
            raise Refusal("patient_inactive", "patient", patient=row.code)


def extend(
    desk: Desk, by: By, item_ids: Sequence[int], days: int, doctor: str = "", written_on: date | None = None
) -> tuple[tuple[int, date], ...]:
    """Goes on with these treatments for so many days more: from where each ends, or from the act's day where it has ended already.

    The item stays the same one, with all that was handed out for it; a closed line on a paper of this doctor and day says that it was
    extended. All or none. Returns (item, new last day). Raises `Refusal`: `nothing_chosen`, `days_out_of_range`, `written_in_future`,
    `item_unknown`, `item_closed`, `item_waiting`, `patient_inactive`.
    """
    with desk.act(by, "prescription.extend") as act:
        check_day(written_on or by.occurred_on, desk.clock.today())
        return extend_in(act, item_ids, days, doctor, written_on)


def extend_in(
    act: Act, item_ids: Sequence[int], days: int, doctor: str = "", written_on: date | None = None, visit_id: int | None = None
) -> tuple[tuple[int, date], ...]:
    """As `extend`, as a part of an act that is open (a visit that is noted)."""
    if not 1 <= days <= MOST_DAYS:
        raise Refusal("days_out_of_range", "days", days=days, most=MOST_DAYS)
    rows = open_items(act.connection, item_ids)
    for row in rows:
        if row.status == "waiting":
            raise Refusal("item_waiting", "item", item=row.id)
    all_active(act.connection, {row.patient_id for row in rows})
    doctors = care.doctor_ids(act.connection, [named(doctor, "doctor")]) if fold(doctor) else {}
    doctor_id = next(iter(doctors.values()), None)
    yesterday = act.by.occurred_on - timedelta(days=1)
    ends = {row.id: max(row.review_on or yesterday, yesterday) + timedelta(days=days) for row in rows}
    changes = [
        {"id": row.id, "review_on": ends[row.id], "days": None if row.chronic else (ends[row.id] - row.starts_on).days + 1} for row in rows
    ]
    care.change_items(act.connection, changes)
    patients = list(dict.fromkeys(row.patient_id for row in rows))
    papers = [Prescribed(patient_id, doctor_id, written_on or act.by.occurred_on, visit_id=visit_id) for patient_id in patients]
    ids = dict(zip(patients, care.add_prescriptions(act.connection, papers, act.entered_at, act.by.user_id), strict=True))
    care.add_items(act.connection, [_extension(row, ids[row.patient_id], ends[row.id], days) for row in rows])
    act.about("prescription_item", rows[0].id if len(rows) == 1 else None)
    act.before = {"last_days": {str(row.id): str(row.review_on or "") for row in rows}}
    act.after = {"last_days": {str(item): str(last) for item, last in ends.items()}, "doctor": doctor_id}
    return tuple(ends.items())


def _extension(row: ItemRow, paper_id: int, last: date, days: int) -> dict[str, object]:
    """The closed line that says: this treatment went on for so many days, until `last`."""
    same = (
        "medicine_id", "medicine_text", "directions_text", "directions", "units", "per_days", "chronic", "as_needed", "cleared", "cleared_note",
    )  # fmt: skip
    return {name: getattr(row, name) for name in same} | {
        "prescription_id": paper_id,
        "starts_on": last - timedelta(days=days - 1),
        "days": None if row.chronic else days,
        "review_on": last,
        "status": "closed",
        "reason": EXTENDED,
        "replaces_id": row.id,
    }


def treatments(desk: Desk, patient_id: int) -> tuple[Treatment, ...]:
    """Every treatment of a person as one line, what runs first, then what ended last."""
    with desk.read() as connection:
        return of_items(care.items(connection, ItemFilter(patient_id=patient_id, statuses=(), extensions=True), "written", _ALL))


def of_items(rows: Sequence[ItemRow]) -> tuple[Treatment, ...]:
    """Lines of treatment from the items of one person, extensions among them."""
    by_id = {row.id: row for row in rows if row.reason not in care.EXTENSIONS}
    extended: dict[int, list[tuple[date, str]]] = {}
    for row in sorted(rows, key=lambda row: (row.written_on, row.id)):
        if row.reason == EXTENDED and row.replaces_id is not None:
            extended.setdefault(row.replaces_id, []).append((row.written_on, row.doctor or ""))
    followed = {row.replaces_id for row in by_id.values()}
    found = []
    for last in by_id.values():
        if last.id in followed:
            continue
        chain = [last]
        while chain[-1].replaces_id in by_id:
            chain.append(by_id[chain[-1].replaces_id])
        chain.reverse()
        steps: list[Step] = []
        for one in chain:
            a_day = Fraction(one.units, one.per_days) if one.units and one.per_days else None
            if not steps or steps[-1].a_day != a_day:
                steps.append(Step(one.starts_on, a_day))
        extensions = tuple(each for one in chain for each in extended.get(one.id, ()))
        found.append(Treatment(last, chain[0].starts_on, tuple(steps), extensions, tuple(one.id for one in chain[:-1])))
    return tuple(sorted(found, key=lambda one: (one.item.status == "closed", -(one.item.review_on or one.item.starts_on).toordinal())))
