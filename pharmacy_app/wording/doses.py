"""Amounts of a dose in words: `media tableta`, `1 tableta y media`, `7,5 mL`, `1 o 2 tabletas`. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pharmacy_app.system.language import Language, nmark

NBSP = "\u00a0"
_UNITS = {
    "": ("", ""),
    "tablet": nmark("tablet", "tablets"),
    "capsule": nmark("capsule", "capsules"),
    "sachet": nmark("sachet", "sachets"),
    "ml": nmark("mL", "mL"),
    "drop": nmark("drop", "drops"),
    "puff": nmark("puff", "puffs"),
    "IU": nmark("unit", "units"),
    "mg": nmark("mg", "mg"),
    "g": nmark("g", "g"),
    "ug": nmark("microgram", "micrograms"),
    "application": nmark("application", "applications"),
    "patch": nmark("patch", "patches"),
    "suppository": nmark("suppository", "suppositories"),
    "pessary": nmark("pessary", "pessaries"),
    "ampoule": nmark("ampoule", "ampoules"),
    "vial": nmark("vial", "vials"),
    "syringe": nmark("syringe", "syringes"),
    "lozenge": nmark("lozenge", "lozenges"),
}
_SPRAYS = nmark("spray", "sprays")
_MEASURED = ("ml", "mg", "g", "ug")
_MASCULINE = ("sachet", "patch", "suppository", "pessary", "vial")
_SIGNS = {Fraction(1, 2): "½", Fraction(1, 4): "¼", Fraction(3, 4): "¾"}


def number(language: Language, value: Fraction) -> str:
    """`7,5`, `10`; a fraction that is no short decimal stays one: `1/3`. Never grouped: `1000`."""
    mark = language.number(0.5, 1)[1]
    for decimals in range(4):
        if (value * 10**decimals).denominator == 1:
            return f"{float(value):.{decimals}f}".replace(".", mark)
    return str(value)


def short_amount(language: Language, unit: str, value: Fraction) -> str:
    """For a box of a picture: `1`, `½`, `1½`; what is measured stays decimal: `7,5`."""
    whole, part = divmod(value, 1)
    if part in _SIGNS and unit not in _MEASURED:
        return f"{whole or ''}{_SIGNS[part]}"
    return number(language, value)


def dose_unit_word(language: Language, unit: str, amounts: Sequence[Fraction], nasal: bool = False) -> str:
    """The dose unit's word for these amounts: plural where any is more than one."""
    one, many = _SPRAYS if nasal and unit == "puff" else _UNITS[unit]
    return language.ntr(one, many, 1 if max(amounts) <= 1 else 2) if one else ""


def both(language: Language, parts: Sequence[str]) -> str:
    """`a`, `a y b`, `a, b y c`."""
    if len(parts) == 1:
        return parts[0]
    return language.tr("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])


def dose(language: Language, unit: str, amount: Fraction, *, most: Fraction | None = None, named: bool = True, nasal: bool = False) -> str:
    """`1 tableta`, `media tableta`, `1 o 2 tabletas`; without `named` the unit is not said again (`media`), save where it is measured (`7,5 mL`)."""
    top = amount if most is None else most
    word = dose_unit_word(language, unit, [top], nasal) if named or unit in _MEASURED else ""
    if top != amount:
        least, last = number(language, amount), number(language, top)
        said = (
            language.tr("{least} or {most}", least=least, most=last)
            if top - amount == 1
            else language.tr("{least} to {most}", least=least, most=last)
        )
        return f"{said}{NBSP}{word}" if word else said
    whole, part = divmod(amount, 1)
    if word and whole == 1:
        word = dose_unit_word(language, unit, [amount if not part or part not in _SIGNS else Fraction(whole)], nasal)
    if unit in (*_MEASURED, "IU") or (part and part not in _SIGNS) or not part:
        return f"{number(language, amount)}{NBSP}{word}" if word else number(language, amount)
    return _with_part(language, unit, int(whole), part, word)


def _with_part(language: Language, unit: str, whole: int, part: Fraction, word: str) -> str:
    masculine = unit in _MASCULINE
    if whole:
        start = f"{whole}{NBSP}{word}" if word else str(whole)
        if part == Fraction(1, 2):
            return language.tr("{whole} and one half", whole=start) if masculine else language.tr("{whole} and a half", whole=start)
        quarter = language.tr("{whole} and a quarter", whole=start)
        return quarter if part == Fraction(1, 4) else language.tr("{whole} and three quarters", whole=start)
    if part == Fraction(1, 2):
        if not word:
            return language.tr("one half") if masculine else language.tr("half")
        return language.tr("half of a {unit}", unit=word) if masculine else language.tr("half a {unit}", unit=word)
    if part == Fraction(1, 4):
        return language.tr("a quarter of a {unit}", unit=word) if word else language.tr("a quarter")
    return language.tr("three quarters of a {unit}", unit=word) if word else language.tr("three quarters")


def per_day(language: Language, unit: str, most: Fraction) -> str:
    """An amount of a whole day: `4`, `1,5`, `20 mL`."""
    shown = number(language, most)
    return f"{shown}{NBSP}{dose_unit_word(language, unit, [most])}" if unit in _MEASURED else shown
