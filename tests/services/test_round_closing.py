"""A round comes home: every unit delivered, back, apart or lost, and each only once; on both databases."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.homecoming import RESULTS, Answer, check, end
from pharmacy_app.services import round_reopening, rounds, safekeeping, setup, stock, undelivered
from tests.services.test_matching import at_once
from tests.support.desks import TODAY, Worker, make_template, sqlite_worker
from tests.support.week import Week

DELIVERED, NOBODY = Answer("delivered"), Answer("nobody_home")
METFORMIN = "metformin 850 mg tablet"


@pytest.fixture
def week(worker: Worker) -> Week:
    """Three people who take losartan; Ana takes metformin too."""
    made = Week(worker)
    for name in ("Ana", "Luis", "Eva"):
        made.person(name)
    made.order(1, METFORMIN)
    made.box("L1", 60)
    made.box("M1", 30, medicine=METFORMIN)
    return made


def codes(week: Week, round_id: int) -> dict[str, str]:
    return {stop.patient: stop.code for stop in rounds.view(week.worker.desk, round_id).stops}


def close(week: Week, round_id: int, rest: Answer | None = DELIVERED, on: date = TODAY, **answers: Answer) -> rounds.Closed:
    named = codes(week, round_id)
    return rounds.close(week.worker.desk, week.worker.by(on), round_id, {named[name]: answer for name, answer in answers.items()}, rest)


def item(week: Week, round_id: int, medicine: str) -> int:
    """The item of Ana's bag that is this medicine."""
    view = rounds.view(week.worker.desk, round_id)
    wanted = week.medicine(medicine)
    return next(
        bag.item_id for stop in view.stops for bag in view.bags[stop.slip_id] if stop.patient == "Ana" and bag.medicine_id == wanted
    )


def lots(week: Week) -> list[tuple[str, str, int, int]]:
    with week.worker.desk.read() as connection:
        rows = connection.execute(text("SELECT lot, status, on_hand, reserved FROM batches ORDER BY id")).all()
    return [tuple(row) for row in rows]


def test_what_came_back_opened_is_set_aside_in_a_lot_of_its_own(week: Week) -> None:
    round_id = week.out()
    metformin = item(week, round_id, METFORMIN)
    made = close(week, round_id, Ana=Answer("part", apart=frozenset({metformin})), Luis=Answer("refused", note="no quiere"))
    assert (made.out, made.delivered, made.returned, made.lost, made.apart) == (56, 28, 28, 0, 14)
    assert lots(week) == [("L1", "available", 32, 0), ("M1", "available", 16, 0), ("M1", "quarantine", 14, 0)]
    with week.worker.desk.read() as connection:
        own, reason = connection.execute(text("SELECT id, reason FROM batches WHERE status = 'quarantine'")).one()
    assert reason == "came_back_opened"
    assert rounds.waiting_for_round(week.worker.desk) == 0
    stock.put_back(week.worker.desk, week.worker.by(), own, note="estaba cerrada y fresca")  # only by somebody who says why
    assert lots(week)[2] == ("M1", "available", 14, 0)
    assert safekeeping.check(week.worker.desk).sound


def test_what_came_back_opened_from_two_doors_lies_in_one_lot(week: Week) -> None:
    round_id = week.out()
    losartan = item(week, round_id, "losartan 50 mg tablet")
    view = rounds.view(week.worker.desk, round_id)
    luis = next(bag.item_id for stop in view.stops for bag in view.bags[stop.slip_id] if stop.patient == "Luis")
    close(week, round_id, Ana=Answer("part", apart=frozenset({losartan})), Luis=Answer("nobody_home", apart=frozenset({luis})))
    assert lots(week) == [("L1", "available", 18, 0), ("M1", "available", 16, 0), ("L1", "quarantine", 28, 0)]


def test_one_medicine_of_a_bag_is_lost(week: Week) -> None:
    round_id = week.out()
    made = close(week, round_id, Ana=Answer("part", lost=frozenset({item(week, round_id, METFORMIN)})))
    assert (made.delivered, made.returned, made.lost) == (42, 0, 14)
    assert lots(week) == [("L1", "available", 18, 0), ("M1", "available", 16, 0)]


