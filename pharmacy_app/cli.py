"""The same services without a window: for scripts, tests and a technician. Exit 0 done, 2 refused, 1 a bug."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from pharmacy_app import bootstrap, cli_answers
from pharmacy_app.cli_answers import Answer
from pharmacy_app.domain.errors import PharmacyError, Refusal, Trouble
from pharmacy_app.services import (
    census,
    donations,
    donor_reports,
    forms,
    matching,
    papers,
    prescriptions,
    rounds,
    safekeeping,
    sample,
    setup,
    stock,
)
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.services.files import write_file
from pharmacy_app.system import paths
from pharmacy_app.system.language import CODES, Language, language
from pharmacy_app.wording import sentence

TECHNICIAN = "Técnico"  # who a command acts as where the pharmacy has nobody of that name: its first person


class _Parser(argparse.ArgumentParser):
    """Wrong words on the command line are bad input like any other: one sentence, exit 2."""

    def error(self, message: str) -> NoReturn:
        raise Refusal("command_unclear", "command", text=message)


def day(text: str) -> date:
    """A day as `2026-11-24`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("day_unclear", "command", text=text[:20]) from None


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = _Parser(prog="pharmacy-app", description="Farmacia Comunal")
    where = top.add_mutually_exclusive_group()
    where.add_argument("--data", type=Path, metavar="DIR")
    where.add_argument("--database-url", metavar="URL")
    top.add_argument("--language", choices=("es", "en"), default="es")
    top.add_argument("--today", type=day, metavar="YYYY-MM-DD")
    top.add_argument("--json", action="store_true", help="one JSON object on stdout")
    commands = top.add_subparsers(dest="command", required=True, parser_class=_Parser)
    found = commands.add_parser("init")
    found.add_argument("--sample", choices=("none", *sample.SIZES))
    found.add_argument("--seed", type=int, default=1)
    _imports(commands.add_parser("import").add_subparsers(dest="what", required=True, parser_class=_Parser))
    found = commands.add_parser("stock")
    found.add_argument("--expiring", type=int, metavar="DAYS")
    found.add_argument("--donor", metavar="NAME")
    found = commands.add_parser("match")
    found.add_argument("--from", dest="start", type=day, required=True, metavar="YYYY-MM-DD")
    found.add_argument("--days", type=int, required=True)
    found.add_argument("--council", metavar="NAME")
    found.add_argument("--confirm", action="store_true")
    _rounds(commands.add_parser("round").add_subparsers(dest="what", required=True, parser_class=_Parser))
    _reports(commands.add_parser("report").add_subparsers(dest="what", required=True, parser_class=_Parser))
    found = commands.add_parser("template")
    found.add_argument("kind", choices=("donation", "census", "prescriptions"))
    found.add_argument("--out", type=Path, required=True)
    found = commands.add_parser("trace")
    one = found.add_mutually_exclusive_group(required=True)
    one.add_argument("--lot")
    one.add_argument("--donation", type=int, metavar="ID")
    commands.add_parser("check")
    return top


def _imports(what: argparse._SubParsersAction[_Parser]) -> None:
    found = what.add_parser("donation")
    found.add_argument("file", type=Path)
    found.add_argument("--donor", required=True, metavar="NAME")
    found.add_argument("--country", default="", metavar="CC")
    found.add_argument("--received", type=day, required=True, metavar="YYYY-MM-DD")
    found.add_argument("--sheet", action="append", default=[], metavar="NAME")
    found.add_argument("--dates", metavar="STYLE")
    for name in ("census", "prescriptions"):
        found = what.add_parser(name)
        found.add_argument("file", type=Path)
    for name in ("donation", "census", "prescriptions"):
        what.choices[name].add_argument("--dry-run", action="store_true")


def _rounds(what: argparse._SubParsersAction[_Parser]) -> None:
    found = what.add_parser("plan")
    found.add_argument("--date", type=day, required=True)
    found.add_argument("--council", metavar="NAME")
    for name in ("slips", "sheet"):
        found = what.add_parser(name)
        found.add_argument("id", type=int)
        found.add_argument("--out", type=Path, required=True)
    found = what.add_parser("close")
    found.add_argument("id", type=int)
    how = found.add_mutually_exclusive_group(required=True)
    how.add_argument("--all-delivered", action="store_true")
    how.add_argument("--results", type=Path, metavar="F.csv")


def _reports(what: argparse._SubParsersAction[_Parser]) -> None:
    found = what.add_parser("donor")
    found.add_argument("--donor", required=True, metavar="NAME")
    found.add_argument("--from", dest="first", type=day)
    found.add_argument("--to", dest="last", type=day)
    found.add_argument("--language", dest="paper_language", choices=CODES)
    found.add_argument("--out", type=Path, required=True)
    found = what.add_parser("weekly")
    found.add_argument("--council", required=True, metavar="NAME")
    found.add_argument("--week", type=day, metavar="YYYY-MM-DD")
    found.add_argument("--out", type=Path, required=True)


