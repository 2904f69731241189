"""What Ctrl+K finds in the pharmacy, the room each thing lives in, and what that room is told to open."""

from __future__ import annotations

from collections.abc import Sequence

from pharmacy_app.services import catalogue, finding
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.finding import Found
from pharmacy_app.system.language import Language
from pharmacy_app.ui.palette import Hit, Search
from pharmacy_app.wording import trade


def search(desk: Desk, language: Language) -> Search:
    """The palette's question to the pharmacy; it runs on the database thread."""
    tr = language.tr
    groups = {"person": tr("People"), "medicine": tr("Medicines"), "batch": tr("Lots"), "donor": tr("Donors"), "slip": tr("Slips")}

    def hit(found: Found) -> Hit:
        group = groups[found.kind]
        if found.kind == "medicine":  # named as everywhere else; the shelf searches by its words
            shelved = catalogue.medicine(desk, found.id)
            brands = ", ".join(brand.removeprefix("?") for brand in shelved.brands[:3])
            return Hit(group, trade.medicine_title(language, shelved.medicine), brands, "stock", found.title)
        if found.kind == "donor":
            return Hit(group, found.title, "", "donations", found.title)
        if found.kind == "slip":
            return Hit(group, found.title, found.subtitle, "rounds", found.title)
        return Hit(group, found.title, found.subtitle, "community" if found.kind == "person" else "stock", found.id)

    def ask(text: str) -> Sequence[Hit]:
        return [hit(found) for found in finding.find(desk, text)]

    return ask
