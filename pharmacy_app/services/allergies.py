"""What an allergy that is being typed will be checked against."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pharmacy_app.domain import allergies
from pharmacy_app.domain.allergies import Understood
from pharmacy_app.services import catalogue
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.people_writing import recognised

_BETWEEN = re.compile(r"[,;\n\u2028\u2029]|\s+(?:y|e|and)\s+")


def listed(text: str) -> tuple[str, ...]:
    """The allergies of one line, separated by commas, semicolons or `y`."""
    return tuple(word.strip() for word in _BETWEEN.split(text) if word.strip())


def understood(desk: Desk, told: Sequence[str]) -> tuple[Understood, ...]:
    """Each of these allergies once, in their order."""
    with desk.read() as connection:
        found = recognised(connection, tuple(told))
        known = tuple(catalogue.medicines(connection).values()) if found else ()
    return tuple(allergies.understood(text, inn, atc, known) for text, (inn, atc) in found.items())
