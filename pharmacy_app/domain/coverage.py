"""Which medicines treat a condition of the short list, and which numbers of a table must be hidden so that nobody can be recognised."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

C = TypeVar("C", bound=Hashable)
LEAST = 5  # fewer people than this are never counted on what leaves the pharmacy

# The beginnings of ATC codes that are usual for each condition. What no medicine treats by itself is not in it.
TREATED_BY: dict[str, tuple[str, ...]] = {
    "hypertension": ("C02", "C03", "C07", "C08", "C09"),
    "diabetes_type_1": ("A10A",),
    "diabetes": ("A10",),
    "heart_failure": ("C01AA", "C03", "C07", "C09"),
    "coronary_disease": ("B01AC", "C01D", "C07", "C08", "C10"),
    "atrial_fibrillation": ("B01A", "C01A", "C01B", "C07", "C08D"),
    "stroke": ("B01AC", "C10"),
    "thrombosis": ("B01A",),
    "high_cholesterol": ("C10",),
    "asthma": ("R03", "H02AB"),
    "copd": ("R03", "H02AB"),
    "allergic_rhinitis": ("R06", "R01AD", "R01AC"),
    "epilepsy": ("N03", "N05BA"),
    "parkinson": ("N04",),
    "dementia": ("N06D", "N05A"),
    "migraine": ("N02C", "N02B", "M01A", "C07", "N06AA"),
    "neuropathy": ("N03AX", "N06AA", "N02"),
    "depression": ("N06A",),
    "anxiety": ("N05B", "N06A"),
    "schizophrenia": ("N05A",),
    "bipolar": ("N05A", "N03AG", "N03AF", "N03AX09"),
    "kidney_disease": ("B03", "A11CC", "V03AE", "C03", "C09"),
    "prostate": ("G04C",),
    "hypothyroidism": ("H03A",),
    "hyperthyroidism": ("H03B",),
    "anemia": ("B03",),
    "gastritis": ("A02",),
    "arthritis": ("M01", "N02", "L04AX03", "P01BA", "H02AB"),
    "osteoporosis": ("M05", "A12A", "A11CC"),
    "gout": ("M04", "M01A"),
    "chronic_pain": ("N02", "M01A", "N06AA", "N03AX"),
    "cancer": ("L01", "L02", "N02A"),
    "hiv": ("J05A",),
    "tuberculosis": ("J04A",),
    "glaucoma": ("S01E",),
    "psoriasis": ("D05", "D07", "L04AX03"),
    "dermatitis": ("D07", "D02", "R06"),
    "pregnancy": ("B03", "A11", "A12"),
}


def treats(condition: str, atc: str) -> bool:
    """Whether a medicine of this ATC code is usual for the condition."""
    return atc.startswith(TREATED_BY.get(condition, ())) if atc else False


def hidden(parts: Mapping[C, int], least: int = LEAST) -> frozenset[C]:
    """The parts of a sum that must not be shown where the sum is: each below `least`, and larger ones until none can be reckoned from the rest.

    A small part that is hidden is known to lie below `least`, a large one to be `least` or more; each small one must still be able to be of
    two sizes, unless nobody is in it.
    """
    small = {name for name, number in parts.items() if number < least}
    large: set[C] = set()
    left = sorted((name for name in parts if name not in small), key=lambda name: (parts[name], str(name)))
    while not _safe([parts[name] for name in small], [parts[name] for name in large], least):
        if not left:
            break
        large.add(left.pop(0))
    return frozenset(small | large)


def _safe(small: Sequence[int], large: Sequence[int], least: int) -> bool:
    """Whether nobody who knows what all these add up to knows how many people a small one holds."""
    whole = sum(small) + sum(large)
    if not any(small):
        return True  # nobody is in any of them
    others = len(small) - 1
    most = min(least - 1, whole - least * len(large))
    fewest = 0 if large else max(0, whole - others * (least - 1))
    return most > fewest
