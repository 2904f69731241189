"""Sentences for what the rules say of a donated line, what somebody decided about it, and for the rules themselves. No Qt."""

from __future__ import annotations

from datetime import date

from pharmacy_app.domain.arrival import DOUBTS, ArrivalRules, Judged, Judgement
from pharmacy_app.domain.priority import Reason
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording import trade

# What somebody sees on a box, as a sentence to choose.
DOUBT_WORDS = {
    "box_opened": mark("The box was opened"),
    "label_unreadable": mark("The label cannot be read"),
    "returned_by_patient": mark("A patient gave it back"),
    "free_sample": mark("It is a free sample"),
    "cold_chain_broken": mark("It came warm and should be kept cold"),
    "box_damaged": mark("The box is damaged, wet or dirty"),
    "other_doubt": mark("Somebody must look at it"),
}
RUSSIAN_WORDS = {
    "": mark("Not decided: the earlier day counts, and it is said"),
    "end": mark("Good through the last day of that month"),
    "before": mark("Good only until that month begins"),
}


def proposal(language: Language, judgement: Judgement) -> str:
    """What the rules say of a line, in whole sentences; empty where there is nothing to say."""
    codes = [reason.code for reason in judgement.reasons]
    aside = [code for code in codes if code != "unlisted"]
    if judgement.verdict == "quarantine":
        return language.tr("Goes to quarantine: {reason}.", reason=trade.reasons(language, ";".join(aside)))
    return " ".join(said for said in (_sentence(language, reason) for reason in judgement.reasons) if said)


def decision(language: Language, judged: Judged, decided: str, note: str, who: str) -> str:
    """What somebody decided about a line and what follows from it; empty where nobody did."""
    places = {"who": who, "units": language.number(judged.outcome.shelf), "rest": language.number(judged.outcome.aside)}
    if decided == "accept":
        said = language.tr("All of it is accepted, by {who}", **places)
    elif decided == "part":
        said = language.tr("{units} are accepted and {rest} set aside, by {who}", **places)
    elif decided == "refuse":
        said = language.tr("It is not accepted, by {who}", **places)
    else:
        return ""
    why = trade.reasons(language, note)
    return f"{said}: {why}." if why else f"{said}."


def rules_lines(language: Language, rules: ArrivalRules) -> tuple[str, ...]:
    """The rules in sentences, in the order in which a line meets them."""
    tr, ntr = language.tr, language.ntr
    waits = [language.tr(trade.LINE_REASONS[code]) for code in DOUBTS if code in rules.doubts and code != "other_doubt"]
    said = [
        ntr(
            "With {n} month of shelf life or more when it comes, it goes to the shelf.",
            "With {n} months of shelf life or more when it comes, it goes to the shelf.",
            rules.least_months,
        )
    ]
    said.append(
        tr("With less, only as much of it as people will use before it expires; the rest is set aside.")
        if rules.short_allowed
        else tr("With less, it is not accepted.")
    )
    if rules.short_allowed and rules.fewest_days:
        said.append(
            ntr(
                "With less than {n} day left, nothing of it is accepted.",
                "With less than {n} days left, nothing of it is accepted.",
                rules.fewest_days,
            )
        )
    said.append(tr("What had expired when it came never reaches the shelf: it is kept apart, counted, and disposed of with its record."))
    said.append(
        tr(
            "In quarantine until somebody lets it go, with name and reason: {reasons}; and what has no date or no lot.",
            reasons=", ".join(waits),
        )
    )
    said.append(
        tr("What is not on the list of essential medicines is accepted, and it is said.")
        if rules.not_listed == "say"
        else tr("What is not on the list of essential medicines waits in quarantine.")
    )
    said.append(f"«годен до 08.2027»: {tr(RUSSIAN_WORDS[rules.russian_expiry])}.")
    return tuple(said)


def _sentence(language: Language, reason: Reason) -> str:
    tr, data = language.tr, reason.data
    if reason.code == "expiry_past":
        return tr("It had expired when it came: it is kept apart, to be disposed of.")
    if reason.code == "short_life":
        return _short(language, reason)
    if reason.code in ("unlisted", "not_listed"):
        return tr("It is not on the list of essential medicines.")
    if reason.code == "too_short":
        return language.ntr(
            "It has {n} day left; at least {least} are asked for.",
            "It has {n} days left; at least {least} are asked for.",
            _number(data["days"]),
            least=language.number(_number(data["least"])),
        )
    if reason.code in ("short_refused", "short_unknown"):
        return language.ntr(
            "Expires in {n} month; {least} are asked for.",
            "Expires in {n} months; {least} are asked for.",
            _number(data["months"]),
            least=language.number(_number(data["least"])),
        )
    return ""


def _short(language: Language, reason: Reason) -> str:
    """What of a short life is of use, with the sum that anybody can do again: needed, less what leaves the shelf before."""
    data = reason.data
    usable, quantity, due, before = (_number(data[name]) for name in ("usable", "quantity", "due", "before"))
    until = data["until"]
    assert isinstance(until, date)
    places = {
        "day": language.date(until),
        "usable": language.number(usable),
        "quantity": language.number(quantity),
        "due": language.number(due),
        "before": language.number(before),
    }
    if not due:
        return language.tr("Nobody is known to need it until {day}, when it expires.", **places)
    if not before and usable == quantity:
        return language.tr("All of it will be used until {day}: {due} are needed, and nothing on the shelf goes out before it.", **places)
    if not before:
        return language.tr(
            "Enough for {usable} of {quantity}: so many are needed until {day}, and nothing on the shelf goes out before it.", **places
        )
    if usable == quantity:
        return language.tr("All of it will be used until {day}: {due} are needed, and {before} on the shelf go out before it.", **places)
    if not usable:
        return language.tr("None of it would be used until {day}: {due} are needed, and {before} on the shelf go out before it.", **places)
    return language.tr(
        "Enough for {usable} of {quantity}: until {day} {due} are needed, and {before} on the shelf go out before it.", **places
    )


def _number(value: object) -> int:
    return int(str(value))
