"""Labels of public lists, judged by the lists' other columns: what is proposed first, and that nothing wrong is accepted."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.identify import FIRST_AT_LEAST, Measured, measure, table
from benchmarks.identify_lists import Case, PublicList, public_lists, right_amounts
from pharmacy_app.intake.catalogue import load
from pharmacy_app.intake.names import Identifier, known
from tests.conftest import ROOT

ENTRIES = load(ROOT / "resources" / "catalogue")
MEDICINES = [known(number, entry) for number, entry in enumerate(ENTRIES, 1)]
IDENTIFIER = Identifier(MEDICINES)
# (every so many rows, rows that the catalogue has the substance of, accepted): at least. `python -m benchmarks.identify` takes every row.
EXPECTED = {
    "AIFA, maker's name and label": (5, 950, 700),
    "AIFA, substance and label": (5, 950, 700),
    "Kazakhstan, state lists": (1, 800, 380),
    "Russia, price register": (1, 130, 50),
    "Russia, GTIN register": (1, 50, 28),
    "Chile, CENABAST short label": (2, 380, 100),
    "Chile, CENABAST long text": (4, 180, 8),
    "Synthea, 128 descriptions": (1, 60, 56),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_certain_is_right(shared: Path, name: str) -> None:
    step, ours, accepted = EXPECTED[name]
    whole = next(one for one in public_lists(shared, ENTRIES) if one.name == name)
    found = measure(IDENTIFIER, MEDICINES, PublicList(name, whole.compared, lambda: islice(whole.cases(), 0, None, step)))
    assert found.wrong == ()
    assert found.share >= FIRST_AT_LEAST
    assert found.ours >= ours and found.accepted >= accepted


def _measured(case: Case) -> Measured:
    return measure(IDENTIFIER, MEDICINES, PublicList("one", "", lambda: iter([case])))


@pytest.mark.parametrize(
    "case",
    [
        Case("Enalapril 10 mg tabletas", frozenset({"captopril"})),
        Case("Enalapril 10 mg tabletas", frozenset({"enalapril"}), frozenset({Fraction(20)})),
        Case("Enalapril 10 mg tabletas", frozenset({"enalapril"}), forms=("injection",)),
        Case("Enalapril 10 mg tabletas", frozenset({"enalapril"}), modified=True),
        Case("Enalapril 10 mg tabletas", frozenset()),
    ],
)
def test_the_measure_sees_what_is_wrong(case: Case) -> None:
    found = _measured(case)
    assert (found.accepted, len(found.wrong)) == (1, 1)
    assert "| 1 | 1 |" in table([found])


def test_the_measure_counts_what_is_right() -> None:
    found = _measured(Case("Enalapril 10 mg tabletas", frozenset({"enalapril"}), frozenset({Fraction(10)}), ("tablet",), False))
    assert (found.first, found.exact, found.accepted, found.wrong) == (1, (1, 1), 1, ())


def test_amounts_are_compared_as_lists_write_them() -> None:
    for strength, numbers in (("50 ug/ml", {"0.005"}), ("1200000 IU", {"1.2"}), ("500 mg + 125 mg", {"500", "125"}), ("400 ug", {"0.4"})):
        assert right_amounts(strength, frozenset(map(Fraction, numbers)))
    assert not right_amounts("500 mg + 125 mg", frozenset({Fraction(500)}))
    assert not right_amounts("25 mg", frozenset({Fraction(20)}))
