"""Table models: the Qt contract, sorting by key, and what stays when rows are read again."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from pharmacy_app.ui import theme
from pharmacy_app.ui.theme import TEXT
from pharmacy_app.ui.widgets.buttons import Chip
from pharmacy_app.ui.widgets.cells import Cell, Column, named, number
from pharmacy_app.ui.widgets.chips import ChipRow
from pharmacy_app.ui.widgets.models import RowsModel, TreeModel
from pharmacy_app.ui.widgets.row_delegate import _broken
from pharmacy_app.ui.widgets.table import LONG, Table
from tests.support.gallery import LINES, Line, Lot, tree

Pair = tuple[int, str]
COLUMNS: tuple[Column[Pair], ...] = (
    Column("Nombre", lambda row: named(row[1], "segunda línea"), key=lambda row: row[1]),
    Column("Unidades", lambda row: number(str(row[0])), 90, right=True, key=lambda row: row[0]),
    Column("Nota", lambda row: Cell("x"), 120, drop=1),
)


def rows_model() -> RowsModel[Pair]:
    return RowsModel(COLUMNS, lambda row: row[0])


def texts(model: RowsModel[Pair]) -> list[str]:
    return [str(model.index(at, 1).data()) for at in range(model.rowCount())]


def test_both_models_keep_qts_contract(qtmodeltester: ModelTester) -> None:
    flat = rows_model()
    flat.set_rows([(n, f"m{n}") for n in range(20)])
    qtmodeltester.check(flat)
    deep = tree()
    deep.set_rows(LINES)
    qtmodeltester.check(deep)
    deep.sort(1, Qt.SortOrder.DescendingOrder)
    qtmodeltester.check(deep)


def test_sorting_is_by_key_and_keeps_what_is_selected(qapp: object) -> None:
    model = rows_model()
    model.set_rows([(9, "b"), (10, "a"), (100, "c")])
    held = QPersistentModelIndex(model.index(1, 0))
    model.sort(1)
    assert texts(model) == ["9", "10", "100"]  # as numbers, not as words
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert texts(model) == ["100", "9", "10"]
    assert held.data() == "a"
    model.sort(2)
    assert texts(model) == ["100", "9", "10"]  # no key: not sortable


def test_the_order_stays_for_rows_that_are_read_again(qapp: object) -> None:
    model = rows_model()
    model.set_rows([(2, "x"), (1, "y")])
    model.sort(1)
    model.set_rows([(3, "x"), (1, "y"), (2, "z")])
    assert texts(model) == ["1", "2", "3"]


def test_a_child_is_found_under_its_parent_after_sorting(qapp: object) -> None:
    model: TreeModel[Line, Lot] = tree()
    model.set_rows(LINES)
    held = QPersistentModelIndex(model.find("Lote L2107"))
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert held.data() == "Lote L2107"
    parent = held.parent()
    assert parent.data() == LINES[0].name and parent.row() == 2
    assert model.rowCount(model.index(0, 1)) == 0  # only the first column has children
    assert not model.find("nowhere").isValid()


def test_screen_readers_hear_header_and_both_lines(qapp: object) -> None:
    model = rows_model()
    model.set_rows([(7, "Losartán")])
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Nombre: Losartán, segunda línea"
    deep = tree()
    deep.set_rows(LINES)
    assert deep.index(0, 4).data(Qt.ItemDataRole.AccessibleTextRole) == "Estado: vence en 23 d"


def test_editing_calls_the_screen_with_the_row(qapp: object) -> None:
    said: list[tuple[Pair, str]] = []
    model: RowsModel[Pair] = RowsModel([Column("Recibe", lambda row: Cell(str(row[0])), edit=lambda row, text: said.append((row, text)))])
    model.set_rows([(5, "a")])
    assert model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert model.setData(model.index(0, 0), "42") and said == [((5, "a"), "42")]
    assert not model.setData(QModelIndex(), "1")


def test_a_hundred_thousand_rows_are_sorted(qapp: object) -> None:
    model = rows_model()
    shuffled = [(n, str(n)) for n in range(100_000)]
    random.Random(1).shuffle(shuffled)
    model.set_rows(shuffled)
    model.sort(1)
    assert model.index(99_999, 1).data() == "99999"


def test_the_table_keeps_selection_and_opened_rows(qtbot: QtBot) -> None:
    table = Table(tree(), "Existencias")
    qtbot.addWidget(table)
    table.resize(1100, 500)
    table.show()
    table.set_rows(LINES)
    assert table.row() == LINES[0]
    assert table.select("Lote 240117")
    chosen: list[object] = []
    table.chosen.connect(chosen.append)
    table.set_rows(tuple(reversed(LINES)))
    row = table.row()
    assert isinstance(row, Lot) and row.name == "Lote 240117"
    assert table.isExpanded(table.rows.find(LINES[0].name))
    table.set_rows(())
    assert table.row() is None and chosen[-1] is None


def test_keys_open_and_close_and_letters_act(qtbot: QtBot) -> None:
    table = Table(tree(), "Existencias")
    qtbot.addWidget(table)
    table.resize(1100, 500)
    table.show()
    table.set_rows(LINES)
    opened: list[object] = []
    letters: list[str] = []
    table.opened.connect(opened.append)
    table.letters = {"E": lambda: letters.append("E")}
    first = table.currentIndex()
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert table.isExpanded(first)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == [LINES[0].lots[0]]
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert table.currentIndex().siblingAtColumn(0) == first
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert not table.isExpanded(first)
    qtbot.keyClick(table, "e")
    assert letters == ["E"]


@pytest.mark.parametrize(("width", "hidden"), [(1100, []), (900, [2]), (560, [2, 5])])
def test_the_least_column_leaves_first(qtbot: QtBot, width: int, hidden: list[int]) -> None:
    table = Table(tree(), "Existencias")
    qtbot.addWidget(table)
    table.resize(width, 300)
    table.show()
    assert [at for at in range(6) if table.isColumnHidden(at)] == hidden


def test_a_long_name_is_never_cut_while_the_list_is_short(qtbot: QtBot) -> None:
    model = rows_model()
    table = Table(model, "Prueba")
    qtbot.addWidget(table)
    table.resize(420, 400)
    long = "Amoxicilina 250 mg/5 mL, polvo para preparar líquido"
    rows = [(1, "Corto"), (2, long)]
    table.set_rows(rows)
    table.show()
    short, tall = (table.visualRect(model.index(at, 0)).height() for at in (0, 1))
    letters = table.fontMetrics().height()
    assert tall >= short + letters
    table.resize(1000, 400)
    qtbot.waitUntil(lambda: table.visualRect(model.index(1, 0)).height() == short)
    table.set_rows(rows + [(n, "Corto") for n in range(3, LONG + 2)])
    assert table.uniformRowHeights()  # Qt would measure every one


def test_a_wrapped_reason_loses_no_word_in_any_width(qapp: object) -> None:
    said = "Ya lo toma: el trimestre completo. En el estante no hay ninguno que se pueda entregar."
    metrics = theme.current().metrics(TEXT)
    widest = max(metrics.horizontalAdvance(word) for word in said.split())
    assert all(" ".join(_broken(said, metrics, room)) == said for room in range(widest, metrics.horizontalAdvance(said) + 2))
    assert _broken("esternocleidomastoideo", metrics, 60)[0].endswith("…")


def test_a_filter_without_room_is_in_the_menu_behind_the_last_one(qtbot: QtBot) -> None:
    words = [("all", "Todo"), ("treated", "En tratamiento"), ("alone", "Viven solos"), ("unseen", "Sin visitar"), ("gone", "Ya no están")]
    row = ChipRow(words, "Filtros")
    qtbot.addWidget(row)
    row.set_counts({key: "1.234" for key, _ in words})
    row.resize(420, 40)
    row.show()
    shown = [chip.text() for chip in row.findChildren(Chip) if chip.isVisible()]
    assert shown == ["Todo", "En tratamiento", "+3"] and all(
        chip.geometry().right() <= row.width() for chip in row.findChildren(Chip) if chip.isVisible()
    )
    taken: list[str] = []
    row.chosen.connect(taken.append)
    menu = row.menu()
    assert [action.text() for action in menu.actions()] == ["Viven solos 1.234", "Sin visitar 1.234", "Ya no están 1.234"]
    menu.actions()[2].trigger()
    assert taken == ["gone"] and row.current == "gone"
    shown = [chip.text() for chip in row.findChildren(Chip) if chip.isVisible()]
    assert shown == ["Todo", "Ya no están", "+3"]
    row.resize(2000, 40)
    qtbot.waitUntil(lambda: not row.rest.isVisible())
    assert sum(chip.isVisible() for chip in row.findChildren(Chip)) == len(words)
