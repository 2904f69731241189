"""What the committee changes in the catalogue: kept with its act, able to be put back, and never a name for two medicines."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import catalogue, catalogue_editing, medicine_search
from pharmacy_app.services.catalogue import NewMedicine
from pharmacy_app.services.catalogue_editing import Listed
from pharmacy_app.services.shipped import MARKS
from tests.support.desks import Worker


def losartan(worker: Worker) -> Listed:
    return catalogue_editing.listed(worker.desk, "losartan 50 mg tablet")[0]


@pytest.mark.parametrize("mark", MARKS)
def test_each_mark_changes_alone_and_its_act_is_kept(worker: Worker, mark: str) -> None:
    desk, before = worker.desk, losartan(worker)
    was = before.marks
    catalogue_editing.change(desk, worker.by(), before.shelved.medicine.id, {**was, mark: not was[mark]})
    after = losartan(worker)
    assert after.marks == {**was, mark: not was[mark]}
    assert (after.ours, before.ours, after.shelved.decided, after.shelved.origin) == (True, False, (mark,), "catalogue")
    assert medicine_search.search_medicines(desk, "losartan 50 mg tablet")[0].decided
    with desk.read() as connection:
        kept = connection.execute(text("SELECT before, after, subject_id FROM audit WHERE verb = 'medicine.change'")).one()
    assert (json.loads(kept.before), json.loads(kept.after)) == ({mark: was[mark]}, {mark: not was[mark]})
    assert kept.subject_id == before.shelved.medicine.id


def test_a_new_name_is_found_and_accepted_and_put_back_with_everything_else(worker: Worker) -> None:
    desk, before = worker.desk, losartan(worker)
    medicine_id = before.shelved.medicine.id
    brands = f"{before.text('brands')}; Presiofin"
    catalogue_editing.change(desk, worker.by(), medicine_id, {"brands": brands, "name_es": "losartán  potásico", "essential": False})
    changed = catalogue_editing.listed(desk, "presiofin")[0]
    assert changed.shelved.medicine.id == medicine_id and changed.text("name_es") == "losartán potásico"
    with desk.read() as connection:
        found = catalogue.identifier(connection).accept("PRESIOFIN 50 MG COMPRIMIDOS")
    assert found is not None and found.id == medicine_id
    assert {one.shelved.medicine.id for one in catalogue_editing.listed(desk, which="decided")} == {medicine_id}
    catalogue_editing.put_back(desk, worker.by(), medicine_id)
    assert replace(losartan(worker), units=0) == replace(before, units=0)
    assert catalogue_editing.listed(desk, which="decided") == ()
    with pytest.raises(Refusal, match="medicine_unchanged"):
        catalogue_editing.put_back(desk, worker.by(), medicine_id)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"essential": True}, "medicine_unchanged"),
        ({"inn": "otro"}, "medicine_word_unknown"),
        ({"origin": True}, "medicine_word_unknown"),
        ({"name_es": "  "}, "name_missing"),
        ({"atc": "C09"}, "atc_unclear"),
        ({"warnings": "pregnancy; nada"}, "warning_unknown"),
        ({"synonyms": "Глюкофаж"}, "name_of_another"),
        ({"name_en": "Enalapril"}, "name_of_another"),
    ],
)
def test_what_cannot_be_changed_is_refused_and_writes_nothing(worker: Worker, wanted: dict[str, object], code: str) -> None:
    before = losartan(worker)
    with pytest.raises(Refusal, match=code):
        catalogue_editing.change(worker.desk, worker.by(), before.shelved.medicine.id, wanted)
    assert losartan(worker) == before
    with pytest.raises(Refusal, match="medicine_not_found"):
        catalogue_editing.change(worker.desk, worker.by(), 0, {"essential": True})


def test_filters_show_what_they_say(worker: Worker) -> None:
    desk = worker.desk
    made = catalogue.add_medicine(desk, worker.by(), NewMedicine("zzine", "5 mg", "tablet", "tablet"))
    everything = catalogue_editing.listed(desk)
    assert made in {one.shelved.medicine.id for one in everything}
    for which in ("essential", "cold_chain", "controlled", "vital"):
        found = catalogue_editing.listed(desk, which=which)
        assert 0 < len(found) < len(everything) and all(one.marks[which] for one in found)
        assert len(found) == sum(one.marks[which] for one in everything)
    assert [one.shelved.medicine.id for one in catalogue_editing.listed(desk, which="decided")] == [made]
    assert all(one.shelved.unconfirmed or not one.shelved.confirmed for one in catalogue_editing.listed(desk, which="unconfirmed"))
    with pytest.raises(Refusal, match="medicine_not_shipped"):
        catalogue_editing.put_back(desk, worker.by(), made)
