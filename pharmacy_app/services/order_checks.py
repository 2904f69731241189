"""What is looked at before an order counts: the person it is for, what runs already, the day it was written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pharmacy_app.db.queries import care, people
from pharmacy_app.db.queries.care import ItemRow
from pharmacy_app.domain.allergies import allergy_words
from pharmacy_app.domain.circumstances import circumstances
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services.desk import Connection
from pharmacy_app.services.orders import Order, Person, Understood, joined


def check_day(written_on: date, today: date) -> None:
    """Raises `Refusal`: `written_in_future`."""
    if written_on > today:
        raise Refusal("written_in_future", "written_on", day=written_on)


def item_values(paper_id: int, order: Order, found: Understood, written_on: date) -> dict[str, object]:
    """The columns of a new item."""
    return {
        "prescription_id": paper_id,
        "medicine_id": order.medicine_id,
        "medicine_text": order.medicine_text,
        "directions_text": order.directions_text,
        "starts_on": order.starts_on or written_on,
        "cleared": joined(order.cleared),
        "replaces_id": order.replaces_id,
        **found.columns(),
    }


def people_for_checks(
    connection: Connection, patient_ids: Sequence[int], day: date, without: Iterable[int] = ()
) -> dict[int, tuple[Person, tuple[ItemRow, ...]]]:
    """What the checks look at in each of these people, and their open items; `without` are items that end now."""
    rows = {row.id: row for row in people.people_of(connection, patient_ids)}
    told = people.allergies(connection, patient_ids)
    due = people.due_days(connection, patient_ids)
    running: dict[int, list[ItemRow]] = {}
    for item in care.open_items_of_people(connection, patient_ids):
        running.setdefault(item.patient_id, []).append(item)
    ending = set(without)
    found = {}
    for patient_id, row in rows.items():
        said = tuple(word for one in told.get(patient_id, ()) for word in allergy_words(one.told, one.inn, one.atc))
        items = tuple(running.get(patient_id, ()))
        taking = tuple(one.medicine_id for one in items if one.medicine_id is not None and one.id not in ending and runs(one, day))
        words_now = circumstances(row.criteria, row.conditions, row.birth_date, day, due.get(patient_id))
        found[patient_id] = (Person(patient_id, said, words_now, taking), items)
    return found


def runs(item: ItemRow, day: date) -> bool:
    """Whether an open item is still taken on that day."""
    return item.chronic or item.review_on is None or item.review_on >= day
