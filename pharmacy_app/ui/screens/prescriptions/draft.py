"""A prescription that was begun and left: what was typed is taken up again where it stood."""

from __future__ import annotations

from dataclasses import dataclass

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services.prescriptions import Order, Understood


@dataclass(frozen=True, slots=True)
class Draft:
    """The texts of the form as they stood, and who and what was chosen in it."""

    patient_id: int | None
    person: str
    doctor: str
    day: str
    lines: tuple[tuple[Order, Understood], ...]
    medicine: Medicine | None
    medicine_text: str
    directions: str
    units: str
    days: str
    chronic: bool

    @property
    def worth_keeping(self) -> bool:
        """Whether anything was typed that nobody likes to type twice."""
        return bool(self.lines or self.medicine_text or self.directions or self.units)
