"""Informes: the papers of the pharmacy, what each is for, and how to print or save it."""

from __future__ import annotations

from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.reports.room import Reports


def make(context: Context) -> Room:
    """The room of papers."""
    return Reports(context)
