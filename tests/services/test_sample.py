"""The sample is a pharmacy's life: plausible, deterministic, invented, and made by the same rules as the real thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pharmacy_app.db.queries import stock as shelf
from pharmacy_app.db.queries.people import PeopleFilter
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import catalogue, census, donations, matching, papers, people, prescription_list, rounds, sample, setup, stock
from pharmacy_app.services.prescription_list import Asked
from pharmacy_app.services.prescriptions import ItemFilter
from pharmacy_app.services.sample_words import boxes, by_key, donors, treatments
from pharmacy_app.system.clock import FixedClock
from pharmacy_app.system.language import language
from tests.support import reading
from tests.support.desks import TODAY, Worker, make_template, postgres_worker, sqlite_worker
from tests.support.pdf import all_text

EVERYBODY = PeopleFilter()
ALL = 100_000


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("furnished"))


@pytest.fixture(scope="module")
def filled(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """One council, seed 1: read only."""
    with _filled(template, tmp_path_factory.mktemp("filled"), 1) as worker:
        yield worker


@contextmanager
def _filled(template: Path, folder: Path, seed: int, today: date = TODAY) -> Iterator[Worker]:
    worker = sqlite_worker(template, folder / "data")
    sample.make(worker.desk, worker.by(), "neighbourhood", seed, today)
    yield worker
    worker.desk.store.close()


def _told(worker: Worker) -> dict[str, object]:
    """Everything that people would see of it, but for the random codes of slips."""
    desk = worker.desk
    seen = [rounds.view(desk, row.id) for row in rounds.list_rounds(desk)]
    return {
        "people": people.list_people(desk, EVERYBODY, limit=ALL),
        "houses": census.households(desk, limit=ALL),
        "items": reading.items(desk, ItemFilter(statuses=())),
        "stock": stock.list_stock(desk),
        "donations": [donations.donation(desk, row.id) for row in donations.donations(desk)],
        "proposal": matching.proposal(desk),
        "rounds": [(one.round, [{**asdict(stop), "code": ""} for stop in one.stops], one.bags) for one in seen],
    }


def test_same_seed_and_day_make_the_same_data(filled: Worker, template: Path, tmp_path: Path) -> None:
    first = _told(filled)
    with _filled(template, tmp_path / "again", 1) as again:
        second = _told(again)
    for part, rows in first.items():
        assert second[part] == rows, part
    with _filled(template, tmp_path / "other", 2) as other:
        assert _told(other)["people"] != first["people"]


@pytest.mark.parametrize("day", [date(2027, 2, 28), date(2028, 2, 29), date(2026, 12, 5), date(2026, 11, 25)])
def test_any_day_will_do(template: Path, tmp_path: Path, day: date) -> None:
    with _filled(template, tmp_path, 7, day) as worker:
        there = replace(worker.desk, clock=FixedClock(day))
        assert any(row.status == "planned" and row.walked_on == day for row in rounds.list_rounds(there))
        assert rounds.waiting_for_round(there)


def test_a_council_of_275_families(filled: Worker) -> None:
    (council,) = census.councils(filled.desk)
    assert council.households == 275
    everybody = people.list_people(filled.desk, EVERYBODY, limit=ALL)
    assert 750 < len(everybody) < 1100
    ages = [(TODAY - row.birth_date).days / 365.25 for row in everybody if row.birth_date]
    assert len(ages) == len(everybody) and min(ages) >= 0 and max(ages) < 105
    assert 0.15 < sum(age < 15 for age in ages) / len(ages) < 0.4 and 0.08 < sum(age >= 60 for age in ages) / len(ages) < 0.35
    assert 0.42 < sum(row.sex == "F" for row in everybody) / len(everybody) < 0.65
    assert len(census.sectors(filled.desk)) == 5 and all(row.sex in "FM" for row in everybody)


def test_nobody_is_real(filled: Worker) -> None:
    numbers = [row.national_id for row in people.list_people(filled.desk, EVERYBODY, limit=ALL) if row.national_id]
    assert len(set(numbers)) == len(numbers) > 400
    assert all(re.fullmatch(r"V-9\d\.\d{3}\.\d{3}", number) for number in numbers), "given to nobody: from ninety million on"
    assert all(row["contact"].endswith(".example") for row in donors())
    assert all(re.fullmatch(r"(0499-\d{7})?", row.phone) for row in census.households(filled.desk, limit=ALL))


def test_prescriptions_are_understood_and_some_wait_or_end(filled: Worker) -> None:
    items = reading.items(filled.desk, ItemFilter())
    by_status = Counter(row.status for row in items)
    assert by_status["active"] > 100 and 4 <= by_status["waiting"] < by_status["active"] / 8
    reasons = {code for row in items for code in row.reason.split(";") if code}
    assert {"medicine_unknown", "directions_unclear", "allergy"} <= reasons
    soon = prescription_list.first_page(filled.desk, Asked("due"), ALL).rows
    assert 10 < len(soon) < by_status["active"]
    assert {row.inn for row in items} >= {"losartan", "metformin", "levothyroxine", "salbutamol", "insulin human (isophane)"}


def test_every_treatment_and_box_names_a_medicine_of_the_catalogue(filled: Worker) -> None:
    with filled.desk.read() as connection:
        keys = by_key(catalogue.medicines(connection))
    named = [one.medicine for rows in treatments().values() for one in rows] + [line.medicine for box in boxes() for line in box]
    assert [key for key in named if key is not None and key not in keys] == []
    assert sum(key is None for key in named) >= 3, "some wait until somebody says what they are"


def test_the_shelf_has_something_of_everything(filled: Worker) -> None:
    lines = stock.list_stock(filled.desk, stocked_only=True)
    standings = Counter(line.standing.code for line in lines)
    assert {"fine", "soon", "expired", "quarantine", "unidentified", "unconfirmed"} <= set(standings)
    assert any(line.batch.description == "Эналаприл таб. 10 мг №20" for line in stock.list_stock(filled.desk))
    assert any(line.standing.days is not None and 0 <= line.standing.days <= 60 for line in lines if line.standing.usable)
    shipments = donations.donations(filled.desk)
    assert Counter(row.status for row in shipments)["draft"] == 1 and len(shipments) >= 8
    assert len(donors()) == 4


def test_history_has_every_kind_of_line(filled: Worker) -> None:
    kinds: Counter[str] = Counter()
    for line in stock.list_stock(filled.desk):
        kinds.update(row.kind for row in stock.card(filled.desk, line.batch.id).movements)
    assert {"receipt", "delivery", "loss", "damage", "disposal", "count"} <= set(kinds)
    assert kinds["delivery"] > 200
    with filled.desk.read() as connection:
        assert shelf.daily_use(connection, filled.desk.clock.today() - timedelta(days=90), 90), "consumption of the last months is known"
    seen = [rounds.view(filled.desk, row.id) for row in rounds.list_rounds(filled.desk)]
    results = Counter(stop.result for one in seen for stop in one.stops)
    assert {"delivered", "nobody_home", "refused", "moved", "lost", ""} <= set(results)
    assert sum(one.round.status == "closed" for one in seen) == 6


def test_today_there_is_a_round_and_something_to_decide(filled: Worker) -> None:
    assert [row.walked_on for row in rounds.list_rounds(filled.desk) if row.status == "planned"] == [TODAY]
    assert rounds.waiting_for_round(filled.desk) > 20
    table = matching.proposal(filled.desk)
    assert table is not None and table.run.status == "proposed"
    assert any(row.given and row.missing for row in table.medicines), "some medicines do not suffice for all who ask"
    assert any(line.item.units_granted == line.item.units_asked > 0 for line in table.lines)


def test_the_work_goes_on_with_what_was_promised_and_proposed(template: Path, tmp_path: Path) -> None:
    with _filled(template, tmp_path, 3) as worker:
        (planned,) = [row for row in rounds.list_rounds(worker.desk) if row.status == "planned"]
        closed = rounds.close(worker.desk, worker.by(), planned.id, {}, rounds.Answer("delivered"))
        assert closed.delivered == closed.out > 0
        promised = rounds.view(worker.desk, rounds.plan(worker.desk, worker.by(), TODAY + timedelta(days=10)))
        assert promised.round.slips > 20
        table = matching.proposal(worker.desk)
        assert table is not None
        assert matching.confirm(worker.desk, worker.by(), table.run.id) == sum(share.units for line in table.lines for share in line.shares)


class _EnoughError(Exception):
    """Somebody pressed Cancel."""


def test_it_says_how_far_it_is_and_can_be_cancelled(template: Path, tmp_path: Path) -> None:
    worker = sqlite_worker(template, tmp_path / "data")
    told: list[float] = []

    def progress(share: float) -> None:
        told.append(share)
        if share > 0.5:
            raise _EnoughError

    with pytest.raises(_EnoughError):
        sample.make(worker.desk, worker.by(), "neighbourhood", 1, TODAY, progress)
    assert told == sorted(told) and told[0] == 0 and len(told) > 10
    worker.desk.store.close()


def test_only_an_empty_pharmacy_is_filled(filled: Worker) -> None:
    with pytest.raises(Refusal) as refused:
        sample.make(filled.desk, filled.by(), "neighbourhood", 1, TODAY)
    assert refused.value.code == "sample_not_empty"


def test_sizes(template: Path, tmp_path: Path) -> None:
    worker = sqlite_worker(template, tmp_path / "data")
    with pytest.raises(Refusal) as refused:
        sample.make(worker.desk, worker.by(), "village", 1, TODAY)
    assert refused.value.code == "sample_unknown" and refused.value.data["size"] == "village"
    sample.make(worker.desk, worker.by(), "none", 1, TODAY)
    assert census.councils(worker.desk) == () and len(setup.users(worker.desk)) == 1
    worker.desk.store.close()


def test_a_commune_of_seven_councils(template: Path, tmp_path: Path) -> None:
    worker = sqlite_worker(template, tmp_path / "data")
    sample.make(worker.desk, worker.by(), "commune", 1, TODAY)
    councils = census.councils(worker.desk)
    assert [row.households for row in councils] == [275] * 7 and len({row.name for row in councils}) == 7
    statuses = Counter(row.status for row in rounds.list_rounds(worker.desk))
    assert statuses["planned"] == 1 and statuses["out"] == 1 and statuses["closed"] >= 20
    worker.desk.store.close()


def test_on_postgres_too(pg_url: str) -> None:
    worker = postgres_worker(pg_url)
    sample.make(worker.desk, worker.by(), "neighbourhood", 1, TODAY)
    assert sum(row.status == "closed" for row in rounds.list_rounds(worker.desk)) == 6
    worker.desk.store.close()


def test_no_slip_announces_the_day_of_its_own_walk_as_the_next_delivery(filled: Worker) -> None:
    spoken = language("es")
    for row in rounds.list_rounds(filled.desk):
        if row.status in ("planned", "out"):
            printed = all_text(papers.slip_book(filled.desk, row.id, spoken))
            assert "Próxima entrega:" in printed
            day = f"{spoken.weekday(row.walked_on)} {spoken.date(row.walked_on)}"
            assert f"Próxima entrega: {day}" not in printed
