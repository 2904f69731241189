"""Rondas: afternoons planned in walking order, printed, sent out, and closed when what left the shelf is accounted for."""

from __future__ import annotations

from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.rounds.room import Rounds


def make(context: Context) -> Room:
    """The room of rounds."""
    return Rounds(context)
