"""Pages of the settings: the pharmacy, who works here, the look, the data, about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from pharmacy_app import __version__
from pharmacy_app.domain.errors import PharmacyError
from pharmacy_app.services import safekeeping, setup
from pharmacy_app.services.safekeeping import Health
from pharmacy_app.services.setup import UserRow
from pharmacy_app.ui import dressing, theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Action
from pharmacy_app.ui.shell import Shell
from pharmacy_app.ui.tasks import Progress
from pharmacy_app.ui.widgets.badges import BadgeLabel
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cards import Card
from pharmacy_app.ui.widgets.cells import Badge, Cell, Column, named
from pharmacy_app.ui.widgets.fields import Choice, Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import sentence


class Page(QWidget):
    """A card; `primary` is what the room's main button does while it is shown; `read()` fills it from the pharmacy."""

    def __init__(self, context: Context, title: str, what: str) -> None:
        super().__init__()
        self.context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.card = Card(title)
        self.card.body.addWidget(label(what, "line", wrap=True))
        column.addWidget(self.card)
        self.rest = column
        self.primary = Action("", lambda: None)

    def read(self) -> None:
        """Nothing to read, where a page says nothing of the pharmacy."""

    def beside(self, *fields: QWidget) -> None:
        """Fields in one line."""
        row = QHBoxLayout()
        row.setSpacing(12)
        for field in fields:
            row.addWidget(field, 1)
        self.card.body.addLayout(row)


class PharmacyPage(Page):
    """Name and telephone on every paper, and from when a date is urgent."""

    def __init__(self, context: Context) -> None:
        tr, language = context.language.tr, context.language
        super().__init__(
            context, tr("The pharmacy"), tr("This stands on every slip and sheet. The days decide when a lot is called urgent.")
        )
        days = tr("days before the expiry date")
        self.fields = {
            "pharmacy_name": Field(tr("Name"), language),
            "phone": Field(tr("Telephone"), language, tr("Where neighbours call when something is not right.")),
            "urgent_days": Field(tr("Urgent"), language, days),
            "soon_days": Field(tr("Soon"), language, days),
            "renewal_days": Field(tr("Renew prescriptions"), language, tr("days before they end")),
            "undelivered_days": Field(tr("A missed bag waits"), language, tr("days; then what was reserved is free")),
        }
        self.beside(self.fields["pharmacy_name"], self.fields["phone"])
        self.beside(self.fields["urgent_days"], self.fields["soon_days"])
        self.beside(self.fields["renewal_days"], self.fields["undelivered_days"])
        self.rest.addStretch(1)
        self.before: dict[str, str] = {}
        self.primary = Action(tr("Save"), self.save, "device-floppy")

    def read(self) -> None:
        desk = self.context.desk
        self.context.tasks.run_read(lambda: setup.settings(desk), self._show, owner=self)

    def _show(self, kept: dict[str, str]) -> None:
        self.before = {name: kept[name] for name in self.fields}
        for name, field in self.fields.items():
            field.set_text(kept[name])

    def save(self) -> None:
        """Writes what was changed; a wrong number is said at its field."""
        desk, by, context = self.context.desk, self.context.by(), self.context
        changed = {name: field.text() for name, field in self.fields.items() if field.text() != self.before.get(name)}
        if not changed:
            context.messages.toast(context.language.tr("Nothing was changed."))
            return

        def failed(error: Exception) -> None:
            if isinstance(error, PharmacyError) and error.where in self.fields:
                self.fields[error.where].set_wrong(sentence(context.language, error))
                self.fields[error.where].setFocus()
            else:
                context.messages.error(error)

        def done(_nothing: None) -> None:
            context.messages.toast(context.language.tr("The settings are saved."))

        context.tasks.run_write(lambda: setup.change_settings(desk, by, changed), done, {"settings"}, failed, owner=self)


