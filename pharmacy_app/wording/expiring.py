"""How it is said what becomes of a lot, and whom it would fit: the same on the screen, on paper and in a sheet. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.system.language import Language


def used(language: Language, first: date | None, last: date | None, taken: bool) -> str:
    """From when to when a lot is used; why none of it is, where none is (`taken`: somebody takes the medicine)."""
    if first is None or last is None:
        return language.tr("too late for it") if taken else language.tr("nobody takes it")
    begin = language.short_date(first) if (last - first).days < 300 else language.date(first)  # the year is said once where that is clear
    return language.tr("{first} to {last}", first=begin, last=language.date(last))


def ask(language: Language, councils: Sequence[str], medicines: Sequence[Medicine]) -> str:
    """Where to ask, and about whom: a question to a doctor, never a substitution; empty where nobody takes anything alike."""
    if not councils:
        return ""
    names = dict.fromkeys(medicine.name(language.code) for medicine in medicines)
    return language.tr(
        "To ask the doctor of {councils}, for people who take {medicines}.", councils=", ".join(councils), medicines=", ".join(names)
    )
