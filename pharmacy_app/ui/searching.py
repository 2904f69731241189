"""What Ctrl+K finds in the pharmacy, and the room each thing lives in."""

from __future__ import annotations

from collections.abc import Sequence

from pharmacy_app.services import finding
from pharmacy_app.services.desk import Desk
from pharmacy_app.system.language import Language
from pharmacy_app.ui.palette import Hit, Search


def search(desk: Desk, language: Language) -> Search:
    """The palette's question to the pharmacy; it runs on the database thread."""
    tr = language.tr
    places = {
        "person": (tr("People"), "community"),
        "medicine": (tr("Medicines"), "stock"),
        "batch": (tr("Lots"), "stock"),
        "donor": (tr("Donors"), "donations"),
        "slip": (tr("Slips"), "rounds"),
    }

    def ask(text: str) -> Sequence[Hit]:
        hits = []
        for found in finding.find(desk, text):
            group, room = places[found.kind]
            hits.append(Hit(group, found.title, found.subtitle, room, (found.kind, found.id)))
        return hits

    return ask
