"""Informes, as a person who needs a paper: choose, look, print or save, or be told what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from pharmacy_app.services import rounds
from pharmacy_app.ui.preview import Preview
from pharmacy_app.ui.screens import reports
from pharmacy_app.ui.screens.reports.room import Reports
from tests.support.desks import Worker
from tests.support.pdf import all_text
from tests.support.stages import Stage, stage


def open_reports(qtbot: QtBot, worker: Worker, target: object = None) -> tuple[Stage, Reports]:
    opened = stage(qtbot, worker)
    room = opened.enter(reports.make, target)
    assert isinstance(room, Reports)
    return opened, room


def shown(opened: Stage) -> Preview:
    (preview,) = opened.frame.findChildren(Preview)
    return preview


def test_a_donors_report_in_the_language_chosen_is_shown_before_it_is_printed(qtbot: QtBot, practice: Worker) -> None:
    opened, room = open_reports(qtbot, practice)
    assert room.sections.current == "donor"
    room.donor.spoken.set_value("it")
    room.act()
    preview = shown(opened)
    assert preview.document.pageCount() >= 2
    assert preview.heading is not None and str(room.donor.donor.value()) in preview.heading.text()
    assert "donazion" in all_text(preview._pdf).casefold()
    preview.reject()


@pytest.mark.parametrize("target", ["week", "round", "meeting"])
def test_the_other_papers_have_pages_too(qtbot: QtBot, practice: Worker, target: str) -> None:
    opened, room = open_reports(qtbot, practice, target)
    assert room.sections.current == target
    room.act()
    preview = shown(opened)
    assert preview.document.pageCount() >= 1 and not opened.messages.errors
    preview.reject()


def test_a_wrong_day_is_said_at_its_field_and_nothing_is_made(qtbot: QtBot, practice: Worker) -> None:
    opened, room = open_reports(qtbot, practice)
    room.donor.first.set_text("mañana temprano")
    room.act()
    assert not opened.frame.findChildren(Preview)
    assert "no es una fecha" in room.donor.first.hint.text()
    assert opened.messages.told[0][0] == "Falta algo"


def test_in_an_empty_pharmacy_each_paper_says_what_it_needs(qtbot: QtBot, worker: Worker) -> None:
    opened, room = open_reports(qtbot, worker)
    for key, page in (("donor", room.donor.donor), ("week", room.week.council), ("round", room.walk.round), ("meeting", room.meeting.day)):
        room.on_enter(key)
        assert page.hint.text().startswith("Aún no hay")
        room.act()
    assert len(opened.messages.told) == 4 and not opened.messages.errors


def test_the_stock_list_is_saved_where_the_person_says(
    qtbot: QtBot, practice: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, room = open_reports(qtbot, practice, "stock")
    chosen = tmp_path / "lista"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(chosen), ""))
    room.act()
    assert (tmp_path / "lista.xlsx").stat().st_size > 1000
    assert "lista.xlsx" in opened.messages.toasts[-1]


def test_from_the_papers_of_a_round_one_comes_to_the_round(qtbot: QtBot, practice: Worker) -> None:
    opened, room = open_reports(qtbot, practice, "round")
    newest = rounds.list_rounds(practice.desk)[0]
    assert room.walk.round.value() == newest.id
    room.walk.open_round.click()
    assert opened.went == [("rounds", newest.id)]
