"""Community: councils, houses and the people who live there."""

from pharmacy_app.ui.screens.community.room import make

__all__ = ["make"]
