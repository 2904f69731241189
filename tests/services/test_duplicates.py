"""Entries that may be one person are offered; made one, everything follows; parted again, everything is exactly as it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import census, duplicates, histories, people, prescriptions, rounds
from pharmacy_app.services.people import PeopleFilter, PersonForm
from pharmacy_app.services.prescriptions import ItemFilter
from tests.support import reading
from tests.support.desks import TODAY, Worker, sqlite_worker
from tests.support.week import Week

BORN = date(1950, 3, 4)
HISTORY = {"tier_decisions", "audit", "patient_events", "patient_merges"}


@pytest.fixture
def week(worker: Worker) -> Week:
    return Week(worker)


def write(week: Week, name: str, house: int = 0, **more: object) -> int:
    return people.add_patient(week.worker.desk, week.worker.by(), PersonForm(house or week.house(), name, **more))  # type: ignore[arg-type]


def everything(worker: Worker) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the history, which only grows."""
    with worker.desk.read() as connection:
        names = sorted(set(inspect(connection).get_table_names()) - HISTORY)
        found = {name: sorted((tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))), key=repr) for name in names}
        decided = connection.execute(text("SELECT patient_id, tier FROM tier_decisions WHERE item_id IS NULL ORDER BY id"))
        standing = {row[0]: row[1] for row in decided}
        return found | {"tiers that hold": sorted((one, tier) for one, tier in standing.items() if tier)}


def owner(week: Week, item_id: int) -> int:
    rows = reading.items(week.worker.desk, ItemFilter(statuses=(), active_people=None))
    return next(row.patient_id for row in rows if row.id == item_id)


def test_while_a_person_is_typed_those_who_are_like_them_are_named(week: Week) -> None:
    home = week.house()
    ana = write(week, "Ana Hernández Gil", home, birth_date=BORN)
    write(week, "Luis Toro")
    desk = week.worker.desk
    (found,) = duplicates.alike(desk, "Ana Ernandes Jil", birth_date=BORN)
    assert found.person.id == ana and {reason.code for reason in found.likeness.reasons} == {"same_name", "same_birth"}
    assert [one.person.id for one in duplicates.alike(desk, "Hernandez, Ana", home)] == [ana]
    assert duplicates.alike(desk, "Ana Hernández Gil", home, BORN, but=ana) == ()
    assert duplicates.alike(desk, "", home) == () and duplicates.alike(desk, "Ana") == ()


def test_whoever_is_written_renamed_merged_or_brought_in_meanwhile_is_named_too(week: Week, tmp_path: Path) -> None:
    desk, by = week.worker.desk, week.worker.by
    home = week.house()

    def named(name: str, **told: object) -> list[int]:
        return [one.person.id for one in duplicates.alike(desk, name, home, **told)]  # type: ignore[arg-type]

    assert named("Ana Gil Toro") == []  # whom one looks among is ready from here on
    ana = write(week, "Ana Gil Toro", home)
    assert named("Ana Jil Toro") == [ana]
    people.edit_patient(desk, by(), ana, PersonForm(home, "Rosa Díaz Peña", national_id="V-1.234.567"))
    assert named("Ana Gil Toro") == [] and named("Roza Dias Peña") == [ana]
    assert named("Quien Sea", national_id="1234567") == [ana]
    other = write(week, "Eva Luna Mar")
    duplicates.merge(desk, by(), ana, other, {"name"})
    assert named("Eva Luna Mar") == [ana] and named("Rosa Díaz Peña") == []
    duplicates.part(desk, by(), other)
    assert named("Rosa Díaz Peña") == [ana]
    sheet = tmp_path / "census.csv"
    sheet.write_text("consejo;sector;casa;nombre;cédula\nLos Pinos;Alto;Casa 1;Pedro Vera Sol;V-7.654.321\n", encoding="utf-8")
    census.import_census(desk, by(), sheet)
    assert named("Pedro Bera Zol", national_id="7654321") == [people.list_people(desk, PeopleFilter(text="Pedro Vera"))[0].id]


def test_possible_pairs_are_listed_until_somebody_says_they_are_different(week: Week) -> None:
    desk, by = week.worker.desk, week.worker.by
    home = week.house()
    first = write(week, "María Pérez Rojas", home, national_id="V-1234567")
    second = write(week, "Perez Maria", home)
    write(week, "Pedro Pérez Rojas", home)
    shares: list[float] = []
    (pair,) = duplicates.possible(desk, shares.append)
    assert (pair.first.id, pair.second.id) == (first, second) and shares
    duplicates.different(desk, by(), second, first)
    assert duplicates.possible(desk) == ()
    duplicates.perhaps(desk, by(), first, second)
    assert len(duplicates.possible(desk)) == 1
    histories.leave(desk, by(), [first, second], "moved")
    assert duplicates.possible(desk) == ()  # nobody asks about those who have both left


