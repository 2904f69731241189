"""Words for what the committee decides: how a line ends, why it said no, who waits and since when, what moved meanwhile. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pharmacy_app.domain.plan import Policy
from pharmacy_app.system.language import Language, mark

REFUSALS: Mapping[str, str] = {
    "has_enough": mark("has enough at home"),
    "elsewhere": mark("gets it from somewhere else"),
    "not_wanted": mark("does not want it"),
    "stopped": mark("the doctor took it off"),
    "away": mark("is away"),
    "not_ours": mark("this pharmacy does not hand it out"),
    "other": mark("another reason"),
}
OUTCOMES: Mapping[str, str] = {
    "granted": mark("receives all"),
    "part": mark("receives a part; the rest waits"),
    "deferred": mark("deferred"),
    "refused": mark("the committee said no"),
    "doctor": mark("waits for a doctor"),
    "nothing": mark("asks nothing any more"),
}
STATES: Mapping[str, str] = {
    "refused": mark("refused until {until}: {refusal}"),
    "doctor": mark("waits for a doctor's answer"),
    "deferred": mark("deferred on {decided}"),
    "part": mark("received a part, until {until}"),
    "given_up": mark("what was promised was taken back"),
    "reopened": mark("asked for again after a refusal"),
    "never": mark("no meeting has seen it yet"),
    "again": mark("received all; needs more from {since} on"),
}
STEPS: Mapping[str, str] = {
    "reading": mark("Reading who asks and what there is…"),
    "dealing": mark("Working out who gets what…"),
    "writing": mark("Writing the proposal down…"),
    "checking": mark("Looking whether anything moved meanwhile…"),
    "reserving": mark("Reserving…"),
}
LOT_CHANGES: Mapping[str, str] = {
    "expired": mark("Lot {lot}: {proposed} were proposed; it has expired."),
    "quarantine": mark("Lot {lot}: {proposed} were proposed; it is in quarantine now."),
    "held": mark("Lot {lot}: {proposed} were proposed; it is on hold now."),
    "recalled": mark("Lot {lot}: {proposed} were proposed; it was recalled."),
    "unknown": mark("Lot {lot}: {proposed} were proposed; now nobody is sure what is in the box."),
    "no_expiry": mark("Lot {lot}: {proposed} were proposed; now it has no expiry date."),
    "fewer": mark("Lot {lot}: {proposed} were proposed; units left the shelf, {there} are there now."),
    "promised": mark("Lot {lot}: {proposed} were proposed; others were promised some, {there} are free now."),
}
NEED_CHANGES: Mapping[str, str] = {
    "ended": mark("{person}: the treatment ended, or the person is gone."),
    "covered": mark("{person}: received it, or was promised it, meanwhile."),
    "earlier": mark("{person}: what was promised before came back, so it is needed earlier."),
    "promise": mark("{person}: what was promised before is not the same any more."),
}


def step(language: Language, begins: str) -> str:
    """What begins, while a proposal is made by command."""
    return language.tr(STEPS[begins])


def refusal(language: Language, word: str, note: str = "") -> str:
    """Why the committee said no; where it said `another reason`, in its own words."""
    said = language.tr(REFUSALS[word]) if word in REFUSALS else word
    if not note:
        return said
    return note if word == "other" else f"{said}: {note}"


def outcome(language: Language, word: str) -> str:
    """How a line ended."""
    return language.tr(OUTCOMES[word])


def state(language: Language, word: str, since: date, decided_on: date | None, until: date | None, why: str = "") -> str:
    """Why somebody waits, in a few words; `why` is the sentence of the refusal."""
    places = {"since": language.date(since), "refusal": why}
    places |= {name: language.date(day) if day else "—" for name, day in (("decided", decided_on), ("until", until))}
    return language.tr(STATES[word], **places)


def waits_why(language: Language, word: str, since: date, decided_on: date | None, until: date | None, refused: str, note: str = "") -> str:
    """`state` with the sentence of its refusal; `note`: the committee's own words, where whoever reads it may have them."""
    said = state(language, word, since, decided_on, until, refusal(language, refused, note) if refused else "")
    return f"{said}: {note}" if note and not refused else said


def lot_change(language: Language, why: str, lot: str, proposed: int, there: int) -> str:
    """What became of a lot since it was proposed."""
    return language.tr(LOT_CHANGES[why], lot=lot or "—", proposed=language.number(proposed), there=language.number(there))


def need_change(language: Language, why: str, person: str) -> str:
    """What became of a person's need since it was proposed; `person` as whoever reads it may know them."""
    return language.tr(NEED_CHANGES[why], person=person)


def rules(language: Language, policy: Policy) -> str:
    """The rules in a few sentences, as a record of a meeting tells them."""
    tr, ntr = language.tr, language.ntr
    table = policy.criteria
    said = [
        tr(
            "First group A, from {a} points; then B, from {b}; then C, everybody else.",
            a=language.number(table.from_a),
            b=language.number(table.from_b),
        )
    ]
    if policy.continuity_reserve:
        said.append(tr("In each group first who is on the treatment already, then by points, then by days without the medicine."))
    else:
        said.append(tr("In each group by points, then by days without the medicine."))
    shared = [tier for tier in ("A", "B", "C") if tier not in policy.complete_tiers]
    if shared:
        words = ntr("{n} day for everybody before anybody's next", "{n} days for everybody before anybody's next", policy.slice_days)
        said.append(tr("In {groups}: {words}, so that it reaches more people.", groups=", ".join(shared), words=words))
    if policy.complete_tiers:
        said.append(tr("In {groups}: as many as possible receive all they ask for.", groups=", ".join(policy.complete_tiers)))
    if policy.least_days:
        said.append(ntr("Less than {n} day is not handed out.", "Less than {n} days are not handed out.", policy.least_days))
    return " ".join(said)
