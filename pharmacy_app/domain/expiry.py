"""Until when a batch may be used, and how it stands on a day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

STANDINGS = ("recalled", "held", "quarantine", "unidentified", "unconfirmed", "no_date", "expired", "urgent", "soon", "fine")


@dataclass(frozen=True, slots=True)
class Standing:
    """One of `STANDINGS`, and the days from that day to the expiry date (negative once it has passed; None without a date)."""

    code: str
    days: int | None

    @property
    def usable(self) -> bool:
        """Whether it may be offered and handed out on that day."""
        return self.code in ("urgent", "soon", "fine")


def end_of_month(year: int, month: int) -> date:
    """A pack that says `08/2027` may be used through 31 August 2027. Raises `ValueError` for a month that is none."""
    if not 1 <= month <= 12:
        raise ValueError(month)
    return date(year, month, monthrange(year, month)[1])


def usable_on(expiry: date | None, day: date, margin: int = 0) -> bool:
    """Whether it may be used on `day`: still on the printed date itself, with a safety margin so many days before it."""
    return expiry is not None and day <= expiry - timedelta(days=margin)


def standing(
    status: str, expiry: date | None, day: date, *, identity: str = "known", urgent: int = 14, soon: int = 90, margin: int = 0
) -> Standing:
    """How a batch of this status (`available`, `quarantine`, `held`, `recalled`) stands on `day`.

    What sets it aside comes first, then that nobody has said what it is (`identity` `unknown`) or one person only has (`told`), then its
    date: `urgent` and `soon` are days left, from the settings.
    """
    days = (expiry - day).days if expiry else None
    if status != "available":
        return Standing(status, days)
    if identity != "known":
        return Standing("unidentified" if identity == "unknown" else "unconfirmed", days)
    if days is None:
        return Standing("no_date", None)
    if not usable_on(expiry, day, margin):
        return Standing("expired", days)
    return Standing("urgent" if days <= urgent else "soon" if days <= soon else "fine", days)
