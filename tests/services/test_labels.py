"""Labels come from the shelf: a donation's lots that are on hand, or the lots that were asked for, each with what it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import labels, stock
from pharmacy_app.system.language import language
from tests.support.desks import TODAY, Worker
from tests.support.pdf import all_text
from tests.support.week import Week

SPANISH = language("es")


def test_lots_are_labelled_with_what_they_are_and_whether_they_may_be_taken(worker: Worker) -> None:
    week = Week(worker)
    good, soon = week.box("A-1", 60), week.box("B-2", 30, TODAY + timedelta(days=400))
    stock.set_aside(worker.desk, worker.by(), soon, "quarantine", "caja mojada")
    stock.put_on_shelf(worker.desk, worker.by(), good, "Estante 3 B")
    text = all_text(labels.shelf_labels(worker.desk, SPANISH, batch_ids=[soon, good]))
    assert text.index("Lote B-2") < text.index("Lote A-1")
    assert "Losartán 50" in text and "60 tabletas" in text and "Estante 3 B" in text
    assert "APARTADO: caja mojada" in text


def test_a_donation_gives_a_label_for_each_lot_that_is_on_hand(worker: Worker) -> None:
    week = Week(worker)
    batch = week.box("A-1", 60)
    donation = stock.card(worker.desk, batch).line.batch.donation_id
    assert all_text(labels.shelf_labels(worker.desk, SPANISH, donation_id=donation, copies=3)).count("Lote A-1") == 3
    stock.move(worker.desk, worker.by(), batch, "disposal", 60, "vencido")
    with pytest.raises(Refusal, match="labels_none"):
        labels.shelf_labels(worker.desk, SPANISH, donation_id=donation)


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"donation_id": 77}, "donation_unknown"), ({"batch_ids": [77]}, "batch_unknown"), ({"batch_ids": []}, "labels_none")],
)
def test_what_is_not_there_is_said(worker: Worker, asked: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        labels.shelf_labels(worker.desk, SPANISH, **asked)  # type: ignore[arg-type]


def test_too_many_are_refused(worker: Worker) -> None:
    batch = Week(worker).box("A-1", 60)
    with pytest.raises(Refusal, match="labels_too_many"):
        labels.shelf_labels(worker.desk, SPANISH, batch_ids=[batch], copies=labels.MOST + 1)
