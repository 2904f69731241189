"""The command line: what is written behind `pharmacy-app`, understood or refused with one sentence. Nothing is opened here."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.system.language import CODES, Language

SAMPLES = ("none", "neighbourhood", "commune", "city")
SPOKEN = ("es", "en")
_EARLIEST, _LATEST = 1900, 2199  # years; what lies outside is a slip of the finger, and far outside no day can be reckoned
_MOST = 2**31 - 1
_MOST_DAYS = 36_500
_MOST_COPIES = 100
Translate = Callable[[str], str]
_GLOBAL = ("--data", "--database-url", "--language", "--today")

# argparse tells what is wrong only as an English sentence.
_PROBLEMS = (
    (r"argument .*?: invalid choice: (?P<text>.*) \(choose from (?P<choices>.*)\)", "word_unknown"),
    (r"the following arguments are required: (?P<text>.*)", "argument_missing"),
    (r"one of the arguments (?P<text>.*) is required", "argument_missing"),
    (r"unrecognized arguments: (?P<text>.*)", "argument_unknown"),
    (r"argument (?P<text>.*?): expected .*", "value_missing"),
    (r"argument (?P<text>.*?): not allowed with argument (?P<other>.*)", "arguments_exclude"),
)


class _Parser(argparse.ArgumentParser):
    """Wrong words on the command line are bad input like any other: a refusal."""

    def error(self, message: str) -> NoReturn:
        for pattern, code in _PROBLEMS:
            found = re.fullmatch(pattern, message, re.DOTALL)
            if found:
                raise Refusal(code, "command", **{name: value.replace("'", "") for name, value in found.groupdict().items()})
        raise Refusal("command_unclear", "command", text=message)


def day(text: str) -> date:
    """A day as `2026-11-24`. Raises `Refusal` `day_unclear`, `day_out_of_reach`."""
    try:
        found = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else None
    except ValueError:
        found = None
    if found is None:
        raise Refusal("day_unclear", "command", text=text[:20])
    if not _EARLIEST <= found.year <= _LATEST:
        raise Refusal("day_out_of_reach", "command", day=found)
    return found


def number(text: str) -> int:
    """A whole number that a database can hold. Raises `Refusal` `number_unclear`."""
    found = int(text) if re.fullmatch(r"[+-]?\d{1,12}", text.strip(), re.ASCII) else _MOST + 1
    if abs(found) > _MOST:
        raise Refusal("number_unclear", "command", text=text[:20])
    return found


def days_ahead(text: str) -> int:
    """So many days from today on. Raises `Refusal` `number_unclear`, `days_out_of_range`."""
    found = number(text)
    if not 0 <= found <= _MOST_DAYS:
        raise Refusal("days_out_of_range", "days", days=found, most=_MOST_DAYS)
    return found


def copies(text: str) -> int:
    """So many copies. Raises `Refusal` `number_unclear`, `copies_out_of_range`."""
    found = number(text)
    if not 1 <= found <= _MOST_COPIES:
        raise Refusal("copies_out_of_range", "copies", most=_MOST_COPIES)
    return found


def language_of(words: Sequence[str]) -> str:
    """The language in which whatever is wrong with these words is to be said: the first that is named and spoken, else Spanish."""
    for place, word in enumerate(words):
        said = (
            word.removeprefix("--language=")
            if word.startswith("--language=")
            else words[place + 1]
            if word == "--language" and words[place + 1 :]
            else ""
        )
        if said in SPOKEN:
            return said
    return "es"


def in_order(words: Iterable[str]) -> list[str]:
    """The words with those options in front that hold for every command; `report donor` and `template` have a `--language` of their own."""
    rest = list(words)
    front: list[str] = []
    behind: list[str] = []
    while rest:
        word = rest.pop(0)
        name, equals, _ = word.partition("=")
        if name in _GLOBAL and not (name == "--language" and {"report", "template"} & set(behind)):
            front += [word] if equals or not rest else [word, rest.pop(0)]
        else:
            behind.append(word)
    return [*front, *behind]


def parser(spoken: Language) -> argparse.ArgumentParser:
    """Every command with its options, explained in this language."""
    tr = spoken.tr
    about = tr("Farmacia Comunal: without a command the window opens; with one, the same work is done without it.")
    top = _Parser(prog="pharmacy-app", allow_abbrev=False, description=about)
    where = top.add_mutually_exclusive_group()
    where.add_argument(
        "--data", type=Path, metavar="DIR", help=tr("the folder of the pharmacy (else PHARMACY_APP_DATA, else this person's own)")
    )
    where.add_argument("--database-url", metavar="URL", help=tr("a pharmacy on a PostgreSQL server: postgresql://user@server/name"))
    top.add_argument("--language", choices=SPOKEN, default="es", help=tr("the language of the answers"))
    top.add_argument("--today", type=day, metavar="YYYY-MM-DD", help=tr("another day than today; in practice pharmacies only"))
    top.add_argument("--json", action="store_true", help=tr("one JSON object on stdout"))
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)

    found = _command(commands, "init", tr("begin a pharmacy; with --sample, one to practise in"))
    found.add_argument("--sample", choices=SAMPLES, help=tr("how much invented data"))
    found.add_argument("--seed", type=number, default=1, metavar="N", help=tr("another number invents other people"))
    _imports(_command(commands, "import", tr("read a spreadsheet")), tr)
    found = _command(commands, "stock", tr("what is on the shelf, and until when"))
    found.add_argument("--expiring", type=days_ahead, metavar="DAYS", help=tr("only what expires within so many days"))
    found.add_argument("--donor", metavar="NAME", help=tr("only what this donor sent"))
    found = _command(commands, "labels", tr("shelf labels as PDF: for the lots of a donation, or for single lots"))
    one = found.add_mutually_exclusive_group(required=True)
    one.add_argument("--donation", type=number, metavar="ID")
    one.add_argument("--batch", type=number, action="append", metavar="ID", help=tr("this lot; can be repeated"))
    found.add_argument("--copies", type=copies, default=1, metavar="N", help=tr("so many labels for each lot"))
    found.add_argument("--out", type=Path, required=True, metavar="F.pdf")
    _matching(_command(commands, "match", tr("propose who gets what")), tr)
    _committee(_command(commands, "committee", tr("who waits, and what is decided beside a proposal")), tr)
    _rounds(_command(commands, "round", tr("plan a round, print its papers, close it")), tr)
    _reports(_command(commands, "report", tr("reports as PDF")), tr)
    found = _command(commands, "template", tr("the empty form for an import"))
    found.add_argument("kind", choices=("donation", "census", "prescriptions"))
    found.add_argument("--language", dest="paper_language", choices=CODES, help=tr("the language of the form; else that of the answers"))
    said = tr("donation only: ask for what prescriptions use in so many months (3 if not said) and the shelf does not have")
    found.add_argument("--needs", type=number, nargs="?", const=3, metavar="MONTHS", help=said)
    found.add_argument("--out", type=Path, required=True, metavar="F", help=tr("the file to write: .xlsx or .csv"))
    found = _command(commands, "trace", tr("from a lot or donation to every door"))
    one = found.add_mutually_exclusive_group(required=True)
    one.add_argument("--lot", metavar="LOT")
    one.add_argument("--donation", type=number, metavar="ID")
    found = _command(commands, "identify", tr("what a label, a line of a list or a pack's code means: one JSON object a line"))
    one = found.add_mutually_exclusive_group(required=True)
    one.add_argument("text", nargs="?", metavar="TEXT", help=tr("what the label says, or the code as the scanner types it"))
    one.add_argument("--file", type=Path, metavar="F", help=tr("a list: xlsx, xls, ods, csv, or plain text with a label on each line"))
    found.add_argument(
        "--column", action="append", default=[], metavar="NAME", help=tr("the column that holds the labels; several are joined")
    )
    _boxes(_command(commands, "box", tr("what is in a box: one person says it, another one confirms it")), tr)
    _command(commands, "check", tr("does everything add up? Schema, constraints, ledger, record"))
    return top


def _command(commands: argparse._SubParsersAction[_Parser], name: str, words: str) -> _Parser:
    return commands.add_parser(name, help=words, description=words, allow_abbrev=False)


def _kinds(of: _Parser) -> argparse._SubParsersAction[_Parser]:
    return of.add_subparsers(dest="what", required=True, metavar="WHAT", parser_class=_Parser)


def _imports(of: _Parser, tr: Translate) -> None:
    kinds = _kinds(of)
    found = _command(kinds, "donation", tr("a sender's list becomes batches on the shelf"))
    found.add_argument("file", type=Path, metavar="FILE")
    found.add_argument("--donor", required=True, metavar="NAME", help=tr("who sends; a new name needs --country"))
    found.add_argument("--country", default="", metavar="CC", help=tr("the donor's country in two letters: IT"))
    found.add_argument("--received", type=day, required=True, metavar="YYYY-MM-DD", help=tr("the day on which it came"))
    found.add_argument("--sheet", action="append", default=[], metavar="NAME", help=tr("only this sheet; can be repeated"))
    found.add_argument("--dates", choices=("dmy", "mdy", "ymd"), help=tr("how the file writes its dates, where it leaves a doubt"))
    said = tr("with a short shelf life, only what is used before it expires goes to the shelf; without this, all of it, as an exception")
    found.add_argument("--by-rules", action="store_true", help=said)
    for name, words in (("census", tr("families and people")), ("prescriptions", tr("what doctors prescribed"))):
        _command(kinds, name, words).add_argument("file", type=Path, metavar="FILE")
    for one in kinds.choices.values():
        one.add_argument("--dry-run", action="store_true", help=tr("only say what would become of each row"))


def _rounds(of: _Parser, tr: Translate) -> None:
    kinds = _kinds(of)
    found = _command(kinds, "plan", tr("everything confirmed becomes stops in walking order"))
    found.add_argument("--date", type=day, required=True, metavar="YYYY-MM-DD", help=tr("the day on which it is walked"))
    found.add_argument("--council", metavar="NAME", help=tr("only this communal council"))
    for name, words in (("slips", tr("a slip for each person")), ("sheet", tr("the list for those who carry"))):
        found = _command(kinds, name, words)
        found.add_argument("id", type=number, metavar="ID")
        found.add_argument("--out", type=Path, required=True, metavar="F.pdf")
    found = _command(kinds, "close", tr("write what became of every bag"))
    found.add_argument("id", type=number, metavar="ID")
    how = found.add_mutually_exclusive_group(required=True)
    how.add_argument("--all-delivered", action="store_true", help=tr("every bag was handed over"))
    how.add_argument("--results", type=Path, metavar="F.csv", help=tr("a list with the columns code, result, received_by, note"))
    found = _command(kinds, "reopen", tr("take the closing of a round back by counter-entries"))
    found.add_argument("id", type=number, metavar="ID")
    found.add_argument("--why", required=True, metavar="TEXT", help=tr("why; it stays in the record"))


def _boxes(of: _Parser, tr: Translate) -> None:
    kinds = _kinds(of)
    _command(kinds, "list", tr("what waits for a second person"))
    said = _command(kinds, "say", tr("say what is in the boxes of a lot"))
    for found in (
        said,
        _command(kinds, "confirm", tr("a second person says the same: they can be handed out")),
        _command(kinds, "withdraw", tr("take back what was said")),
    ):
        found.add_argument("id", type=number, metavar="ID", help=tr("the number of a lot, as `stock` shows it"))
        found.add_argument("--as", dest="who", required=True, metavar="NAME", help=tr("who says so: somebody who works here"))
    said.add_argument("--medicine", required=True, metavar="TEXT", help=tr("name, strength and form: losartan 50 mg tablet"))


def _matching(of: _Parser, tr: Translate) -> None:
    of.add_argument("--from", dest="start", type=day, required=True, metavar="YYYY-MM-DD", help=tr("the first day"))
    of.add_argument("--days", type=number, required=True, metavar="N", help=tr("for how many days"))
    of.add_argument("--council", metavar="NAME", help=tr("only this communal council"))
    of.add_argument("--medicine", metavar="TEXT", help=tr("only this one, dealt anew: what is promised of it and not yet out asks again"))
    of.add_argument(
        "--refuse", action="append", default=[], metavar="ITEM=REASON", help=tr("say no to an item: 12=has_enough; can be repeated")
    )
    of.add_argument("--defer", action="append", default=[], metavar="ITEM=WHY", help=tr("give an item nothing this time; can be repeated"))
    of.add_argument("--confirm", action="store_true", help=tr("reserve what is proposed"))
    of.add_argument(
        "--present", action="append", default=[], metavar="NAME", help=tr("who sat there when it was confirmed; can be repeated")
    )


def _committee(of: _Parser, tr: Translate) -> None:
    kinds = _kinds(of)
    found = _command(kinds, "waiting", tr("everything that is asked for and neither promised nor on its way, the longest first"))
    found.add_argument("--days", type=number, default=30, metavar="N", help=tr("so many days from today on"))
    found.add_argument("--council", metavar="NAME", help=tr("only this communal council"))
    found.add_argument("--medicine", metavar="TEXT", help=tr("only this one and its other strengths"))
    found = _command(kinds, "release", tr("take promised units back that have not left yet"))
    what = found.add_mutually_exclusive_group(required=True)
    what.add_argument("--item", type=number, action="append", metavar="ID", help=tr("the number of an item; can be repeated"))
    what.add_argument("--run", type=number, metavar="ID", help=tr("all of this proposal"))
    found.add_argument("--why", required=True, metavar="TEXT")
    found = _command(kinds, "reopen", tr("take a refusal back: the item is asked for again"))
    found.add_argument(
        "--item", type=number, action="append", required=True, metavar="ID", help=tr("the number of an item; can be repeated")
    )
    found.add_argument("--why", required=True, metavar="TEXT")
    found = _command(kinds, "tier", tr("put a person, or one item of a person, into another group than the points would"))
    found.add_argument("--person", required=True, metavar="CODE", help=tr("the person's number in the census"))
    found.add_argument("--tier", required=True, choices=("A", "B", "C", "points"), help=tr("points: as the points say, again"))
    found.add_argument("--item", type=number, metavar="ID", help=tr("only for this item"))
    found.add_argument("--why", required=True, metavar="TEXT")


def _reports(of: _Parser, tr: Translate) -> None:
    kinds = _kinds(of)
    found = _command(kinds, "donor", tr("what became of a donor's medicines; nobody is named in it"))
    found.add_argument("--donor", required=True, metavar="NAME")
    found.add_argument("--from", dest="first", type=day, metavar="YYYY-MM-DD")
    found.add_argument("--to", dest="last", type=day, metavar="YYYY-MM-DD")
    found.add_argument("--language", dest="paper_language", choices=CODES, help=tr("the language of the report; else the donor's"))
    found.add_argument("--out", type=Path, required=True, metavar="F.pdf")
    found = _command(kinds, "differences", tr("what the sender's paper said beside what was counted"))
    found.add_argument("--donation", type=number, required=True, metavar="ID")
    found.add_argument("--language", dest="paper_language", choices=CODES, help=tr("the language of the report; else the donor's"))
    found.add_argument("--out", type=Path, required=True, metavar="F.pdf")
    found = _command(kinds, "person", tr("a person on one page for the doctor; that it was looked at is written down"))
    found.add_argument("--code", required=True, metavar="CODE", help=tr("the person's code in the census"))
    found.add_argument("--out", type=Path, required=True, metavar="F.pdf")
    found = _command(
        kinds, "needs", tr("the letter that asks a donor for what is needed, with its packing list beside it; nobody is named")
    )
    found.add_argument("--months", type=number, default=3, metavar="N", help=tr("for so many months (3 if not said)"))
    found.add_argument("--language", dest="paper_language", choices=CODES, help=tr("the language of the letter; else that of the answers"))
    found.add_argument("--out", type=Path, required=True, metavar="F.pdf")
    found = _command(kinds, "consumption", tr("what was used by month, and the average month without the days on which there was none"))
    found.add_argument(
        "--months", type=number, default=6, metavar="N", help=tr("so many calendar months back, this one included (6 if not said)")
    )
    found.add_argument("--out", type=Path, metavar="F", help=tr("a file instead of an answer: .pdf, .xlsx or .csv"))
    found = _command(kinds, "expiring", tr("what would expire at today's use, and how many it would fit"))
    found.add_argument("--days", type=days_ahead, metavar="N", help=tr("only what expires within so many days"))
    found.add_argument("--out", type=Path, metavar="F", help=tr("a file instead of an answer: .pdf, .xlsx or .csv"))
    found = _command(kinds, "fairness", tr("what was granted and refused by council, sex, age and criterion; nobody is named"))
    found.add_argument("--from", dest="first", type=day, metavar="YYYY-MM-DD")
    found.add_argument("--to", dest="last", type=day, metavar="YYYY-MM-DD")
    found.add_argument("--out", type=Path, metavar="F", help=tr("a file instead of an answer: .xlsx or .csv"))
    found = _command(kinds, "acta", tr("the record of a meeting: who was there, what was decided and why"))
    found.add_argument("--date", type=day, metavar="YYYY-MM-DD", help=tr("the day of the meeting; else the day of today"))
    found.add_argument("--out", type=Path, required=True, metavar="F.pdf")
    found = _command(kinds, "visit-sheet", tr("a visit sheet that was made in the window"))
    found.add_argument("--sheet", type=number, required=True, metavar="N", help=tr("its number: the digits of its code without the last"))
    found.add_argument("--out", type=Path, required=True, metavar="F.pdf")
    found = _command(kinds, "weekly", tr("the sheet for Monday's meeting"))
    found.add_argument("--council", metavar="NAME", help=tr("this communal council; else the first"))
    found.add_argument("--week", type=day, metavar="YYYY-MM-DD", help=tr("a day of the week; else the day of today"))
    found.add_argument("--out", type=Path, required=True, metavar="F.pdf")
