"""The forms of the donations room: a new donation (and its donor), its data put right, a doubt about a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pharmacy_app.domain.text import fold
from pharmacy_app.services import donations, typed
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.services.donation_typing import DOUBTS
from pharmacy_app.services.donations import DonationRow, DonorRow
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.screens.donations import countries
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.fields import Choice, Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.suggest import SuggestField, Suggestion
from pharmacy_app.wording.arrival import DOUBT_WORDS


class DonorFields(QWidget):
    """Who sends: known donors are completed; for a new name the country is asked, in the same form."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = context.language.tr
        self._context = context
        self.known: Sequence[DonorRow] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.donor = SuggestField(
            tr("Donor"), context.language, self._donors, tr("Add a new donor"), tr("who sends: an organisation or a person")
        )
        self.country = SuggestField(tr("Country"), context.language, self._countries, "", tr("a new donor: from which country?"))
        self.country.hide()
        self.donor.picked.connect(lambda _donor: self._ask_country())
        self.donor.add_wanted.connect(lambda _text: self._add())
        self.donor.line.editingFinished.connect(self._ask_country)
        column.addWidget(self.donor)
        column.addWidget(self.country)
        self.setFocusProxy(self.donor)

    def set_known(self, donors: Sequence[DonorRow]) -> None:
        """The donors that are completed."""
        self.known = tuple(donors)

    def take(self, donor: DonorRow) -> None:
        """As if it had been chosen."""
        self.donor.set_value(donor, donor.name, countries.name(self._context.language, donor.country))
        self.country.hide()

    def _donors(self, text: str, give: Callable[[Sequence[Suggestion]], None]) -> None:
        language, wanted = self._context.language, fold(text)
        found = [donor for donor in self.known if wanted in fold(donor.name)]
        self.country.setVisible(not found)  # it is there before Tab is pressed, so that Tab goes to it
        give([Suggestion(donor.name, donor, countries.name(language, donor.country)) for donor in found])

    def _countries(self, text: str, give: Callable[[Sequence[Suggestion]], None]) -> None:
        give([Suggestion(name, code, code) for code, name in countries.beginning(self._context.language, text)])

    def found(self) -> DonorRow | None:
        """The known donor that stands there, chosen or typed in full."""
        value: Any = self.donor.value()
        return value if isinstance(value, DonorRow) else donations.same_donor(self.donor.text(), self.known)

    def _add(self) -> None:
        self._ask_country()
        if self.country.isVisibleTo(self):
            self.country.setFocus()

    def _ask_country(self) -> None:
        known = self.found()
        self.country.setVisible(bool(self.donor.text()) and known is None)
        if known is not None:
            self.donor.say(countries.name(self._context.language, known.country))

    @property
    def name(self) -> str:
        return self.donor.text()

    @property
    def country_code(self) -> str:
        """The two letters, of the known donor or of what was typed."""
        known = self.found()
        if known is not None:
            return known.country
        value: Any = self.country.value()
        return value if isinstance(value, str) and value else countries.code_of(self._context.language, self.country.text())


def day_field(context: Context, name: str) -> Field:
    """A day that was: `24/11/2026`, `24/11`, `ayer`."""
    language = context.language

    def parse(text: str) -> tuple[date, str]:
        day = typed.day(text, context.desk.clock.today(), "received_on")
        return day, f"= {language.weekday(day)} {language.date(day)}"

    return Field(name, language, language.tr("24/11/2026, 24/11, today or yesterday"), "", parse)


def donor_id(desk: Desk, by: By, known: DonorRow | None, name: str, country: str) -> int:
    """The donor's id; a new one is written first."""
    return known.id if known is not None else donations.add_donor(desk, by, name, country)


class DonationDialog(FormDialog):
    """A new donation, or a draft whose data are put right; `done(donation_id)`."""

    def __init__(
        self, context: Context, window: QWidget, donors: Sequence[DonorRow], done: Callable[[int], None], draft: DonationRow | None = None
    ) -> None:
        tr = context.language.tr
        super().__init__(context, window, tr("Write down a donation") if draft is None else tr("Put the donation's data right"))
        self._done, self._draft = done, draft
        self.who = DonorFields(context)
        self.who.set_known(donors)
        self.received = day_field(context, tr("Came on"))
        self.received.set_text(context.language.date(draft.received_on if draft else context.desk.clock.today()))
        self.reference = Field(tr("Reference"), context.language, tr("the number of the waybill or letter; may stay empty"))
        self.fields = {"donor": self.who.donor, "received_on": self.received}
        self.body.addWidget(self.who)
        self.body.addWidget(self.received)
        self.body.addWidget(self.reference)
        if draft is not None:
            self.reference.set_text(draft.reference)
            self.who.take(next(donor for donor in donors if donor.id == draft.donor_id))
        self.end(tr("Begin with the lines") if draft is None else tr("Keep"), self.keep, "check")

    def offer(self, donor: DonorRow) -> None:
        """The donor of the last donation, to take with one click."""
        button = Button(self.context.language.tr("The same as last time: {donor}", donor=donor.name), "quiet", "history")
        button.clicked.connect(lambda: self.who.take(donor))
        button.clicked.connect(self.received.setFocus)
        self.body.insertWidget(1, button, 0, Qt.AlignmentFlag.AlignLeft)

    def open(self) -> None:
        super().open()
        self.who.donor.setFocus()

    def keep(self) -> None:
        """Writes it; a new donor with it."""
        context = self.context
        tr = context.language.tr
        if not self.who.name:
            self.who.donor.set_wrong(tr("Write who sends it."))
            self.who.donor.setFocus()
            return
        known, name, country = self.who.found(), self.who.name, self.who.country_code
        if known is None and not country:
            self.who.country.show()
            self.who.country.set_wrong(tr("This donor is new: write the country."))
            self.who.country.setFocus()
            return
        received = self.received.value()
        if received is None:
            self.received.set_wrong(self.received.hint.text() if self.received.text() else tr("Write the day it came."))
            self.received.setFocus()
            return
        donor_by, by, reference, draft = context.by(), context.by(), self.reference.text(), self._draft

        def work() -> int:
            sender = donor_id(context.desk, donor_by, known, name, country)
            if draft is None:
                return donations.open_draft(context.desk, by, sender, received, reference)
            donations.change_draft(context.desk, by, draft.id, sender, received, reference)
            return draft.id

        self.write(work, self._done, {"donations"})


class DoubtDialog(FormDialog):
    """Somebody sees on the box that it must wait: why."""

    def __init__(self, context: Context, window: QWidget, title: str, done: Callable[[str], None]) -> None:
        tr = context.language.tr
        super().__init__(context, window, tr("What is wrong with this line?"))
        self._chosen = done
        self.body.addWidget(label(title, "name", wrap=True))
        self.doubt = Choice(tr("Reason"), [*((code, tr(DOUBT_WORDS[code])) for code in DOUBTS), ("", tr("Nothing: it is all right"))])
        self.body.addWidget(self.doubt)
        self.body.addWidget(label(tr("When the donation is received, this line goes to quarantine with its reason."), "small", wrap=True))
        self.end(tr("Write it down"), self.keep, "lock")

    def open(self) -> None:
        super().open()
        self.doubt.setFocus()

    def keep(self) -> None:
        """Hands the reason back."""
        self.accept()
        self._chosen(self.doubt.value())
