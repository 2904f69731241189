"""The list of people for the committee: whom the window shows, and what they live with only where it was asked for."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import census, people, people_list
from pharmacy_app.services.people import PeopleFilter, PersonForm
from pharmacy_app.services.people_list import Asked
from pharmacy_app.system.language import language
from tests.support.desks import Worker
from tests.support.pdf import all_text

ES = language("es")


def commune(worker: Worker) -> None:
    desk, by = worker.desk, worker.by
    for council, sector, name, more in (
        ("Los Pinos", "Bajo", "Zoila Rojas", {"conditions": ("hiv",), "allergies": ("penicilina",), "phone": "0412-1"}),
        ("Los Pinos", "Alto", "Ana Rojas", {"criteria": ("homebound",)}),
        ("El Cerro", "", "=CMD()", {"conditions": ("diabetes",)}),
    ):
        home = census.add_house_at(desk, by(), council, sector, f"Casa de {name}")
        people.add_patient(desk, by(), PersonForm(home, name, date(1950, 3, 4), **more))  # type: ignore[arg-type]


def acts(worker: Worker) -> list[dict[str, object]]:
    with worker.desk.read() as connection:
        rows = connection.execute(text("SELECT after FROM audit WHERE verb = 'people.list' ORDER BY id"))
        return [json.loads(row[0]) for row in rows]


def test_the_paper_says_who_and_where_and_nothing_else_unless_asked(worker: Worker) -> None:
    commune(worker)
    plain = all_text(people_list.paper(worker.desk, worker.by(), Asked(PeopleFilter()), ES))
    assert plain.index("Los Pinos · Bajo") < plain.index("Zoila Rojas") < plain.index("Los Pinos · Alto") < plain.index("Ana Rojas")
    assert "Casa de Ana Rojas" in plain and "76 años" in plain and "0412-1" in plain and "3 personas" in plain
    for told in ("VIH", "penicilina", "diabetes", "salir"):
        assert told not in plain
    health = all_text(people_list.paper(worker.desk, worker.by(), Asked(PeopleFilter(council_id=1), "name", True, "Los Pinos"), ES))
    assert health.index("Ana Rojas") < health.index("Zoila Rojas") and "Alergias: penicilina" in health and "VIH" in health
    assert "Casa de Ana Rojas, Alto" in health and "=CMD()" not in health
    assert acts(worker) == [
        {"people": 3, "illnesses": False, "council": None, "sector": None}, {"people": 2, "illnesses": True, "council": 1, "sector": None},
    ]  # fmt: skip


def test_the_sheet_holds_the_same_and_is_no_formula(worker: Worker, tmp_path: Path) -> None:
    commune(worker)
    path = tmp_path / "lista.csv"
    assert people_list.save(worker.desk, worker.by(), Asked(PeopleFilter()), path, ES) == 3
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == ["Consejo", "Sector", "Casa", "Nombre", "Edad", "Teléfono"] and rows[1][:2] == ["Los Pinos", "Bajo"]
    assert not any(row[3].startswith("=") for row in rows) and "VIH" not in path.read_text("utf-8-sig")
    people_list.save(worker.desk, worker.by(), Asked(PeopleFilter(), health=True), path, ES)
    assert "VIH" in path.read_text("utf-8-sig") and "penicilina" in path.read_text("utf-8-sig")


def test_whom_a_text_finds_in_the_window_it_finds_on_the_list_and_in_the_export(worker: Worker, tmp_path: Path) -> None:
    commune(worker)
    slip = PeopleFilter(text="zoyla")  # one slip of the finger
    assert [row.name for row in people.list_people(worker.desk, slip)] == ["Zoila Rojas"]
    assert people_list.save(worker.desk, worker.by(), Asked(slip), tmp_path / "a.xlsx", ES) == 1
    assert census.export_census(worker.desk, slip, tmp_path / "b.csv", "es") == 1
    assert census.export_census(worker.desk, PeopleFilter(text="zo"), tmp_path / "c.csv", "es") == 0  # three letters, here too


def test_an_empty_list_and_one_that_is_too_long_are_refused(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    commune(worker)
    with pytest.raises(Refusal, match="list_empty"):
        people_list.paper(worker.desk, worker.by(), Asked(PeopleFilter(text="zo")), ES)
    monkeypatch.setattr(people_list, "MOST_ON_PAPER", 2)
    with pytest.raises(Refusal, match="list_too_long"):
        people_list.paper(worker.desk, worker.by(), Asked(PeopleFilter()), ES)
    assert acts(worker) == [], "what was not made is not in the record"
