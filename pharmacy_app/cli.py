"""The same services without a window: for scripts, tests and a technician. Exit 0 done, 2 refused, 1 a bug."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from errno import ENOSPC
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from pharmacy_app import bootstrap, cli_answers, cli_deciding, cli_parser
from pharmacy_app.cli_answers import Answer
from pharmacy_app.domain.errors import PharmacyError, Refusal, Trouble
from pharmacy_app.services import (
    acta,
    census,
    consumption,
    difference_papers,
    donor_reports,
    expiring,
    expiring_papers,
    fairness,
    forms,
    identifying,
    identity,
    labels,
    need_papers,
    papers,
    person_papers,
    prescriptions,
    requesting,
    round_reopening,
    rounds,
    safekeeping,
    setup,
    sheets,
    stock,
    visit_papers,
)
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.services.files import write_file
from pharmacy_app.system import logs, paths
from pharmacy_app.system.language import Language, language
from pharmacy_app.system.paths import DataDir
from pharmacy_app.wording import sentence

_log = logging.getLogger(__name__)
BY_COMMAND = "imported_by_command"  # why a short life is taken all the same: there is nobody to ask line by line
TECHNICIAN = "Técnico"  # who a command acts as where the pharmacy has nobody of that name: its first person


def main(arguments: Sequence[str]) -> int:
    """Runs one command; prints its answer, or one sentence to stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # names from everywhere, whatever alphabet this terminal was set to
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    as_json = "--json" in arguments  # before or after the command
    words = [word for word in arguments if word != "--json"]
    spoken = language(cli_parser.language_of(words))
    folder = paths.default_data_dir()
    try:
        asked = cli_parser.parser(spoken).parse_args(cli_parser.in_order(words))
        folder = asked.data or folder
        if asked.command == "identify":
            return _identify(asked, folder, spoken)
        answer = _run(asked, folder, spoken)
    except PharmacyError as error:
        return _refused(error, spoken, as_json)
    except OSError as error:  # what the machine says of a file that a person named
        return _refused(Trouble("disk_full" if error.errno == ENOSPC else "file_not_written", "file"), spoken, as_json)
    except Exception as error:  # noqa: BLE001 - a bug: told in one sentence, its lines kept for the technician
        if folder.is_dir():
            with logs.kept(DataDir(folder).logs):
                _log.error("a command failed", exc_info=error)
        _refused(Trouble("bug", "program"), spoken, as_json)
        return 1
    _print(sys.stdout, json.dumps(answer.data, ensure_ascii=False, default=str) if as_json else "\n".join(answer.lines))
    return answer.exit


def no_screen(arguments: Sequence[str]) -> int:
    """The window was asked for where there is nothing to show it on: one sentence."""
    return _refused(Trouble("no_screen", "window"), language(cli_parser.language_of(arguments)), as_json=False)


def _print(stream: TextIO, text: str) -> None:
    try:
        stream.write(text + "\n")
        stream.flush()
    except BrokenPipeError:  # whoever reads has seen enough (`| head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _refused(error: PharmacyError, spoken: Language, as_json: bool) -> int:
    said = sentence(spoken, error)
    if as_json:
        told = {"code": error.code, "message": said, "where": error.where or "file"}  # only what reads files leaves it open
        _print(sys.stdout, json.dumps({"error": told}, ensure_ascii=False))
    _print(sys.stderr, said)
    return 2


def _run(asked: argparse.Namespace, folder: Path, spoken: Language) -> Answer:
    if asked.command == "template" and asked.needs is None:
        return cli_answers.written(forms.write(asked.kind, asked.out, language(asked.paper_language or spoken.code)), spoken)
    if asked.command == "init":
        who = os.environ.get("USER") or TECHNICIAN
        desk = bootstrap.create(folder, asked.database_url, asked.sample, asked.seed, asked.today, who)
    else:
        desk = bootstrap.open_desk(folder, asked.database_url, asked.today)
    try:
        return _COMMANDS[asked.command](asked, desk, spoken)
    finally:
        desk.store.close()


