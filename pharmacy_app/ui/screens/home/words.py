"""The sentence of each thing to do: what, why, the button's verb, and the room that it opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pharmacy_app.services.home import Task
from pharmacy_app.system.language import Language


@dataclass(frozen=True, slots=True)
class Line:
    """A task as it is read: the figure stands before `sentence`. `room` and `target` are where the button leads."""

    figure: str
    sentence: str
    why: str
    verb: str
    room: str
    target: object
    kind: str = ""


def line(language: Language, task: Task) -> Line:
    """What the first room says of this task."""
    shown = {key: language.short_date(value) if isinstance(value, date) else value for key, value in task.data.items()}
    sentence, why, verb, room, target, kind = _WORDS[task.code](language, task, shown)
    return Line(language.number(task.n), sentence, why, verb, room, target, kind)


_Said = tuple[str, str, str, str, object, str]


def _round_to_close(language: Language, task: Task, shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr(
        "slip is out with the carriers: {council}", "slips are out with the carriers: {council}", task.n, council=_place(language, shown)
    )
    day = task.data["day"]
    weekday = language.weekday(day) if isinstance(day, date) else ""
    why = language.tr("Round of {weekday} {day}: write down what happened at the doors.", weekday=weekday, day=shown["day"])
    return sentence, why, language.tr("Close the round"), "rounds", task.subject, "bad"


def _round_to_walk(language: Language, task: Task, shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr("bag is ready to go: {council}", "bags are ready to go: {council}", task.n, council=_place(language, shown))
    stops = int(task.data["stops"]) if isinstance(task.data["stops"], int) else 0
    why = language.ntr("{n} stop, on {day}.", "{n} stops, on {day}.", stops, day=shown["day"])
    return sentence, why, language.tr("See the round"), "rounds", task.subject, ""


def _more_to_close(language: Language, task: Task, shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr("slip more is out with the carriers", "slips more are out with the carriers", task.n)
    return sentence, _rounds(language, shown), language.tr("Close the round"), "rounds", task.subject, "bad"


def _more_to_walk(language: Language, task: Task, shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr("bag more is ready to go", "bags more are ready to go", task.n)
    return sentence, _rounds(language, shown), language.tr("See the round"), "rounds", task.subject, ""


def _rounds(language: Language, shown: dict[str, str | int]) -> str:
    return language.ntr("{n} round, of {day}.", "{n} rounds, the first of {day}.", int(shown["rounds"]), day=shown["day"])


def _place(language: Language, shown: dict[str, str | int]) -> str:
    return str(shown["council"]) or language.tr("all councils")


def _units(language: Language, task: Task) -> str:
    units = task.data["units"]
    return language.ntr("{n} unit", "{n} units", units if isinstance(units, int) else 0)


def _expiring(language: Language, task: Task, shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr("lot expires in a few days", "lots expire in a few days", task.n)
    why = language.tr("{units}; the first on {day}.", units=_units(language, task), day=shown["day"])
    return sentence, why, language.tr("See the lots"), "stock", "soon", "bad"


def _ending(language: Language, task: Task, shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr("chronic prescription is about to end", "chronic prescriptions are about to end", task.n)
    return (
        sentence,
        language.tr("The first on {day}; ask the doctor.", day=shown["day"]),
        language.tr("Extend"),
        "prescriptions",
        "due",
        "soon",
    )


def _waiting(language: Language, task: Task, _shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr("line of a prescription waits for an answer", "lines of prescriptions wait for an answer", task.n)
    return sentence, language.tr("Until then nobody gets anything on them."), language.tr("Answer"), "prescriptions", "waiting", "soon"


def _sheets_out(language: Language, task: Task, shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr("visit sheet has not come back", "visit sheets have not come back", task.n)
    why = language.tr("The oldest is of the week of {day}.", day=shown["day"])
    target = ("sheet", task.subject) if task.n == 1 else "sheets"
    return sentence, why, language.tr("Type it in"), "visits", target, "soon"


def _kits(language: Language, task: Task, shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr(
        "family with a chronic treatment has no kit for this quarter",
        "families with a chronic treatment have no kit for this quarter",
        task.n,
    )
    council = _place(language, shown)
    if task.data["councils"] == 1:
        why = language.tr("In {council}; it is three months since the last one.", council=council)
    else:
        why = language.tr("Begin with {council}; it is three months since the last one.", council=council)
    return sentence, why, language.tr("Prepare kits"), "kits", ("due", task.subject), "soon"


def _returned(language: Language, task: Task, shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr("person who had to wait can be served now", "people who had to wait can be served now", task.n)
    why = language.ntr("{n} line was deferred or given in part.", "{n} lines were deferred or given in part.", int(shown["lines"]))
    return sentence, why, language.tr("See who"), "matching", "returned", "soon"


def _proposal(language: Language, task: Task, shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr("line would get something: nobody has confirmed", "lines would get something: nobody has confirmed", task.n)
    lines = int(shown["lines"])
    why = language.ntr(
        "Proposal of {n} line, {first} to {last}.",
        "Proposal of {n} lines, {first} to {last}.",
        lines,
        first=shown["first"],
        last=shown["last"],
    )
    return sentence, why, language.tr("Confirm"), "matching", None, "soon"


def _uncovered(language: Language, task: Task, shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr("treatment has no medicine for today", "treatments have no medicine for today", task.n)
    why = language.ntr(
        "In {n} council; see what the shelf can give.", "In {n} councils; see what the shelf can give.", int(shown["councils"])
    )
    return sentence, why, language.tr("Propose"), "matching", None, ""


def _promised(language: Language, task: Task, _shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr("person waits for a round", "people wait for a round", task.n)
    return sentence, language.tr("{units} are set aside for them.", units=_units(language, task)), language.tr("Plan"), "rounds", "new", ""


def _freed(language: Language, task: Task, shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr(
        "person was never at home: the bag waits no longer", "people were never at home: their bags wait no longer", task.n
    )
    why = language.tr("Freed today, {days} days after the first try: {units}.", days=shown["days"], units=_units(language, task))
    return sentence, why, language.tr("See what waits"), "matching", None, ""


def _drafts(language: Language, task: Task, _shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr("donation is not received yet", "donations are not received yet", task.n)
    return sentence, language.tr("Until then it is not on the shelf."), language.tr("Go on"), "donations", task.subject, ""


def _unidentified(language: Language, task: Task, _shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr("lot that nobody has recognised", "lots that nobody has recognised", task.n)
    why = language.tr("{units} that nobody can get.", units=_units(language, task))
    return sentence, why, language.tr("Say what it is"), "stock", "unidentified", ""


def _unconfirmed(language: Language, task: Task, _shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr("lot waits for a second person", "lots wait for a second person", task.n)
    why = language.tr("{units}: another person must confirm what it is.", units=_units(language, task))
    return sentence, why, language.tr("Confirm"), "stock", "unconfirmed", ""


def _aside(language: Language, task: Task, _shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr("lot set aside waits for a decision", "lots set aside wait for a decision", task.n)
    why = language.tr("{units} that nobody gets until then.", units=_units(language, task))
    return sentence, why, language.tr("Decide"), "stock", "aside", ""


def _expired(language: Language, task: Task, _shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr("lot on the shelf has expired", "lots on the shelf have expired", task.n)
    why = language.tr("{units} to take away.", units=_units(language, task))
    return sentence, why, language.tr("See the lots"), "stock", "soon", ""


def _out_of_stock(language: Language, task: Task, shown: dict[str, str | int]) -> _Said:
    sentence = language.ntr("medicine that people take is out", "medicines that people take are out", task.n)
    why = language.ntr("{n} person takes them: ask the donors.", "{n} people take them: ask the donors.", int(shown["people"]))
    return sentence, why, language.tr("See which"), "stock", "out", ""


_WORDS: dict[str, Callable[[Language, Task, dict[str, str | int]], _Said]] = {
    "round_to_close": _round_to_close,
    "round_to_walk": _round_to_walk,
    "round_to_close_more": _more_to_close,
    "round_to_walk_more": _more_to_walk,
    "expiring": _expiring,
    "ending": _ending,
    "waiting": _waiting,
    "sheets_out": _sheets_out,
    "kits": _kits,
    "returned": _returned,
    "proposal": _proposal,
    "uncovered": _uncovered,
    "promised": _promised,
    "freed": _freed,
    "drafts": _drafts,
    "unidentified": _unidentified,
    "unconfirmed": _unconfirmed,
    "aside": _aside,
    "expired": _expired,
    "out_of_stock": _out_of_stock,
}
CODES = tuple(_WORDS)
