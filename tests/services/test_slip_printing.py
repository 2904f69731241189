"""Slips through the printer: what was handed over, what came out, and what a slip says at the door; on both databases."""

from __future__ import annotations

import pytest

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import papers, rounds, slip_printing
from pharmacy_app.system.language import language
from tests.support.desks import TODAY, Worker
from tests.support.pdf import all_text
from tests.support.week import Week


@pytest.fixture
def week(worker: Worker) -> Week:
    made = Week(worker)
    for name in ("Ana", "Luis", "Eva"):
        made.person(name)
    made.box("L1", 60)
    made.confirmed()
    rounds.plan(worker.desk, worker.by(), TODAY)
    return made


def codes(week: Week) -> list[str]:
    return [stop.code for stop in rounds.view(week.worker.desk, 1).stops]


def test_handed_over_come_out_or_not(week: Week) -> None:
    desk, by = week.worker.desk, week.worker.by
    one, two, three = codes(week)
    assert slip_printing.state(desk, 1).open == {one, two, three}
    slip_printing.hand_over(desk, by(), 1, [one, two])
    state = slip_printing.state(desk, 1)
    assert state.open == {three} and state.unsure == {one, two} and not state.printed
    assert state.stops_unsure == (1, 2) and state.since is not None
    assert slip_printing.came_out(desk, by(), 1, [one]).printed == {one}
    slip_printing.did_not_come_out(desk, by(), 1, [one, two])  # the first is there already: it stays printed
    state = slip_printing.state(desk, 1)
    assert state.open == {two, three} and state.printed == {one} and not state.unsure
    slip_printing.hand_over(desk, by(), 1, [one])  # a reprint leaves no doubt behind
    assert slip_printing.state(desk, 1).printed == {one}


def test_of_another_round_nothing_is_written(week: Week) -> None:
    desk, by = week.worker.desk, week.worker.by
    with pytest.raises(Refusal) as raised:
        slip_printing.hand_over(desk, by(), 1, [codes(week)[0], "E00000000"])
    assert raised.value.code == "slip_unknown"
    with pytest.raises(Refusal) as raised:
        slip_printing.came_out(desk, by(), 9, [])
    assert raised.value.code == "round_unknown"
    assert len(slip_printing.state(desk, 1).open) == 3


def test_pages_name_their_slips(week: Week) -> None:
    sheets = papers.slip_sheets(week.worker.desk, 1, language("es"), big=True)
    assert [code for page in sheets.codes for code in page] == codes(week)
    assert len(sheets.codes) == 2
    assert sheets.whole(1, 1) | sheets.whole(2, 2) == sheets.whole(1, 2) == set(codes(week))
    assert sheets.touched(2, 2) == set(sheets.codes[1])


def test_a_slip_says_what_not_to_take_with_it(worker: Worker) -> None:
    week = Week(worker)
    week.person("Ana", medicine="warfarin 5 mg tablet")
    week.box("W1", 30, medicine="warfarin 5 mg tablet")
    week.confirmed()
    rounds.plan(worker.desk, worker.by(), TODAY)
    printed = all_text(papers.slip_book(worker.desk, 1, language("es")))
    assert "No la tome con ibuprofeno, diclofenac ni naproxeno." in printed
