"""Nobody falls out of the waiting list: whatever the committee does, what is needed is promised, on its way, or stands in the list."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import matching, prescriptions, promises, rounds, stock, waiting
from tests.support.desks import TODAY, Worker, sqlite_worker
from tests.support.week import Week

MEDICINES = ("losartan 50 mg tablet", "metformin 850 mg tablet")
PERSON = st.tuples(st.sampled_from(MEDICINES), st.integers(1, 3), st.integers(-6, 12), st.sampled_from((0, 5, 40)))
BOX = st.tuples(st.sampled_from(MEDICINES), st.integers(1, 90), st.integers(3, 60))
ACT = st.tuples(
    st.sampled_from(("confirm", "confirm", "anew", "refuse", "defer", "release", "out", "close", "reopen", "recall", "later")),
    st.integers(0, 9),
)


def as_if_by_hand(week: Week, today: date, days: int) -> dict[int, bool]:
    """By item of a treatment that runs: whether it lacks something in the period, reckoned from its promises alone."""
    end = today + timedelta(days=days - 1)
    with week.worker.desk.read() as connection:
        items = connection.execute(text("SELECT id, starts_on, days, chronic FROM prescription_items WHERE status = 'active'")).all()
        had = connection.execute(
            text(
                "SELECT i.item_id, MAX(a.last_day) FROM allocations a JOIN run_items i ON i.id = a.run_item_id "
                "WHERE a.status IN ('reserved', 'out', 'delivered') GROUP BY i.item_id"
            )
        ).all()
    until = {item: date.fromisoformat(str(day)) for item, day in had}
    lacks = {}
    for item, starts, length, chronic in items:
        first = date.fromisoformat(str(starts))
        last = end if chronic or length is None else min(end, first + timedelta(days=length - 1))
        begins = max(today, first, until.get(item, date.min) + timedelta(days=1) if item in until else first)
        lacks[item] = begins <= last
    return lacks


def do(week: Week, act: str, pick: int, items: list[int]) -> Week:
    """One thing that a committee does, if it can be done now."""
    desk, by = week.worker.desk, week.worker.by
    item, today = items[pick % len(items)], desk.clock.today()
    if act == "later":
        return week.later((today - TODAY).days + pick)
    if act == "release":
        promises.release(desk, by(), "porque sí", [item])
    elif act == "reopen":
        waiting.reopen(desk, by(), [item], "porque sí")
    elif act == "close":
        prescriptions.close_item(desk, by(), item, "doctor")
    elif act == "out":
        rounds.send_out(desk, by(), rounds.plan(desk, by(), today))
    elif act == "recall":
        stock.set_aside(desk, by(), 1 + pick % 3, "recalled", "aviso")
    else:
        medicine = week.medicine(MEDICINES[pick % 2]) if act == "anew" else None
        run = matching.propose(desk, by(), today, 7 + pick, medicine=medicine)
        if act in ("refuse", "defer"):
            matching.decide(desk, by(), run, item, 0, "porque sí", "away" if act == "refuse" else "")
        matching.confirm(desk, by(), run)
    return week


@settings(max_examples=12, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(PERSON, min_size=1, max_size=5),
    st.lists(BOX, min_size=3, max_size=3),
    st.lists(ACT, min_size=3, max_size=7),
    st.integers(1, 40),
)
def test_what_is_needed_is_promised_or_waits(
    sqlite_template: Path,
    people: list[tuple[str, int, int, int]],
    boxes: list[tuple[str, int, int]],
    acts: list[tuple[str, int]],
    days: int,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        week = Week(sqlite_worker(sqlite_template, Path(folder) / "pharmacy"))
        try:
            items = [
                week.person(f"Persona {at}", medicine=medicine, daily=daily, since=TODAY + timedelta(days=min(0, since)), days=length)
                for at, (medicine, daily, since, length) in enumerate(people)
            ]
            for at, (medicine, units, life) in enumerate(boxes):
                week.box(f"L{at}", units, TODAY + timedelta(days=life), medicine)
            for act, pick in acts:
                try:
                    week = do(week, act, pick, items)
                except Refusal:
                    continue
            today = week.worker.desk.clock.today()
            listed = {one.item_id: one for one in waiting.waiting_list(week.worker.desk, days)}
            assert listed.keys() == {item for item, lacks in as_if_by_hand(week, today, days).items() if lacks}
            assert all(one.state in waiting.STATES and one.units > 0 for one in listed.values())
            assert all(not one.would_get for one in listed.values() if one.state in ("refused", "doctor"))
            free = sum(on_hand - reserved for on_hand, reserved in week.shelf().values())
            assert sum(one.would_get for one in listed.values()) <= free
        finally:
            week.worker.desk.store.close()


def statements(worker: Worker, days: int = 30) -> int:
    """How many statements the list costs."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    event.listen(worker.desk.store.engine, "before_cursor_execute", counted)
    try:
        waiting.waiting_list(worker.desk, days)
    finally:
        event.remove(worker.desk.store.engine, "before_cursor_execute", counted)
    return count


def test_the_list_costs_the_same_statements_however_long_it_is(worker: Worker) -> None:
    week = Week(worker)
    week.person("Ana")
    waiting.waiting_list(worker.desk)
    before = statements(worker)
    for at in range(8):
        week.person(f"Persona {at}")
    week.box("L1", 20)
    week.confirmed(14)
    assert statements(worker) == before
