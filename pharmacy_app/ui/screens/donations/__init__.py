"""Donaciones: boxes come in, typed, scanned or from the sender's sheet, and are received line by line."""

from __future__ import annotations

from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.donations.donations import Donations


def make(context: Context) -> Room:
    """The donations room."""
    return Donations(context)
