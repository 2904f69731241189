"""A round before it leaves: planned from what is confirmed, people put on it and taken off, put in order, sent out, or taken back."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.queries import planning, walking
from pharmacy_app.db.queries.planning import HousePlace, PromisedRow, StopPlace
from pharmacy_app.db.queries.walking import RoundRow
from pharmacy_app.domain.codes import slip_code
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.walking import place_among, places_for, remembered
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.round_reading import council_of, refuse_unusable, the_round
from pharmacy_app.services.typed import short


@dataclass(frozen=True, slots=True)
class SectorWaiting:
    """A sector with people who wait for a round: how many doors, people (a bag each), units, and bags that need cold."""

    sector_id: int
    sector: str
    council: str
    doors: int
    people: int
    units: int
    cold: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who could be on a round of some day, by sector in walking order; `too_old`: people of whom some units will have expired by then."""

    sectors: tuple[SectorWaiting, ...]
    people: int
    too_old: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could still be put on a planned round; `at_stop`: their house is on it already."""

    patient_id: int
    patient: str
    house: str
    sector: str
    council: str
    medicines: int
    units: int
    cold: bool
    at_stop: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Who was put on a round: how many people, and the number of the stop of each that is new."""

    people: int
    stops: tuple[int, ...]


def waiting(desk: Desk, day: date, council: str | None = None) -> Waiting:
    """Who waits for a round on that day, in a council or in all. Raises `Refusal` `council_unknown`."""
    with desk.read() as connection:
        rows = planning.promised(connection, council_of(connection, council))
    lasting, too_old = _lasting(rows, day)
    by_sector: dict[int, list[PromisedRow]] = {}
    for row in lasting:
        by_sector.setdefault(row.sector_id, []).append(row)
    sectors = tuple(
        SectorWaiting(
            sector_id,
            some[0].sector,
            some[0].council,
            len({row.household_id for row in some}),
            len({row.patient_id for row in some}),
            sum(row.units for row in some),
            len({row.patient_id for row in some if row.cold}),
        )
        for sector_id, some in by_sector.items()
    )
    return Waiting(sectors, len({row.patient_id for row in lasting}), len({row.patient_id for row in too_old}))


def carriers_before(desk: Desk) -> tuple[str, ...]:
    """Who carried before, each name once: those who carry most first, of the last hundred rounds."""
    with desk.read() as connection:
        rounds = planning.carriers(connection)[:100]
    counted = Counter(name for text in rounds for name in _names(text))
    return tuple(name for name, _ in counted.most_common())


def plan(desk: Desk, by: By, day: date, council: str | None = None, carriers: str = "", sectors: Collection[int] | None = None) -> int:
    """A round of everything confirmed and not yet on one (of these sectors): a stop a house, a slip a person. Returns its id.

    Raises `Refusal`: `round_in_past`, `council_unknown`, `nothing_to_deliver`, `promised_too_old` (it expires before that day), `text_too_long`.
    """
    _refuse_past(desk, day)
    with desk.act(by, "round.plan") as act:
        council_id = council_of(act.connection, council)
        due = planning.promised(act.connection, council_id, sectors)
        rows = _free(act.connection, due, day)
        if not rows:
            raise Refusal("promised_too_old" if due and not _lasting(due, day)[0] else "nothing_to_deliver", "round", day=day)
        values: dict[str, object] = {"walked_on": day, "council_id": council_id, "carriers": ", ".join(_names(short(carriers, "carriers")))}
        round_id = planning.add_round(act.connection, values | {"entered_at": act.entered_at, "entered_by": by.user_id})
        act.about("round", round_id)
        houses = list(dict.fromkeys(row.household_id for row in rows))
        stops = planning.add_stops(act.connection, round_id, {house: number for number, house in enumerate(houses, 1)})
        slips = _fill_bags(act, stops, {}, rows)
        act.after = {"day": day, "slips": slips, "allocations": len(rows)}
        return round_id


def change(desk: Desk, by: By, round_id: int, day: date, carriers: str) -> None:
    """Another day or other carriers for a planned round.

    Raises `Refusal`: `round_unknown`, `round_not_planned`, `round_in_past`, `lot_not_usable` (it expires before that day), `text_too_long`.
    """
    names = ", ".join(_names(short(carriers, "carriers")))
    with planned(desk, by, "round.change", round_id) as (act, found):
        if day != found.walked_on:
            _refuse_past(desk, day)
            refuse_unusable((row for row in walking.bags(act.connection, round_id) if row.status == "reserved"), day)
            planning.print_again(act.connection, [stop.slip_id for stop in walking.stops(act.connection, round_id)])
        walking.change_round(act.connection, round_id, {"walked_on": day, "carriers": names})
        act.before, act.after = {"day": found.walked_on}, {"day": day}


