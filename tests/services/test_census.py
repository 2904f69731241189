"""The census as the committee keeps it: typed in, imported, put right; nobody twice, nothing lost."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event, text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import census, people
from pharmacy_app.services.people import PeopleFilter, PersonForm
from tests.support.desks import Worker

HEADER = "council,sector,house,household_code,patient_code,name,national_id,birth_date,sex,conditions,criteria,allergies,phone,remark\n"


def house(worker: Worker, where: str = "Casa 12, escalera azul") -> int:
    council = census.add_council(worker.desk, worker.by(), "Los Pinos", office="Consultorio Los Pinos")
    census.add_sector(worker.desk, worker.by(), council, "La Escalera")
    return census.add_house_at(worker.desk, worker.by(), "Los Pinos", "La Escalera", where)


def written(path: Path, *lines: str) -> Path:
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def last_act(worker: Worker) -> dict[str, object]:
    with worker.desk.store.engine.connect() as connection:
        row = connection.execute(text("SELECT verb, subject_kind, subject_id, before, after FROM audit ORDER BY id DESC LIMIT 1")).one()
    return {**row._mapping, "before": json.loads(row.before or "{}"), "after": json.loads(row.after or "{}")}


def test_a_person_is_written_with_what_decides(worker: Worker) -> None:
    home = house(worker)
    form = PersonForm(
        home, "Añez, María  José", date(1950, 3, 4), "F", "V-12.345.678", "0412", ("hypertension",), ("homebound", "lives_alone"),
        ("Alergia a la penicilina", "Acetaminofén"),
    )  # fmt: skip
    person = people.person(worker.desk, people.add_patient(worker.desk, worker.by(), form))
    assert person.person.name == "Añez, María José"
    assert person.person.code == "P-000001" and person.household.code == "F-000001"
    assert person.person.criteria == ("homebound", "lives_alone") and person.person.conditions == ("hypertension",)
    assert (person.person.council, person.person.sector, person.person.house) == ("Los Pinos", "La Escalera", "Casa 12, escalera azul")
    # told as told; recognised as the substance where it is one, else as the plain word that names a group
    assert [(one.told, one.inn) for one in person.allergies] == [("Alergia a la penicilina", "penicilina"), ("Acetaminofén", "paracetamol")]
    assert person.items == () and person.supplies == ()


def test_people_are_found_whatever_the_accents(worker: Worker) -> None:
    home = house(worker)
    people.add_patient(worker.desk, worker.by(), PersonForm(home, "Núñez Pérez, José", date(1980, 1, 1), criteria=("low_income",)))
    people.add_patient(worker.desk, worker.by(), PersonForm(home, "Rojas, Ana 100%", date(2015, 1, 1), national_id="V-99"))
    for words, found in (
        ("nunez jose", 1),
        ("PÉREZ", 1),
        ("p-000002", 1),
        ("v-99", 1),
        ("100%", 1),
        ("00%", 1),
        ("%%%", 0),
        ("na", 0),
        ("nunes", 1),  # one slip of the finger
        ("erez jose", 1),
        ("nadie", 0),
        ("", 2),
    ):
        assert len(people.list_people(worker.desk, PeopleFilter(text=words))) == found, words
    assert [row.name for row in people.list_people(worker.desk, PeopleFilter(), "age")] == ["Núñez Pérez, José", "Rojas, Ana 100%"]
    assert [row.name for row in people.list_people(worker.desk, PeopleFilter(criterion="low_income"))] == ["Núñez Pérez, José"]
    assert people.list_people(worker.desk, PeopleFilter(under_treatment=True)) == ()
    assert people.list_people(worker.desk, PeopleFilter(), limit=1, offset=1)[0].name == "Rojas, Ana 100%"


def test_what_was_changed_is_in_the_record(worker: Worker) -> None:
    home = house(worker)
    patient = people.add_patient(worker.desk, worker.by(), PersonForm(home, "Rojas, Ana", date(1950, 1, 1), allergies=("sulfas",)))
    people.edit_patient(
        worker.desk,
        worker.by(),
        patient,
        PersonForm(home, "Rojas, Ana", date(1951, 1, 1), tier="A", tier_why="vive sola", allergies=("sulfas",)),
    )
    act = last_act(worker)
    assert (act["verb"], act["subject_kind"], act["subject_id"]) == ("patient.change", "patient", patient)
    assert act["before"] == {"birth_date": "1950-01-01", "tier": ""} and act["after"] == {"birth_date": "1951-01-01", "tier": "A"}
    assert [one.told for one in people.person(worker.desk, patient).allergies] == ["sulfas"]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"name": "  "}, "name_missing"),
        ({"name": "x" * 301}, "text_too_long"),
        ({"birth_date": date(2026, 11, 24)}, "birth_date_future"),
        ({"birth_date": date(1900, 1, 1)}, "birth_date_implausible"),
        ({"sex": "X"}, "sex_unclear"),
        ({"conditions": ("bad luck",)}, "condition_unknown"),
        ({"criteria": ("rich",)}, "criterion_unknown"),
        ({"tier": "Z"}, "tier_unknown"),
        ({"tier": "A"}, "reason_missing"),
        ({"household_id": 999}, "household_unknown"),
        ({"code": "P-000001", "name": "Otra"}, "patient_code_taken"),
        ({"national_id": "12345678", "name": "Otra"}, "national_id_taken"),
        ({"name": "ROJAS,  ana", "birth_date": date(1950, 1, 1)}, "person_exists"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(worker: Worker, form: dict[str, object], code: str) -> None:
    home = house(worker)
    people.add_patient(worker.desk, worker.by(), PersonForm(home, "Rojas, Ana", date(1950, 1, 1), national_id="V-12.345.678"))
    with pytest.raises(Refusal) as refused:
        people.add_patient(worker.desk, worker.by(), PersonForm(**{"household_id": home, "name": "Nueva", **form}))  # type: ignore[arg-type]
    assert refused.value.code == code
    assert "Rojas" not in str(refused.value.data) and "1234" not in str(refused.value.data)
    assert len(people.list_people(worker.desk, PeopleFilter())) == 1


def test_places_are_there_once(worker: Worker) -> None:
    home = house(worker)
    council = census.councils(worker.desk)[0]
    for action, code in (
        (lambda: census.add_council(worker.desk, worker.by(), "LOS  pinos"), "council_exists"),
        (lambda: census.add_sector(worker.desk, worker.by(), council.id, "la escalera"), "sector_exists"),
        (lambda: census.add_sector(worker.desk, worker.by(), 99, "otra"), "council_unknown"),
        (lambda: census.add_house_at(worker.desk, worker.by(), "Los Pinos", "La Escalera", " "), "house_missing"),
        (lambda: census.add_house_at(worker.desk, worker.by(), " ", "La Escalera", "Casa 3"), "council_missing"),
    ):
        with pytest.raises(Refusal) as refused:
            action()
        assert refused.value.code == code
    census.change_council(worker.desk, worker.by(), council.id, "Los Pinos", "Consultorio 2", "0212")
    assert census.councils(worker.desk)[0].office == "Consultorio 2"
    census.change_household(worker.desk, worker.by(), home, "Casa 12", "puerta verde", "")
    assert census.households(worker.desk, text="casa 12")[0].directions == "puerta verde"
    assert last_act(worker)["before"] == {"house": "Casa 12, escalera azul", "directions": "", "phone": "", "access": ""}


def test_a_census_comes_in_and_comes_in_only_once(worker: Worker, tmp_path: Path) -> None:
    path = written(
        tmp_path / "censo.csv",
        "Los Pinos,Alto,Casa 1,,,\"Rojas, Ana\",V-1,1950-03-04,F,hypertension;diabetes,homebound,penicilina,0412,x",
        "Los Pinos,Alto,casa  1,,,\"Rojas, Luis\",V-2,1948-01-02,M,,,,,",
        "Los Pinos,Bajo,Casa 9,F9,AB-1,\"Díaz, Eva\",,2019-05-06,F,mal de ojo,child,,,",
        "La Vega,Alto,Casa 1,,,\"Rojas, Ana\",V-1,1950-03-04,F,,,,,",
        "Los Pinos,Alto,Casa 2,,,,,1950-03-04,F,,,,,",
    )  # fmt: skip
    rehearsal = census.import_census(worker.desk, worker.by(), path, dry_run=True)
    assert census.councils(worker.desk) == () and rehearsal.dry_run
    done = census.import_census(worker.desk, worker.by(), path)
    assert [(row.row, row.status, row.reason) for row in done.rows] == [(row.row, row.status, row.reason) for row in rehearsal.rows]
    assert (done.read, done.new, done.doubtful, done.refused) == (5, 2, 2, 1)
    assert [row.reason for row in done.rows] == ["", "", "condition_unknown", "person_repeated;national_id_shared", "name_missing"]
    assert done.rows[2].reasons[0].data == {"text": "mal de ojo"}
    assert done.as_json()["rows"][4] == {"sheet": "", "row": 6, "status": "refused", "reason": "name_missing"}  # type: ignore[index]
    assert [(row.name, row.sectors, row.households, row.people) for row in census.councils(worker.desk)] == [
        ("Los Pinos", 2, 2, 3),
        ("La Vega", 1, 1, 1),
    ]
    again = census.import_census(worker.desk, worker.by(), path)
    assert (again.new, again.doubtful, again.refused, again.known) == (0, 0, 1, 4)
    assert len(people.list_people(worker.desk, PeopleFilter())) == 4
    after = last_act(worker)["after"]
    assert isinstance(after, dict) and len(str(after.pop("file"))) == 64
    assert after == {"people": 0, "changed": 0, "refused": 1, "read": 5, "doubtful": 0}


def test_codes_of_others_and_shared_ids_are_noticed(worker: Worker, tmp_path: Path) -> None:
    home = house(worker)
    people.add_patient(worker.desk, worker.by(), PersonForm(home, "Rojas, Ana", date(1950, 1, 1), national_id="V-12.345.678"))
    path = written(
        tmp_path / "censo.csv",
        "Los Pinos,Alto,Casa 1,,P-000001,\"Otra, Eva\",,1950-03-04,F,,,,,",
        "Los Pinos,Alto,Casa 2,,,\"Otra, Luz\",12345678,1950-03-04,F,,,,,",
        "Los Pinos,Alto,Casa 3,,,\"rojas, ana\",,1950-01-01,F,,,,,",
    )  # fmt: skip
    done = census.import_census(worker.desk, worker.by(), path)
    assert [(row.status, row.reason) for row in done.rows] == [
        ("refused", "patient_code_of_other"), ("doubtful", "national_id_shared"), ("doubtful", "possible_duplicate"),
    ]  # fmt: skip
    assert done.rows[2].reasons[0].data == {"code": "P-000001"}
    assert sorted(row.code for row in people.list_people(worker.desk, PeopleFilter())) == ["P-000001", "P-000002", "P-000003"]


def test_what_is_exported_comes_back_the_same(worker: Worker, tmp_path: Path) -> None:
    home = house(worker)
    form = PersonForm(home, "Rojas, María", date(1950, 3, 4), "F", "", "0412", ("hypertension",), ("homebound",), ("penicilina",))
    people.add_patient(worker.desk, worker.by(), form)
    out = tmp_path / "censo.csv"
    assert census.export_census(worker.desk, PeopleFilter(), out, "es") == 1
    assert out.read_text(encoding="utf-8-sig").startswith('"consejo comunal";"sector";"casa";')
    back = census.import_census(worker.desk, worker.by(), out)
    assert (back.read, back.known) == (1, 1)
    assert [path.suffix for path in tmp_path.iterdir() if path.is_file()] == [".csv"]


def test_a_name_is_no_formula_in_an_export(worker: Worker, tmp_path: Path) -> None:
    people.add_patient(worker.desk, worker.by(), PersonForm(house(worker), "=A1+1"))
    census.export_census(worker.desk, PeopleFilter(), tmp_path / "censo.csv", "en")
    assert ',"\'=A1+1",' in (tmp_path / "censo.csv").read_text(encoding="utf-8-sig")


def test_the_register_of_synthetic_people(worker: Worker, shared: Path) -> None:
    done = census.import_census(worker.desk, worker.by(), shared / "synthea-sample" / "patients.csv")
    assert (done.read, done.new, done.refused) == (115, 100, 15)
    assert {row.reason for row in done.rows if row.status == "refused"} == {"person_dead"}
    assert census.councils(worker.desk)[0].name == census.UNNAMED_COUNCIL
    assert len(people.list_people(worker.desk, PeopleFilter(condition="hypertension"))) > 10


def test_statements_do_not_grow_with_people(worker: Worker, tmp_path: Path) -> None:
    lines = [
        f'C{n % 3},S{n % 5},Casa {n},,,"Persona {n}",,19{50 + n % 50}-01-02,F,hypertension,homebound,penicilina,,' for n in range(1, 121)
    ]
    counts = []
    for limit in (20, 120):
        path = written(tmp_path / f"{limit}.csv", *lines[:limit])
        census.import_census(worker.desk, worker.by(), path)
        seen: list[str] = []

        def count(*args: object, seen: list[str] = seen) -> None:
            seen.append(str(args[2]))

        event.listen(worker.desk.store.engine, "before_cursor_execute", count)
        try:
            assert len(people.list_people(worker.desk, PeopleFilter(), "place", limit)) == limit
            census.councils(worker.desk)
            people.person(worker.desk, people.list_people(worker.desk, PeopleFilter(), limit=1)[0].id)
        finally:
            event.remove(worker.desk.store.engine, "before_cursor_execute", count)
        counts.append(len([one for one in seen if one.startswith("SELECT")]))
    assert counts[0] == counts[1]