class PeoplePage(Page):
    """Who works here."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        super().__init__(context, tr("Who works here"), tr("Everything that is done is written down with the name of who did it."))
        column: Column[UserRow] = Column(tr("Name"), lambda user: named(user.name), least=200)
        here: Column[UserRow] = Column("", self._badge, 160)
        self.table = Table(RowsModel((column, here), lambda user: user.id), tr("Who works here"), two_lines=False)
        self.table.setMinimumHeight(theme.current().px(130))
        self.card.body.addWidget(self.table, 1)
        self.name = Field(tr("A neighbour who begins to help"), context.language, tr("Name and first letter of the surname."))
        self.name.entered.connect(self.add)
        switch = Button(tr("Switch person"), icon="user-circle")
        switch.clicked.connect(self.switch)
        row = QHBoxLayout()
        row.addWidget(switch)
        row.addStretch(1)
        self.card.body.addWidget(self.name)
        self.card.body.addLayout(row)
        self.primary = Action(tr("Add"), self.add, "user-plus")

    def _badge(self, user: UserRow) -> Cell:
        tr = self.context.language.tr
        working = user.id == self.context.by().user_id
        return Cell(badge=Badge("ok", tr("working now"))) if working else Cell()

    def read(self) -> None:
        desk = self.context.desk
        self.context.tasks.run_read(lambda: setup.users(desk), self._show, owner=self)

    def _show(self, users: Sequence[UserRow]) -> None:
        self.table.set_rows(list(users))

    def switch(self) -> None:
        """As pressing the name below the rooms."""
        window = self.window()
        if isinstance(window, Shell):
            window.person_wanted.emit()

    def add(self) -> None:
        """One more; a name that is there already is said at the field."""
        desk, by, context, name = self.context.desk, self.context.by(), self.context, self.name.text()

        def failed(error: Exception) -> None:
            if isinstance(error, PharmacyError):
                self.name.set_wrong(sentence(context.language, error))
                self.name.setFocus()
            else:
                context.messages.error(error)

        def done(_user_id: int) -> None:
            self.name.clear()
            context.messages.toast(context.language.tr("{name} works here from now on.", name=name))

        context.tasks.run_write(lambda: setup.add_user(desk, by, name), done, {"settings"}, failed, owner=self)


class LookPage(Page):
    """Language, light or dark, text size: of this computer alone, and at once."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        super().__init__(context, tr("How it looks"), tr("Only on this computer. Light and text size change at once."))
        self.spoken = Choice(tr("Language"), [("es", "Español"), ("en", "English")], tr("From the next start on."))
        self.spoken.set_value(context.remembered.language if context.remembered else context.language.code)
        self.dark = Choice(tr("Light or dark"), [(False, tr("Light")), (True, tr("Dark"))])
        self.scale = Choice(tr("Text size"), [(percent, f"{percent} %") for percent in (100, 110, 125, 150)])
        self.dark.set_value(theme.current().dark)
        self.scale.set_value(theme.current().scale)
        self.beside(self.spoken, self.dark, self.scale)
        self.rest.addStretch(1)
        for choice in (self.dark, self.scale):
            choice.changed.connect(lambda _key: self.dress())
        self.spoken.changed.connect(self._speak)
        self.primary = Action(tr("Turn the light"), self.turn, "sun")

    def turn(self) -> None:
        """From light to dark or back."""
        self.dark.set_value(not self.dark.value())
        self.dress()

    def dress(self) -> None:
        """Shows it at once, and remembers it."""
        chosen = replace(theme.current(), dark=bool(self.dark.value()), scale=int(self.scale.value() or 100))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            dressing.dress(application, chosen)
        if self.context.remembered is not None:
            self.context.remembered.theme = chosen

    def _speak(self, code: str) -> None:
        if self.context.remembered is not None:
            self.context.remembered.language = code
        self.context.messages.toast(self.context.language.tr("The language changes when the program is opened again."))


class DataPage(Page):
    """Where the data lie, and whether everything adds up."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        what = tr(
            "Everything of the pharmacy lies here. Copy the whole folder to a USB stick while the program is closed; the key file belongs to it."
        )
        super().__init__(context, tr("Data"), what)
        place = safekeeping.place(context.desk)
        self.place = Field(tr("Folder"), context.language)
        self.place.set_text(place)
        self.place.line.setReadOnly(True)
        copy = Button(tr("Copy the address"), "quiet", "copy")
        copy.clicked.connect(partial(self._copy, place))
        row = QHBoxLayout()
        row.addWidget(self.place, 1)
        row.addWidget(copy)
        self.card.body.addLayout(row)
        self.badge = BadgeLabel(Badge("mute", ""))
        self.said, self.faults = label("", "name", wrap=True), label("", "line", wrap=True)
        for widget in (self.badge, self.said, self.faults):
            self.card.body.addWidget(widget)
            widget.hide()
        self.rest.addStretch(1)
        self.primary = Action(tr("Check now"), self.check, "shield-check")

    def _copy(self, place: str) -> None:
        QApplication.clipboard().setText(place)
        self.context.messages.toast(self.context.language.tr("The address is copied."))

    def check(self) -> None:
        """Every page, every sum, every guard."""
        desk, tr = self.context.desk, self.context.language.tr

        def work(progress: Progress) -> Health:
            progress.at(0.1)
            return safekeeping.check(desk)

        self.context.tasks.run_long(tr("Checking the pharmacy"), work, self.show_health, owner=self)

    def show_health(self, health: Health) -> None:
        """The result stays on the page."""
        language = self.context.language
        if health.sound:
            said = language.ntr(
                "All is well: {n} act in the record, every sum agrees.",
                "All is well: {n} acts in the record, every sum agrees.",
                health.acts,
            )
            self.badge.set_badge(Badge("ok", language.tr("checked")))
        else:
            said = language.tr("Something does not agree. Make no changes and call your technician:")
            self.badge.set_badge(Badge("bad", language.ntr("{n} fault", "{n} faults", len(health.faults))))
        self.said.setText(said)
        self.faults.setText("\n".join(health.faults))
        self.badge.show()
        self.said.show()
        self.faults.setVisible(bool(health.faults))


class AboutPage(Page):
    """What this is, and that it belongs to everybody."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        super().__init__(context, "Farmacia Comunal", tr("A commune's own pharmacy: from the donor's box to the neighbour's door."))
        self.card.body.addWidget(label(tr("Version {version}", version=__version__), "text"))
        free = tr(
            "Free software under the GNU General Public License, version 3 or later: use it, study it, share it, change it. It comes without warranty."
        )
        self.card.body.addWidget(label(free, "line", wrap=True))
        fonts = tr("Letters: Noto Sans and DejaVu Sans. Signs: Tabler Icons. Made with Python, Qt, SQLAlchemy and ReportLab.")
        self.card.body.addWidget(label(fonts, "line", wrap=True))
        self.rest.addStretch(1)
        self.primary = Action(tr("Copy the version"), self.copy, "copy")

    def copy(self) -> None:
        """For whoever is asked for help."""
        QApplication.clipboard().setText(f"Farmacia Comunal {__version__}")
        self.context.messages.toast(self.context.language.tr("The version is copied."))
