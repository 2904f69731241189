"""A training folder's life: invented people, boxes and weeks, made by the same services on the same database as the real thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from random import Random

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import catalogue, census, sample_orders, sample_people, sample_rounds, sample_supply, sample_visits, setup
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.services.sample_words import boxes, words
from pharmacy_app.system.clock import FixedClock

COUNCILS = {"neighbourhood": 1, "commune": 7, "city": 100}  # "none" is a practice folder without a sample
SIZES = tuple(COUNCILS)
_WEEKS = 12  # of rounds that were walked; a city has none
_VISITS = 4  # weeks of sheets that came back
_COMING_DAYS = 14

Event = tuple[date, int, Callable[[Desk, By], object]]  # on which day, in which order of the day, what


Progress = Callable[[float], None]


def make(desk: Desk, by: By, size: str, seed: int, today: date, progress: Progress | None = None) -> None:
    """Fills a furnished, empty pharmacy as it would stand on `today`; the same seed and day make the same data.

    `progress(share)` is told how far it is and may raise to cancel. Codes of slips and tokens of acts stay random.
    Raises `Refusal`: `sample_unknown` (`size`, `sizes`), `sample_not_empty`.
    """
    if size == "none":
        return
    if size not in COUNCILS:
        raise Refusal("sample_unknown", "sample", size=size[:40], sizes=", ".join(("none", *SIZES)))
    if census.councils(desk):
        raise Refusal("sample_not_empty", "sample")
    councils = COUNCILS[size]
    rng = Random(f"{seed} {size} {today}")
    begin = _at(desk, today - timedelta(days=365))
    crew = [by.user_id, *(setup.add_user(begin, begin.by(by.user_id), name) for name in words().places["volunteer"])]
    setup.change_settings(begin, begin.by(by.user_id), {"pharmacy_name": "Farmacia comunal El Mirador", "phone": "0499-555 01 47"})
    people = sample_people.write(begin, begin.by(by.user_id), rng, councils, today)
    events = [*_boxes(begin, begin.by(by.user_id), rng, councils, today), *_papers(desk, rng, people, councils, today)]
    if size != "city":
        events += _weeks(rng, councils, today)
        events += _visits(Random(f"{seed} visits {today}"), councils, today)
    for number, (day, _, happens) in enumerate(sorted(events, key=lambda event: event[:2])):
        if progress is not None:
            progress(number / len(events))
        there = _at(desk, day)
        happens(there, there.by(crew[number % len(crew)]))
    _today(_at(desk, today), by, rng, councils)


def _at(desk: Desk, day: date) -> Desk:
    return replace(desk, clock=FixedClock(day))


def _boxes(desk: Desk, by: By, rng: Random, councils: int, today: date) -> list[Event]:
    """Each donation on its day, what expired in between, and what rain and a count did."""
    donor_ids = sample_supply.add_donors(desk, by)
    with desk.read() as connection:
        medicines = catalogue.medicines(connection)
    events: list[Event] = []
    for box in boxes():
        donor_id = donor_ids[box[0].donor]
        receive = partial(sample_supply.receive, rng=rng, box=box, donor_id=donor_id, councils=councils, today=today, medicines=medicines)
        events.append((today - timedelta(days=box[0].days_ago), 0, receive))
    events.append((today - timedelta(days=30), 3, sample_supply.dispose))
    events.append((today - timedelta(days=17), 3, partial(sample_supply.accidents, rng=rng)))
    return events


def _papers(desk: Desk, rng: Random, people: list[sample_people.Person], councils: int, today: date) -> list[Event]:
    """What doctors wrote, typed in week by week."""
    with desk.read() as connection:
        medicines = catalogue.medicines(connection)
    return [
        (day, 1, partial(sample_orders.write, papers=papers, medicines=medicines))
        for day, papers in sample_orders.invent(rng, people, councils, today).items()
    ]


def _weeks(rng: Random, councils: int, today: date) -> list[Event]:
    """Rounds of the last three months: one council every other week, or two of several each week in turn."""
    names = sample_people.council_names(councils)
    last_monday = today - timedelta(days=today.weekday() + 7)
    events: list[Event] = []
    for week in range(_WEEKS):
        monday = last_monday - timedelta(days=7 * week)
        if councils == 1:
            turn, days = ([names[0]] if week % 2 else []), 14
        else:
            turn, days = [names[(2 * week + one) % councils] for one in range(2)], 28
        for council in turn:
            events.append((monday, 2, partial(sample_rounds.walk, rng=rng, council=council, days=days, loses_one=week == 3)))
    return events


def _visits(rng: Random, councils: int, today: date) -> list[Event]:
    """A visit sheet each week, of one council in turn; this week's is out."""
    names = sample_people.council_names(councils)
    events: list[Event] = [(today, 4, partial(sample_visits.out, council=names[0]))]
    for week in range(1, _VISITS + 1):
        events.append((today - timedelta(days=7 * week), 4, partial(sample_visits.walk, rng=rng, council=names[week % councils])))
    return events


def _today(desk: Desk, by: By, rng: Random, councils: int) -> None:
    """A round for this afternoon, promises that wait for one, and a proposal on the table; in a commune also a round that is out."""
    names = sample_people.council_names(councils)
    sample_rounds.planned(desk, by, rng, names[0], 7)
    if councils > 2:
        sample_rounds.on_the_way(desk, by, rng, names[1], 7)
    sample_rounds.promised(desk, by, names[min(2, councils - 1)], 10)
    sample_rounds.to_decide(desk, by, _COMING_DAYS)
