"""Prescriptions: what doctors ordered, what waits for an answer, what must be renewed."""

from pharmacy_app.ui.screens.prescriptions.room import make

__all__ = ["make"]
