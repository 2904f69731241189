"""What would expire and how it has been shared out, as the committee looks at it: keys, filters, whom it would fit, the way to the proposal."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pharmacy_app.ui.preview import Preview
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens import matching, stock
from pharmacy_app.ui.screens.matching.expiring import ExpiringDialog
from pharmacy_app.ui.screens.matching.fairness import FairnessDialog
from pharmacy_app.ui.screens.matching.whom import WhomDialog
from pharmacy_app.ui.widgets.table import Table
from tests.support.desks import TODAY, Worker
from tests.support.stages import Stage, stage
from tests.support.week import Week

D = TypeVar("D", bound=QDialog)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def week(worker: Worker) -> Week:
    """Forty tablets for one who takes one a day for 29 days; insulin that nobody takes."""
    made = Week(worker)
    made.person("Ana Rivas", since=TODAY - timedelta(days=5))
    made.person("Luis Peña", medicine="valsartan 80 mg tablet", council="La Ceiba")
    made.box("L1", 40, TODAY + timedelta(days=28))
    made.box("I1", 5, TODAY + timedelta(days=80), medicine="human insulin isophane 100 IU/ml")
    made.box("M1", 10, TODAY + timedelta(days=300), medicine="metformin 850 mg tablet")
    return made


def pressed(qtbot: QtBot, there: Stage, room: Room, key: Qt.Key, kind: type[D]) -> D:
    """Ctrl and a letter in the room; the dialog that it opens."""
    there.frame.activateWindow()
    qtbot.waitUntil(lambda: room.isAncestorOf(QApplication.focusWidget()))
    qtbot.keyClick(QApplication.focusWidget(), key, CTRL)
    return shown(there, kind)


def shown(there: Stage, kind: type[D]) -> D:
    found = [one for one in there.frame.findChildren(kind) if one.isVisible()]
    assert found, kind
    return found[-1]


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def cells(table: Table, column: int = 0) -> list[str]:
    said = (table.rows.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(table.rows.rowCount()))
    return [str(words).replace("\u00a0", " ") for words in said]


def ahead(qtbot: QtBot, worker: Worker) -> tuple[Stage, ExpiringDialog]:
    there = stage(qtbot, worker)
    return there, pressed(qtbot, there, there.enter(matching.make), Qt.Key.Key_G, ExpiringDialog)


def test_an_empty_pharmacy_has_nothing_that_could_expire(qtbot: QtBot, worker: Worker) -> None:
    _, dialog = ahead(qtbot, worker)
    assert "Todavía no hay nada en el estante que pueda vencer." in words(dialog)
    assert not dialog.table.isVisibleTo(dialog)


def test_what_is_left_over_and_the_way_to_the_proposal(qtbot: QtBot, week: Week) -> None:
    there, dialog = ahead(qtbot, week.worker)
    assert "de 2 lotes sobra algo" in words(dialog)
    assert [cell.split(",")[0] for cell in cells(dialog.table)] == [
        "Medicamento: Losartán 50 mg",
        "Medicamento: Insulina humana isofánica 100 UI/mL",
    ]
    assert cells(dialog.table, 5)[0] == "Sobran: 11"
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    whom = shown(there, WhomDialog)
    assert cells(whom.table) == ["Quién: Ana Rivas, Los Pinos", "Quién: Consultorio de La Ceiba"]
    assert cells(whom.table, 1)[0] == "Por qué: 5 días sin él"
    assert cells(whom.table, 2) == ["De este lote, hasta el 21/12/2026: 29", ""]
    qtbot.keyClick(whom.table, Qt.Key.Key_Return)
    assert there.went == [("matching", whom.table.rows.rows[0].item_id)]
    assert not [one for one in there.frame.findChildren(QDialog) if one.isVisible()]


def test_from_an_office_the_proposal_shows_the_first_who_waits(qtbot: QtBot, week: Week) -> None:
    there, dialog = ahead(qtbot, week.worker)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    whom = shown(there, WhomDialog)
    qtbot.keyClick(whom.table, Qt.Key.Key_Down)
    assert whom.table.row().item_id is None
    qtbot.keyClick(whom.table, Qt.Key.Key_Return)
    assert there.went[0][1] is not None


def test_what_nobody_takes_says_so(qtbot: QtBot, week: Week) -> None:
    there, dialog = ahead(qtbot, week.worker)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    whom = shown(there, WhomDialog)
    assert "Nadie del censo toma esto ni algo parecido." in words(whom)
    whom.to_proposal()
    assert there.went == [("matching", None)]


def test_filters_by_days_fridge_and_what_is_used_in_time(qtbot: QtBot, week: Week) -> None:
    week.box("L0", 3, TODAY + timedelta(days=20))  # used before the other one
    _, dialog = ahead(qtbot, week.worker)

    def lots() -> list[str]:
        return [row.lot.lot for row in dialog.shown()]

    assert lots() == ["L1", "I1"]
    qtbot.mouseClick(dialog.all, Qt.MouseButton.LeftButton)
    assert lots() == ["L0", "L1", "I1"]
    qtbot.mouseClick(dialog.cold, Qt.MouseButton.LeftButton)
    assert lots() == ["I1"]
    dialog.cold.click()
    for key, left in (("30", ["L0", "L1"]), ("60", ["L0", "L1"]), ("", ["L0", "L1", "I1", "M1"])):
        dialog.windows._chips[key].click()
        assert lots() == left and dialog.table.rows.rowCount() == len(left)


def test_it_prints_and_is_saved_without_names(qtbot: QtBot, week: Week, tmp_path: Path) -> None:
    there, dialog = ahead(qtbot, week.worker)
    dialog.save(tmp_path / "list.csv")
    written = (tmp_path / "list.csv").read_text("utf-8-sig")
    assert "L1" in written and "Rivas" not in written
    assert there.messages.toasts[-1].startswith("2 lotes")
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.table, Qt.Key.Key_P, CTRL)
    assert shown(there, Preview).windowTitle() == "Qué vencería"


def test_it_is_reached_from_the_shelf_too(qtbot: QtBot, week: Week) -> None:
    there = stage(qtbot, week.worker)
    dialog = pressed(qtbot, there, there.enter(stock.make), Qt.Key.Key_G, ExpiringDialog)
    assert dialog.table.rows.rowCount() == 2


def fair(qtbot: QtBot, worker: Worker) -> tuple[Stage, FairnessDialog]:
    there = stage(qtbot, worker)
    return there, pressed(qtbot, there, there.enter(matching.make), Qt.Key.Key_J, FairnessDialog)


def test_nothing_was_decided_in_an_empty_pharmacy(qtbot: QtBot, worker: Worker) -> None:
    _, dialog = fair(qtbot, worker)
    assert "En este período no se confirmó nada." in words(dialog)
    dialog.kinds._chips["waits"].click()
    assert "Hoy nadie está sin un medicamento que le hayan recetado." in words(dialog)


def test_groups_of_a_period(qtbot: QtBot, week: Week, tmp_path: Path) -> None:
    week.confirmed(14)
    there, dialog = fair(qtbot, week.worker)
    assert "2 decisiones sobre 2 personas; se dio el 50 % de los días pedidos." in words(dialog)
    assert cells(dialog.table) == ["Grupo: Los Pinos", "Grupo: La Ceiba"]
    assert cells(dialog.table, 8) == ["Días dados: 100 %", "Días dados: 0 %"]
    dialog.kinds._chips["age"].click()
    assert cells(dialog.table) == ["Grupo: De 30 a 59 años"]
    dialog.save(tmp_path / "fair.csv")
    assert "Rivas" not in (tmp_path / "fair.csv").read_text("utf-8-sig")
    assert there.messages.toasts


def test_an_earlier_period_has_other_decisions(qtbot: QtBot, week: Week) -> None:
    week.confirmed(14)
    _, dialog = fair(qtbot, week.later(40).worker)
    assert "2 decisiones" in words(dialog)
    dialog.period.setCurrentIndex(1)  # the last 30 days
    dialog.period.activated.emit(1)
    assert "En este período no se confirmó nada." in words(dialog)


def test_who_waits_longest_and_the_way_to_the_proposal(qtbot: QtBot, week: Week) -> None:
    there, dialog = fair(qtbot, week.worker)
    dialog.kinds._chips["waits"].click()
    dialog.waits.setFocus()
    qtbot.keyClick(dialog.waits, Qt.Key.Key_Down)
    assert cells(dialog.waits) == ["Medicamento: Losartán 50 mg, tableta"]
    dialog.waits.setCurrentIndex(dialog.waits.rows.index(0, 0))
    qtbot.keyClick(dialog.waits, Qt.Key.Key_Return)
    assert dialog.waits.isExpanded(dialog.waits.rows.index(0, 0))
    qtbot.keyClick(dialog.waits, Qt.Key.Key_Down)
    assert dialog.waits.row().person.name == "Ana Rivas"
    qtbot.keyClick(dialog.waits, Qt.Key.Key_Return)
    assert there.went == [("matching", dialog.waits.row().item_id)]
