"""What is not taken together: every group of the list is in the shipped catalogue, eye drops and creams are left alone, every code has words."""

from __future__ import annotations

import pytest

from pharmacy_app.domain.cautions import _BY_GROUP, CAUTIONS, cautions
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services import shipped
from pharmacy_app.system.language import language
from pharmacy_app.wording.cautions import caution


def medicine(atc: str, **more: object) -> Medicine:
    return Medicine(1, "x", "1 mg", "tablet", "immediate", "oral", atc, "tablet", ("x",) * 4, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("atc", "expected"),
    [
        ("B01AA03", ("painkillers",)),
        ("B01AC06", ("painkillers",)),
        ("N02BA01", ()),  # the same substance as a painkiller
        ("J01MA02", ("milk",)),
        ("S01AE03", ()),  # eye drops
        ("P01AB01", ("alcohol",)),
        ("J01XD01", ()),
        ("C01DA02", ("sildenafil",)),
        ("G04BE03", ("nitrates",)),
        ("H03AA01", ("minerals",)),
        ("C09AA02", ()),
    ],
)
def test_by_group(atc: str, expected: tuple[str, ...]) -> None:
    assert cautions(medicine(atc)) == expected


def test_what_is_taken_once_a_week_says_so_first() -> None:
    assert cautions(medicine("L04AX03", warnings=("weekly", "pregnancy"))) == ("weekly", "painkillers")


def test_every_code_has_its_words_in_both_languages() -> None:
    assert set(_BY_GROUP.values()) | {"weekly"} == set(CAUTIONS)
    for code in CAUTIONS:
        assert caution(language("es"), code) != caution(language("en"), code)


def test_the_groups_are_in_the_catalogue() -> None:
    codes = [str(row["atc"]) for row in shipped.medicines(shipped.folder())]
    missing = [group for group in _BY_GROUP if not any(code.startswith(group) for code in codes)]
    assert set(missing) <= {"L01BA01", "N05C", "G04BE"}  # what a box may bring though the list has it not, or under its older code
