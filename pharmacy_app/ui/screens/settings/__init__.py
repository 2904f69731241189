"""Ajustes: what the pharmacy calls itself, who works here, the committee's criteria, the look, the catalogue, the data."""

from __future__ import annotations

from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.settings.room import Settings


def make(context: Context) -> Room:
    """The room of settings."""
    return Settings(context)
