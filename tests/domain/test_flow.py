"""The columns against one need after another, and where blocks, ties and empty columns could go wrong."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.flow import Lots, Needs, beginnings, in_order, placed, served

Rows = list[tuple[int, int, int]]


def column(rows: Rows, number: int) -> np.ndarray:
    return np.array([row[number] for row in rows], np.int64)


def one_by_one(lots: Rows, needs: Rows) -> list[int]:
    """Each need in turn, from the lot that expires first among those that last; rows are (medicine, day, units)."""
    left = [units for _, _, units in lots]
    got = []
    for medicine, day, units in needs:
        had = units
        for i, (of, through, _) in enumerate(lots):
            if of == medicine and through >= day:
                taken = min(units, left[i])
                left[i] -= taken
                units -= taken
        got.append(had - units)
    return got


def check(lots: Rows, needs: Rows) -> None:
    lots, needs = sorted(lots), sorted(needs, key=lambda row: row[0])
    shelf, wanted = (kind(*(column(rows, i) for i in range(3))) for kind, rows in ((Lots, lots), (Needs, needs)))
    got = served(shelf, wanted)
    assert got.tolist() == one_by_one(lots, needs)
    used, bags = [0] * len(lots), [0] * len(needs)
    for need, lot, units in zip(*(part.tolist() for part in placed(shelf, wanted, got)), strict=True):
        assert lots[lot][0] == needs[need][0] and lots[lot][1] >= needs[need][1] and units > 0
        used[lot] += units
        bags[need] += units
    assert bags == got.tolist() and all(took <= lot[2] for took, lot in zip(used, lots, strict=True))


row = st.tuples(st.integers(0, 3), st.integers(1, 8), st.integers(1, 9))


@given(st.lists(row, max_size=12), st.lists(row, max_size=40))
def test_as_if_served_one_after_another(lots: Rows, needs: Rows) -> None:
    check(lots, needs)


def test_queues_of_many_blocks() -> None:
    for seed in range(150):
        r = random.Random(seed)
        medicines, days = r.randint(1, 3), r.choice((1, 3, 40))
        lots = [(r.randrange(medicines), r.randint(1, days), r.randint(1, 200)) for _ in range(r.randint(0, 30))]
        check(lots, [(r.randrange(medicines), r.randint(1, days), r.randint(1, 9)) for _ in range(r.choice((31, 32, 33, 64, 65, 400)))])


def test_days_as_large_as_the_calendar() -> None:
    check(
        [(0, 3_652_059, 5), (700_000, 3_652_059, 5), (700_000, 739_000, 2)],
        [(0, 3_652_059, 9), (700_000, 739_000, 1), (700_000, 3_652_059, 9)],
    )


def test_rows_are_ordered_by_the_first_column_that_differs_and_else_as_they_came() -> None:
    r = random.Random(1)
    for high in (1, 3, 2**40):  # the last does not fit into one number
        rows = [(r.randint(-high, high), r.randint(0, high), r.randint(0, 2)) for _ in range(200)]
        order = in_order(*(column(rows, i) for i in range(3))).tolist()
        assert order == sorted(range(200), key=lambda i: rows[i])
    assert in_order(np.zeros(0, np.int64)).tolist() == beginnings(np.zeros(0, np.int64)).tolist() == []
    values = [4, 4, 1, 4, 2, 2]
    assert beginnings(np.array(values)).tolist() == [0, *(i for i, (a, b) in enumerate(pairwise(values), 1) if a != b)]


def test_what_only_looks_at_a_match_does_not_load_the_columns() -> None:
    """The window's way in and the rules themselves come without the library; it is loaded when something is dealt."""
    words = "import sys, pharmacy_app.domain.matching, pharmacy_app.window, pharmacy_app.bootstrap; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0