def main(arguments: Sequence[str]) -> int:
    """Runs one command; prints its answer, or one sentence to stderr."""
    as_json = "--json" in arguments  # before or after the command
    words = [word for word in arguments if word != "--json"]
    spoken = language("en" if "--language en" in " ".join(words).replace("=", " ") else "es")
    try:
        asked = parser().parse_args(words)
        spoken = language(asked.language)
        answer = _run(asked, spoken)
    except PharmacyError as error:
        return _refused(error, spoken, as_json)
    except OSError as error:  # what the machine says of a file that a person named
        return _refused(Trouble("disk_full" if error.errno == 28 else "file_not_written", "file"), spoken, as_json)
    sys.stdout.write((json.dumps(answer.data, ensure_ascii=False, default=str) if as_json else "\n".join(answer.lines)) + "\n")
    return answer.exit


def _refused(error: PharmacyError, spoken: Language, as_json: bool) -> int:
    said = sentence(spoken, error)
    if as_json:
        sys.stdout.write(json.dumps({"error": {"code": error.code, "message": said, "where": error.where}}, ensure_ascii=False) + "\n")
    sys.stderr.write(said + "\n")
    return 2


def _run(asked: argparse.Namespace, spoken: Language) -> Answer:
    folder = asked.data or paths.default_data_dir()
    if asked.command == "template":
        return cli_answers.written(forms.write(asked.kind, asked.out, spoken), spoken)
    if asked.command == "init":
        desk = bootstrap.create(folder, asked.database_url, asked.sample, asked.seed, asked.today, os.environ.get("USER") or TECHNICIAN)
        try:
            return cli_answers.begun(setup.settings(desk), asked.sample, spoken)
        finally:
            desk.store.close()
    desk = bootstrap.open_desk(folder, asked.database_url, asked.today)
    try:
        return _COMMANDS[asked.command](asked, desk, spoken)
    finally:
        desk.store.close()


def _by(desk: Desk, occurred_on: date | None = None) -> By:
    return desk.by(setup.users(desk)[0].id, occurred_on)


def _import(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    if asked.what == "donation":
        made = donations.import_file(
            desk, _by(desk), asked.file, asked.donor, asked.country, asked.received, asked.sheet, asked.dates, asked.dry_run
        )
        return cli_answers.imported_donation(made, spoken)
    if asked.what == "census":
        return cli_answers.imported(census.import_census(desk, _by(desk), asked.file, dry_run=asked.dry_run), spoken)
    return cli_answers.imported(prescriptions.import_prescriptions(desk, _by(desk), asked.file, dry_run=asked.dry_run), spoken)


def _stock(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    return cli_answers.stock(stock.list_stock(desk, expiring_days=asked.expiring, donor=asked.donor), spoken)


def _match(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    run_id = matching.propose(desk, _by(desk), asked.start, asked.days, asked.council)
    if asked.confirm:
        matching.confirm(desk, _by(desk), run_id)
    made = matching.proposal(desk, run_id)
    assert made is not None
    return cli_answers.match(made, spoken)


def _round(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    if asked.what == "plan":
        round_id = rounds.plan(desk, _by(desk), asked.date, asked.council)
        return cli_answers.planned(rounds.view(desk, round_id), spoken)
    if asked.what == "slips":
        return cli_answers.written(write_file(asked.out, papers.slip_book(desk, asked.id, spoken)), spoken)
    if asked.what == "sheet":
        return cli_answers.written(write_file(asked.out, papers.carriers_sheet(desk, asked.id, spoken)), spoken)
    answers = rounds.read_results(asked.results) if asked.results else {}
    rest = rounds.Answer(rounds.DELIVERED) if asked.all_delivered else None
    walked = rounds.view(desk, asked.id).round.walked_on
    closed = rounds.close(desk, _by(desk, max(walked, desk.clock.today())), asked.id, answers, rest)
    return cli_answers.closed(closed, spoken)


def _report(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    if asked.what == "weekly":
        made_by = setup.users(desk)[0].name
        paper = papers.weekly(desk, asked.council, asked.week or desk.clock.today(), made_by, spoken)
    else:
        paper = donor_reports.donor_paper(desk, asked.donor, asked.first, asked.last, asked.paper_language)
    return cli_answers.written(write_file(asked.out, paper), spoken)


def _trace(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    return cli_answers.trace(stock.trace(desk, lot=asked.lot, donation_id=asked.donation), spoken)


def _check(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    return cli_answers.health(safekeeping.check(desk), spoken)


_COMMANDS: dict[str, Callable[[argparse.Namespace, Desk, Language], Answer]] = {
    "import": _import,
    "stock": _stock,
    "match": _match,
    "round": _round,
    "report": _report,
    "trace": _trace,
    "check": _check,
}
