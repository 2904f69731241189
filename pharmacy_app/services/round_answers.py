"""What came back of each slip of a round: noted one by one while it is out, so that a blackout takes nothing away, or read from a list."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from pharmacy_app.db.queries import homecoming, planning, walking
from pharmacy_app.db.queries.homecoming import SlipRow
from pharmacy_app.db.queries.walking import BagRow, StopRow
from pharmacy_app.domain.codes import read_slip_code
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.homecoming import DELIVERED, LOST, NOBODY, PART, RESULTS, Answer
from pharmacy_app.services.desk import Act, By, Connection, Desk

__all__ = [
    "DELIVERED",
    "LOST",
    "NOBODY",
    "PART",
    "RESULTS",
    "Answer",
    "SlipRow",
    "as_closed",
    "keep",
    "note",
    "noted",
    "read_results",
    "slip_of",
]


def slip_of(desk: Desk, text: str) -> SlipRow | None:
    """Where a scanned or typed slip belongs, and how its round stands; `taken_off` where it was taken off before that left: the paper may
    exist, and does not count. None: none of ours."""
    code = read_slip_code(text)
    if code is None:
        return None
    with desk.read() as connection:
        found = homecoming.slip(connection, code)
        if found is None and (round_id := planning.taken_off(connection, code)) is not None:
            return SlipRow(round_id, "taken_off", "", None)
        return found


def noted(connection: Connection, round_id: int) -> dict[str, Answer]:
    """What was noted so far of a round that is out, by slip code."""
    return {row.code: _read(row.answer) for row in walking.answers(connection, round_id)}


def note(desk: Desk, by: By, round_id: int, changes: Mapping[str, Answer | None]) -> None:
    """Notes answers of a round that is out, or takes them back (None). Nothing is booked until it is closed.

    Raises `Refusal`: `slip_unknown`, `result_unknown`, and from the database itself `round_not_out`.
    """
    with desk.act(by, "round.note") as act:
        act.about("round", round_id)
        slips = {stop.code: stop.slip_id for stop in walking.stops(act.connection, round_id)}
        for code, answer in changes.items():
            if code not in slips:
                raise Refusal("slip_unknown", "round", code=code)
            if answer is not None and answer.result not in RESULTS:
                raise Refusal("result_unknown", "round", result=answer.result)
        walking.drop_answers(act.connection, [slips[code] for code in changes])
        keep(act, {slips[code]: answer for code, answer in changes.items() if answer is not None})
        act.after = {"noted": {str(slips[code]): answer.result if answer else "" for code, answer in changes.items()}}


def keep(act: Act, answers: Mapping[int, Answer]) -> None:
    """Writes answers of slips (by id) of a round that is out, inside an act."""
    signed = {"entered_at": act.entered_at, "entered_by": act.by.user_id}
    walking.add_answers(act.connection, [{"slip_id": slip_id, "answer": _written(answer), **signed} for slip_id, answer in answers.items()])


def as_closed(stops: Iterable[StopRow], bags: Iterable[BagRow]) -> dict[str, Answer]:
    """The answers of a closed round by slip code, as its slips and units tell them."""
    by_slip: dict[int, list[BagRow]] = defaultdict(list)
    for bag in bags:
        by_slip[bag.slip_id].append(bag)
    found = {}
    for stop in stops:
        mine = by_slip[stop.slip_id]
        apart = frozenset(bag.item_id for bag in mine if bag.apart)
        back = frozenset(bag.item_id for bag in mine if bag.returned_units and stop.result == PART) - apart
        lost = frozenset(bag.item_id for bag in mine if bag.lost_units and stop.result != LOST)
        if stop.result:
            found[stop.code] = Answer(stop.result, stop.received_by, stop.note, back, apart, lost)
    return found


_ITEMS = ("returned", "apart", "lost")


def _written(answer: Answer) -> str:
    kept = {"result": answer.result, "received_by": answer.received_by, "note": answer.note}
    return json.dumps({**kept, **{name: sorted(getattr(answer, name)) for name in _ITEMS}}, ensure_ascii=False)


def _read(text: str) -> Answer:
    kept = json.loads(text)
    named = {name: frozenset(kept.get(name, ())) for name in _ITEMS}  # what version 4 noted knows neither `apart` nor `lost`
    return Answer(kept["result"], kept["received_by"], kept["note"], **named)


def read_results(path: Path) -> dict[str, Answer]:
    """Results typed elsewhere: CSV with the columns `code`, `result` and, if wanted, `received_by`, `note`.

    Raises `Refusal`: `file_missing`, `file_not_a_table`, `slip_unknown`, `result_unknown` (with `row`).
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Refusal("file_missing", "file") from None
    except (OSError, UnicodeDecodeError):
        raise Refusal("file_not_a_table", "file") from None
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if text.split("\n", 1)[0].count(";") else ",")
    if not {"code", "result"} <= set(rows.fieldnames or ()):
        raise Refusal("results_without_columns", "file")
    found: dict[str, Answer] = {}
    for number, row in enumerate(rows, 2):
        code = read_slip_code(row["code"] or "")
        if code is None:
            raise Refusal("slip_unknown", "file", row=number, code=(row["code"] or "")[:20])
        result = (row["result"] or "").strip().casefold()
        if result not in RESULTS or result == PART:
            raise Refusal("result_unknown", "file", row=number, result=result[:20])
        found[code] = Answer(result, row.get("received_by") or "", row.get("note") or "")
    return found
