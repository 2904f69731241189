"""What slips and sheets say of the pharmacy, and the thresholds of the badges, until the committee changes them in Ajustes."""

from __future__ import annotations

DEFAULTS = {
    "pharmacy_name": "Farmacia Comunal",
    "phone": "",
    "urgent_days": "14",
    "soon_days": "90",
    "renewal_days": "30",
    "undelivered_days": "14",
    "visit_weeks": "6",
    "visit_houses": "30",
    "language": "es",
}
