"""The catalogue as a spreadsheet for others: one row per medicine, with what the committee changed and what nobody has confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pharmacy_app.services.catalogue_editing import Listed
from pharmacy_app.services.sheet_writing import write_sheet
from pharmacy_app.services.shipped import MARKS, NAMES
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording import trade

_HEADINGS = (
    (mark("Medicine"), 40), ("INN", 30), (mark("Strength"), 20), (mark("Form"), 24), (mark("ATC code"), 12), (mark("Counted in"), 14),
    (mark("Name in Spanish"), 28), (mark("Name in English"), 28), (mark("Name in Italian"), 28), (mark("Name in Russian"), 28),
    (mark("Other names"), 40), (mark("Brands"), 40), (mark("Warnings"), 24), (mark("essential"), 12), (mark("vital"), 12),
    (mark("in the fridge"), 12), (mark("controlled"), 12), (mark("interchangeable"), 14), (mark("can be halved"), 14),
    (mark("whole packs only"), 14), (mark("Units"), 10), (mark("Changed here"), 30), (mark("Unconfirmed"), 30),
)  # fmt: skip


def write_catalogue(path: Path, language: Language, listed: Sequence[Listed]) -> int:
    """Writes .xlsx or .csv; returns how many medicines. Raises what `services.sheet_writing.write_sheet` raises."""
    headings = [(language.tr(words) if words != "INN" else words, width) for words, width in _HEADINGS]
    write_sheet(path, language, language.tr("Medicines"), headings, [_row(language, one) for one in listed])
    return len(listed)


def _row(language: Language, one: Listed) -> list[str | int]:
    shelved, medicine = one.shelved, one.shelved.medicine
    yes, no = language.tr("yes"), language.tr("no")
    return [
        trade.medicine_title(language, medicine),
        medicine.inn,
        medicine.strength,
        trade.form(language, medicine),
        medicine.atc,
        trade.unit_word(language, medicine.unit, 2),
        *(one.text(name) for name in NAMES),
        one.text("synonyms"),
        one.text("brands"),
        one.text("warnings"),
        *(yes if one.marks[name] else no for name in MARKS),
        one.units,
        "; ".join(shelved.decided) if shelved.origin == "catalogue" else language.tr("the committee added it"),
        "; ".join(shelved.unconfirmed),
    ]
