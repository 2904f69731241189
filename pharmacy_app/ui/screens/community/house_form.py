"""A house: in which council and sector, what people call it, how it is found among the stairs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from pharmacy_app import wording
from pharmacy_app.domain.errors import PharmacyError
from pharmacy_app.domain.text import fold
from pharmacy_app.services import census
from pharmacy_app.services.census import HouseholdRow, SectorRow
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import leave
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import Field
from pharmacy_app.ui.widgets.suggest import SuggestField, Suggestion, found_at


class HouseDialog(Dialog):
    """Writes a house, with its council and sector where these are new too, or one that is there (`known`) anew; `saved` gets it."""

    def __init__(
        self, room: QWidget, context: Context, house: str, saved: Callable[[HouseholdRow], None], known: HouseholdRow | None = None
    ) -> None:  # fmt: skip
        tr, language = context.language.tr, context.language
        super().__init__(room, tr("Add a house") if known is None else tr("Edit the house"), 640)
        self._context, self._done, self._known = context, saved, known
        self._sectors: tuple[SectorRow, ...] = ()
        self._councils: tuple[str, ...] = ()
        self.council = SuggestField(tr("Communal council"), language, self._find_council, "", tr("A new name makes a new council."))
        self.sector = SuggestField(tr("Sector"), language, self._find_sector, "", tr("A new name makes a new sector."))
        self.house = Field(tr("House"), language, tr("The number, or what people call it."))
        self.directions = Field(tr("How to find it"), language, tr("Among the stairs: colour of the door, after which corner."))
        self.phone = Field(tr("Telephone"), language, tr("To say when we come."))
        self.access = Field(tr("Access"), language, tr("What a carrier must know: water, a dog, stairs when it rains."))
        self._fields: dict[str, Field] = {
            "council": self.council, "sector": self.sector, "house": self.house, "directions": self.directions, "phone": self.phone,
            "access": self.access,
        }  # fmt: skip
        self.house.set_text(house)
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self.council, 1)
        line.addWidget(self.sector, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.house)
        self.body.addWidget(self.directions)
        reach = QHBoxLayout()
        reach.setSpacing(14)
        reach.addWidget(self.phone, 1)
        reach.addWidget(self.access, 2)
        self.body.addLayout(reach)
        if known is not None:
            self._fill(known)
            return
        self.set_buttons(tr("Back"), tr("Add"), self._save, "plus")
        self.council.setFocus()
        desk = context.desk
        context.tasks.run_read(lambda: (census.councils(desk), census.sectors(desk)), self._loaded, owner=self)

    def reject(self) -> None:
        """Esc and Back: what somebody typed is not lost without a question."""
        leave(self, self._context, super().reject)

    def _fill(self, known: HouseholdRow) -> None:
        """A house stays in its sector: who moves is another matter."""
        tr = self._context.language.tr
        self.council.hide()
        self.sector.hide()
        for field, text in (
            (self.house, known.house),
            (self.directions, known.directions),
            (self.phone, known.phone),
            (self.access, known.access),
        ):
            field.set_text(text)
        self.set_buttons(tr("Back"), tr("Save"), self._save, "check")
        self.directions.setFocus()

    def _loaded(self, found: tuple[tuple[census.CouncilRow, ...], tuple[SectorRow, ...]]) -> None:
        self._councils = tuple(row.name for row in found[0])
        self._sectors = found[1]
        if len(self._councils) == 1:
            self.council.set_value(self._councils[0], self._councils[0])
            self.sector.setFocus()

    def _find_council(self, text: str, answer: Callable[[list[Suggestion]], None]) -> None:
        answer([Suggestion(name, name) for name in self._councils if found_at(name, text)])

    def _find_sector(self, text: str, answer: Callable[[list[Suggestion]], None]) -> None:
        here = [row for row in self._sectors if fold(row.council) == fold(self.council.text())]
        answer([Suggestion(row.name, row.name, row.council) for row in here if found_at(row.name, text)])

    def _save(self) -> None:
        desk, by, known = self._context.desk, self._context.by, self._known
        council, sector = self.council.text(), self.sector.text()
        told = (self.house.text(), self.directions.text(), self.phone.text(), self.access.text())

        def write() -> HouseholdRow:
            if known is None:
                return census.household(desk, census.add_house_at(desk, by(), council, sector, *told))
            census.change_household(desk, by(), known.id, *told)
            return census.household(desk, known.id)

        self._context.tasks.run_write(write, self._saved, ("people",), self._failed, self)

    def _saved(self, row: HouseholdRow) -> None:
        self.accept()
        self._done(row)

    def _failed(self, error: Exception) -> None:
        field = self._fields.get(error.where) if isinstance(error, PharmacyError) else None
        if field is not None and isinstance(error, PharmacyError):
            field.set_wrong(wording.sentence(self._context.language, error))
            field.setFocus()
        else:
            self._context.messages.error(error)
