"""A sentence for each refusal, trouble and row of an import, in the chosen language. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from string import Formatter

from pharmacy_app.domain.errors import PharmacyError, Refusal
from pharmacy_app.domain.priority import Reason
from pharmacy_app.system.language import Language
from pharmacy_app.wording import community
from pharmacy_app.wording.imports import MEANINGS, ROWS
from pharmacy_app.wording.refusals import COLUMNS, POLICY_WORDS, REFUSALS
from pharmacy_app.wording.trade import CRITERIA

_NUMBERED = ("donation", "found", "known", "row")  # these are numbers by name: `1.234` would be wrong


def sentence(language: Language, error: PharmacyError) -> str:
    """What went wrong, where, and what can be done; a plain sentence with the code where nobody has written one."""
    said = _first(language, error.code, error.data, REFUSALS, community.SENTENCES)
    if said is None and isinstance(error, Refusal):
        said = language.tr("This is not possible ({code}). Nothing was changed.", code=error.code)
    elif said is None:
        said = language.tr(
            "Something failed ({code}). Look whether it was saved, and call your technician if it happens again.", code=error.code
        )
    return language.tr("Row {row}: {sentence}", row=error.data["row"], sentence=said) if "row" in error.data else said


def import_reason(language: Language, reason: Reason) -> str:
    """Why a row of an import is doubtful, refused or nothing new, and what to do."""
    said = _first(language, reason.code, reason.data, community.REASONS, ROWS, REFUSALS)
    return said if said is not None else language.tr("Somebody must look at it ({code}).", code=reason.code)


def _first(language: Language, code: str, data: Mapping[str, object], *tables: Mapping[str, str]) -> str | None:
    """The first sentence of this code whose places the data fills."""
    for table in tables:
        message = table.get(code)
        places = [] if message is None else [name for _, name, _, _ in Formatter().parse(message) if name]
        if message is not None and all(name in data for name in places):
            return language.tr(message, **{name: _shown(language, name, data[name]) for name in places})
    return None


def _shown(language: Language, name: str, value: object) -> str:
    """A value as people read it: dates, numbers, column names and what the committee decides by their words."""
    if isinstance(value, date):
        return language.date(value)
    if isinstance(value, int) and name not in _NUMBERED:
        return language.number(value)
    if name == "missing":
        lacking = (COLUMNS.get(column) for column in str(value).split(", "))
        return ", ".join(dict.fromkeys(language.tr(word) for word in lacking if word))
    if name == "recognised":
        words = [language.tr(MEANINGS[column]) for column in str(value).split(", ") if column in MEANINGS]
        return ", ".join(words) or language.tr("none")
    known = {**CRITERIA, **POLICY_WORDS}
    return language.tr(known[str(value)]) if name == "name" and str(value) in known else str(value)
