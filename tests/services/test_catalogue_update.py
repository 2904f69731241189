"""A newer catalogue comes with a newer program: what the committee decided stays, whatever changes in the files; both databases."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from pharmacy_app.services import catalogue_editing, catalogue_update, shipped, undispensed
from pharmacy_app.services.catalogue_editing import Listed
from pharmacy_app.services.catalogue_update import News, bring_up_to_date, merged, news, read_news
from pharmacy_app.services.shipped import COUNTING, FACTS, MARKS
from pharmacy_app.services.undispensed import NewUndispensed
from tests.support.desks import Worker

Cells = dict[str, str]


class Files:
    """A copy of the shipped files that a test may change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(shipped.folder(), folder)

    def rows(self, name: str) -> list[Cells]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, name: str, rows: list[Cells]) -> None:
        with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Files]:
    yield Files(tmp_path / "newer")


def acts(worker: Worker) -> int:
    with worker.desk.read() as connection:
        return int(connection.execute(text("SELECT count(*) FROM audit WHERE verb = 'catalogue.update'")).scalar_one())


def one(worker: Worker, words: str) -> Listed:
    return catalogue_editing.listed(worker.desk, words)[0]


def test_the_shipped_catalogue_is_there_from_the_beginning_and_nothing_is_done_twice(worker: Worker) -> None:
    bring_up_to_date(worker.desk)
    assert acts(worker) == 0 and news(worker.desk) is None
    with worker.desk.read() as connection:
        counted = connection.execute(text("SELECT count(*), count(nullif(unconfirmed, '')) FROM medicines")).one()
    assert counted[0] == len(shipped.medicines(shipped.folder())) and 0 < counted[1] < counted[0]
    assert "nimesulide" in {row.inn for row in undispensed.listed(worker.desk)}


def test_an_update_brings_what_is_new_and_leaves_what_the_committee_decided(worker: Worker, files: Files) -> None:
    desk = worker.desk
    medicine_id = one(worker, "losartan 50 mg tablet").shelved.medicine.id
    catalogue_editing.change(desk, worker.by(), medicine_id, {"essential": False, "synonyms": "cozar casero"})
    never = next(row for row in undispensed.listed(desk) if row.inn == "nimesulide")
    undispensed.activate(desk, worker.by(), never.id, False, "el comité lo discutió")
    undispensed.add(desk, worker.by(), NewUndispensed("kava", "daña el hígado"))
    rows = files.rows("medicines.csv")
    for row in rows:
        if row["inn"] == "losartan":
            row.update(essential="1", synonyms="lozartan", name_ru="лозартан новый", controlled="1")
    rows.append({**rows[0], "inn": "zzine", "name_es": "zzina", "strength": "5 mg"})
    gone = rows.pop(10)
    files.write("medicines.csv", rows)
    list_rows = files.rows("undispensed.csv")
    next(row for row in list_rows if row["inn"] == "nimesulide")["brands"] = "Aulin Nuevo"
    list_rows.append({**list_rows[0], "inn": "yyine", "brands": "Yyina", "synonyms": ""})
    files.write("undispensed.csv", list_rows)

    bring_up_to_date(desk, files.folder)
    found = one(worker, "losartan 50 mg tablet")
    assert (found.shelved.medicine.id, found.marks["essential"], found.shelved.synonyms) == (medicine_id, False, ("cozar casero",))
    assert (found.text("name_ru"), found.marks["controlled"]) == ("лозартан новый", True)
    assert catalogue_editing.listed(desk, "cozar casero") and catalogue_editing.listed(desk, "zzina")
    assert catalogue_editing.listed(desk, f"{gone['inn']} {gone['strength']}")  # nothing is ever deleted
    by_inn = {row.inn: row for row in undispensed.listed(desk)}
    assert (by_inn["nimesulide"].active, by_inn["nimesulide"].brands) == (False, ("Aulin Nuevo",))
    assert by_inn["yyine"].active and by_inn["kava"].origin == "committee"
    brought = news(desk)
    assert brought is not None and (brought.added, brought.never) == (1, 1) and brought.changed >= 3 and brought.stayed == 2
    read_news(desk, worker.by())
    assert news(desk) is None
    bring_up_to_date(desk, files.folder)
    assert acts(worker) == 1 and one(worker, "losartan 50 mg tablet") == found


def test_a_database_of_before_gets_its_facts_and_what_was_marked_stays(worker: Worker) -> None:
    """As version 1 left it: no digest, no facts of confirmation, and marks that only the record knows."""
    desk, medicine_id = worker.desk, one(worker, "losartan 50 mg tablet").shelved.medicine.id
    with desk.act(worker.by(), "medicine.mark") as act:
        act.about("medicine", medicine_id)
        act.before, act.after = {"vital": False}, {"vital": True}
        act.connection.execute(text("UPDATE medicines SET unconfirmed = '', former_atc = '', confirmed = :yes"), {"yes": True})
        act.connection.execute(text("UPDATE medicines SET vital = :yes WHERE id = :id"), {"yes": True, "id": medicine_id})
        act.connection.execute(text("DELETE FROM settings WHERE name LIKE 'catalogue%'"))
        act.connection.execute(text("DELETE FROM undispensed"))
    bring_up_to_date(desk)
    found = one(worker, "losartan 50 mg tablet")
    assert found.marks["vital"] and found.shelved.decided == ("vital",)
    assert any(listed.shelved.unconfirmed for listed in catalogue_editing.listed(desk))
    assert len(undispensed.listed(desk)) == len(shipped.undispensed(shipped.folder()))
    told = news(desk)
    assert isinstance(told, News) and told.stayed == 1


def test_an_older_program_does_not_turn_the_catalogue_back(worker: Worker, files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    files.write("medicines.csv", files.rows("medicines.csv")[1:])
    with monkeypatch.context() as newer:
        newer.setattr(catalogue_update, "__version__", "9.0.0")
        bring_up_to_date(worker.desk, files.folder)
    assert acts(worker) == 1
    bring_up_to_date(worker.desk)
    assert acts(worker) == 1


VALUES = {name: st.booleans() if name in MARKS else st.sampled_from(["", "a", "b;c", "d"]) for name in FACTS}
ROW = st.fixed_dictionaries(
    {**VALUES, "unit": st.sampled_from(["tablet", "vial"]), "doses_per_unit": st.integers(1, 3), "inn": st.just("x")}
)


@given(ROW, ROW, st.sets(st.sampled_from(FACTS)), st.booleans())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_no_update_overwrites_what_was_decided(old: dict[str, object], new: dict[str, object], decided: set[str], in_use: bool) -> None:
    before = {**old, "decided": ";".join(sorted(decided)), "origin": "catalogue", "id": 1}
    after = merged(before, new, in_use)
    assert all(after[name] == (old if name in decided else new)[name] for name in FACTS)
    assert all(after[name] == (old if in_use else new)[name] for name in COUNTING)
    assert (after["id"], after["decided"], after["origin"]) == (1, before["decided"], "catalogue")
    assert merged(after, new, in_use) == after
