"""What a donation is like, by the committee's rules for what comes in, and what receiving it will do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout

from pharmacy_app.services import arrival
from pharmacy_app.services.arrival import Version
from pharmacy_app.services.donations import DonationLine
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.messages import Figure
from pharmacy_app.ui.widgets.cards import Card
from pharmacy_app.ui.widgets.labels import Symbol, label, rule
from pharmacy_app.wording import trade

SHORT = frozenset({"short_life", "short_unknown", "short_refused", "too_short", "expiry_past"})
NAMED = 3  # exceptions that are written out in the panel


class Judgement(Card):
    """The panel beside the lines; `show_lines` says it anew after each line."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        super().__init__(tr("What it is like"))
        self._context = context
        self.by_what = label("", "small", wrap=True)
        self.body.addWidget(self.by_what)
        self.body.addWidget(rule())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self.life = label(tr("Shelf life"), "name", wrap=True)
        names = [
            self.life,
            *(
                label(name, "name", wrap=True)
                for name in (tr("Medicine recognised"), tr("Lot and expiry"), tr("In good order"), tr("On the essential list"))
            ),
        ]
        self._said = [self._point(at, name) for at, name in enumerate(names)]
        self.body.addLayout(self._grid)
        self.exceptions = label("", "small", wrap=True)
        self.body.addWidget(self.exceptions)
        self.body.addStretch(1)
        self.body.addWidget(rule())
        self.outcome_name = label("", "label")
        self.outcome = label("", "name", wrap=True)
        self.units = label("", "small", wrap=True)
        for words in (self.outcome_name, self.outcome, self.units):
            self.body.addWidget(words)

    def _point(self, at: int, name: QLabel) -> tuple[Symbol, QLabel]:
        symbol, said = Symbol("circle-check", "ok_ink", 20), label("", "small", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(said)
        self._grid.addWidget(symbol, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(words, at, 1)
        return symbol, said

    def show_lines(self, lines: Sequence[DonationLine], _arrived: date, received: bool) -> None:
        """Says how the lines were judged."""
        language = self._context.language
        codes = [{reason.code for reason in line.judged.judgement.reasons} for line in lines]
        short = sum(1 for found in codes if found & SHORT)
        unknown = sum(1 for line in lines if line.medicine is None)
        incomplete = sum(1 for line in lines if not line.row.lot or line.row.expiry is None)
        seen = sum(1 for line in lines if line.judged.judgement.verdict == "quarantine" and line.row.lot and line.row.expiry is not None)
        unlisted = sum(1 for found in codes if found & {"unlisted", "not_listed"})
        for (symbol, below), count, kind in zip(
            self._said, (short, unknown, incomplete, seen, unlisted), ("soon", "hold", "hold", "hold", "soon"), strict=True
        ):
            ink, _, icon = theme.STATES[kind if count else "ok"]
            symbol.become(icon, ink)
            words = (
                language.ntr("{n} line does not", "{n} lines do not", count)
                if count
                else language.tr("all lines")
                if lines
                else language.tr("no lines yet")
            )
            below.setText(words)
        self._say_exceptions(lines)
        self._say_outcome(lines, received)
        if received:
            self.by_what.setText(language.tr("As it was judged when it came"))
            self.life.setText(language.tr("Shelf life"))
        else:
            desk = self._context.desk
            self._context.tasks.run_read(lambda: arrival.versions(desk)[0], self._say_rules, owner=self)

    def _say_rules(self, version: Version) -> None:
        language = self._context.language
        said = (
            language.tr("By the committee's rules, version {n}", n=version.number)
            if version.number
            else language.tr("By the guidelines for medicine donations (WHO, 2010)")
        )
        self.by_what.setText(said)
        months = version.rules.least_months
        self.life.setText(language.ntr("{n} month of shelf life", "{n} months of shelf life", months))

    def _say_exceptions(self, lines: Sequence[DonationLine]) -> None:
        """Who answers for what goes against the rules."""
        language = self._context.language
        found = [line for line in lines if line.judged.exception and line.decided is not None]
        said = [
            language.tr(
                "Line {n}, {who}: {why}", n=line.row.position, who=line.decided.user, why=trade.reasons(language, line.decided.note)
            )
            for line in found[:NAMED]
            if line.decided is not None
        ]
        more = len(found) - NAMED
        said += [language.ntr("and {n} more", "and {n} more", more)] if more > 0 else []
        self.exceptions.setText(language.tr("Exceptions") + "\n" + "\n".join(said) if said else "")
        self.exceptions.setVisible(bool(said))

    def _say_outcome(self, lines: Sequence[DonationLine], received: bool) -> None:
        language = self._context.language
        shelf = sum(1 for line in lines if line.judged.outcome.shelf)
        aside = sum(1 for line in lines if line.judged.outcome.aside)
        self.outcome_name.setText(language.tr("It became") if received else language.tr("When it is received"))
        said = [language.ntr("{n} lot on the shelf", "{n} lots on the shelf", shelf)]
        said += [language.ntr("{n} in quarantine", "{n} in quarantine", aside)] if aside else []
        self.outcome.setText(", ".join(said) if lines else "—")
        units = language.ntr("{n} unit in all", "{n} units in all", sum(line.row.quantity for line in lines))
        kept = sum(line.judged.outcome.aside for line in lines)
        aside_words = language.tr("{n} of them set aside", n=language.number(kept))
        self.units.setText(f"{units}, {aside_words}" if kept else units)


def figures(language: Language, lines: Sequence[DonationLine]) -> tuple[Figure, ...]:
    """What receiving these lines would do, before it is confirmed."""
    tr, ntr = language.tr, language.ntr
    shelf = sum(1 for line in lines if line.judged.outcome.shelf)
    aside = sum(1 for line in lines if line.judged.outcome.aside and not line.judged.outcome.shelf)
    parts = [line for line in lines if line.judged.outcome.aside and line.judged.outcome.shelf]
    exceptions = sum(1 for line in lines if line.judged.exception)
    unknown = sum(1 for line in lines if line.medicine is None and line.judged.outcome.shelf)
    made = [Figure(language.number(shelf), ntr("lot to the shelf", "lots to the shelf", shelf))]
    if aside:
        made.append(Figure(language.number(aside), tr("to quarantine, each with its reason"), "lock", "hold_ink"))
    if parts:
        units = sum(line.judged.outcome.aside for line in parts)
        words = ntr(
            "unit more than will be used before it expires: set aside", "units more than will be used before they expire: set aside", units
        )
        made.append(Figure(language.number(units), words, "lock", "hold_ink"))
    if exceptions:
        made.append(
            Figure(
                language.number(exceptions),
                ntr("exception to the rules, with its name", "exceptions to the rules, each with its name", exceptions),
                "alert-triangle",
                "soon_ink",
            )
        )
    if unknown:
        made.append(Figure(language.number(unknown), tr("to be identified before anybody can receive them"), "lock", "hold_ink"))
    return (*made, Figure(language.number(sum(line.row.quantity for line in lines)), tr("units in all")))
