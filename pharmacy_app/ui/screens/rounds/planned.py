"""A round that has not left: its doors are dragged into the order of the walk, people are put on it and taken off."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from pharmacy_app.services.rounds import RoundView
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.screens.rounds.finder import Finder
from pharmacy_app.ui.screens.rounds.panels import WIDTH, BagCard, bag_dialog
from pharmacy_app.ui.screens.rounds.rows import DoorRow, door_columns, door_rows
from pharmacy_app.ui.widgets.cards import ScrollColumn
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table


class PlannedPage(QWidget):
    """Knows the round it shows; the room writes."""

    reordered = Signal(list)  # household ids in the order in which they are walked
    take_off_wanted = Signal(object)  # a DoorRow
    cancel_wanted = Signal()
    reprint_wanted = Signal(str)

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__()
        self._context, self._window = context, window
        self._view: RoundView | None = None
        language = context.language
        self.walk = Table(
            RowsModel(door_columns(language, False), lambda row: row.stop.slip_id), language.tr("Doors of the round"), wrap=True
        )
        self.walk.setMinimumHeight(theme.current().px(180))
        self.walk.gives = self.walk.orders = True
        self.walk.given.connect(self._dropped)
        self.walk.chosen.connect(self._chosen)
        self.walk.opened.connect(lambda _row: self.open_bag())
        self.walk.letters = {"I": self._reprint}
        self.finder = Finder(language)
        self.finder.wanted.connect(self._number_written)
        self.big = QCheckBox(language.tr("Large print"))
        self.finder.addWidget(self.big)
        self.bag = BagCard(language)
        self.bag.cancel_wanted.connect(self.cancel_wanted)
        self.bag.take_off_wanted.connect(self.take_off)
        self.side = ScrollColumn()
        self.side.setFixedWidth(theme.current().px(WIDTH))
        self.side.body.addWidget(self.bag, 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(14)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(self.finder)
        left.addWidget(self.walk, 1)
        across.addLayout(left, 1)
        across.addWidget(self.side)

    def set_compact(self, compact: bool) -> None:
        """Without the side panel; the bag opens with Return."""
        self.side.setVisible(not compact)
        self.finder.words.setVisible(not compact)

    def show_round(self, view: RoundView) -> None:
        """A round as it was read."""
        self._view = view
        self.finder.say("")
        self.walk.set_rows(door_rows(view, {}))

    def row(self) -> DoorRow | None:
        """The chosen door."""
        found = self.walk.row()
        return found if isinstance(found, DoorRow) else None

    def focus_list(self) -> None:
        """The keyboard stands on the doors."""
        self.walk.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, row: DoorRow | None) -> None:
        if row is not None and self._view is not None:
            self.bag.show_bag(row.stop, self._view.bags.get(row.stop.slip_id, ()), self._view.catalogue)

    def open_bag(self) -> None:
        """What the chosen bag holds."""
        row = self.row()
        if row is not None and self._view is not None:
            bags = self._view.bags.get(row.stop.slip_id, ())
            bag_dialog(self._window, self._context.language, row.stop, bags, self._view.catalogue).open()

    def _reprint(self) -> None:
        row = self.row()
        if row is not None:
            self.reprint_wanted.emit(row.stop.code)

    def take_off(self) -> None:
        """The chosen person is not to be on this round."""
        row = self.row()
        if row is not None:
            self.take_off_wanted.emit(row)

    def _number_written(self, text: str) -> None:
        found = self.finder.find(self._view.stops, text) if self._view is not None and text else []
        if found:
            self.walk.select(found[0].slip_id)
        if found or not text:
            self.focus_list()

    def show_code(self, code: str) -> bool:
        """Chooses the door of this slip; False if it is not in this round."""
        stop = next((stop for stop in self._view.stops if stop.code == code), None) if self._view is not None else None
        if stop is None:
            return False
        self.walk.select(stop.slip_id)
        self.focus_list()
        return True

    # walking order ----------------------------------------------------------------------------------

    def shift(self, by: int) -> None:
        """The house of the chosen door goes one place up (-1) or down (1) in the walk."""
        row = self.row()
        if row is not None:
            order = self._order()
            self._move(row, order.index(row.stop.household_id) + by)

    def _dropped(self, row: DoorRow, onto: DoorRow) -> None:
        """A door was dragged: its house takes the place of the one it was dropped on."""
        self._move(row, self._order().index(onto.stop.household_id))

    def _order(self) -> list[int]:
        return list(dict.fromkeys(stop.household_id for stop in self._view.stops)) if self._view is not None else []

    def _move(self, row: DoorRow, to: int) -> None:
        view, order = self._view, self._order()
        at = order.index(row.stop.household_id)
        if view is None or to == at or not 0 <= to < len(order):
            return
        order.insert(to, order.pop(at))
        self.show_round(_walked(view, order))
        self.walk.select(row.stop.slip_id)
        self.reordered.emit(order)


def _walked(view: RoundView, order: list[int]) -> RoundView:
    """The same round with its houses in this order, before the database has said so; the numbers that there are go round."""
    numbers = sorted({stop.position for stop in view.stops})
    places = dict(zip(order, numbers, strict=True))
    stops = sorted(view.stops, key=lambda stop: (places[stop.household_id], stop.slip_id))
    return replace(view, stops=tuple(replace(stop, position=places[stop.household_id]) for stop in stops))
