"""Family kits: who is due, what a kit would hold, preparing many at once, and the committee's rules. A room behind that of the community."""

from __future__ import annotations

from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.community.kits.room import FamilyKits


def make(context: Context) -> Room:
    """The room."""
    return FamilyKits(context)
