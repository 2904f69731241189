"""Short texts that people type: blanks tidied, absurd lengths refused; days as they are said or printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.date_columns import Reading
from pharmacy_app.intake.dates import orders_of
from pharmacy_app.intake.expiry import read_one

LONGEST = 300
# Signs that steer machines, and halves of letters: no database keeps them all, and nobody sees them.
_NO_LETTERS = dict.fromkeys((*range(32), *range(127, 160), *range(0xD800, 0xE000)), " ")


def short(text: str, where: str = "text", most: int = LONGEST) -> str:
    """The text with single blanks. Raises `Refusal` `text_too_long`."""
    kept = " ".join(text.translate(_NO_LETTERS).split())
    if len(kept) > most:
        raise Refusal("text_too_long", where, most=most)
    return kept


def named(name: str, where: str = "name") -> str:
    """A name that is there. Raises `Refusal`: `name_missing`, `text_too_long`."""
    if not fold(name):
        raise Refusal("name_missing", where)
    return short(name, where)


def several(text: str, where: str) -> tuple[str, ...]:
    """Names separated by commas or semicolons, each once, in their order. Raises `Refusal` `text_too_long`."""
    parts = (short(part, where) for part in text.replace(",", ";").split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))


def expiry(text: str, today: date, russian: str = "", eaeu: bool = False) -> Reading:
    """An expiry as printed on a pack (`0827`, `08/2027`, `AGO 27`): the day it means, and why it may be wrong.

    What can be read in two orders is read day first, as people here write; whoever types it sees the echo. `russian` is the committee's
    rule for months on packs of Russia and its neighbours, `eaeu` says that it is one (`intake.expiry`). Raises `Refusal` `expiry_unreadable`.
    """
    reading = read_one(text, today, None, russian, eaeu)
    if reading.reason == "date_order":
        as_here = read_one(text, today, "dmy", russian, eaeu)
        reading = as_here if as_here.day is not None else replace(reading, doubtful=True)
    if reading.day is None:
        raise Refusal("expiry_unreadable", "expiry", text=text.strip()[:40])
    return reading


def day(text: str, today: date, where: str = "day") -> date:
    """A day as people say it: `24/11/2026`, `24/11` (the last one), `hoy`, `ayer`. Raises `Refusal` `day_unreadable`."""
    said = fold(text)
    if said in ("hoy", "today"):
        return today
    if said in ("ayer", "yesterday"):
        return today - timedelta(days=1)
    parts = said.replace("-", "/").replace(".", "/").split("/")
    if len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) <= 2 for part in parts):
        years = [orders_of(f"{said}/{year}").get("dmy") for year in (today.year, today.year - 1)]
        found = next((one for one in years if one is not None and one <= today), None)
    else:
        found = orders_of(text).get("dmy")
    if found is None:
        raise Refusal("day_unreadable", where, text=text.strip()[:40])
    return found


def coming_day(text: str, today: date, where: str = "day") -> date:
    """A day that is still to come, as people say it: `24/11/2026`, `24/11` (the next one), `hoy`, `mañana`. Raises `Refusal` `day_unreadable`."""
    said = fold(text)
    if said in ("manana", "tomorrow"):
        return today + timedelta(days=1)
    parts = said.replace("-", "/").replace(".", "/").split("/")
    if len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) <= 2 for part in parts):
        years = [orders_of(f"{'/'.join(parts)}/{year}").get("dmy") for year in (today.year, today.year + 1)]
        found = next((one for one in years if one is not None and one >= today), None)
        if found is None:
            raise Refusal("day_unreadable", where, text=text.strip()[:40])
        return found
    return day(text, today, where)
