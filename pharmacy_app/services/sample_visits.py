"""The sample's visits: each week a sheet of one council, noted line by line as it came back; this week's is still out."""

from __future__ import annotations

from random import Random

from pharmacy_app.db.queries import census as store
from pharmacy_app.services import visit_notes, visits
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.services.sample_words import words
from pharmacy_app.services.visit_notes import Told

_HOUSES = 12  # on one sheet
_WEEKS = 8  # not seen for so long: they come first
_NOTES = (
    "",
    "",
    "",
    "Tensión 13/8. Está bien.",
    "Pide que le lleven agua.",
    "Tomó todo. Hablamos de la sal.",
    "Tose de noche; que la vea el médico.",
)


def walk(desk: Desk, by: By, rng: Random, council: str) -> None:
    """A sheet that came home the same day."""
    sheet_id = out(desk, by, council)
    went = rng.choice(words().places["volunteer"])
    for line in visits.sheet(desk, sheet_id).lines:
        met = rng.random() < 0.88
        purpose = rng.choices(("follow_up", "prevention", "referral"), (80, 15, 5))[0]
        told = Told(met, purpose, rng.choice(_NOTES) if met else "")
        visit_notes.note(desk, desk.by(by.user_id), line.row.id, told, went=went)
    visits.set_returned(desk, desk.by(by.user_id), sheet_id, True)


def out(desk: Desk, by: By, council: str) -> int:
    """A sheet that has gone out, for the council's doctor; its id."""
    with desk.read() as connection:
        row = next(one for one in store.councils(connection) if one.name == council)
    return visits.plan_sheet(desk, desk.by(by.user_id), row.id, "", desk.clock.today(), _HOUSES, _WEEKS)
