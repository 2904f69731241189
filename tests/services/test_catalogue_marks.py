"""What the committee marks a medicine as: kept with its act, on both databases, and what it came from stays."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import catalogue, medicine_search
from pharmacy_app.services.catalogue import MARKS
from tests.support.desks import Worker


@pytest.mark.parametrize("mark", MARKS)
def test_each_mark_changes_alone_and_its_act_is_kept(worker: Worker, mark: str) -> None:
    desk = worker.desk
    before = medicine_search.search_medicines(desk, "losartan 50 mg tablet")[0]
    was = catalogue.marks(before.medicine, before.vital)
    catalogue.change_marks(desk, worker.by(), before.medicine.id, {**was, mark: not was[mark]})
    after = medicine_search.search_medicines(desk, "losartan 50 mg tablet")[0]
    assert catalogue.marks(after.medicine, after.vital) == {**was, mark: not was[mark]}
    assert after.decided and not before.decided
    assert catalogue.medicine(desk, before.medicine.id).origin == "catalogue"
    with desk.read() as connection:
        kept = connection.execute(text("SELECT before, after, subject_id FROM audit WHERE verb = 'medicine.mark'")).one()
    assert (json.loads(kept.before), json.loads(kept.after), kept.subject_id) == (
        {mark: was[mark]},
        {mark: not was[mark]},
        before.medicine.id,
    )


def test_what_cannot_be_marked_is_refused_and_writes_nothing(worker: Worker) -> None:
    desk = worker.desk
    medicine = medicine_search.search_medicines(desk, "losartan 50 mg tablet")[0].medicine
    for medicine_id, wanted, code in (
        (medicine.id, {"essential": medicine.essential}, "marks_unchanged"),
        (medicine.id, {"origin": True}, "medicine_word_unknown"),
        (0, {"essential": True}, "medicine_not_found"),
    ):
        with pytest.raises(Refusal) as refused:
            catalogue.change_marks(desk, worker.by(), medicine_id, wanted)
        assert refused.value.code == code
    with desk.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM audit WHERE verb = 'medicine.mark'")).scalar_one() == 0
