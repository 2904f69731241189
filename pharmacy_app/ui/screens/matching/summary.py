"""The one question before a proposal becomes promises: what it gives, what was changed, who goes without, what is urgent."""

from __future__ import annotations

from datetime import date, timedelta

from pharmacy_app.services.matching import Proposal
from pharmacy_app.services.promises import Difference
from pharmacy_app.system.language import Language
from pharmacy_app.ui.messages import Figure, Question

SOON = 14  # days within which a lot has to leave with the next round
_NAMED = 3


def summary(language: Language, proposal: Proposal, today: date, difference: Difference | None = None) -> Question:
    """Figures of the whole run, and what needs attention; of a medicine dealt anew, who loses and who gains, too."""
    tr, number = language.tr, language.number
    given = [line for line in proposal.lines if line.shares]
    people = {line.item.patient_id for line in given}
    councils = {line.item.council for line in given}
    lots = {share.batch_id for line in given for share in line.shares}
    units = sum(share.units for line in given for share in line.shares)
    changed = sum(line.item.decided_units is not None for line in proposal.lines)
    short = {line.item.patient_id for line in proposal.lines if line.item.units_granted < line.item.units_asked}
    of_councils = language.ntr("of {n} council", "of {n} councils", len(councils))
    of_lots = language.ntr("of {n} lot", "of {n} lots", len(lots))
    figures = [
        Figure(number(len(people)), " ".join((language.ntr("person", "people", len(people)), of_councils))),
        Figure(number(units), " ".join((language.ntr("unit", "units", units), of_lots))),
    ]
    if changed:
        words = language.ntr("line changed by the committee, with its reason", "lines changed by the committee, with their reason", changed)
        figures.append(Figure(number(changed), words, "pencil"))
    if short:
        words = language.ntr("person waits for something", "people wait for something", len(short))
        figures.append(Figure(number(len(short)), words, "clock-hour-4", "soon_ink"))
    if difference is not None:
        for moved, words in (
            (
                difference.losing,
                language.ntr("person gets less than was promised", "people get less than was promised", len(difference.losing)),
            ),
            (
                difference.gaining,
                language.ntr("person gets more than was promised", "people get more than was promised", len(difference.gaining)),
            ),
        ):
            figures.append(Figure(number(len(moved)), words))
    return Question(
        tr("Confirm the proposal?"),
        tr("Confirm and reserve"),
        tr("The units are reserved for these people. They leave the shelf when the round is prepared."),
        tuple(figures),
        _attention(language, proposal, today),
        tr("A round that is not walked gives them back; nothing is lost by confirming."),
    )


def _attention(language: Language, proposal: Proposal, today: date) -> tuple[tuple[str, str], ...]:
    urgent = {
        share.lot: share.expiry
        for line in proposal.lines
        for share in line.shares
        if share.expiry is not None and share.expiry <= today + timedelta(days=SOON)
    }
    found = [
        ("soon", language.tr("{lot} expires on {day}: it has to leave with this week's round.", lot=lot, day=language.short_date(day)))
        for lot, day in sorted(urgent.items(), key=lambda pair: pair[1])[:_NAMED]
    ]
    doctor = len({line.item.patient_id for line in proposal.lines if line.item.refused})
    if doctor:
        found.append(("hold", language.ntr("{n} person waits for a doctor's answer.", "{n} people wait for a doctor's answer.", doctor)))
    return tuple(found)
