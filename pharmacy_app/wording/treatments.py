"""A treatment in words: how many units a day, and from its beginning until now as one line. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from pharmacy_app.domain.rates import Step
from pharmacy_app.system.language import Language
from pharmacy_app.wording import trade


def title(language: Language, inn: str, translated: str, strength: str, form: str) -> str:
    """`Losartán 50 mg, tableta`; `translated` is the Spanish name, where there is one."""
    name = (translated if language.code == "es" else "") or inn
    shown = trade.strength(language, strength)
    return f"{name[:1].upper()}{name[1:]}{' ' if shown else ''}{shown}, {language.ntr(*trade.FORMS[form], 1)}"


def how_many(language: Language, units: int, days: int) -> str:
    """For a column that says `a day`: `2`, `0,5`; what is less than a quarter a day says its days: `1 cada 100 días`, `2 por semana`."""
    share = Fraction(units, days)
    return _number(language, share) or _rarely(language, share)


def a_day(language: Language, units: int, days: int) -> str:
    """As a phrase: `2 al día`, `1 cada 100 días`, `2 por semana`."""
    share = Fraction(units, days)
    number = _number(language, share)
    return language.tr("{units} a day", units=number) if number else _rarely(language, share)


def _number(language: Language, share: Fraction) -> str:
    if share.denominator == 1:
        return language.number(share.numerator)
    if share.denominator in (2, 4):
        return language.number(float(share), 1 if share.denominator == 2 else 2)
    return ""


def _rarely(language: Language, share: Fraction) -> str:
    units = language.number(share.numerator)
    if share.denominator == 7:
        return language.tr("{units} a week", units=units)
    return language.ntr("{units} every {n} day", "{units} every {n} days", share.denominator, units=units)


def line(language: Language, name: str, since: date, steps: Sequence[Step], extended: int) -> str:
    """`Losartán 50 mg, tableta: desde 03/2026, 1 → 2 al día desde 09/2026, extendida 3 veces`."""
    tr = language.tr
    parts = [tr("since {month}", month=_month(since))]
    before = ""
    for step in steps:
        said = _step(language, step.a_day)
        if before:
            parts.append(tr("{change} from {month}", change=f"{before} → {said}", month=_month(step.since)))
        before = _short(language, step.a_day)
    if len(steps) == 1 and steps[0].a_day is not None:
        parts.append(_step(language, steps[0].a_day))
    if extended:
        parts.append(language.ntr("extended {n} time", "extended {n} times", extended))
    return f"{name}: {', '.join(parts)}"


def _step(language: Language, share: Fraction | None) -> str:
    return a_day(language, share.numerator, share.denominator) if share is not None else "?"


def _short(language: Language, share: Fraction | None) -> str:
    return how_many(language, share.numerator, share.denominator) if share is not None else "?"


def _month(day: date) -> str:
    return f"{day.month:02}/{day.year}"