def could_join(desk: Desk, round_id: int) -> tuple[Candidate, ...]:
    """Who waits for a round and could be put on this one, in walking order, the round's own councils first. Raises `Refusal` `round_unknown`."""
    with desk.read() as connection:
        found = the_round(connection, round_id)
        stops = walking.stops(connection, round_id)
        rows, _ = _lasting(planning.promised(connection), found.walked_on)
    houses, councils = {stop.household_id for stop in stops}, {stop.council for stop in stops}
    by_person: dict[int, list[PromisedRow]] = {}
    for row in rows:
        by_person.setdefault(row.patient_id, []).append(row)
    made = [
        Candidate(
            patient_id, some[0].patient, some[0].house, some[0].sector, some[0].council, len({row.item_id for row in some}),
            sum(row.units for row in some), any(row.cold for row in some), some[0].household_id in houses,
        )
        for patient_id, some in by_person.items()
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda one: one.council not in councils))


def join(desk: Desk, by: By, round_id: int, patients: Collection[int]) -> Joined:
    """Puts these people on a planned round, with all that waits for them: into their house's stop, or a new one at its place in the walk.

    Once slips of the round were printed, new stops come last, so that what is printed stays true.
    Raises `Refusal`: `round_unknown`, `round_not_planned`, `nobody_chosen`, `nothing_for_person` (nothing waits for one of them any more).
    """
    if not patients:
        raise Refusal("nobody_chosen", "person")
    with planned(desk, by, "round.join", round_id) as (act, found):
        rows = _free(act.connection, planning.promised(act.connection, patients=patients), found.walked_on)
        if {row.patient_id for row in rows} != set(patients):
            raise Refusal("nothing_for_person", "person")
        places = planning.stop_places(act.connection, round_id)
        stops = {place.household_id: place.id for place in places}
        new = [house for house in dict.fromkeys(row.household_id for row in rows) if house not in stops]
        numbers = _numbers_of_new(act.connection, places, new)
        stops |= planning.add_stops(act.connection, round_id, numbers)
        slips = {stop.patient_id: stop.slip_id for stop in walking.stops(act.connection, round_id)}
        _fill_bags(act, stops, slips, rows)
        act.after = {"people": len(set(patients)), "stops": len(new), "allocations": len(rows)}
        return Joined(len(set(patients)), tuple(sorted(numbers.values())))


def take_off(desk: Desk, by: By, round_id: int, patients: Collection[int]) -> int:
    """Takes these people off a planned round; what was in their bags stays reserved and waits for the next. Returns how many bags.

    Raises `Refusal`: `round_unknown`, `round_not_planned`, `nobody_chosen`, `round_would_be_empty`.
    """
    with planned(desk, by, "round.take_off", round_id) as (act, _):
        all_stops = walking.stops(act.connection, round_id)
        slips = [stop.slip_id for stop in all_stops if stop.patient_id in patients]
        if not slips:
            raise Refusal("nobody_chosen", "person")
        if len(slips) == len(all_stops):
            raise Refusal("round_would_be_empty", "round")
        planning.take_off_slips(act.connection, slips)
        drop_empty(act, round_id)
        act.after = {"people": len(slips)}
        return len(slips)


def reorder(desk: Desk, by: By, round_id: int, households: Iterable[int]) -> None:
    """Sets the walking order of a planned round and remembers it, in each sector, for the next. What was printed of stops that get another
    number has to be printed again. Raises `Refusal`: `round_unknown`, `round_not_planned`, `stops_differ`."""
    order = list(households)
    with planned(desk, by, "round.reorder", round_id) as (act, _):
        places = planning.stop_places(act.connection, round_id)
        if sorted(order) != sorted(place.household_id for place in places):
            raise Refusal("stops_differ", "round", round=round_id)
        now = {place.household_id: place for place in places}
        numbers = sorted(place.position for place in places)
        moved = {now[house].id: number for house, number in zip(order, numbers, strict=True) if now[house].position != number}
        planning.number_stops(act.connection, moved)
        _remember(act.connection, order)
        act.after = {"order": order}


def send_out(desk: Desk, by: By, round_id: int) -> None:
    """The slips are printed and the bags leave.

    Raises `Refusal`: `round_unknown`, `round_not_planned`, `lot_not_usable`, `nothing_to_deliver`.
    """
    with planned(desk, by, "round.out", round_id) as (act, found):
        leave(act, found)


def cancel(desk: Desk, by: By, round_id: int) -> None:
    """Takes a planned round back; its units stay reserved for the next. Raises `Refusal`: `round_unknown`, `round_not_planned`."""
    with planned(desk, by, "round.cancel", round_id) as (act, _):
        planning.take_off_slips(act.connection, [stop.slip_id for stop in walking.stops(act.connection, round_id)])
        walking.change_round(act.connection, round_id, {"status": "cancelled"})


def leave(act: Act, found: RoundRow) -> None:
    """Sends a planned round out inside an act: what is in its bags is on the way. Raises `Refusal`: `lot_not_usable`, `nothing_to_deliver`."""
    planning.drop_empty_slips(act.connection, found.id, act.entered_at, act.by.user_id)
    rows = walking.bags(act.connection, found.id)
    if not rows:
        raise Refusal("nothing_to_deliver", "round")
    refuse_unusable(rows, found.walked_on)
    walking.change_allocations(act.connection, [(row.allocation_id, {"status": "out"}) for row in rows])
    walking.change_round(act.connection, found.id, {"status": "out", "printed_at": act.entered_at})