def _identify(asked: argparse.Namespace, folder: Path, spoken: Language) -> int:
    """One JSON object a line, as it is found; with the pharmacy's own names where there is a pharmacy."""
    try:
        desk = bootstrap.open_desk(folder, asked.database_url, asked.today)
    except Trouble as trouble:
        if trouble.code != "no_pharmacy":
            raise
        if asked.data:
            _print(sys.stderr, spoken.tr("There is no pharmacy in this folder: only the catalogue of the program is used."))
        return _print_identified(asked, identifying.shipped(), spoken)
    try:
        return _print_identified(asked, identifying.of_pharmacy(desk), spoken)
    finally:
        desk.store.close()


def _print_identified(asked: argparse.Namespace, recogniser: identifying.Recogniser, spoken: Language) -> int:
    texts: Sequence[str] = (asked.text,)
    if asked.file is not None:
        column = identifying.texts_of(asked.file, asked.column, recogniser)
        texts = column.texts
        if column.guessed:
            _print(
                sys.stderr,
                spoken.tr(
                    "This was read, for it says most of medicines: {column}. Another one is chosen with --column.", column=column.name
                ),
            )
    for found in identifying.identify(recogniser, texts):
        _print(sys.stdout, json.dumps(found, ensure_ascii=False))
    return 0


