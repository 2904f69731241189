"""How a draft ends: received, with one summary and one confirmation, or discarded; and what its paper said beside what was counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from pharmacy_app.services import donations
from pharmacy_app.services.donations import DonationLine, DonationRow
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.messages import Question
from pharmacy_app.ui.screens.donations.half import Half
from pharmacy_app.ui.screens.donations.judgement import figures

CHANGED = frozenset({"donations"})


def receive(context: Context, owner: QWidget, donation: DonationRow, lines: Sequence[DonationLine], half: Half) -> None:
    """One summary, one confirmation: every line becomes a lot. A line that is only half typed is named before."""
    language = context.language
    tr = language.tr
    if not lines:
        _receive(context, owner, donation.id)  # the rule answers: there is nothing in it yet
        return
    attention = (
        ()
        if half.empty
        else (("soon", tr("A line is only half typed, and does not count: {what}.", what=half.medicine or half.lot or half.quantity)),)
    )
    question = Question(
        tr("Receive the donation?"),
        tr("Receive it"),
        tr("From {donor}, {day}. Its lines become lots of the shelf.", donor=donation.donor, day=language.date(donation.received_on)),
        figures(language, lines),
        attention,
        remedy=tr("Afterwards the lines no longer change: a mistake is put right in Stock, by a movement in plain sight."),
        icon="package-import",
    )
    context.messages.ask(question, lambda: _receive(context, owner, donation.id))


def _receive(context: Context, owner: QWidget, donation_id: int) -> None:
    desk, language, by = context.desk, context.language, context.by()

    def done(received: donations.Received) -> None:
        said = language.ntr("{n} lot received", "{n} lots received", received.batches)
        units = language.ntr("{n} unit", "{n} units", received.units)
        aside = language.ntr("{n} in quarantine", "{n} in quarantine", received.quarantined)
        context.messages.toast(f"{said}: {units}, {aside}" if received.quarantined else f"{said}: {units}")

    context.tasks.run_write(lambda: donations.receive(desk, by, donation_id), done, {"donations", "stock"}, owner=owner)


def discard(context: Context, owner: QWidget, donation: DonationRow, lines: int, documents: int, left: Callable[[], None]) -> None:
    """Throws the draft away; asks first if anything was typed or attached."""
    language = context.language
    if not lines and not documents:
        _discard(context, owner, donation.id, left)
        return
    lost = [language.ntr("{n} line that was typed is lost.", "{n} lines that were typed are lost.", lines)] if lines else []
    lost += [language.ntr("{n} document is lost.", "{n} documents are lost.", documents)] if documents else []
    question = Question(language.tr("Discard this draft?"), language.tr("Discard it"), " ".join(lost), icon="trash", danger=True)
    context.messages.ask(question, lambda: _discard(context, owner, donation.id, left))


def _discard(context: Context, owner: QWidget, donation_id: int, left: Callable[[], None]) -> None:
    desk, by = context.desk, context.by()

    def done(_none: None) -> None:
        context.messages.toast(context.language.tr("The draft is discarded"))
        left()

    context.tasks.run_write(lambda: donations.discard(desk, by, donation_id), done, CHANGED, owner=owner)
