"""Groups of illness as neighbours and donors name them, told from a medicine's ATC code: what a treatment is usually for, not what a person has."""

from __future__ import annotations

# Longer prefixes win. ATC: WHO Collaborating Centre for Drug Statistics Methodology.
_PREFIXES = {
    "A02": "stomach", "A03": "stomach", "A04": "stomach", "A05": "stomach", "A06": "stomach", "A07": "stomach", "A09": "stomach",
    "A10": "diabetes", "A11": "vitamins", "A12": "vitamins", "B03": "vitamins", "B01": "heart", "C": "heart", "D": "skin",
    "G": "women", "G04": "kidneys", "H02": "inflammation", "H03": "thyroid", "J": "infections", "P": "infections", "L": "cancer",
    "M": "pain", "N02": "pain", "N03": "nerves", "N04": "nerves", "N05": "mind", "N06": "mind", "N07": "nerves",
    "R03": "breathing", "R": "colds", "S": "eyes",
}  # fmt: skip
GROUPS = (*dict.fromkeys(_PREFIXES.values()), "other")


def disease_group(atc: str) -> str:
    """One of `GROUPS` for an ATC code (`C09CA01` is `heart`); `other` for an empty or unknown one."""
    for length in (3, 1):
        group = _PREFIXES.get(atc[:length].upper())
        if group:
            return group
    return "other"
