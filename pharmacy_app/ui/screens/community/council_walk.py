"""Of one council: its sectors in walking order, moved by keyboard, and the doctors of its office."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmacy_app import wording
from pharmacy_app.domain.errors import PharmacyError
from pharmacy_app.services import census, people, places
from pharmacy_app.services.census import CouncilRow, SectorRow
from pharmacy_app.services.desk import By
from pharmacy_app.services.people import DoctorRow
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cells import Cell, Column, number
from pharmacy_app.ui.widgets.fields import EnterGoesOn, Field
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.suggest import SuggestField, Suggestion, found_at
from pharmacy_app.ui.widgets.table import Table


class CouncilWalk(QWidget):
    """Alt+Up and Alt+Down move the chosen sector, Return on it gives it another name; Return in a field adds; Delete takes a doctor off the
    office."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        tr = context.language.tr
        self._context = context
        self._council: CouncilRow | None = None
        self._doctors: tuple[DoctorRow, ...] = ()
        self._walk: list[int] = []  # the sectors' ids in their order
        self._renaming: SectorRow | None = None
        self.sectors = Table(RowsModel(self._sector_columns(), lambda row: row.id), tr("Sectors in the order of the walk"), two_lines=False)
        doctor: Column[DoctorRow] = Column(tr("Doctors of the office"), lambda row: Cell(row.name))
        self.doctors = Table(RowsModel((doctor,), lambda row: row.id), tr("Doctors of the office"), two_lines=False)
        self.sectors.opened.connect(self.rename)
        self.sector = Field(tr("New sector"), context.language)
        self._ask_for(None)
        self.doctor = SuggestField(tr("Doctor who attends here"), context.language, self._find_doctor, "", tr("Known or new; Return adds."))
        self.doctor.picked.connect(lambda name: self.attend(str(name), here=True))
        self._enter = (
            EnterGoesOn((self.sector,), self.write_sector, self),
            EnterGoesOn((self.doctor,), lambda: self.attend(self.doctor.text(), here=True), self),
        )
        up, down = Button(tr("Earlier"), "quiet", "arrow-up", "Alt ↑"), Button(tr("Later"), "quiet", "arrow-down", "Alt ↓")
        up.clicked.connect(lambda: self.move_sector(-1))
        down.clicked.connect(lambda: self.move_sector(1))
        name = Button(tr("Rename"), "quiet", "pencil", "↵")
        name.clicked.connect(lambda: self.rename(self.sectors.row()))
        away = Button(tr("No longer here"), "quiet", "x", "Supr")
        away.clicked.connect(self._away)
        for key, widget, do in (
            ("Alt+Up", self.sectors, lambda: self.move_sector(-1)),
            ("Alt+Down", self.sectors, lambda: self.move_sector(1)),
            ("Del", self.doctors, self._away),
        ):
            shortcut = QShortcut(QKeySequence(key), widget, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(do)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(18)
        for shown, field, buttons in ((self.sectors, self.sector, (up, down, name)), (self.doctors, self.doctor, (away,))):
            column = QVBoxLayout()
            column.setSpacing(4)
            shown.setFixedHeight(theme.current().px(170))
            column.addWidget(shown)
            row = QHBoxLayout()
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
            column.addWidget(field)
            columns.addLayout(column, 1)
        self.setEnabled(False)

    def show_council(self, row: CouncilRow | None) -> None:
        """Reads what belongs to this council."""
        if row is None or self._council is None or row.id != self._council.id:
            self._ask_for(None)
        self._council = row
        self.setEnabled(row is not None)
        self.sectors.set_rows(())
        self.doctors.set_rows(())
        if row is not None:
            self._read()

    def _sector_columns(self) -> tuple[Column[SectorRow], ...]:
        language = self._context.language
        return (
            Column(
                language.tr("Sectors in the order of the walk"),
                lambda row: Cell(f"{self._walk.index(row.id) + 1}.  {row.name or '—'}"),
                key=lambda row: self._walk.index(row.id),
            ),
            Column(language.tr("Houses"), lambda row: number(language.number(row.households)), 90, right=True),
        )

    def _read(self, keep: int | None = None) -> None:
        council, desk = self._council, self._context.desk
        if council is None:
            return

        def show(found: tuple[tuple[SectorRow, ...], tuple[DoctorRow, ...]]) -> None:
            if council is self._council:
                self._show(*found, keep)

        self._context.tasks.run_read(lambda: (census.sectors(desk, council.id), people.doctors(desk)), show, owner=self)

    def _show(self, sectors: tuple[SectorRow, ...], doctors: tuple[DoctorRow, ...], keep: int | None) -> None:
        council = self._council
        self._doctors = doctors
        self._walk = [row.id for row in sectors]
        self.sectors.set_rows(sectors)
        if keep is not None:
            self.sectors.select(keep)
        self.doctors.set_rows([one for one in doctors if council is not None and one.council_id == council.id])

    # acting --------------------------------------------------------------------------------------

    def rename(self, row: SectorRow | None) -> None:
        """The name of this sector, to be written anew in the field below."""
        if row is not None:
            self._ask_for(row)
            self.sector.setFocus()
            self.sector.line.selectAll()

    @property
    def renaming(self) -> bool:
        return self._renaming is not None

    def keep_name(self) -> None:
        """The sector keeps the name it has."""
        self._ask_for(None)
        self.sectors.setFocus()

    def _ask_for(self, row: SectorRow | None) -> None:
        """The field is for a new sector, or for the name of this one."""
        tr = self._context.language.tr
        self._renaming = row
        words = tr("New sector") if row is None else tr("New name of this sector")
        self.sector.name.setText(words)
        self.sector.line.setAccessibleName(words)
        self.sector.set_text("" if row is None else row.name)
        self.sector.set_hint(tr("At the end of the walk.") if row is None else tr("Return keeps it, Esc leaves it as it was."))

    def write_sector(self) -> None:
        """The new sector, or the new name."""
        council, row, name, desk = self._council, self._renaming, self.sector.text(), self._context.desk
        if row is not None:
            self._write(lambda by: places.rename_sector(desk, by, row.id, name), self.sector, keep=row.id)
        elif council is not None and name:
            self._write(lambda by: census.add_sector(desk, by, council.id, name), self.sector)

    def move_sector(self, step: int) -> None:
        """The chosen sector comes earlier (-1) or later (1) in the walk."""
        council, row, ids = self._council, self.sectors.row(), list(self._walk)
        at = ids.index(row.id) if row is not None else -1
        if council is None or at < 0 or not 0 <= at + step < len(ids):
            return
        ids[at], ids[at + step] = ids[at + step], ids[at]
        desk = self._context.desk
        self._write(lambda by: places.order_sectors(desk, by, council.id, ids), self.sector, keep=ids[at + step])

    def attend(self, doctor: str, here: bool) -> None:
        """This doctor attends in this council's office, or in none."""
        council, desk = self._council, self._context.desk
        if council is not None and doctor:
            self._write(lambda by: places.attend(desk, by, doctor, council.id if here else None), self.doctor)

    def _away(self) -> None:
        row = self.doctors.row()
        if row is not None:
            self.attend(row.name, here=False)

    def _find_doctor(self, text: str, answer: Callable[[list[Suggestion]], None]) -> None:
        answer([Suggestion(row.name, row.name) for row in self._doctors if found_at(row.name, text)])

    def _write(self, work: Callable[[By], object], field: Field, keep: int | None = None) -> None:
        by = self._context.by()

        def well(_done: object) -> None:
            if field is self.sector:
                self._ask_for(None)
            field.clear()
            self._read(keep)

        def failed(error: Exception) -> None:
            if isinstance(error, PharmacyError):
                field.set_wrong(wording.sentence(self._context.language, error))
            else:
                self._context.messages.error(error)

        self._context.tasks.run_write(lambda: work(by), well, ("people",), failed, self)
