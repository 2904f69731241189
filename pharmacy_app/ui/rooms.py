"""The rooms in the order of the week. A new screen is a folder in `ui/screens/` and one line here."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pharmacy_app.system.language import Language
    from pharmacy_app.ui.context import Context
    from pharmacy_app.ui.room import Room


@dataclass(frozen=True, slots=True)
class Place:
    """One room: its key (used by `go`), icon and the folder of its screen, loaded only when somebody goes there.

    `within`: the room of the navigation that it lies behind.
    """

    key: str
    icon: str
    screen: str
    within: str = ""

    def make(self, context: Context) -> Room:
        """Builds the room; its module has `make(context) -> Room`."""
        made: Room = importlib.import_module(f"pharmacy_app.ui.screens.{self.screen}").make(context)
        return made


ROOMS = (
    Place("home", "home", "home"),
    Place("donations", "package", "donations"),
    Place("stock", "pill", "stock"),
    Place("community", "users", "community"),
    Place("prescriptions", "prescription", "prescriptions"),
    Place("matching", "arrows-split-2", "matching"),
    Place("rounds", "walk", "rounds"),
    Place("reports", "file-text", "reports"),
    Place("settings", "adjustments-horizontal", "settings"),
)
# Reached from the room they lie behind, from the search, and by a scan; the navigation has nine.
BEHIND = (
    Place("visits", "clipboard-list", "community.visits", "community"),
    Place("kits", "package-export", "community.kits", "community"),
)


def title(language: Language, key: str) -> str:
    """The room's word in the navigation."""
    tr = language.tr
    return {
        "home": tr("Home"),
        "donations": tr("Donations"),
        "stock": tr("Stock"),
        "community": tr("Community"),
        "prescriptions": tr("Prescriptions"),
        "matching": tr("Matching"),
        "rounds": tr("Rounds"),
        "reports": tr("Reports"),
        "settings": tr("Settings"),
        "visits": tr("Visits"),
        "kits": tr("Family kits"),
    }[key]
