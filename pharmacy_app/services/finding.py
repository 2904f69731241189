"""Ctrl+K from anywhere: any person, medicine, lot, donor or slip."""

from __future__ import annotations

from pharmacy_app.db.queries import finding
from pharmacy_app.db.queries.finding import Found as Found
from pharmacy_app.services.desk import Desk


def find(desk: Desk, text: str) -> tuple[Found, ...]:
    """What these letters may mean, a few of each kind; nothing for fewer than two letters."""
    with desk.read() as connection:
        return finding.find(connection, text)
