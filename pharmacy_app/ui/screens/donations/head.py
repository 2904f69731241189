"""The card at the top of a donation: who sent it and when it came, and what can be done with it as a whole."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from pharmacy_app.services.donations import DonationRow
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.screens.donations import countries
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cards import Card
from pharmacy_app.ui.widgets.labels import Symbol, label


class Head(Card):
    """`documents`, `differences`, `labels`, `edit` are what its buttons do; which of them are there, the donation's state says."""

    def __init__(
        self,
        context: Context,
        documents: Callable[[], None],
        differences: Callable[[], None],
        labels: Callable[[], None],
        edit: Callable[[], None],
    ) -> None:
        super().__init__()
        tr = context.language.tr
        self._context = context
        self.donor = label("", "name")
        self.facts = label("", "small")
        for words in (self.donor, self.facts):  # a long name gives way to the buttons, and is whole in its tooltip
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ("", "")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.donor)
        column.addWidget(self.facts)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Symbol("building-community", "text2", 22))
        row.addLayout(column, 1)
        self.differences = self._button(row, tr("Differences"), "scale", differences)
        self.labels = self._button(row, tr("Print labels"), "tag", labels)
        self.documents = self._button(row, tr("Documents"), "notes", documents)
        self.edit = self._button(row, tr("Edit data"), "pencil", edit)
        self.body.setContentsMargins(16, 8, 10, 8)
        self.body.addLayout(row)

    def _button(self, row: QHBoxLayout, text: str, icon: str, do: Callable[[], None]) -> Button:
        button = Button(text, "quiet", icon)
        button.clicked.connect(do)
        row.addWidget(button)
        return button

    def show_donation(self, donation: DonationRow, documents: int, differing: int | None) -> None:
        """Says who, when and how much; `differing` counts the lines in which paper and box differ, None without a paper."""
        language = self._context.language
        tr = language.tr
        facts = [
            countries.name(language, donation.country),
            tr("came on {day}", day=language.date(donation.received_on)),
            donation.reference,
        ]
        self._whole = (donation.donor, " · ".join(fact for fact in facts if fact))
        draft = donation.status == "draft"
        self.edit.setVisible(draft)
        self.labels.setVisible(not draft)
        self.differences.setVisible(differing is not None)
        papers, differ, none = tr("Documents"), tr("Differences"), tr("No differences")
        self.documents.become(f"{papers} · {language.number(documents)}" if documents else papers, "notes")
        self.differences.become(f"{differ} · {language.number(differing)}" if differing else none, "scale")
        self.layout_again()

    def layout_again(self) -> None:
        """The words take what the buttons leave."""
        self.body.activate()
        self._elide()

    def _elide(self) -> None:
        for words, text in zip((self.donor, self.facts), self._whole, strict=True):
            words.setText(words.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(words.width(), 60)))
            words.setToolTip(text)
            words.setAccessibleName(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.layout_again()
