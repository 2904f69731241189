"""The table and tree of every room: one view over `RowsModel` or `TreeModel`, sorted by its headers, led by the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTreeView, QWidget

from pharmacy_app.ui import theme
from pharmacy_app.ui.widgets.cells import Column
from pharmacy_app.ui.widgets.models import RowsModel, TreeModel
from pharmacy_app.ui.widgets.row_delegate import CHEVRON, RowDelegate

LONG = 1000


class Table(QTreeView):
    """Shows a `RowsModel` or `TreeModel`.

    `chosen(row)`: another row is selected. `opened(row)`: Return or a double click on it. `letters` maps a letter to what it does
    while the list has the focus (a scanner's letters never come here). First lines take the lines they need, second lines only with
    `wrap`; beyond `LONG` rows, where Qt would measure each, rows keep one height. Where `gives`, a row can be dragged onto another:
    `given(from, to)`; where also `orders`, it takes the other's place: a line shows where.
    """

    chosen = Signal(object)
    opened = Signal(object)
    given = Signal(object, object)

    def __init__(
        self,
        model: RowsModel[Any] | TreeModel[Any, Any],
        name: str,
        two_lines: bool = True,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows = model
        self.letters: dict[str, Callable[[], None]] = {}
        self.gives = False
        self.orders = False
        self._dragged: tuple[Any, QPoint] | None = None
        self._over: Any = None  # the row that something is dragged over
        self._columns: Sequence[Column[Any]] = model.columns
        self.setAccessibleName(name)
        self.setProperty("tree", isinstance(model, TreeModel))
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self, two_lines, wrap))
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self._wrap = wrap
        self.setProperty("flexible", tuple(at for at, column in enumerate(self._columns) if not column.width))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionsClickable(any(column.key for column in self._columns))
        header.setHighlightSections(False)
        header.sectionClicked.connect(self._sort_by)
        self._order: tuple[int, bool] | None = None
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._tell_chosen)

    # rows ----------------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Shows these rows; what was selected and opened stays so, as far as it is still there."""
        current = self.row()
        key = None if current is None else self.rows.identity(current)
        opened = self._opened()
        scrolled = self.verticalScrollBar().value()
        self.setUniformRowHeights(isinstance(self.rows, RowsModel) and not self._wrap and len(rows) > LONG)
        self.rows.set_rows(rows)
        for row_key in opened:
            self.setExpanded(self.rows.find(row_key), True)
        index = self.rows.find(key) if key is not None else QModelIndex()
        if not index.isValid() and len(rows):
            index = self.model().index(0, 0)
        if index.isValid():
            self.setCurrentIndex(index)
            self.verticalScrollBar().setValue(scrolled)
        else:
            self.chosen.emit(None)

    def _opened(self) -> list[Hashable]:
        if not isinstance(self.rows, TreeModel):
            return []
        indexes = (self.rows.index(at, 0) for at in range(self.rows.rowCount()))
        return [self.rows.identity(self.rows.row_at(index)) for index in indexes if self.isExpanded(index)]

    def row(self) -> Any:
        """The selected row, or None."""
        index = self.currentIndex()
        return self.rows.row_at(index) if index.isValid() else None

    def select(self, key: Hashable) -> bool:
        """Selects the row (or child) with this identity and shows it; False if it is not among the rows."""
        index = self.rows.find(key)
        if not index.isValid():
            return False
        if index.parent().isValid():
            self.setExpanded(index.parent(), True)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def _tell_chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.rows.row_at(index) if index.isValid() else None)
        self.viewport().update()

    def _open(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if index.isValid() and not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.opened.emit(self.rows.row_at(index))

    # columns --------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Widths by text size; columns with `drop` leave where there is too little room, the highest first."""
        look = theme.current()
        width = self.viewport().width()
        shown = list(range(len(self._columns)))
        while self._needed(shown) > width and any(self._columns[n].drop for n in shown):
            shown.remove(max(shown, key=lambda n: self._columns[n].drop))
        flexible = [n for n in shown if not self._columns[n].width]
        fixed = sum(look.px(self._columns[n].width) for n in shown)
        share = (width - fixed) // max(1, len(flexible))
        for at, column in enumerate(self._columns):
            self.setColumnHidden(at, at not in shown)
            self.setColumnWidth(at, look.px(column.width) if column.width else max(share, 60))
        if not self.uniformRowHeights():
            self.scheduleDelayedItemsLayout()

    def _needed(self, shown: list[int]) -> int:
        return sum(theme.current().px(self._columns[n].width or self._columns[n].least) for n in shown)

    def _sort_by(self, section: int) -> None:
        if self._columns[section].key is None:
            return
        down = self._order == (section, False)
        self._order = (section, down)
        self.model().sort(section, Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder)

    # keys and mouse -------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        letter = event.text().upper()
        if not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier and letter in self.letters:  # `?` comes with Shift
            self.letters[letter]()
            return
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        ):
            if self.state() != QAbstractItemView.State.EditingState:
                self._enter(index)
            return
        if event.key() == Qt.Key.Key_Right and index.isValid() and self.model().hasChildren(index.siblingAtColumn(0)):
            self.setExpanded(index.siblingAtColumn(0), True)
            return
        if event.key() == Qt.Key.Key_Left and index.isValid():
            if index.parent().isValid():
                self.setCurrentIndex(index.parent())
            else:
                self.setExpanded(index.siblingAtColumn(0), False)
            return
        super().keyPressEvent(event)

    def _enter(self, index: QModelIndex) -> None:
        editable = next((n for n, column in enumerate(self._columns) if column.edit is not None), -1)
        if editable >= 0 and index.isValid():
            self.setCurrentIndex(index.siblingAtColumn(editable))
            self.edit(index.siblingAtColumn(editable))
        elif index.isValid():
            self.opened.emit(self.rows.row_at(index))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        on_chevron = event.position().x() < CHEVRON + 12
        if index.isValid() and index.column() == 0 and on_chevron and self.model().hasChildren(index):
            self.setExpanded(index, not self.isExpanded(index))
        if self.gives and index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self._dragged = (self.rows.row_at(index), event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is None:
            super().mouseMoveEvent(event)
        elif (event.position().toPoint() - self._dragged[1]).manhattanLength() >= QApplication.startDragDistance():
            self.viewport().setCursor(Qt.CursorShape.DragMoveCursor)
            self._over = self.rows.row_at(over := self.indexAt(event.position().toPoint()))
            for beside in (self.indexAbove(over), self.indexBelow(over)):
                if beside.isValid():
                    self.scrollTo(beside)  # the list comes along at its edges
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        dragged, self._dragged = self._dragged, None
        self._over = None
        self.viewport().unsetCursor()
        self.viewport().update()
        onto = self.rows.row_at(self.indexAt(event.position().toPoint()))
        if dragged is not None and onto is not None and onto is not dragged[0]:
            self.given.emit(dragged[0], onto)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._dragged is None or self._over is None or not self.orders:
            return
        onto = self.visualRect(self.rows.find(self.rows.identity(self._over)))
        down = self.visualRect(self.rows.find(self.rows.identity(self._dragged[0]))).top() < onto.top()
        edge = onto.bottom() - 1 if down else onto.top() + 1
        painter = QPainter(self.viewport())
        painter.fillRect(QRect(0, edge - 1, self.viewport().width(), 3), theme.current().color("accent"))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
