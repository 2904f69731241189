"""Visits: the week's sheets, typing them in, and the houses where nobody was for long. A room behind that of the community."""

from __future__ import annotations

from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.community.visits.room import Visits


def make(context: Context) -> Room:
    """The room."""
    return Visits(context)
