"""Ctrl+K from anywhere: any person, medicine, lot, donor or slip."""

from __future__ import annotations

from pharmacy_app.db.queries import finding
from pharmacy_app.db.queries.finding import Found as Found
from pharmacy_app.db.queries.people import PeopleFilter
from pharmacy_app.services import people_search
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.medicine_search import spelt

MEDICINES = PEOPLE = 5


def find(desk: Desk, text: str) -> tuple[Found, ...]:
    """What these letters may mean, a few of each kind; nothing for fewer than two letters, and nobody for fewer than three."""
    with desk.read() as connection:
        people = [
            Found("person", row.id, row.name, ", ".join(part for part in (row.house, row.sector) if part))
            for row in people_search.page(desk, connection, PeopleFilter(text=text), PEOPLE)
        ]
        medicines = [
            Found("medicine", one.medicine.id, f"{one.medicine.names[0]} {one.medicine.strength}", one.medicine.inn)
            for one in spelt(desk, connection, text, MEDICINES)
        ]
        found = finding.find(connection, text)
    return (*people, *medicines, *found)
