"""One ring around whatever has the keyboard: 2 px, 2 px outside, drawn over the window (style sheets cannot)."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from pharmacy_app.ui import theme
from pharmacy_app.ui.widgets.buttons import Chip

_RINGED = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)


class FocusRing(QWidget):
    """Child of a window; follows the focus, and the focused control when it moves. Lists paint their own frame."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._window = window
        self._watched: list[QWidget] = []
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
            self._follow(None, application.focusWidget())

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            if shiboken6.isValid(widget):  # it may have gone with its dialog
                widget.removeEventFilter(self)
        self._watched = []
        window = self._window
        bare = new is not None and bool(new.property("bare") or new.property("cell"))
        wanted = isinstance(new, _RINGED) or (new is not None and bool(new.property("ring")))
        if new is None or bare or not wanted or isinstance(new, QAbstractItemView) or not window.isAncestorOf(new):
            self.hide()
            return
        above: QWidget | None = new
        while above is not None and above is not window:
            self._watched.append(above)
            above.installEventFilter(self)
            above = above.parentWidget()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show):
            self._place()
        return False

    def _place(self) -> None:
        if not self._watched or not self._watched[0].isVisible():
            self.hide()
            return
        control = self._watched[0]
        window = self._window
        ring = QRect(control.mapTo(window, QPoint(0, 0)), control.size()).adjusted(-4, -4, 4, 4)
        self.setGeometry(ring)
        seen = QRect(control.visibleRegion().boundingRect())
        self.setVisible(seen.width() * seen.height() > 0)
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.current().color("accent"), 2))
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = rect.height() / 2 if self._watched and isinstance(self._watched[0], Chip) else 10
        painter.drawRoundedRect(rect, radius, radius)
        painter.end()
