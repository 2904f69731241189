"""Prescriptions from a spreadsheet: each row understood, waiting or refused, and said; nothing is lost and no number is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from pharmacy_app.db.queries import care, people
from pharmacy_app.db.queries.care import ItemRow, Prescribed
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.priority import Reason
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.prescription_forms import PrescriptionForm, PrescriptionRow, read_prescriptions
from pharmacy_app.services import catalogue
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.importing import DOUBTFUL, KNOWN, NEW, REFUSED, ImportReport, ImportRow, report
from pharmacy_app.services.order_checks import item_values, people_for_checks
from pharmacy_app.services.orders import REVIEW_DAYS, Order, Person, Understood, understand

# A register (Synthea's shape) says what people take and never how much. For what is counted in single doses, one a day is taken and said: it lets
# the committee see who needs what, the slip prints no dose but "as your doctor told you", and the item shows that it was assumed.
_COUNTED_IN_DOSES = ("tablet", "capsule", "sachet", "suppository", "pessary", "patch", "ampoule", "syringe", "inhaler")

# The reader's remarks that `understand` says better, or that are none.
_SAID_ELSEWHERE = ("dose_not_given", "dose_in_directions", "days_missing")


@dataclass(frozen=True, slots=True)
class _Planned:
    """What becomes of one row: the order and what it amounts to, where it is taken."""

    row: PrescriptionRow
    told: ImportRow
    patient_id: int = 0
    written_on: date = date.min
    order: Order | None = None
    found: Understood | None = None


def import_prescriptions(
    desk: Desk, by: By, path: Path, dry_run: bool = False, date_style: str | None = None, units_per_day: Fraction | None = None
) -> ImportReport:
    """Reads prescriptions of people who are in the census, and writes those that can be taken; `dry_run` only says what would become of them.

    A row is `doubtful` where its item waits: medicine, dose or length not understood, or a question for a doctor. `units_per_day` is what somebody
    decided to take where a row says no dose at all (`dose_assumed`); without it such rows wait, except those of a register (see above).
    Raises what `intake.prescription_forms.read_prescriptions` raises, and `Refusal`: `dates_ambiguous`, `units_per_day_unclear`.
    """
    today = desk.clock.today()
    form = read_prescriptions(path, today, date_style)
    if form.ask_dates and date_style is None:
        raise Refusal("dates_ambiguous", "date")
    if dry_run:
        with desk.read() as connection:
            return _report(form, _plan(connection, form, today, units_per_day), dry_run)
    with desk.act(by, "prescription.import") as act:
        planned = _plan(act.connection, form, today, units_per_day)
        _write(act, [one for one in planned if one.order])
        done = _report(form, planned, dry_run)
        act.after |= {"read": done.read, "doubtful": done.doubtful, "refused": done.refused}
        return done


def _report(form: PrescriptionForm, planned: Sequence[_Planned], dry_run: bool) -> ImportReport:
    left = [ImportRow(line.sheet, line.row, KNOWN, (Reason(line.reason),)) for line in form.left_out]
    return report(sorted((*left, *(one.told for one in planned)), key=lambda row: row.row), dry_run)


def _plan(connection: Connection, form: PrescriptionForm, today: date, units_per_day: Fraction | None) -> list[_Planned]:
    ids = people.ids_of_codes(connection, [row.patient_code for row in form.rows])
    active = {row.id for row in people.people_of(connection, list(ids.values())) if row.active}
    medicines = catalogue.medicines(connection)
    persons: dict[int, Person] = {}
    running: dict[int, tuple[ItemRow, ...]] = {}
    for patient_id, (person, items) in people_for_checks(connection, sorted(active), today).items():
        persons[patient_id], running[patient_id] = person, items
    known = catalogue.identifier(connection)
    planned = []
    for row in form.rows:
        patient_id = ids.get(row.patient_code, 0)
        refused = _refused(row, patient_id, active)
        if refused:
            planned.append(_Planned(row, ImportRow("", row.row, REFUSED, (refused,))))
            continue
        text = row.description or catalogue.one_line(row.inn, row.strength, row.form)
        written_on = row.date if row.date and row.date <= today else today
        if any(fold(one.medicine_text) == fold(text) and one.written_on == written_on for one in running[patient_id]):
            planned.append(_Planned(row, ImportRow("", row.row, KNOWN, (Reason("item_known"),))))
            continue
        meant = known.accept_parts(row.inn, row.strength, row.form) if row.inn else known.accept(row.description)
        medicine_id = meant.id if meant else None
        assumed = units_per_day or (_one_dose(medicines.get(medicine_id or 0)) if form.kind == "register" else None)
        order = _order(row, text, medicine_id, assumed)
        if order.chronic and written_on < today - timedelta(days=REVIEW_DAYS):
            order = replace(order, starts_on=today)  # on it for long: the pharmacy is asked from today, and has let nobody wait
        one = _taken(row, order, written_on, today, persons[patient_id], medicines)
        if order.medicine_id is not None:
            person = persons[patient_id]
            persons[patient_id] = replace(person, taking=(*person.taking, order.medicine_id))
        planned.append(replace(one, patient_id=patient_id))
    return planned


def _one_dose(medicine: Medicine | None) -> Fraction | None:
    return Fraction(1, medicine.doses_per_unit) if medicine and medicine.unit in _COUNTED_IN_DOSES else None


def _refused(row: PrescriptionRow, patient_id: int, active: set[int]) -> Reason | None:
    if row.status == REFUSED:
        return Reason(row.reason)
    if not patient_id:
        return Reason("patient_code_unknown", {"code": row.patient_code[:60]})
    return None if patient_id in active else Reason("patient_inactive", {"patient": row.patient_code})


def _order(row: PrescriptionRow, text: str, medicine_id: int | None, units_per_day: Fraction | None) -> Order:
    untold = row.units_per_day is None and not row.directions.strip()
    return Order(text, medicine_id, row.directions, units_per_day if untold else row.units_per_day, row.days, row.chronic)


def _taken(row: PrescriptionRow, order: Order, written_on: date, today: date, person: Person, medicines: dict[int, Medicine]) -> _Planned:
    found = understand(order, order.starts_on or written_on, today, person, medicines)
    reasons = [Reason(row.reason)] if row.reason and row.reason not in _SAID_ELSEWHERE else []
    reasons += found.reasons
    if row.proposed_units_per_day is not None and found.rate:
        reasons.append(Reason("dose_assumed", {"units": str(order.units_per_day)}))
    told = ImportRow("", row.row, DOUBTFUL if reasons else NEW, tuple(reasons))
    return _Planned(row, told, 0, written_on, order, found)


def _write(act: Act, planned: Sequence[_Planned]) -> None:
    """One paper for each person, doctor and day; a constant number of statements per thousand rows."""
    doctors = care.doctor_ids(act.connection, [one.row.doctor for one in planned])
    of_row = [Prescribed(one.patient_id, doctors.get(fold(one.row.doctor)), one.written_on) for one in planned]
    papers = list(dict.fromkeys(of_row))
    ids = dict(zip(papers, care.add_prescriptions(act.connection, papers, act.entered_at, act.by.user_id), strict=True))
    rows = [
        item_values(ids[paper], one.order, one.found, one.written_on)
        for one, paper in zip(planned, of_row, strict=True)
        if one.order and one.found
    ]
    care.add_items(act.connection, rows)
    act.after |= {"prescriptions": len(papers), "items": len(rows), "waiting": sum(row["status"] == "waiting" for row in rows)}
