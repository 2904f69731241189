"""Groups of illness from ATC codes."""

from __future__ import annotations

import pytest

from pharmacy_app.domain.disease_groups import GROUPS, disease_group


@pytest.mark.parametrize(
    ("atc", "group"),
    [
        ("C09CA01", "heart"),
        ("A10BA02", "diabetes"),
        ("H03AA01", "thyroid"),
        ("R03AC02", "breathing"),
        ("r05cb01", "colds"),
        ("G04CA02", "kidneys"),
        ("", "other"),
        ("V03AB", "other"),
        ("A", "other"),
    ],
)
def test_group_of(atc: str, group: str) -> None:
    assert disease_group(atc) == group
    assert group in GROUPS
