"""When another strength of the same medicine may stand in: whole multiples, or halves of what may be divided."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from pharmacy_app.domain.medicines import Medicine

MOST_PIECES = 3
# Forms that are counted in pieces and swallowed whole; a measured liquid of another strength invites a tenfold mistake.
_PIECES = ("tablet", "chewable_tablet", "dispersible_tablet", "effervescent_tablet", "capsule", "sachet")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?) (g|mg|ug|IU)")
_IN_UG = {"g": Fraction(1_000_000), "mg": Fraction(1000), "ug": Fraction(1)}


@lru_cache(maxsize=4096)
def amounts(strength: str) -> tuple[tuple[str, Fraction], ...] | None:
    """What one piece holds of each ingredient, in ug or IU: `500 mg + 125 mg`; None for anything that is not counted in pieces."""
    found = []
    for part in strength.split(" + "):
        match = _AMOUNT.fullmatch(part.strip())
        if match is None:
            return None
        number, unit = Fraction(match[1]), match[2]
        found.append(("IU", number) if unit == "IU" else ("ug", number * _IN_UG[unit]))
    return tuple(found)


def times(asked: Medicine, other: Medicine) -> Fraction | None:
    """How often the strength of `other` goes into that of `asked`, where all ingredients agree and both may be swapped; else None."""
    if asked.exchange_key != other.exchange_key or asked.form not in _PIECES or asked.release == "modified":
        return None
    if not all(medicine.swappable and not medicine.keep_pack_whole for medicine in (asked, other)):
        return None
    mine, theirs = amounts(asked.strength), amounts(other.strength)
    if not mine or not theirs or [unit for unit, _ in mine] != [unit for unit, _ in theirs] or any(not number for _, number in theirs):
        return None
    ratios = {a / b for (_, a), (_, b) in zip(mine, theirs, strict=True)}
    return ratios.pop() if len(ratios) == 1 else None


def stand_in(asked: Medicine, other: Medicine, per_intake: int) -> tuple[int, bool] | None:
    """How `other` stands in for one unit of `asked`: (pieces, whether one piece serves two units); None where it may not.

    At most three pieces an intake; halves only where the medicine is marked divisible.
    """
    ratio = times(asked, other)
    if ratio is None or (ratio == 1 and asked.id == other.id):
        return None
    if ratio == Fraction(1, 2) and other.divisible:
        return 1, True
    if ratio.denominator == 1 and ratio >= 1 and ratio * per_intake <= MOST_PIECES:
        return int(ratio), False
    return None