def test_a_lot_that_was_set_aside_meanwhile_takes_its_own_back(week: Week) -> None:
    round_id = week.out()
    metformin = item(week, round_id, METFORMIN)
    stock.set_aside(week.worker.desk, week.worker.by(), 2, "recalled", "aviso del fabricante")
    with pytest.raises(Refusal, match="lot_not_usable"):
        close(week, round_id)
    close(week, round_id, Ana=Answer("part", apart=frozenset({metformin})))
    assert lots(week) == [("L1", "available", 18, 0), ("M1", "recalled", 30, 0)]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer("part"), "returned_unclear"),
        (Answer("delivered", apart=frozenset({1})), "returned_unclear"),
        (Answer("lost", returned=frozenset({1})), "returned_unclear"),
        (Answer("part", returned=frozenset({1}), lost=frozenset({1})), "returned_unclear"),
        (Answer("part", returned=frozenset({9})), "item_not_in_bag"),
        (Answer("eaten"), "result_unknown"),
    ],
)
def test_answers_that_cannot_be_booked(answer: Answer, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        check(answer, {1, 2})


def test_who_moved_or_died_is_named_for_their_history(week: Week) -> None:
    made = close(week, week.out(), Luis=Answer("moved"), Eva=Answer("died"))
    assert [(one.patient, one.why) for one in made.gone] == [("Luis", "moved"), ("Eva", "died")]


# A closing is taken back -----------------------------------------------------------------------------


def reopen(week: Week, round_id: int, why: str = "se anotó mal") -> None:
    round_reopening.reopen(week.worker.desk, week.worker.by(), round_id, why)


def ledger(week: Week) -> list[tuple[str, int]]:
    with week.worker.desk.read() as connection:
        rows = connection.execute(text("SELECT kind, units FROM stock_movements WHERE kind <> 'receipt' ORDER BY id")).all()
    return [tuple(row) for row in rows]


def test_a_closing_is_taken_back_whole_and_closed_as_it_was(week: Week) -> None:
    round_id = week.out()
    before = lots(week)
    metformin = item(week, round_id, METFORMIN)
    answers = {"Ana": Answer("part", "su hija", apart=frozenset({metformin})), "Luis": NOBODY, "Eva": Answer("lost", note="se cayó")}
    named = codes(week, round_id)
    first = rounds.close(week.worker.desk, week.worker.by(), round_id, {named[name]: answer for name, answer in answers.items()})
    closed = lots(week)
    seen = round_reopening.preview(week.worker.desk, round_id)
    assert (seen.delivered, seen.lost, seen.apart, seen.returned, seen.again, seen.blockers) == (14, 14, 14, 14, 1, ())
    with pytest.raises(Refusal, match="reason_missing"):
        reopen(week, round_id, "  ")
    reopen(week, round_id)
    view = rounds.view(week.worker.desk, round_id)
    assert view.round.status == "out" and {stop.result for stop in view.stops} == {""}
    assert view.noted == {named[name]: answer for name, answer in answers.items()}
    assert lots(week) == [*before, ("M1", "quarantine", 0, 0)]
    assert rounds.waiting_for_round(week.worker.desk) == 0
    assert sum(units for _, units in ledger(week)) == 0 and [kind for kind, _ in ledger(week)].count("reversal") == 4
    again = rounds.close(week.worker.desk, week.worker.by(), round_id, {})
    assert (again.slips, again.delivered, again.returned, again.lost) == (first.slips, first.delivered, first.returned, first.lost)
    assert lots(week) == closed
    assert safekeeping.check(week.worker.desk).sound


def test_a_closing_is_put_right(week: Week) -> None:
    round_id = week.out()
    close(week, round_id, Luis=Answer("lost"))
    for _ in range(2):  # as often as it takes
        reopen(week, round_id)
        made = close(week, round_id, Luis=DELIVERED)
        assert (made.delivered, made.lost) == (56, 0)
    assert lots(week) == [("L1", "available", 18, 0), ("M1", "available", 16, 0)]
    doors = stock.trace(week.worker.desk, lot="L1")[0].doors
    assert sorted(door.units for door in doors) == [14, 14, 14]  # what was taken back is at no door


def test_a_round_that_is_open_is_not_reopened(week: Week) -> None:
    round_id = week.out()
    for act in (lambda: reopen(week, round_id), lambda: round_reopening.preview(week.worker.desk, round_id)):
        with pytest.raises(Refusal, match="round_not_closed"):
            act()


@pytest.mark.parametrize("how", ["planned", "out", "closed", "missed again"])
def test_what_is_on_a_later_round_stands_in_the_way(week: Week, how: str) -> None:
    round_id = week.out()
    close(week, round_id, Luis=NOBODY)
    later = rounds.plan(week.worker.desk, week.worker.by(), TODAY)
    if how != "planned":
        rounds.send_out(week.worker.desk, week.worker.by(), later)
    if how in ("closed", "missed again"):
        close(week, later, NOBODY if how == "missed again" else DELIVERED)
    before = lots(week)
    blockers = round_reopening.preview(week.worker.desk, round_id).blockers
    assert [(one.code, one.data) for one in blockers] == [("reopen_on_later_round", {"rounds": str(later), "people": 1})]
    with pytest.raises(Refusal, match="reopen_on_later_round"):
        reopen(week, round_id)
    assert lots(week) == before and rounds.view(week.worker.desk, round_id).round.status == "closed"


def test_what_came_back_and_was_used_since_stands_in_the_way(week: Week) -> None:
    round_id = week.out()
    close(week, round_id, Luis=Answer("refused"))
    stock.move(week.worker.desk, week.worker.by(), 1, "damage", 20, "se mojó")
    with pytest.raises(Refusal, match="reopen_units_used") as refused:
        reopen(week, round_id)
    assert refused.value.data == {"lots": "L1"}
    stock.move(week.worker.desk, week.worker.by(), 1, "count", 2, "aparecieron")
    reopen(week, round_id)
    assert lots(week)[0] == ("L1", "available", 42, 42)


def test_what_was_set_aside_and_disposed_of_stands_in_the_way(week: Week) -> None:
    round_id = week.out()
    close(week, round_id, Ana=Answer("part", apart=frozenset({item(week, round_id, METFORMIN)})))
    stock.move(week.worker.desk, week.worker.by(), 3, "disposal", 14, "abierta")
    with pytest.raises(Refusal, match="reopen_units_used"):
        reopen(week, round_id)
    assert lots(week)[2] == ("M1", "quarantine", 0, 0)


def test_a_lot_recalled_since_stands_in_the_way(week: Week) -> None:
    round_id = week.out()
    close(week, round_id)
    stock.set_aside(week.worker.desk, week.worker.by(), 1, "recalled", "aviso")
    with pytest.raises(Refusal, match="reopen_lot_aside"):
        reopen(week, round_id)


def test_what_rests_on_it_is_told(week: Week) -> None:
    round_id = week.out(7)
    close(week, round_id)
    later = week.later(7)
    later.propose(7, TODAY + timedelta(days=7))
    seen = round_reopening.preview(later.worker.desk, round_id)
    assert (seen.since.open_proposals, seen.since.people_served, seen.since.people_gone) == (1, 0, 0)


def test_two_people_who_reopen_at_once_do_it_once(week: Week) -> None:
    round_id = week.out()
    close(week, round_id)

    def once() -> str:
        reopen(week, round_id)
        return "reopened"

    assert sorted(at_once([once] * 2)) == ["reopened", "round_not_closed"]
    assert lots(week) == [("L1", "available", 60, 42), ("M1", "available", 30, 14)]


# Bags that nobody was at home for --------------------------------------------------------------------


def test_a_bag_that_waited_long_enough_is_free_again(week: Week) -> None:
    close(week, week.out(30), Luis=NOBODY)
    assert undelivered.release_due(week.worker.desk, week.worker.by()).units == 0
    day13, day14 = week.later(13), week.later(14)
    assert undelivered.release_due(day13.worker.desk, day13.worker.by()) == undelivered.Released(0, 0, 14)
    found = undelivered.release_due(day14.worker.desk, day14.worker.by())
    assert (found.people, found.days) == (1, 14) and found.units > 0
    assert lots(week)[0][3] == 0 and rounds.waiting_for_round(week.worker.desk) == 0
    assert undelivered.release_due(day14.worker.desk, day14.worker.by()).people == 0


def test_the_days_count_from_the_first_time_and_a_bag_on_a_round_is_not_touched(week: Week) -> None:
    setup.change_settings(week.worker.desk, week.worker.by(), {"undelivered_days": "5"})
    close(week, week.out(30), Luis=NOBODY)
    later = week.later(4)
    again = rounds.plan(later.worker.desk, later.worker.by(), TODAY + timedelta(days=4))
    week6 = week.later(6)
    assert undelivered.release_due(week6.worker.desk, week6.worker.by()).people == 0
    close(week6, again, NOBODY, on=TODAY + timedelta(days=6))
    assert undelivered.release_due(week6.worker.desk, week6.worker.by()).people == 1


# Whatever is answered, nothing appears and nothing vanishes ------------------------------------------


@st.composite
def answers(draw: st.DrawFn) -> tuple[str, int, int]:
    """A result, and for each of two items how it ended where the result leaves that open."""
    return draw(st.sampled_from(RESULTS)), draw(st.integers(0, 3)), draw(st.integers(0, 3))


def made_of(drawn: tuple[str, int, int], items: list[int]) -> Answer:
    result, *ends = drawn
    named: dict[str, set[int]] = {"returned": set(), "apart": set(), "lost": set()}
    for one, how in zip(items, ends, strict=False):
        if how:
            named[("returned", "apart", "lost")[how - 1]].add(one)
    if result in ("delivered", "lost"):
        named = {name: set() for name in named}
    elif result != "part":
        named["returned"] = set()
    elif not any(named.values()):
        named["returned"] = {items[0]}
    return Answer(result, **{name: frozenset(some) for name, some in named.items()})  # type: ignore[arg-type]


@given(st.lists(answers(), min_size=4, max_size=4), st.booleans())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_lot_comes_out_even_whatever_is_answered(template: Path, drawn: list[tuple[str, int, int]], back: bool) -> None:
    with tempfile.TemporaryDirectory() as place:
        worker = sqlite_worker(template, Path(place) / "pharmacy")
        try:
            _even(Week(worker), drawn, back)
        finally:
            worker.desk.store.close()


def _even(week: Week, drawn: list[tuple[str, int, int]], back: bool) -> None:
    for number in range(4):
        week.person(f"P{number}")
        week.order(number + 1, METFORMIN)
    for lot, medicine in (("L1", "losartan 50 mg tablet"), ("L2", "losartan 50 mg tablet"), ("M1", METFORMIN)):
        week.box(lot, 31, medicine=medicine)
    round_id = week.out()
    view = rounds.view(week.worker.desk, round_id)
    before = _by_lot(week)
    noted: dict[str, Answer] = {}
    expected: dict[str, dict[str, int]] = {}
    for stop, one in zip(view.stops, drawn, strict=True):
        bags = view.bags[stop.slip_id]
        answer = noted[stop.code] = made_of(one, list(dict.fromkeys(bag.item_id for bag in bags)))
        for bag in bags:
            ends = expected.setdefault(bag.lot, {"delivered": 0, "back": 0, "apart": 0, "lost": 0})
            ends[end(answer, bag.item_id)] += bag.units
    made = rounds.close(week.worker.desk, week.worker.by(), round_id, noted)
    assert made.out == made.delivered + made.returned + made.lost
    after = _by_lot(week)
    for lot, ends in expected.items():
        assert after[lot, True] == before[lot, True] - ends["delivered"] - ends["apart"] - ends["lost"]
        assert after.get((lot, False), 0) == ends["apart"]
    if back:
        round_reopening.reopen(week.worker.desk, week.worker.by(), round_id, "x")
        assert {key: units for key, units in _by_lot(week).items() if units} == before
        assert rounds.view(week.worker.desk, round_id).noted == noted
    assert safekeeping.check(week.worker.desk).sound


def _by_lot(week: Week) -> dict[tuple[str, bool], int]:
    with week.worker.desk.read() as connection:
        rows = connection.execute(text("SELECT lot, status = 'available', on_hand FROM batches")).all()
    return {(lot, bool(usable)): on_hand for lot, usable, on_hand in rows}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template") / "pharmacy")
