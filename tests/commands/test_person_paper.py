"""A person's page for the doctor by command: made for whoever has the code, and written down as looked at."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from pharmacy_app.services.people import PeopleFilter, list_people
from tests.support.commands import Pharmacy
from tests.support.desks import TODAY
from tests.support.pdf import all_text
from tests.support.week import Week


def test_a_page_is_made_by_code_and_the_look_is_written_down(practice: Pharmacy, tmp_path: Path) -> None:
    with practice.worker(TODAY) as worker:
        Week(worker).person("Ana Cárdenas")
        code = list_people(worker.desk, PeopleFilter())[0].code
    out = tmp_path / "page.pdf"
    assert practice("report", "person", "--code", f" {code} ", "--out", out) == {"out": str(out)}
    assert "Ana Cárdenas" in all_text(out.read_bytes())
    practice("report", "person", "--code", code, "--out", out)
    with practice.worker(TODAY) as worker, worker.desk.read() as connection:
        looked = connection.execute(text("SELECT subject_kind, after FROM audit WHERE verb = 'person.opened'")).all()
    assert looked == [("patient", looked[0].after)] and "Ana" not in str(looked)
    assert practice.refused("report", "person", "--code", "P-99999", "--out", out) == "patient_code_unknown"
    assert practice.refused("report", "person", "--code", "Ana", "--out", out) == "patient_code_unknown"