def _init(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    return cli_answers.begun(setup.settings(desk), asked.sample, spoken)


def _by(desk: Desk, occurred_on: date | None = None) -> By:
    return desk.by(setup.users(desk)[0].id, occurred_on)


def _template(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    if asked.kind != "donation":
        raise Refusal("arguments_exclude", "command", text="--needs", other=asked.kind)
    forms.write_needs(desk, asked.out, language(asked.paper_language or spoken.code), asked.needs)
    return cli_answers.written(asked.out, spoken)


def _import(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    if asked.what == "donation":
        exception = "" if asked.by_rules else BY_COMMAND
        told = sheets.Told(tuple(asked.sheet), asked.dates or "")
        made = (
            sheets.tried(desk, asked.file, asked.donor, asked.country, asked.received, told)
            if asked.dry_run
            else sheets.receive(desk, _by(desk), asked.file, asked.donor, asked.country, asked.received, told, exception, by_content=False)
        )
        return cli_answers.imported_donation(made, spoken)
    if asked.what == "census":
        return cli_answers.imported(census.import_census(desk, _by(desk), asked.file, dry_run=asked.dry_run), spoken)
    return cli_answers.imported(prescriptions.import_prescriptions(desk, _by(desk), asked.file, dry_run=asked.dry_run), spoken)


def _stock(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    return cli_answers.stock(stock.list_stock(desk, expiring_days=asked.expiring, donor=asked.donor), spoken)


def _box(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    if asked.what == "list":
        return cli_answers.waiting(identity.waiting(desk), spoken)
    by = desk.by(setup.user_named(desk, asked.who))
    batch = stock.card(desk, asked.id).line.batch
    if asked.what == "say":
        identity.say(desk, by, batch.product_id, identity.meant(desk, asked.medicine))
    elif asked.what == "withdraw":
        identity.withdraw(desk, by, batch.product_id)
    else:
        identity.confirm(desk, by, batch.product_id, batch.medicine_id or 0)
    return cli_answers.box(identity.box(desk, batch.product_id), spoken)


def _labels(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    made = labels.shelf_labels(desk, spoken, donation_id=asked.donation, batch_ids=asked.batch, copies=asked.copies)
    return cli_answers.written(write_file(asked.out, made), spoken)


def _match(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    return cli_deciding.match(asked, desk, lambda: _by(desk), spoken)


def _committee(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    return cli_deciding.committee(asked, desk, lambda: _by(desk), spoken)


def _round(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    if asked.what == "plan":
        round_id = rounds.plan(desk, _by(desk), asked.date, asked.council)
        return cli_answers.planned(rounds.view(desk, round_id), spoken)
    if asked.what == "slips":
        return cli_answers.written(write_file(asked.out, papers.slip_book(desk, asked.id, spoken)), spoken)
    if asked.what == "sheet":
        return cli_answers.written(write_file(asked.out, papers.carriers_sheet(desk, asked.id, spoken)), spoken)
    if asked.what == "reopen":
        taken_back = round_reopening.preview(desk, asked.id)
        round_reopening.reopen(desk, _by(desk), asked.id, asked.why)
        return cli_answers.reopened(asked.id, taken_back, spoken)
    answers = rounds.read_results(asked.results) if asked.results else {}
    rest = rounds.Answer(rounds.DELIVERED) if asked.all_delivered else None
    walked = rounds.view(desk, asked.id).round.walked_on
    closed = rounds.close(desk, _by(desk, max(walked, desk.clock.today())), asked.id, answers, rest)
    return cli_answers.closed(closed, spoken)


def _report(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    if asked.what == "expiring":
        return _expiring(asked, desk, spoken)
    if asked.what == "fairness":
        found = fairness.fairness(desk, asked.first, asked.last)
        if asked.out is None:
            return cli_answers.fairness(found, spoken)
        fairness.export(asked.out, spoken, found)
        return cli_answers.written(asked.out, spoken)
    if asked.what == "consumption":
        return _consumption(asked, desk, spoken)
    if asked.what == "needs":
        return _needs(asked, desk, spoken)
    if asked.what == "weekly":
        made_by = setup.users(desk)[0].name
        paper = papers.weekly(desk, asked.council or _first_council(desk), asked.week or desk.clock.today(), made_by, spoken)
    elif asked.what == "acta":
        paper = acta.acta_paper(desk, asked.date or desk.clock.today(), spoken)
    elif asked.what == "visit-sheet":
        paper = visit_papers.visit_sheet_paper(desk, asked.sheet, spoken)
    elif asked.what == "person":
        paper = person_papers.summary_of_code(desk, _by(desk), spoken, asked.code)
    elif asked.what == "differences":
        paper = difference_papers.difference_paper(desk, asked.donation, asked.paper_language)
    else:
        paper = donor_reports.donor_paper(desk, asked.donor, asked.first, asked.last, asked.paper_language)
    return cli_answers.written(write_file(asked.out, paper), spoken)


def _expiring(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    found = expiring.ahead(desk)
    if asked.out is None:
        return cli_answers.expiring(found, asked.days, spoken)
    rows = found.within(asked.days)
    if asked.out.suffix.lower() == ".pdf":
        return cli_answers.written(write_file(asked.out, expiring_papers.paper_of(desk, found, asked.days, rows, spoken)), spoken)
    expiring_papers.export(asked.out, spoken, rows)
    return cli_answers.written(asked.out, spoken)


def _consumption(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    found = consumption.consumed(desk, asked.months)
    if asked.out is None:
        return cli_answers.consumption(found, spoken)
    if asked.out.suffix.lower() == ".pdf":
        return cli_answers.written(write_file(asked.out, consumption.paper_of(desk, found, spoken)), spoken)
    consumption.export(asked.out, spoken, found)
    return cli_answers.written(asked.out, spoken)


def _needs(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    """The letter, and beside it the packing list that asks for the same."""
    theirs = language(asked.paper_language or spoken.code)
    found = requesting.request(desk, asked.months)
    letter = write_file(asked.out, need_papers.paper_of(desk, found, theirs))
    return cli_answers.letter_written(letter, forms.write_request(desk, letter.with_suffix(".xlsx"), theirs, found), spoken)


def _first_council(desk: Desk) -> str:
    councils = census.councils(desk)
    if not councils:
        raise Refusal("council_unknown", "council")
    return councils[0].name


def _trace(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    return cli_answers.trace(stock.trace(desk, lot=asked.lot, donation_id=asked.donation), spoken)


def _check(asked: argparse.Namespace, desk: Desk, spoken: Language) -> Answer:
    return cli_answers.health(safekeeping.check(desk), spoken)


_COMMANDS: dict[str, Callable[[argparse.Namespace, Desk, Language], Answer]] = {
    "init": _init,
    "import": _import,
    "template": _template,
    "stock": _stock,
    "labels": _labels,
    "box": _box,
    "match": _match,
    "committee": _committee,
    "round": _round,
    "report": _report,
    "trace": _trace,
    "check": _check,
}
