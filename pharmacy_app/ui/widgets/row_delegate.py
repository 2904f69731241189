"""Paints the cells of every table: two lines, badge, bar, field, chevron; tint and accent for what is selected."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from pharmacy_app.ui import icons, theme
from pharmacy_app.ui.theme import LINE, SMALL, TEXT
from pharmacy_app.ui.widgets import badges
from pharmacy_app.ui.widgets.cells import Cell
from pharmacy_app.ui.widgets.models import DEPTH, cell_of

Index = QModelIndex | QPersistentModelIndex
SIDE = 10  # space left and right in a cell
CHEVRON, INDENT = 22, 36


def row_height(depth: int, two_lines: bool) -> int:
    """50 for a row of two lines, 44 for a child, 36 for one line, all at 100 % and never less than the letters need."""
    look = theme.current()
    if not two_lines:
        return max(look.px(36), look.metrics(TEXT).height() + 12)
    letters = look.metrics(TEXT).height() + look.metrics(SMALL).height()
    return max(look.px(44 if depth else 50), letters + 4)


def _broken(line: str, metrics: QFontMetrics, room: int) -> list[str]:
    """The line broken between words so that each part fits into `room` px; a word that is wider alone is elided."""
    parts: list[str] = []
    for word in line.split(" "):
        if parts and metrics.horizontalAdvance(f"{parts[-1]} {word}") <= room:
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    # a part that fits by whole pixels can be a fraction wider: eliding it would cost its last word
    return [
        metrics.elidedText(part, Qt.TextElideMode.ElideRight, room) if metrics.horizontalAdvance(part) > room else part for part in parts
    ]


def _plain(index: Index) -> QModelIndex:
    return index if isinstance(index, QModelIndex) else index.model().index(index.row(), index.column(), index.parent())


class RowDelegate(QStyledItemDelegate):
    """Knows nothing of what rows mean: it paints the `Cell` that the model makes."""

    def __init__(self, view: QTreeView, two_lines: bool, wrap: bool) -> None:
        super().__init__(view)
        self._view, self._two_lines, self._wrap = view, two_lines, wrap

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        wide = self._view.columnWidth(index.column())
        height = row_height(index.data(DEPTH) or 0, self._two_lines)
        flexible = self._view.property("flexible") or ()  # the words that must never be cut stand in columns that take what is left
        if not self._view.uniformRowHeights() and (self._wrap or index.column() in flexible):
            cell = cell_of(index)
            room = wide - 2 * SIDE - self._lead(index, cell)
            lines, font = self._first(cell, room)
            below = self._below(cell, room)
            if len(lines) > 1 or below > theme.current().metrics(SMALL).height():
                height = max(height, font.height() * len(lines) + below + theme.current().px(9))
        return QSize(wide, height)

    def _first(self, cell: Cell, room: int) -> tuple[list[str], QFontMetrics]:
        """The first line as it stands in `room` px: as it is, or in as many lines as it needs where rows may grow."""
        look = theme.current()
        told = cell.text.split("\n")
        metrics = look.metrics(LINE if len(told) > 1 else TEXT, cell.strong)
        if self._view.uniformRowHeights() or cell.badge is not None or cell.bar is not None:
            return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in told], metrics
        return [part for line in told for part in _broken(line, metrics, room)], metrics

    def _below(self, cell: Cell, room: int) -> int:
        """The height of what stands under the first line."""
        metrics = theme.current().metrics(SMALL)
        below = cell.changed or cell.sub
        if not below or not self._wrap:
            return metrics.height() if below else 0
        return metrics.boundingRect(QRect(0, 0, max(room, 40), 4000), int(Qt.TextFlag.TextWordWrap), below).height()

    def _is_tree(self) -> bool:
        return bool(self._view.property("tree"))

    def _lead(self, index: Index, cell: Cell) -> int:
        """What stands before the words: chevron or indent, and an icon."""
        lead = 0
        if self._is_tree() and index.column() == 0:
            lead = INDENT if index.data(DEPTH) else CHEVRON
        return lead + (theme.current().px(18) + 8 if cell.icon else 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = cell_of(index)
        area = option.rect
        painter.save()
        self._ground(painter, option, index)
        inside = area.adjusted(SIDE, 0, -SIDE, -1)
        if self._is_tree() and index.column() == 0 and self._view.model().hasChildren(_plain(index)):
            opened = "chevron-down" if self._view.isExpanded(_plain(index)) else "chevron-right"
            icons.paint(painter, opened, QRect(area.left() + 8, area.top(), theme.current().px(16), area.height()), "text2")
        right = bool(int(index.data(Qt.ItemDataRole.TextAlignmentRole)) & Qt.AlignmentFlag.AlignRight.value)
        if cell.icon:
            side = theme.current().px(18)
            left = inside.left() + self._lead(index, cell) - side - 8
            icons.paint(painter, cell.icon, QRect(left, area.top(), side, area.height()), cell.icon_role)
        inside.setLeft(inside.left() + self._lead(index, cell))
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self._field(painter, area, option, index, cell)
        elif cell.badge is not None:
            badges.paint(painter, inside, cell.badge)
        else:
            if cell.bar is not None:
                inside = self._bar(painter, inside, cell)
            self._words(painter, inside, cell, right)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(area, look.color("tint" if chosen else "alt" if index.data(DEPTH) else "surface"))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), look.color("line"))
        if not chosen:
            return
        header = self._view.header()
        first = header.visualIndex(index.column()) == 0
        accent = look.color("accent")
        if first:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), accent)
        if self._view.hasFocus() and self._view.currentIndex().siblingAtColumn(0) == _plain(index).siblingAtColumn(0):
            painter.fillRect(QRect(area.left(), area.top(), area.width(), 2), accent)
            painter.fillRect(QRect(area.left(), area.bottom() - 1, area.width(), 2), accent)
            if all(header.isSectionHidden(n) for n in range(index.column() + 1, header.count())):
                painter.fillRect(QRect(area.right() - 1, area.top(), 2, area.height()), accent)

    def _words(self, painter: QPainter, area: QRect, cell: Cell, right: bool) -> None:
        look = theme.current()
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        lines, first = self._first(cell, area.width())
        below = cell.changed or cell.sub
        flags = side | Qt.AlignmentFlag.AlignTop | (Qt.TextFlag.TextWordWrap if self._wrap else Qt.TextFlag.TextSingleLine)
        second_height = self._below(cell, area.width())
        top = area.top() + (area.height() - first.height() * len(lines) - second_height + (2 if below else 0)) // 2
        painter.setFont(look.font(LINE if "\n" in cell.text else TEXT, cell.strong))
        painter.setPen(look.color("text2" if cell.quiet else "text"))
        for line in lines:
            painter.drawText(QRect(area.left(), top, area.width(), first.height()), side | Qt.AlignmentFlag.AlignVCenter, line)
            top += first.height()
        if not below:
            return
        top -= 2
        painter.setFont(look.font(SMALL))
        painter.setPen(look.color("text2" if cell.changed else cell.sub_role))
        words = below if self._wrap else look.metrics(SMALL).elidedText(below, Qt.TextElideMode.ElideRight, area.width())
        if cell.changed:
            wide = look.metrics(SMALL).horizontalAdvance(words)
            left = area.right() - wide - look.px(15) - 4 if right else area.left()
            icons.paint(painter, "pencil", QRect(left, top, look.px(13), second_height), "text2")
            area = area if right else area.adjusted(look.px(15) + 4, 0, 0, 0)
        painter.drawText(QRect(area.left(), top, area.width(), second_height + 2), int(flags), words)

    def _bar(self, painter: QPainter, area: QRect, cell: Cell) -> QRect:
        look = theme.current()
        assert cell.bar is not None
        track = QRectF(area.right() - 63, area.top() + area.height() / 2 - 4, 64, 7)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("mute_bg"))
        painter.drawRoundedRect(track, 3.5, 3.5)
        if cell.bar.share > 0:
            painter.setBrush(look.color(cell.bar.role))
            painter.drawRoundedRect(QRectF(track.left(), track.top(), max(7.0, 64 * min(1.0, cell.bar.share)), 7), 3.5, 3.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        return area.adjusted(0, 0, -74, 0)

    def _field(self, painter: QPainter, area: QRect, option: QStyleOptionViewItem, index: Index, cell: Cell) -> None:
        look = theme.current()
        box = self._box(area)
        current = self._view.hasFocus() and self._view.currentIndex() == _plain(index)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.color("raised"))
        painter.setPen(QPen(look.color("accent" if current else "edge"), 2 if current else 1))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        painter.setPen(look.color("text"))
        painter.setFont(look.font(TEXT, strong=True))
        inside = box.adjusted(8, 0, -8, 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, cell.text)
        if cell.changed:
            side = look.px(13)
            icons.paint(painter, "pencil", QRect(box.left() + 5, box.top(), side, box.height()), "text2")

    def _box(self, area: QRect) -> QRect:
        height = min(theme.current().px(32), area.height() - 6)
        return QRect(area.left() + 4, area.top() + (area.height() - height) // 2, area.width() - 8, height)

    # editing ------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setProperty("cell", True)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(self._box(option.rect).adjusted(2, 2, -2, -2))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(cell_of(index).text)
            editor.selectAll()
