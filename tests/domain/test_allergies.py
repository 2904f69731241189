"""What people say of an allergy comes down to the ingredient or group."""

from __future__ import annotations

import pytest

from pharmacy_app.domain.allergies import plain_allergy


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ("Alergia a la Penicilina", "penicilina"),
        ("alérgica al ibuprofeno", "ibuprofeno"),
        ("Alergia a las sulfas.", "sulfas"),
        ("Penicillin allergy", "penicillin"),
        ("Allergy to nut", "nut"),
        ("DIPIRONA", "dipirona"),
        ("Alergia", "alergia"),
        ("ácido acetilsalicílico", "acido acetilsalicilico"),
    ],
)
def test_the_word_remains(told: str, word: str) -> None:
    assert plain_allergy(told) == word