def test_made_one_everything_follows_the_kept_entry(week: Week) -> None:
    desk, by, worker = week.worker.desk, week.worker.by, week.worker
    week.box("A1", 100)
    kept = write(week, "Ana Gil", conditions=("asthma",), criteria=("low_income",), allergies=("penicilina",))
    gone = write(
        week, "Ana Jil", phone="0412", conditions=("asthma", "diabetes"), criteria=("homebound",),
        allergies=("Penicilina", "ibuprofeno"),
    )  # fmt: skip
    item = week.order(gone, "losartan 50 mg tablet")
    week.confirmed()
    rows = {row.id: row for row in people.list_people(desk, PeopleFilter())}
    assert duplicates.filled(rows[kept], rows[gone]) == {"phone"}
    duplicates.merge(desk, by(), kept, gone, {"phone", "name"})
    page = people.person(desk, kept)
    assert (page.person.name, page.person.phone, page.person.treatments) == ("Ana Jil", "0412", 1)
    assert page.person.conditions == ("asthma", "diabetes")
    assert page.person.criteria == ("homebound", "low_income")
    assert [one.told for one in page.allergies] == ["penicilina", "ibuprofeno"]
    assert owner(week, item) == kept and [row.id for row in page.entries] == [gone]
    assert {one.kind for one in page.history if one.patient_id == gone} == {"joined", "merged"}
    other = people.person(desk, gone)
    assert other.same_as is not None and other.same_as.id == kept and not other.items and not other.person.active
    round_id = rounds.plan(desk, by(), TODAY)  # what was promised is carried to the kept one's door
    assert [stop.patient_id for stop in rounds.view(desk, round_id).stops] == [kept]
    assert duplicates.possible(desk) == ()
    assert [row.id for row in people.list_people(worker.desk, PeopleFilter())] == [kept]


def test_what_was_handed_over_before_stands_on_the_kept_ones_page(week: Week) -> None:
    desk, by = week.worker.desk, week.worker.by
    week.box("A1", 100)
    kept = write(week, "Ana Gil")
    item = week.person("Ana Jil")
    gone = owner(week, item)
    round_id = week.out()
    with pytest.raises(Refusal, match="slip_on_round"):
        duplicates.merge(desk, by(), kept, gone)
    rounds.close(desk, by(), round_id, {}, rounds.Answer("delivered", "su hija"))
    duplicates.merge(desk, by(), kept, gone)
    assert [row.lot for row in people.person(desk, kept).supplies] == ["A1"]
    assert [stop.patient_id for stop in rounds.view(desk, round_id).stops] == [gone]  # the paper says what it said


def test_parted_what_was_extended_since_goes_back_too(week: Week) -> None:
    desk, by = week.worker.desk, week.worker.by
    kept, item = write(week, "Ana Gil"), week.person("Ana Jil")
    gone = owner(week, item)
    own = week.order(kept, "metformin 850 mg tablet")
    duplicates.merge(desk, by(), kept, gone)
    changed = prescriptions.Order("losartan", week.medicine(), "2 tabletas cada 24 horas", chronic=True, replaces_id=item)
    followed = prescriptions.write(desk, by(), kept, "Dra. Luz Gil", TODAY, [changed]).items[0][0]
    since = week.order(kept, "amlodipine 5 mg tablet")
    assert duplicates.part(desk, by(), gone) == kept
    assert {one: owner(week, one) for one in (own, item, followed, since)} == {own: kept, item: gone, followed: gone, since: kept}


def test_parted_not_where_one_paper_replaces_treatments_of_both(week: Week) -> None:
    desk, by = week.worker.desk, week.worker.by
    kept, item = write(week, "Ana Gil"), week.person("Ana Jil")
    gone, own = owner(week, item), week.order(kept, "metformin 850 mg tablet")
    duplicates.merge(desk, by(), kept, gone)
    orders = [
        prescriptions.Order("losartan", week.medicine(), "2 tabletas cada 24 horas", chronic=True, replaces_id=item),
        prescriptions.Order(
            "metformina", week.medicine("metformin 850 mg tablet"), "2 tabletas cada 24 horas", chronic=True, replaces_id=own
        ),
    ]
    prescriptions.write(desk, by(), kept, "Dra. Luz Gil", TODAY, orders)
    before = everything(week.worker)
    with pytest.raises(Refusal, match="merge_mixed"):
        duplicates.part(desk, by(), gone)
    assert everything(week.worker) == before


def test_entries_are_parted_the_last_first(week: Week) -> None:
    desk, by = week.worker.desk, week.worker.by
    one, two, three = (write(week, name) for name in ("Ana Gil", "Ana Jil", "Anna Gil"))
    before = everything(week.worker)
    duplicates.merge(desk, by(), two, one)
    duplicates.merge(desk, by(), three, two)
    assert [row.id for row in people.person(desk, three).entries] == [one, two]
    with pytest.raises(Refusal, match="merge_later_first"):
        duplicates.part(desk, by(), one)
    duplicates.part(desk, by(), two)
    duplicates.part(desk, by(), one)
    assert everything(week.worker) == before
    duplicates.merge(desk, by(), two, one)  # and they can be made one again
    assert [row.id for row in people.person(desk, two).entries] == [one]


