"""Inicio: what is to be done today, how the shelf and the councils stand, and what was done last."""

from __future__ import annotations

from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.home.room import Home


def make(context: Context) -> Room:
    """The first room."""
    return Home(context)
