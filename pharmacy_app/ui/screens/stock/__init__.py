"""Existencias: what is on the shelf, until when, from whom, and everything that can be done with a lot."""

from __future__ import annotations

from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.stock.shelf import Stock


def make(context: Context) -> Room:
    """The stock room."""
    return Stock(context)