def drop_empty(act: Act, round_id: int) -> int:
    """Takes bags that hold nothing off a planned round; how many. The stops are counted anew unless their numbers are on paper already."""
    dropped = planning.drop_empty_slips(act.connection, round_id, act.entered_at, act.by.user_id)
    places = planning.stop_places(act.connection, round_id)
    if dropped and not any(place.printed for place in places):
        numbers = {place.id: number for number, place in enumerate(places, 1) if place.position != number}
        planning.number_stops(act.connection, numbers)
    return dropped


@contextmanager
def planned(desk: Desk, by: By, verb: str, round_id: int) -> Iterator[tuple[Act, RoundRow]]:
    """An act on a round that has not left, and that nobody else changes meanwhile."""
    with desk.act(by, verb) as act:
        found = the_round(act.connection, round_id, lock=True)
        if found.status != "planned":
            raise Refusal("round_not_planned", "round", round=round_id)
        act.about("round", round_id)
        yield act, found


def _refuse_past(desk: Desk, day: date) -> None:
    if day < desk.clock.today():
        raise Refusal("round_in_past", "date", day=day)


def _names(carriers: str) -> tuple[str, ...]:
    """The names in a text with commas, each once."""
    return tuple(dict.fromkeys(name for part in carriers.split(",") if (name := " ".join(part.split()))))


def _lasting(rows: Iterable[PromisedRow], day: date) -> tuple[list[PromisedRow], list[PromisedRow]]:
    """What can still be handed out on that day, and what will have expired."""
    lasting: list[PromisedRow] = []
    too_old: list[PromisedRow] = []
    for row in rows:
        (lasting if row.expiry is not None and row.expiry >= day else too_old).append(row)
    return lasting, too_old


def _free(connection: Connection, rows: Iterable[PromisedRow], day: date) -> list[PromisedRow]:
    """What nobody else has put on a round meanwhile, and can be handed out on that day."""
    lasting, _ = _lasting(rows, day)
    free = planning.still_promised(connection, [row.allocation_id for row in lasting])
    return [row for row in lasting if row.allocation_id in free]


def _fill_bags(act: Act, stops: dict[int, int], slips: dict[int, int], rows: Sequence[PromisedRow]) -> int:
    """Puts units into bags: into the slips that their people have (`slips` by person; what was printed of them is printed again) or new ones."""
    planning.print_again(act.connection, [slips[row.patient_id] for row in rows if row.patient_id in slips])
    new = list(dict.fromkeys((row.household_id, row.patient_id) for row in rows if row.patient_id not in slips))
    codes = _new_codes(planning.slip_codes(act.connection), len(new))
    made = planning.add_slips(
        act.connection,
        [{"delivery_id": stops[house], "patient_id": patient, "code": code} for (house, patient), code in zip(new, codes, strict=True)],
    )
    slip_of = slips | made
    planning.put_on_slips(act.connection, [(slip_of[row.patient_id], row.allocation_id) for row in rows])
    return len(made)


def _new_codes(taken: set[str], wanted: int) -> list[str]:
    """Random, so that a code says nothing about a person, and never one that was used before."""
    made: list[str] = []
    while len(made) < wanted:
        code = slip_code(secrets.randbelow(10**7))
        if code not in taken:
            taken.add(code)
            made.append(code)
    return made


def _numbers_of_new(connection: Connection, stops: Sequence[StopPlace], new: Sequence[int]) -> dict[int, int]:
    """The numbers of stops that join late, by house; the others make room for them unless their numbers are on paper."""
    last = max((stop.position for stop in stops), default=0)
    if any(stop.printed for stop in stops):
        return {house: last + n for n, house in enumerate(new, 1)}
    houses = planning.houses_of_sectors(connection, [*(stop.household_id for stop in stops), *new])
    sectors = {sector: n for n, sector in enumerate(dict.fromkeys(house.sector_id for house in houses))}
    rank = {house.household_id: (sectors[house.sector_id], n) for n, house in enumerate(houses)}
    order = [stop.household_id for stop in stops]
    for house in new:
        order.insert(place_among([rank[one] for one in order], rank[house]), house)
    number = {house: n for n, house in enumerate(order, 1)}
    moved = {stop.id: number[stop.household_id] for stop in stops if stop.position != number[stop.household_id]}
    planning.number_stops(connection, moved)
    return {house: number[house] for house in new}


def _remember(connection: Connection, order: Sequence[int]) -> None:
    """Each sector keeps the order in which the round goes through its houses."""
    by_sector: dict[int, list[HousePlace]] = {}
    for house in planning.houses_of_sectors(connection, order):
        by_sector.setdefault(house.sector_id, []).append(house)
    places: dict[int, int] = {}
    for houses in by_sector.values():
        before, numbers = [house.household_id for house in houses], [house.position for house in houses]
        known = set(before)
        places |= places_for(before, remembered(before, [house for house in order if house in known]), numbers)
    planning.place_houses(connection, places)
