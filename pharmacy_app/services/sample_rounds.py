"""The sample's weeks: matches that were confirmed, rounds that were walked and closed, and where things stand today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import matching, rounds
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.services.rounds import Answer, RoundView
from pharmacy_app.services.sample_words import words
from pharmacy_app.system.clock import FixedClock

WALKED_AFTER = 2  # days from Monday's meeting to the afternoon of the round
_NOT_AT_HOME, _REFUSED, _MOVED, _IN_PART = 0.06, 0.08, 0.09, 0.11  # each up to


def walk(desk: Desk, by: By, rng: Random, council: str, days: int, loses_one: bool) -> None:
    """On a Monday: match a council for so many days and confirm; walk on Wednesday; typed in on the day after."""
    monday = desk.clock.today()
    walked_on = monday + timedelta(days=WALKED_AFTER)
    if not _promise(desk, by, council, walked_on, days):
        return
    round_id = rounds.plan(desk, desk.by(by.user_id), walked_on, council, _carriers(rng))
    rounds.send_out(_on(desk, walked_on), _on(desk, walked_on).by(by.user_id), round_id)
    evening = _on(desk, walked_on + timedelta(days=1))
    answers = _answers(rng, rounds.view(evening, round_id), loses_one)
    rounds.close(evening, evening.by(by.user_id, walked_on), round_id, answers, Answer("delivered"))


def on_the_way(desk: Desk, by: By, rng: Random, council: str, days: int) -> None:
    """A round that left today and has not come home yet."""
    if _promise(desk, by, council, desk.clock.today(), days):
        round_id = rounds.plan(desk, desk.by(by.user_id), desk.clock.today(), council, _carriers(rng))
        rounds.send_out(desk, desk.by(by.user_id), round_id)


def planned(desk: Desk, by: By, rng: Random, council: str, days: int) -> None:
    """A round for this afternoon; its slips are still to be printed."""
    if _promise(desk, by, council, desk.clock.today(), days):
        rounds.plan(desk, desk.by(by.user_id), desk.clock.today(), council, _carriers(rng))


def promised(desk: Desk, by: By, council: str, days: int) -> None:
    """Units that wait for a round."""
    _promise(desk, by, council, desk.clock.today() + timedelta(days=1), days)


def to_decide(desk: Desk, by: By, days: int) -> None:
    """The proposal that lies on the table: everybody, for the coming days."""
    matching.propose(desk, desk.by(by.user_id), desk.clock.today() + timedelta(days=1), days)


def _promise(desk: Desk, by: By, council: str, from_day: date, days: int) -> bool:
    """Whether anything could be promised."""
    run_id = matching.propose(desk, desk.by(by.user_id), from_day, days, council)
    try:
        matching.confirm(desk, desk.by(by.user_id), run_id)
    except Refusal as refusal:
        if refusal.code != "nothing_to_confirm":
            raise
        return False
    return True


def _on(desk: Desk, day: date) -> Desk:
    return replace(desk, clock=FixedClock(day))


def _carriers(rng: Random) -> str:
    return ", ".join(rng.sample(list(words().people["woman"]), 2))


def _answers(rng: Random, seen: RoundView, loses_one: bool) -> dict[str, Answer]:
    """What the stubs say; who is not named was given everything."""
    found = {}
    for stop in seen.stops:
        chance, items = rng.random(), sorted({bag.item_id for bag in seen.bags.get(stop.slip_id, ())})
        if chance < _NOT_AT_HOME:
            found[stop.code] = Answer("nobody_home")
        elif chance < _REFUSED:
            found[stop.code] = Answer("refused", note="ya lo había comprado")
        elif chance < _MOVED:
            found[stop.code] = Answer("moved", note="dice la vecina")
        elif chance < _IN_PART and len(items) > 1:
            found[stop.code] = Answer("part", stop.patient.split()[0], "no quiso llevar todo", frozenset(items[:1]))
        else:
            found[stop.code] = Answer("delivered", stop.patient.split()[0] if rng.random() < 0.7 else "")
    if loses_one and seen.stops:
        found[seen.stops[-1].code] = Answer("lost", note="la bolsa se cayó por la quebrada")
    return found
