"""What was granted and refused, by group, and who waits; on both databases."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import fairness, matching
from pharmacy_app.services.fairness import Fairness
from pharmacy_app.system.language import language
from tests.support.desks import TODAY, Worker
from tests.support.week import Week

SPANISH = language("es")
TOLD_LATER = (  # an allergy that the census learned after the prescription was written
    "INSERT INTO patient_allergies (patient_id, told, atc, inn) SELECT p.patient_id, 'x', '', m.inn FROM prescriptions p "
    "JOIN prescription_items i ON i.prescription_id = p.id JOIN medicines m ON m.id = i.medicine_id "
    "JOIN patients n ON n.id = p.patient_id WHERE n.name = :name"
)


@pytest.fixture
def week(worker: Worker) -> Week:
    return Week(worker)


def read(week: Week, first: date | None = None, last: date | None = None) -> Fairness:
    return fairness.fairness(week.worker.desk, first, last)


def change(week: Week, statement: str, **values: object) -> None:
    with week.worker.desk.act(week.worker.by(), "test.change") as act:
        act.connection.execute(text(statement), values)


def counts(found: Fairness, by: str) -> dict[str, tuple[int, int, int, int, int, int]]:
    """By group: people, lines, granted, part, deferred, refused."""
    tallies = {group.key: group.tally for group in found.by(by)}
    return {key: (one.people, one.lines, one.granted, one.part, one.deferred, one.refused) for key, one in tallies.items()}


def test_an_empty_pharmacy_has_decided_nothing(week: Week) -> None:
    found = read(week)
    assert (found.whole.lines, found.groups, found.waits) == (0, (), ())


def test_a_proposal_is_no_decision(week: Week) -> None:
    week.person("Ana")
    week.box("L1", 14)
    week.propose(14)
    assert read(week).whole.lines == 0


def test_who_got_how_much_by_council_sex_age_and_criterion(week: Week) -> None:
    week.person("Ana", criteria=("homebound",), council="La Ceiba")
    week.person("Luis")
    week.person("Eva")
    change(week, "UPDATE patients SET sex = 'F', birth_date = :birth WHERE name = 'Ana'", birth=date(1940, 1, 1))
    change(week, "UPDATE patients SET sex = 'M' WHERE name = 'Luis'")
    week.box("L1", 21)
    week.confirmed(14)
    found = read(week)
    assert (found.whole.people, found.whole.asked_days, found.whole.granted_days) == (3, 42, 21)
    assert found.whole.share == 0.5
    assert counts(found, "council") == {"La Ceiba": (1, 1, 1, 0, 0, 0), "Los Pinos": (2, 2, 0, 1, 1, 0)}
    assert counts(found, "sex") == {"F": (1, 1, 1, 0, 0, 0), "M": (1, 1, 0, 1, 0, 0), "": (1, 1, 0, 0, 1, 0)}
    assert counts(found, "age") == {"30-59": (2, 2, 0, 1, 1, 0), "80-150": (1, 1, 1, 0, 0, 0)}
    assert counts(found, "criterion") == {
        "homebound": (1, 1, 1, 0, 0, 0),
        "chronic": (3, 3, 1, 1, 1, 0),
        "elderly": (1, 1, 1, 0, 0, 0),
    }


def test_what_a_person_is_today_does_not_rewrite_why_they_came_first(week: Week) -> None:
    week.person("Ana", criteria=("homebound",))
    week.box("L1", 14)
    week.confirmed(14)
    change(week, "DELETE FROM patient_criteria")
    assert "homebound" in counts(read(week), "criterion")


def test_who_waits_for_a_doctor_is_neither_granted_nor_put_off(week: Week) -> None:
    week.person("Ana")
    week.person("Luis")
    change(week, TOLD_LATER, name="Ana")
    week.box("L1", 14)
    week.confirmed(14)
    whole = read(week).whole
    assert (whole.lines, whole.granted, whole.deferred, whole.doctor, whole.share) == (2, 1, 0, 1, 1.0)


def test_the_period_is_that_of_the_meetings(week: Week) -> None:
    week.person("Ana")
    week.box("L1", 14)
    week.confirmed(14)
    tomorrow = TODAY + timedelta(days=1)
    assert [
        read(week, *days).whole.lines for days in ((TODAY, TODAY), (tomorrow, None), (None, TODAY), (None, TODAY - timedelta(days=1)))
    ] == [1, 0, 1, 0]
    with pytest.raises(Refusal, match="period_reversed"):
        read(week, tomorrow, TODAY)


def test_put_off_twice_is_counted_twice_and_one_person_once(week: Week) -> None:
    week.person("Ana", criteria=("homebound",))
    luis = week.person("Luis")
    week.box("L1", 7)
    week.confirmed(7)
    later = week.later(7)
    later.box("L2", 7)
    matching.confirm(later.worker.desk, later.worker.by(), later.propose(7, TODAY + timedelta(days=7)))
    assert later.granted()[luis] == 0
    found = fairness.fairness(later.worker.desk)
    assert (found.whole.people, found.whole.lines, found.whole.granted, found.whole.deferred) == (2, 4, 2, 2)


def test_who_is_without_a_medicine_longest(week: Week) -> None:
    week.person("Ana", since=TODAY - timedelta(days=12))
    week.person("Luis", since=TODAY - timedelta(days=40), council="La Ceiba")
    week.person("Eva", since=TODAY - timedelta(days=20), medicine="metformin 850 mg tablet")
    change(week, TOLD_LATER, name="Eva")
    week.person("Rosa", medicine="enalapril 10 mg tablet")  # from today on
    waits = read(week).waits
    assert [(one.medicine.inn, [(wait.person.name, wait.days, wait.doctor) for wait in one.people]) for one in waits] == [
        ("losartan", [("Luis", 40, False), ("Ana", 12, False)]),
        ("metformin", [("Eva", 20, True)]),
    ]
    week.box("L1", 60)
    week.confirmed(14)
    assert [one.medicine.inn for one in read(week).waits] == ["metformin"]  # what is promised is not waited for


def test_as_many_statements_for_many_as_for_one(week: Week) -> None:
    said: list[str] = []
    event.listen(week.worker.desk.store.engine, "before_cursor_execute", lambda *words: said.append(str(words[2])))
    counted = []
    for more in range(2):
        week.person(f"Ana {more}", since=TODAY - timedelta(days=3))
        week.box(f"L{more}", 14)
        week.confirmed(7)
        said.clear()
        read(week)
        counted.append(len(said))
    assert counted[0] == counted[1]


def test_the_sheet_hides_small_groups_and_names_nobody(week: Week, tmp_path: Path) -> None:
    for n in range(6):
        week.person(f"Ana Zubillaga {n}")
    week.person("Luis Zubillaga", council="La Ceiba")
    week.box("L1", 98)
    matching.confirm(week.worker.desk, week.worker.by(), week.propose(14))
    path = tmp_path / "fairness.csv"
    found = read(week)
    assert fairness.export(path, SPANISH, found) == 1 + len(found.groups)
    written = path.read_text("utf-8-sig")
    assert "Zubillaga" not in written
    cells = {(row[0], row[1]): row[2:] for row in csv.reader(written.splitlines(), delimiter=";")}
    assert cells["", "En total"] == ["7", "7", "7", "0", "0", "0", "0", "98", "98"]
    assert cells["Consejo comunal", "La Ceiba"] == ["<5", *"————————"]
    assert cells["Consejo comunal", "Los Pinos"] == ["≥5", *"————————"]  # else one could reckon the other
    assert cells["Criterio", "enfermedad crónica"][0] == "7"
