"""Asignación: who gets what, from which lot, until which day, and why; the committee changes it, and confirms."""

from __future__ import annotations

from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.matching.room import Matching


def make(context: Context) -> Room:
    """The room of matching."""
    return Matching(context)
