"""A dialog over a veil: a panel of one width with a title, a body, and buttons at the lower right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from pharmacy_app.ui import theme
from pharmacy_app.ui.focus import FocusRing
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.labels import label


class Veil(QWidget):
    """Dims the window under a dialog, and follows its size."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(20, 16, 12, theme.current().roles.veil))
        painter.end()


class Dialog(QDialog):
    """Fill `body`; `set_buttons` ends it. `open()` shows it; `accept()` and `reject()` close it (Esc too). It grows with its content.

    The verb's `do` is called instead of closing: it closes with `accept()` once all is well, so that a form that
    was refused stays open with what was typed.
    """

    def __init__(self, window: QWidget, title: str, width: int = 600, third: bool = False) -> None:
        super().__init__(window.window())
        self.setWindowFlags(Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._window = window.window()
        self._wide, self._third = width, third
        self._veil: Veil | None = None
        self.panel = QFrame()
        self.panel.setProperty("look", "dialog")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.panel)
        inside = QVBoxLayout(self.panel)
        inside.setContentsMargins(26, 22, 26, 20)
        inside.setSpacing(12)
        self.heading: QLabel | None = None
        if title and not third:
            self.heading = label(title, "title", wrap=True)
            inside.addWidget(self.heading)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = content = QWidget()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)
        self._scroll.setWidget(content)
        self._scroll.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        inside.addWidget(self._scroll, 1)
        self._inside = inside
        self._row = QHBoxLayout()
        self._row.setSpacing(10)
        self.verb: Button | None = None
        self.back: Button | None = None
        self.finished.connect(self._lift_veil)
        FocusRing(self)

    def set_buttons(self, back: str, verb: str, do: Callable[[], None], icon: str = "", danger: bool = False) -> None:
        """`back` with Esc and the verb with Return; the verb has the focus, for danger the way back has it. An empty verb leaves it out."""
        self.back = Button(back, key="Esc")
        self.back.clicked.connect(self.reject)
        self._row.addStretch(1)
        self._row.addWidget(self.back)
        if verb:
            self.verb = Button(verb, "danger-filled" if danger else "primary", icon, "" if danger else "↵")
            self.verb.clicked.connect(do)
            self._row.addWidget(self.verb)
            self.verb.setDefault(not danger)
            shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
            shortcut.activated.connect(do)
        self._inside.addSpacing(4)
        self._inside.addLayout(self._row)
        if self.verb is None or danger:
            self.back.setDefault(True)
        (self.back if danger or self.verb is None else self.verb).setFocus()

    def open(self) -> None:
        """Shows it over the veil, as high as its words need."""
        self._veil = Veil(self._window)
        self.place()
        super().open()
        self.place()
        self._content.installEventFilter(self)

    def place(self) -> None:
        """In the middle of the window (or its top third), as high as the content needs and never larger than the window."""
        window = self._window
        margins = self._inside.contentsMargins()
        sides = margins.left() + margins.right() + 2 * (self.panel.frameWidth() + self._scroll.frameWidth())
        self.body.activate()
        least = self.body.minimumSize().width() + sides + self._scroll.verticalScrollBar().sizeHint().width()
        wide = min(max(theme.current().px(self._wide), least), window.width() - 32)
        room = wide - sides
        high = self.body.heightForWidth(room) if self.body.hasHeightForWidth() else self.body.sizeHint().height()
        # a wrapped label asks for the height it would need if it were narrow: only the explicit minimum counts
        self._content.setMinimumHeight(high)
        self._scroll.setFixedHeight(8)
        frame = self._inside.totalHeightForWidth(wide) if self._inside.hasHeightForWidth() else self._inside.totalSizeHint().height()
        most = window.height() - 24
        self._scroll.setFixedHeight(max(8, min(high, most - (frame - 8))))
        # a bar that came for a moment makes the words narrower, and so needs itself: it may only come where the window is too low
        fits = high <= self._scroll.height()
        off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._scroll.setVerticalScrollBarPolicy(off if fits else needed)
        self.setFixedSize(wide, min(most, frame - 8 + self._scroll.height()))
        left = (window.width() - self.width()) // 2
        top = window.height() // 9 if self._third else max(12, (window.height() - self.height()) // 2)
        self.move(window.mapToGlobal(QPoint(left, top)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # the content has changed (an error of two lines below a field): the panel grows with it
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.place()
        return False

    def _lift_veil(self) -> None:
        if self._veil is not None:
            self._veil.hide()
            self._veil.deleteLater()
            self._veil = None
