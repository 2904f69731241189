"""The empty forms that people fill in elsewhere and import here; the donor's one can ask for what is needed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

from pharmacy_app.db.queries import catalogue as shelf
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import Policy
from pharmacy_app.intake.donor_form import Needed
from pharmacy_app.intake.names import Identifier
from pharmacy_app.intake.templates import write_template
from pharmacy_app.reports.donor_words import form_name, release_name
from pharmacy_app.services import catalogue, judging
from pharmacy_app.services.desk import Connection, Desk
from pharmacy_app.services.needs import asks_for
from pharmacy_app.system.language import Language, language

MONTHS = 3
MOST_MONTHS = 24


def write(kind: str, path: Path, spoken: Language) -> Path:
    """The form `donation`, `census` or `prescriptions` as .xlsx or .csv. Raises what `intake.templates.write_template` raises."""
    write_template(kind, path, spoken.code, spoken.tr)
    return path


def write_needs(desk: Desk, path: Path, spoken: Language, months: int = MONTHS) -> int:
    """The donor's form, asking for what prescriptions use in so many months and the shelf does not have; how many medicines it asks for.

    Only sums are in it: of no medicine can anybody read who takes it. Raises as `write`, and `Refusal`: `months_out_of_range`, `nothing_needed`.
    """
    if not 1 <= months <= MOST_MONTHS:
        raise Refusal("months_out_of_range", "needs", months=months, most=MOST_MONTHS)
    today = desk.clock.today()
    with desk.read() as connection:
        lacking = _lacking(connection, today, months)
        words, medicines = catalogue.identifier_and_medicines(connection)
        least = _month_after(today, judging.rules_in_force(connection)[1].least_months)
    needed = [line_of_need(medicines[medicine_id], units, least, spoken, words) for medicine_id, units in lacking.items()]
    if not needed:
        raise Refusal("nothing_needed", "needs", months=months)
    write_template("donation", path, spoken.code, spoken.tr, sorted(needed, key=lambda one: (one.inn.casefold(), one.strength)))
    return len(needed)


def _lacking(connection: Connection, today: date, months: int) -> dict[int, int]:
    """Units of each medicine: what active prescriptions still use in these months, less what could be handed out today."""
    used: dict[int, int] = defaultdict(int)
    for ask in asks_for(connection, today, months * 30, None, Policy()):
        used[ask.medicine_id] += ask.rate.units_for(ask.days)
    there = shelf.usable_units(connection, sorted(used), today)
    return {medicine_id: units - there.get(medicine_id, 0) for medicine_id, units in used.items() if units > there.get(medicine_id, 0)}


def line_of_need(medicine: Medicine, units: int, least: str, spoken: Language, words: Identifier) -> Needed:
    """In the words of whoever will pack the box, as far as our own reader knows this very medicine by them; else in English words."""
    name, english = medicine.name(spoken.code), language("en")
    told = [(name, _form(medicine, spoken)), (name, _form(medicine, english)), (medicine.inn, _form(medicine, english))]
    exact = [(inn, form) for inn, form in told if (found := words.accept_parts(inn, medicine.strength, form)) and found.id == medicine.id]
    inn, form = (exact or told)[0]
    return Needed(inn, medicine.strength, form, units, least)


def _form(medicine: Medicine, spoken: Language) -> str:
    """`tablets, modified-release`: another release is another medicine, so it is said."""
    parts = (form_name(medicine.form, spoken), release_name(medicine.release, spoken))
    return " ".join(part for part in parts if part)


def _month_after(day: date, months: int) -> str:
    """`11/2027`: the month that lies so many months ahead; on a pack it means its last day."""
    ahead = day.month - 1 + months
    return f"{ahead % 12 + 1:02d}/{day.year + ahead // 12}"
