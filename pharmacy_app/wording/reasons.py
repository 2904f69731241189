"""Sentences for the reasons of a proposal: who stands where and why, why a line is short, why a lot was not used. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.priority import Reason
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording import trade

NO_MEDICINES: Mapping[int, Medicine] = {}
NO_PEOPLE: Mapping[int, str] = {}

# What a medicine's label warns of, as a question to the doctor.
_WARNINGS = {
    "pregnancy": mark("pregnancy"),
    "pregnant": mark("pregnancy"),
    "pregnancy_late": mark("the last months of pregnancy"),
    "breastfeeding": mark("breastfeeding"),
    "children": mark("children"),
    "child": mark("children"),
    "elderly": mark("elderly people"),
}
# Why units of a lot stay; `{expiry}` is the printed date.
SKIPPED = {
    "expired": mark("expired on {expiry}"),
    "held": mark("on hold"),
    "quarantine": mark("in quarantine"),
    "recalled": mark("recalled"),
    "no_expiry": mark("without an expiry date"),
    "reserved": mark("all promised before"),
    "does_not_last": mark("expires before anybody else would take it"),
    "too_little": mark("too little for the least that is handed out"),
    "not_asked": mark("nobody needs it now"),
    "": mark("stays on the shelf"),
}
_PLAIN = {
    "continuing": mark("Already on this treatment: comes before new starts of the group."),
    "complete": mark("Receives everything that was asked for."),
    "no_stock": mark("There is none on the shelf that may be handed out."),
    "kit": mark("Goes with the family's kit: what it needs for the whole quarter."),
    "no_days": mark("Nothing is asked for in this period."),
}


def sentence(
    language: Language, reason: Reason, medicines: Mapping[int, Medicine] = NO_MEDICINES, people: Mapping[int, str] = NO_PEOPLE
) -> str:
    """One whole sentence for one reason. `medicines` (by id) and `people` (by item) name what a reason only numbers."""
    if reason.code in _PLAIN:
        return language.tr(_PLAIN[reason.code])
    if reason.code.startswith("lot_"):
        return _lot(language, reason)
    if reason.code in _SENTENCES:
        return _SENTENCES[reason.code](language, reason)
    if reason.code in ("other_strength", "duplicate"):
        return _named(language, reason, medicines)
    if reason.code == "interrupts":
        return _interrupts(language, reason, people)
    return language.tr("Reason: {code}.", code=reason.code)


def standing(language: Language, tier: str, points: int, reasons: Iterable[Reason]) -> str:
    """Where a person stands, in a few words: `A, 9 points: cannot leave home 4, lives alone 3, 9 days without it 2`."""
    parts = [part for part in (_points(language, reason) for reason in reasons) if part]
    said = language.ntr("{tier}, {n} point", "{tier}, {n} points", points, tier=tier)
    return f"{said}: {', '.join(parts)}" if parts else said


def waits(language: Language, reasons: Iterable[Reason], left: int) -> str:
    """Why somebody receives nothing, as short as a row of the table needs it; `left` units of the medicine stay on the shelf."""
    by_code = {reason.code: reason for reason in reasons}
    for code in ("allergy", "duplicate", "warning"):
        if code in by_code:
            return language.tr("waits for a doctor's answer")
    if "no_days" in by_code or "course_ended" in by_code:
        return language.tr("nothing is asked for in this period")
    if "no_stock" in by_code:
        return language.tr("there is none")
    if "left_for_more" in by_code:
        return language.tr("with the same, more people receive all they ask for")
    if "below_least" in by_code and left:
        days = _number(by_code["below_least"], "days")
        return language.ntr(
            "{n} unit is left, less than {days} days", "{n} units are left, less than {days} days", left, days=language.number(days)
        )
    if "does_not_last" in by_code:
        return language.tr("what is left expires before")
    if "whole_packs" in by_code:
        return language.tr("what is left is no whole pack")
    if "too_many_lots" in by_code:
        return language.tr("it would be too many lots in one bag")
    return language.tr("nothing is left")


def skipped(language: Language, why: str, expiry: date | None) -> str:
    """Why units of a lot stay: `expired on 31/10/2026`, `in quarantine`."""
    return language.tr(SKIPPED[why], expiry=language.date(expiry) if expiry else "—")


def _points(language: Language, reason: Reason) -> str:
    """A criterion and its value, or empty for reasons that give no points."""
    number = language.number(_number(reason, "points"))
    if reason.code == "criterion":
        return f"{_criterion(language, reason)} {number}"
    if reason.code == "vital":
        vital = language.tr("vital medicine")
        return f"{vital} {number}"
    if reason.code == "days_without":
        without = language.ntr("{n} day without it", "{n} days without it", _number(reason, "days"))
        return f"{without} {number}"
    if reason.code == "decided":
        return language.tr("group set by the committee")
    return ""


def _number(reason: Reason, name: str) -> int:
    return int(str(reason.data.get(name, 0)))


def _day(language: Language, reason: Reason, name: str) -> str:
    day = reason.data[name]
    return language.date(day) if isinstance(day, date) else str(day)


def _criterion(language: Language, reason: Reason) -> str:
    word = str(reason.data["word"])
    return language.tr(trade.CRITERIA[word]) if word in trade.CRITERIA else word


def _criterion_sentence(language: Language, reason: Reason) -> str:
    points = _number(reason, "points")
    return language.ntr("{word}: {n} point.", "{word}: {n} points.", points, word=_capital(_criterion(language, reason)))


def _vital(language: Language, reason: Reason) -> str:
    points = _number(reason, "points")
    return language.ntr(
        "A day without this medicine is a danger: {n} point.", "A day without this medicine is a danger: {n} points.", points
    )


def _without(language: Language, reason: Reason) -> str:
    days = language.ntr("{n} day", "{n} days", _number(reason, "days"))
    return language.ntr("{days} without it: {n} point.", "{days} without it: {n} points.", _number(reason, "points"), days=days)


def _decided(language: Language, reason: Reason) -> str:
    return language.tr(
        "The committee put this person into group {tier}; by points it would be {by_points}.",
        tier=reason.data["tier"],
        by_points=reason.data["by_points"],
    )


def _tier(language: Language, reason: Reason) -> str:
    return language.ntr(
        "Group {tier}, with {n} point.", "Group {tier}, with {n} points.", _number(reason, "points"), tier=reason.data["tier"]
    )


def _below_least(language: Language, reason: Reason) -> str:
    return language.ntr(
        "What is left would not last {n} day, the least that is handed out: it went to the next ones.",
        "What is left would not last {n} days, the least that is handed out: it went to the next ones.",
        _number(reason, "days"),
    )


def _left_for_more(language: Language, reason: Reason) -> str:
    return language.ntr(
        "In this group as many as possible receive all they ask for: {n} does; with this one it would not be more.",
        "In this group as many as possible receive all they ask for: {n} do; with this one it would not be more.",
        _number(reason, "items"),
    )


def _too_many_lots(language: Language, reason: Reason) -> str:
    return language.ntr(
        "More would make more than {n} lot in one bag.", "More would make more than {n} lots in one bag.", _number(reason, "lots")
    )


def _whole_packs(language: Language, reason: Reason) -> str:
    return language.ntr(
        "{n} unit is left, but this medicine is only given in whole packs.",
        "{n} units are left, but this medicine is only given in whole packs.",
        _number(reason, "units"),
    )


def _does_not_last(language: Language, reason: Reason) -> str:
    return language.ntr(
        "{n} unit is left that lasts until {through} at most, and it would be needed from {day} on.",
        "{n} units are left that last until {through} at most, and they would be needed from {day} on.",
        _number(reason, "units"),
        through=_day(language, reason, "through"),
        day=_day(language, reason, "day"),
    )


def _people_before(language: Language, reason: Reason) -> str:
    return language.ntr("{n} person stood before.", "{n} people stood before.", _number(reason, "people"))


def _would_be_enough(language: Language, reason: Reason) -> str:
    return language.ntr(
        "With {n} unit more that lasts until {through} it would be enough.",
        "With {n} units more that last until {through} it would be enough.",
        _number(reason, "units"),
        through=_day(language, reason, "through"),
    )


def _rounded_up(language: Language, reason: Reason) -> str:
    return language.ntr(
        "{n} unit more, so that a pack stays whole.", "{n} units more, so that a pack stays whole.", _number(reason, "units")
    )


def _allergy(language: Language, reason: Reason) -> str:
    return language.tr("Waits for a doctor: the census says allergy to {allergy}.", allergy=reason.data["allergy"])


def _warning(language: Language, reason: Reason) -> str:
    word = str(reason.data["warning"])
    if word.startswith("under_"):
        return language.tr("Waits for a doctor: this medicine has a warning for children under {years}.", years=word.removeprefix("under_"))
    shown = language.tr(_WARNINGS[word]) if word in _WARNINGS else word
    return language.tr("Waits for a doctor: this medicine has a warning for {what}.", what=shown)


def _course_ended(language: Language, reason: Reason) -> str:
    return language.tr("The treatment ended on {day}.", day=_day(language, reason, "day"))


_SENTENCES: dict[str, Callable[[Language, Reason], str]] = {
    "criterion": _criterion_sentence,
    "vital": _vital,
    "days_without": _without,
    "decided": _decided,
    "tier": _tier,
    "below_least": _below_least,
    "left_for_more": _left_for_more,
    "too_many_lots": _too_many_lots,
    "whole_packs": _whole_packs,
    "does_not_last": _does_not_last,
    "people_before": _people_before,
    "would_be_enough": _would_be_enough,
    "rounded_up": _rounded_up,
    "allergy": _allergy,
    "warning": _warning,
    "course_ended": _course_ended,
}


def _lot(language: Language, reason: Reason) -> str:
    expiry = reason.data.get("expiry")
    why = skipped(language, reason.code.removeprefix("lot_"), expiry if isinstance(expiry, date) else None)
    units = language.ntr("{n} unit", "{n} units", _number(reason, "units"))
    return language.tr("Lot {lot}, {units}: {why}.", lot=reason.data["lot"], units=units, why=why)


def _named(language: Language, reason: Reason, medicines: Mapping[int, Medicine]) -> str:
    medicine = medicines.get(_number(reason, "medicine_id"))
    if reason.code == "duplicate":
        if medicine is None:
            return language.tr("Waits for a doctor: it may be the same treatment twice.")
        name = trade.medicine_title(language, medicine)
        return language.tr("Waits for a doctor: it may be the same treatment twice, with {medicine}.", medicine=name)
    units, covers = language.number(_number(reason, "units")), language.number(_number(reason, "covers"))
    shown = trade.strength(language, medicine.strength) if medicine else language.tr("another strength")
    return language.tr("{units} of {strength} stand for {covers}.", units=units, strength=shown, covers=covers)


def _interrupts(language: Language, reason: Reason, people: Mapping[int, str]) -> str:
    first = people.get(_number(reason, "item"))
    day = _day(language, reason, "day")
    said = language.ntr(
        "A new start: {n} person who is on this treatment already runs out.",
        "A new start: {n} people who are on this treatment already run out.",
        _number(reason, "people"),
    )
    named = language.tr("The first one is {person}, on {day}.", person=first, day=day)
    unnamed = language.tr("The first one on {day}.", day=day)
    return f"{said} {named if first else unnamed}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
