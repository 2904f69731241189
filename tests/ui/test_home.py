"""Inicio, as a person who opens the window: what is to be done, and where each button leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from pharmacy_app.db.queries.home import OpenRound
from pharmacy_app.services import donations, people, prescription_list, rounds, stock
from pharmacy_app.services import home as service
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.people import PeopleFilter
from pharmacy_app.services.prescription_list import Asked
from pharmacy_app.system.clock import FixedClock
from pharmacy_app.system.language import language
from pharmacy_app.ui.screens import home
from pharmacy_app.ui.screens.home.room import Home
from pharmacy_app.ui.screens.home.words import CODES, line
from tests.support.desks import TODAY, Worker
from tests.support.stages import Stage, stage
from tests.support.week import Week


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def open_home(opened: Stage) -> Home:
    room = opened.enter(home.make)
    assert isinstance(room, Home)
    return room


def tasks(desk: Desk) -> tuple[service.Task, ...]:
    found = service.today(desk)
    return service.listed(found, service.counted(desk, found.day))


def task(worker: Worker, code: str) -> service.Task | None:
    return next((one for one in tasks(worker.desk) if one.code == code), None)


def test_what_is_to_do_is_said_in_sentences_each_with_a_button_that_leads_there(qtbot: QtBot, practice: Worker) -> None:
    opened = stage(qtbot, practice)
    room = open_home(opened)
    assert room.header.title.text() == "Lunes, 23 de noviembre de 2026"
    assert room.header.state.text() == f"Hoy hay {len(room.lines)} cosas por hacer."
    assert len(room.lines) > 5 and len(room.todo.buttons) == len(room.lines)
    for one, button in zip(room.lines, room.todo.buttons, strict=True):
        opened.went.clear()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert opened.went == [(one.room, one.target)]
        assert one.sentence in texts(room.todo) and one.figure in texts(room.todo)


def test_figures_are_those_of_the_rooms_they_lead_to(qtbot: QtBot, practice: Worker) -> None:
    desk = practice.desk
    found = {one.code: one for one in tasks(desk)}
    counts = prescription_list.figures(desk, Asked()).counts
    assert (found["waiting"].n, found["ending"].n) == (counts["waiting"], counts["due"])
    (walk,) = [one for one in rounds.list_rounds(desk) if one.status == "planned"]
    assert found["round_to_walk"].subject == walk.id
    assert found["round_to_walk"].n == len(rounds.view(desk, walk.id).stops)
    lots = stock.list_stock(desk)
    assert found["unidentified"].n == sum(one.standing.code == "unidentified" and one.batch.on_hand > 0 for one in lots)
    assert found["expired"].data["units"] == sum(one.batch.on_hand for one in lots if one.standing.code == "expired")


def test_the_return_key_on_the_first_line_and_the_primary_do_the_most_urgent(qtbot: QtBot, practice: Worker) -> None:
    opened = stage(qtbot, practice)
    room = open_home(opened)
    room.show_today(service.today(practice.desk))
    room.focus_first()
    qtbot.keyClick(room.todo.buttons[0], Qt.Key.Key_Space)
    room.act()
    first = room.lines[0]
    assert opened.went == [(first.room, first.target)] * 2
    assert room.header.primary.text() == first.verb


def test_a_round_of_yesterday_comes_first_and_what_was_done_leaves_the_list(qtbot: QtBot, practice: Worker) -> None:
    later = replace(practice.desk, clock=FixedClock(TODAY + timedelta(days=1)))
    assert tasks(later)[0].code == "round_to_close"
    opened = stage(qtbot, practice)
    room = open_home(opened)
    draft = task(practice, "drafts")
    assert draft is not None and draft.subject is not None
    before = len(room.lines)
    desk, by, subject = practice.desk, practice.by(), draft.subject  # another room discards it; Inicio reads again
    opened.context.tasks.run_write(lambda: donations.discard(desk, by, subject), lambda _: None, {"donations"})
    assert task(practice, "drafts") is None and len(room.lines) == before - 1


def test_lots_that_expire_within_the_threshold_are_urgent(practice: Worker) -> None:
    lots = [one for one in stock.list_stock(practice.desk) if one.standing.usable and one.batch.on_hand and one.batch.expiry]
    first = min(one.batch.expiry for one in lots if one.batch.expiry)
    assert task(practice, "expiring") is None
    near = replace(practice.desk, clock=FixedClock(first - timedelta(days=14)))
    (found,) = [one for one in tasks(near) if one.code == "expiring"]
    assert found.data["day"] == first
    assert found.n == sum(one.batch.expiry is not None and one.batch.expiry <= first for one in lots)
    far = replace(practice.desk, clock=FixedClock(first - timedelta(days=15)))
    assert not [one for one in tasks(far) if one.code == "expiring"]


def test_the_months_add_up_to_the_shelf(practice: Worker) -> None:
    found = service.today(practice.desk)
    until = max(month.first for month in found.months if month.first)
    dated = [one.batch for one in stock.list_stock(practice.desk) if one.batch.expiry and one.batch.on_hand]
    inside = sum(one.on_hand for one in dated if one.expiry and (one.expiry.year, one.expiry.month) <= (until.year, until.month))
    assert sum(month.units for month in found.months) == inside
    assert found.months[0].first is None and found.months[0].kind == "expired"


def test_no_name_of_a_patient_stands_on_inicio(qtbot: QtBot, practice: Worker) -> None:
    room = open_home(stage(qtbot, practice))
    said = " ".join(texts(room))
    assert not [one.name for one in people.list_people(practice.desk, PeopleFilter(), limit=10_000) if one.name in said]


def test_many_rounds_take_few_lines() -> None:
    day = date(2026, 11, 23)
    many = [OpenRound(at, day, "", "out" if at < 9 else "planned", 2, 3) for at in range(1, 12)]
    told = list(service._rounds(many, day))
    assert [(one.code, one.n, one.subject) for one in told] == [
        *(("round_to_close", many[0].slips, at) for at in (1, 2, 3)), ("round_to_close_more", 5 * many[0].slips, 4),
        *(("round_to_walk", many[0].slips, at) for at in (9, 10, 11)),
    ]  # fmt: skip
    assert sum(one.n for one in told) == sum(one.slips for one in many)


def test_it_reads_with_as_many_statements_however_much_there_is(practice: Worker, worker: Worker) -> None:
    counts = []
    for each in (practice, worker):
        statements: list[str] = []
        event.listen(each.desk.store.engine, "before_cursor_execute", lambda *given, into=statements: into.append(given[2]))
        found = service.today(each.desk)
        at_once = len(statements)
        service.counted(each.desk, found.day)
        counts.append(
            tuple(sum(said.lstrip().startswith("SELECT") for said in part) for part in (statements[:at_once], statements[at_once:]))
        )
    assert counts[0] == (6, 9)
    assert counts[1] == (6, 9)  # and one more, to look at the shelf, where nothing is proposed and somebody lacks something


def test_nothing_that_stands_moves_when_the_rest_has_been_counted(qtbot: QtBot, practice: Worker) -> None:
    opened = stage(qtbot, practice)
    room = home.make(opened.context)
    assert isinstance(room, Home)
    room.setParent(opened.frame)
    room.setGeometry(opened.frame.rect())
    found = service.today(practice.desk)
    room.show_today(found)
    room.show()
    room.focus_first()
    qtbot.waitUntil(lambda: room.todo.buttons[0].isVisible() and room.todo.buttons[0].hasFocus())
    buttons, places = list(room.todo.buttons), where(room)
    assert 0 < len(buttons) < len(found.tasks) and room.header.state.text() == "Se cuenta qué más hay por hacer…"
    assert room.needs.chart.height() > 0 and not room.needs.none.isVisible()
    room.show_counted(service.counted(practice.desk, found.day))
    qtbot.waitUntil(lambda: room.todo.buttons[-1].isVisible())
    assert len(room.lines) > len(found.tasks)
    assert room.todo.buttons[: len(buttons)] == buttons and buttons[0].hasFocus()
    assert where(room)[: len(places)] == places
    for one, below in pairwise(room.todo.buttons):
        assert one.mapTo(room, one.pos()).y() < below.mapTo(room, below.pos()).y()
        one.setFocus()
        qtbot.keyClick(one, Qt.Key.Key_Tab)
        assert below.hasFocus()


def where(room: Home) -> list[tuple[int, int]]:
    """Where the other blocks stand, and then the lines, on the screen."""
    there = [room.expiring, room.needs, room.lately, *room.todo.buttons]
    return [(at.x(), at.y()) for at in (one.mapTo(room, QPoint(0, 0)) for one in there)]


def test_what_was_counted_before_stays_until_it_is_counted_again(qtbot: QtBot, practice: Worker) -> None:
    room = open_home(stage(qtbot, practice))
    lines, buttons = list(room.lines), list(room.todo.buttons)
    room.show_today(service.today(practice.desk))
    assert (room.lines, room.todo.buttons) == (lines, buttons)


def test_an_empty_pharmacy_teaches_where_to_begin(qtbot: QtBot, worker: Worker) -> None:
    opened = stage(qtbot, worker)
    room = open_home(opened)
    assert room.empty.isVisible() and not room.work.isVisible()
    room.act()
    assert opened.went == [("donations", "new")]


@pytest.mark.parametrize("code", ["es", "en"])
def test_every_task_has_its_sentence(code: str) -> None:
    assert set(CODES) == set(service.ORDER)
    data: dict[str, object] = {
        "council": "",
        "day": TODAY,
        "stops": 2,
        "units": 3,
        "people": 4,
        "lines": 5,
        "first": TODAY,
        "last": TODAY,
        "councils": 1,
        "rounds": 5,
        "days": 14,
    }
    for one in CODES:
        for n in (1, 7):
            said = line(language(code), service.Task(one, n, data, 1))  # type: ignore[arg-type]
            assert said.sentence and said.why.endswith(".") and "{" not in said.sentence + said.why + said.verb


def test_bags_that_nobody_was_home_for_are_freed_when_the_day_is_opened_and_it_is_said(qtbot: QtBot, worker: Worker) -> None:
    week = Week(worker)
    for name in ("Ana", "Luis"):
        week.person(name)
    week.box("L1", 80)
    round_id = week.out(30)
    rounds.close(worker.desk, worker.by(), round_id, {}, rounds.Answer("nobody_home"))
    opened = stage(qtbot, week.later(13).worker)
    opened.enter(home.make)
    assert week.shelf() == {"L1": (80, 60)} and not opened.messages.toasts
    later = week.later(14).worker
    opened = stage(qtbot, later)
    room = open_home(opened)
    qtbot.waitUntil(lambda: week.shelf() == {"L1": (80, 0)})
    assert opened.messages.toasts == ["2 personas no estaban en su casa desde hace 14 días: lo que las esperaba queda libre"]
    room.refresh(frozenset())
    freed = next(one for one in room.lines if "nadie" in one.sentence)
    assert (freed.figure, freed.why) == ("2", "Se liberó hoy, 14 días después del primer intento: 60 unidades.")
    room.refresh(frozenset())
    assert len(opened.messages.toasts) == 1  # once a day
