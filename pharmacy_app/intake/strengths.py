"""Strengths as labels write them, read into exact numbers: `0,5 mg`, `250 mg/5 ml`, `875/125 MG`, `1.2 million IU`, `90 mcg/dosis`, `1 %`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache

from pharmacy_app.intake.letters import tidy

_MILLIONS = r"(?:million(?:es|i)?|millones|milioni|mill|mio|млн)"
_UNITS = {  # written (folded): (unit that counts, how many of it)
    **dict.fromkeys(("mcg", "mcgr", "μg", "ug", "microgramos", "microgramo", "micrograms", "microgram", "microgrammi", "мкг"), ("mg", Fraction(1, 1000))),
    **dict.fromkeys(("mg", "mgr", "mgs", "miligramos", "milligrammi", "milligrams", "мг"), ("mg", Fraction(1))),
    **dict.fromkeys(("g", "gr", "grs", "gm", "gramos", "gramo", "grammi", "grams", "г", "гр"), ("mg", Fraction(1000))),
    **dict.fromkeys(("iu", "ui", "u.i", "u.i.", "unt", "me", "ме", "ед"), ("IU", Fraction(1))),
    **dict.fromkeys(("unita", "unidades", "units", "unit", "u"), ("count", Fraction(1))),
    "%": ("%", Fraction(1)),
    **dict.fromkeys(("mmol", "ммоль"), ("mmol", Fraction(1))),
    **dict.fromkeys(("meq", "мэкв"), ("mEq", Fraction(1))),
    **dict.fromkeys(("ml", "мл", "cc", "cm3"), ("ml", Fraction(1))),
    **dict.fromkeys(("l", "л", "litro", "litros", "lt"), ("ml", Fraction(1000))),
    **dict.fromkeys(("dose", "doses", "dosis", "dosi", "do", "ds", "actuat", "actuation", "puff", "puffs", "inhalacion", "erogazione", "erogazioni",
                     "inalazione", "inalazioni", "доза", "дозу", "доз", "дозы"), ("dose", Fraction(1))),
    **dict.fromkeys(("h", "hr", "hrs", "hora", "horas", "ora", "ore", "час", "часов", "часа", "ч"), ("h", Fraction(1))),
}  # fmt: skip
_PIECES = ("tab", "tabs", "tablet", "tableta", "comp", "compr", "comprimido", "compressa", "cap", "caps", "capsula", "capsule", "sobre", "bustina",
           "amp", "ampolla", "fiala", "vial", "supositorio", "supposta", "таб", "таблетка", "капсула", "капс")  # fmt: skip
_ONE = Fraction(1)
_KINDS = ("mg", "IU", "%", "mmol", "mEq")
_UNIT = "|".join(sorted((re.escape(u) for u in _UNITS), key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:[.,]\d{3}){2,}|\d{1,3}(?: 000)+(?=\s*(?:iu|ui|me|ме|ед)\b)|\d+(?:[.,]\d+)?"
_QUANTITY = re.compile(rf"(?<![\d.,])(?P<n>{_NUMBER})(?:\s*(?P<million>{_MILLIONS})\b)?(?:\s{{0,3}}(?P<unit>{_UNIT})(?![^\W\d_]))?")
NUMBER = re.compile(r"(?<![\w.,])\d[\d.,/]*")
"""A number, or several with strokes between them, that stays without a unit."""
_BRACKETS = str.maketrans(dict.fromkeys("()[]'’", " "))
_JOIN = re.compile(r"\s*(?P<join>[+/-])\s*")
_PER = re.compile(rf"(?P<unit>{_UNIT})(?![^\W\d_])")
_PIECE = re.compile(rf"(?:{'|'.join(_PIECES)})(?![^\W\d_])")


@dataclass(frozen=True, slots=True)
class Strength:
    """Amounts in the order of the ingredients, each (how many, of what): mg, IU, %, mmol or mEq; `per` how many of ml, g, dose or h, or None.

    `sure` is False where the number can be read in two ways (`1.000 mg`) or the unit had to be supposed.
    """

    amounts: tuple[tuple[Fraction, str], ...]
    per: tuple[Fraction, str] | None = None
    sure: bool = True
    rate: tuple[tuple[tuple[Fraction, str], ...], str] = field(init=False, repr=False, compare=False)
    """Equal for equal concentrations: 250 mg/5 ml = 50 mg/ml; 1 % = 10 mg/ml = 10 mg/g."""

    def __post_init__(self) -> None:
        amounts = tuple((value * 10, "mg") if unit == "%" else (value, unit) for value, unit in self.amounts)
        divisor, unit = self.per or (_ONE, "ml" if any(u == "%" for _, u in self.amounts) else "")
        if divisor != 1:
            amounts = tuple((value / divisor, kind) for value, kind in amounts)
        object.__setattr__(self, "rate", (amounts, "ml" if unit == "g" else unit))

    @property
    def text(self) -> str:
        """Canonical text. Mass below 1 mg stands in ug, as prescribing guides ask, so that no leading zero can be lost."""
        parts = " + ".join(_amount(value, unit) for value, unit in self.amounts)
        if self.per is None:
            return parts
        value, unit = self.per
        return f"{parts}/{unit}" if value == 1 else f"{parts}/{_decimal(value)} {unit}"

    def in_order(self, order: tuple[int, ...]) -> Strength:
        """The same with the amounts put in another order of ingredients."""
        return Strength(tuple(self.amounts[i] for i in order), self.per, self.sure)


@dataclass(frozen=True, slots=True)
class Quantities:
    """Everything with a number in a text. `rest` is the text with what was understood taken out; `bare` numbers are left in it."""

    strengths: tuple[Strength, ...]
    volumes: tuple[Fraction, ...]
    doses: tuple[Fraction, ...]
    hours: tuple[Fraction, ...]
    rest: str
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class _Item:
    value: Fraction
    unit: str  # "" where none is written, "count" for words that also count pieces
    factor: Fraction
    sure: bool
    start: int
    end: int


def canonical_strength(text: str) -> str | None:
    """`0,5 MG` -> `500 ug`; `250mg/5ml` -> `250 mg/5 ml`. None where the text is not one strength and nothing else, or can be read in two ways."""
    found = one_strength(text)
    return found.text if found and found.sure else None


@lru_cache(maxsize=1024)
def one_strength(text: str) -> Strength | None:
    """The strength that is the whole of a text, or None."""
    read = read_quantities(tidy(text))
    alone = len(read.strengths) == 1 and not (read.volumes or read.doses or read.hours or read.unclear)
    return read.strengths[0] if alone and not re.search(r"\w", read.rest) else None


def read_quantities(text: str) -> Quantities:
    """Reads a tidied text (see `letters.tidy`)."""
    text = text.translate(_BRACKETS)
    strengths: list[Strength] = []
    loose: dict[str, list[Fraction]] = {"ml": [], "dose": [], "h": []}
    rest, at, unclear = [], 0, False
    position = 0
    while (found := _QUANTITY.search(text, position)) is not None:
        chain, per, position = _chain(text, found)
        units = {item.unit for item in chain}
        if units == {"count"} and per == (Fraction(1), "ml"):  # 100 unidades/ml: units of activity, not of pieces
            chain, units = [replace(item, unit="IU") for item in chain], {"IU"}
        if units <= {"", "count"}:
            continue
        rest.append(text[at : chain[0].start])
        rest.append(" ; ")
        at = position
        if units & set(_KINDS):
            strength = _strength(chain, per)
            unclear |= strength is None
            strengths += [strength] if strength else []
        elif len(units) == 1 and len(chain) == 1:
            loose[chain[0].unit].append(chain[0].value * chain[0].factor)
        else:
            unclear |= any(unit in ("dose", "h") for unit in units)
    rest.append(text[at:])
    different = tuple(dict.fromkeys(_without_contents(strengths)))
    return Quantities(different, tuple(loose["ml"]), tuple(loose["dose"]), tuple(loose["h"]), "".join(rest), unclear)


def read_bare(rest: str) -> tuple[tuple[Fraction, ...], ...]:
    """Numbers without a unit in what was left of a text: `250/25` -> ((250, 25),)."""
    found = (re.findall(_NUMBER, written) for written in NUMBER.findall(rest))
    return tuple(tuple(_read_number(number, whole=False)[0] for number in numbers) for numbers in found)


def _chain(text: str, first: re.Match[str]) -> tuple[list[_Item], tuple[Fraction, str] | None, int]:
    """Quantities joined by + / or -, and what they are per; the place where it ends."""
    items, per, end = [_item(first)], None, first.end()
    while (join := _JOIN.match(text, end)) is not None:
        if join["join"] == "/" and (piece := _PIECE.match(text, join.end())):
            end = piece.end()
        elif join["join"] == "/" and (bare := _PER.match(text, join.end())):
            unit, factor = _UNITS[bare["unit"]]
            this = (factor / 1000, "g") if unit == "mg" else (factor, unit)
            if per not in (None, this) or this[1] not in ("ml", "dose", "h", "g"):
                break
            per, end = this, bare.end()
        elif following := _QUANTITY.match(text, join.end()):
            items.append(_item(following))
            end = following.end()
        else:
            break
    return items, per, end


def _item(found: re.Match[str]) -> _Item:
    written, million, said = found.group("n", "million", "unit")
    unit, factor = _UNITS[said] if said else ("", _ONE)
    value, sure = _read_number(written, unit == "IU")
    if million:
        value, sure = value * 1_000_000, True
    return _Item(value, unit, factor, sure, found.start(), found.end())


@lru_cache(maxsize=4096)  # a list says the same few numbers over and over
def _read_number(written: str, whole: bool) -> tuple[Fraction, bool]:
    """The number, and whether it can be read in one way only. `whole`: a unit nobody divides into thousandths."""
    digits = written.replace(" ", "")
    groups = re.split(r"[.,]", digits)
    if len(groups) > 2:
        return Fraction("".join(groups)), True
    if len(groups) == 2 and len(groups[1]) == 3 and len(groups[0]) <= 3 and groups[0].strip("0") and (whole or groups[1].endswith("0")):
        thousands = whole or groups[1] == "000"  # 1.250 mg may be either; 3.125 mg is no number of thousands
        return Fraction("".join(groups)) if thousands else Fraction(".".join(groups)), whole
    return Fraction(".".join(groups)), True


def _strength(items: list[_Item], per: tuple[Fraction, str] | None) -> Strength | None:
    """One strength from a chain that holds a mass, IU or percentage; None where its parts do not fit together."""
    last = items[-1]
    if len(items) > 1 and per is None and last.unit in ("ml", "dose", "h"):
        per, items = (last.value * last.factor, last.unit), items[:-1]
    elif len(items) == 2 and per is None and last.factor == 1000 and last.value in (10, 100) and items[0].factor == 1:
        per, items = (last.value, "g"), items[:-1]  # 10 mg/100 g; but 125 mg/1 g may be two ingredients
    amounts: list[tuple[Fraction, str]] = []
    for place, item in enumerate(items):
        meant: _Item | None = item
        if item.unit in ("", "count"):  # 875/125 mg: the unit stands once, at the end
            meant = next((later for later in items[place + 1 :] if later.unit in _KINDS), None)
        if meant is None or meant.unit not in _KINDS or item.value <= 0:
            return None
        amounts.append((item.value if meant.factor == 1 else item.value * meant.factor, meant.unit))
    if per is not None and per[0] <= 0:
        return None
    return Strength(tuple(amounts), per, all(item.sure for item in items))


def _without_contents(strengths: list[Strength]) -> list[Strength]:
    """Beside `1 %` or `2 mg/g`, whole grams alone are the size of the tube."""
    relative = [s for s in strengths if s.per or any(unit == "%" for _, unit in s.amounts)]
    if not relative:
        return strengths
    return [s for s in strengths if s in relative or len(s.amounts) > 1 or s.amounts[0][1] != "mg" or s.amounts[0][0] % 1000]


def _amount(value: Fraction, unit: str) -> str:
    return f"{_decimal(value * 1000)} ug" if unit == "mg" and value < 1 else f"{_decimal(value)} {unit}"


def _decimal(value: Fraction) -> str:
    """Exact decimal writing: numbers come from decimals and are only ever multiplied by powers of ten."""
    whole, remainder = divmod(value.numerator, value.denominator)
    digits = ""
    while remainder:
        digit, remainder = divmod(remainder * 10, value.denominator)
        digits += str(digit)
    return f"{whole}.{digits}" if digits else str(whole)