def test_what_cannot_be_merged_changes_nothing(week: Week) -> None:
    desk, by = week.worker.desk, week.worker.by
    one, two, left = (write(week, name) for name in ("Ana Gil", "Ana Jil", "Anna Gil"))
    histories.leave(desk, by(), [left], "moved")
    before = everything(week.worker)
    for kept, gone, take, code in (
        (one, one, (), "same_entry"), (one, 999_999, (), "patient_unknown"), (left, one, (), "kept_has_left"), (one, two, ("x",), "field_unknown"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match=code):
            duplicates.merge(desk, by(), kept, gone, take)
    with pytest.raises(Refusal, match="not_merged"):
        duplicates.part(desk, by(), one)
    assert everything(week.worker) == before
    duplicates.merge(desk, by(), one, two)
    with pytest.raises(Refusal, match="person_merged"):
        duplicates.merge(desk, by(), left, two)
    with pytest.raises(Refusal, match="person_merged"):
        histories.move(desk, by(), [two], 1)


@pytest.fixture(scope="module")
def two_houses(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, int]]]:
    """A pharmacy with a box and two houses, nobody in them yet; and two medicines of its catalogue (to look them up takes long)."""
    folder = tmp_path_factory.mktemp("merging") / "pharmacy"
    worker = sqlite_worker(sqlite_template, folder)
    week = Week(worker)
    week.box("A1", 1000)
    for _ in range(2):
        week.house()
    medicines = {name: week.medicine(name) for name in ("losartan 50 mg tablet", "metformin 850 mg tablet")}
    worker.desk.store.close()
    yield folder, medicines


some_words = st.lists(st.sampled_from(("asthma", "diabetes", "pregnancy")), unique=True).map(tuple)
some_criteria = st.lists(st.sampled_from(("homebound", "low_income", "pregnant")), unique=True).map(tuple)
some_allergies = st.lists(st.sampled_from(("penicilina", "Penicilina", "sulfas", "J01C")), unique=True).map(tuple)
forms = st.builds(
    PersonForm,
    household_id=st.sampled_from((1, 2)),
    name=st.sampled_from(("Ana Gil", "Ana Jil", "Gil, Ana")),
    birth_date=st.none() | st.just(BORN),
    sex=st.sampled_from(("", "F")),
    phone=st.sampled_from(("", "0412-1")),
    conditions=some_words,
    criteria=some_criteria,
    allergies=some_allergies,
    tier=st.sampled_from(("", "A", "B")),
    tier_why=st.just("lo decidió el comité"),
    birth_estimated=st.booleans(),
    receivers=st.sampled_from(("", "su hija")),
    consent_on=st.none() | st.just(TODAY),
    due_on=st.none() | st.just(TODAY + timedelta(days=30)),
)


@settings(
    max_examples=15, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_parting_takes_exactly_back_what_merging_did(two_houses: tuple[Path, dict[str, int]], tmp_path: Path, data: st.DataObject) -> None:
    shutil.rmtree(tmp_path / "copy", ignore_errors=True)
    worker = sqlite_worker(two_houses[0], tmp_path / "copy")
    try:
        week, desk, by = Week(worker), worker.desk, worker.by
        first = people.add_patient(desk, by(), data.draw(forms))
        second = people.add_patient(desk, by(), replace(data.draw(forms), name="Ana María Gil"))
        for patient in (first, second):
            for name in data.draw(st.lists(st.sampled_from(sorted(two_houses[1])), unique=True)):
                order = prescriptions.Order(name, two_houses[1][name], "1 tableta cada 24 horas", chronic=True)
                prescriptions.write(desk, by(), patient, "Dra. Luz Gil", TODAY, [order])
        if data.draw(st.booleans()):
            with suppress(Refusal):  # whoever is pregnant waits for a doctor's answer: then there may be nothing to confirm
                week.confirmed()
        if data.draw(st.booleans()):
            histories.leave(desk, by(), [second], data.draw(st.sampled_from(histories.WHY)))
        before = everything(worker)
        take = data.draw(st.sets(st.sampled_from(sorted(duplicates.FIELDS))))
        duplicates.merge(desk, by(), first, second, take)
        assert everything(worker) != before
        duplicates.part(desk, by(), second)
        assert everything(worker) == before
        with desk.read() as connection:
            kinds = connection.execute(text("SELECT kind FROM patient_events WHERE kind IN ('merged', 'parted') ORDER BY id")).scalars()
            assert list(kinds) == ["merged", "parted"]
            (moved,) = connection.execute(text("SELECT moved FROM patient_merges WHERE undone_at IS NOT NULL")).scalars()
            assert "Ana" not in moved or "name" in take
            assert set(json.loads(moved)) >= {"prescriptions", "values", "left"}
    finally:
        worker.desk.store.close()
