"""The empty forms that people fill in elsewhere and import here; the donor's one can ask for what is needed."""

from __future__ import annotations

from pathlib import Path

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.intake.donor_form import Needed
from pharmacy_app.intake.names import Identifier
from pharmacy_app.intake.templates import write_template
from pharmacy_app.reports.donor_words import form_name, release_name
from pharmacy_app.services import catalogue
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.requesting import MONTHS, Request, request
from pharmacy_app.system.language import Language, language


def write(kind: str, path: Path, spoken: Language) -> Path:
    """The form `donation`, `census` or `prescriptions` as .xlsx or .csv. Raises what `intake.templates.write_template` raises."""
    write_template(kind, path, spoken.code, spoken.tr)
    return path


def write_needs(desk: Desk, path: Path, spoken: Language, months: int = MONTHS) -> int:
    """The donor's form, asking for what the need letter of the same day asks for; how many medicines it asks for.

    Only sums are in it: of no medicine can anybody read who takes it. Raises as `write`, and `Refusal`: `months_out_of_range`, `nothing_needed`.
    """
    found = request(desk, months)
    if not found.needs:
        raise Refusal("nothing_needed", "needs", months=months)
    write_request(desk, path, spoken, found)
    return len(found.needs)


def write_request(desk: Desk, path: Path, spoken: Language, found: Request) -> Path:
    """The packing list that goes with a need letter: a line for each medicine it asks for, or blank where it asks for none. Raises as `write`."""
    with desk.read() as connection:
        words, _ = catalogue.identifier_and_medicines(connection)
    least = f"{found.least:%m/%Y}"
    needed = [line_of_need(one.medicine, one.units, least, spoken, words) for one in found.needs]
    write_template("donation", path, spoken.code, spoken.tr, sorted(needed, key=lambda one: (one.inn.casefold(), one.strength)))
    return path


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
