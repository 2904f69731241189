"""Days as people print them, before anybody decides in which order: every order a text can be read in, and the day each gives.

Three orders cover what packs and lists carry: `dmy` and `mdy` put the year last, `ymd` first; a month without a day is its last day.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from decimal import Decimal

from pharmacy_app.domain.text import fold

ORDERS = ("dmy", "ymd", "mdy")

_MONTHS = (
    ("enero", "january", "gennaio", "janvier", "janeiro", "январь", "января"),
    ("febrero", "february", "febbraio", "fevrier", "fevereiro", "февраль", "февраля"),
    ("marzo", "march", "mars", "marco", "март", "марта"),
    ("abril", "april", "aprile", "avril", "апрель", "апреля"),
    ("mayo", "may", "maggio", "mai", "maio", "май", "мая"),
    ("junio", "june", "giugno", "juin", "junho", "июнь", "июня"),
    ("julio", "july", "luglio", "juillet", "julho", "июль", "июля"),
    ("agosto", "august", "aout", "август", "августа"),
    ("septiembre", "setiembre", "september", "settembre", "septembre", "setembro", "сентябрь", "сентября"),
    ("octubre", "october", "ottobre", "octobre", "outubro", "октябрь", "октября"),
    ("noviembre", "november", "novembre", "novembro", "ноябрь", "ноября"),
    ("diciembre", "december", "dicembre", "decembre", "dezembro", "декабрь", "декабря"),
)
_TIME = re.compile(r"[t ]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:z|[ap]\.?m\.?|[+-]\d{2}:?\d{2})?$")
_SEP = r"\s*[-/., ]\s*"
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}})(?:{_SEP}(\d{{1,2}}))?")
_MONTH_YEAR = re.compile(rf"(\d{{1,2}}){_SEP}(\d{{4}})")
_THREE = re.compile(r"(\d{1,2})\s*([-/., ])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
_TWO = re.compile(rf"(\d{{1,2}}){_SEP}(\d{{1,2}})")
_NAMED = re.compile(r"(?:(\d{1,2}|\d{4})[-/., ]*)?([^\W\d_]{3,10})[-/., ]*(?:(\d{1,2})[-/., ]+)?(\d{4}|\d{2})?")
_SERIAL_ZERO = date(1899, 12, 30)


def month_of(word: str) -> int | None:
    """1 to 12 for a month's name or its first letters (three or more) in es, en, it, fr, pt, ru; None where two months begin so."""
    start = fold(word)
    if len(start) < 3:
        return None
    found = {number for number, names in enumerate(_MONTHS, start=1) if any(fold(name).startswith(start) for name in names)}
    return found.pop() if len(found) == 1 else None


def orders_of(text: str) -> dict[str, date]:
    """The day for each order in which the text is a date; {} where it is none. Equal days mean that the order does not matter."""
    body = _TIME.sub("", fold(text)).replace(" de ", " ").strip(" .,;:/-")
    if not body.isascii() or not any(c.isdigit() for c in body) or len(body) > 40:
        return _named(body) if len(body) <= 40 else {}
    if found := _YEAR_FIRST.fullmatch(body):
        return _same(_day(int(found[1]), int(found[2]), int(found[3] or 0)))
    if found := _MONTH_YEAR.fullmatch(body):
        return _same(_day(int(found[2]), int(found[1]), 0))
    if found := _THREE.fullmatch(body):
        return _three(found[1], found[3], found[4], dotted=found[2] == ".")
    if found := _TWO.fullmatch(body):
        return _two(found[1], found[2])
    return _digits(body) if body.isdigit() else _named(body)


def serial_day(number: Decimal) -> date | None:
    """The day a spreadsheet means by this number (2000 to 2099); None outside."""
    if number == number.to_integral_value() and 36_526 <= number <= 73_050:
        return _SERIAL_ZERO + timedelta(days=int(number))
    return None


def _year(digits: str) -> int:
    number = int(digits)
    return number if len(digits) == 4 else number + (2000 if number < 80 else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    """Day 0 is the last of the month, as GS1 and some lists write it."""
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None


def _same(day: date | None) -> dict[str, date]:
    return dict.fromkeys(ORDERS, day) if day is not None else {}


def _known(days: dict[str, date | None]) -> dict[str, date]:
    return {order: day for order, day in days.items() if day is not None}


def _three(first: str, second: str, third: str, dotted: bool) -> dict[str, date]:
    days = {"dmy": _day(_year(third), int(second), int(first))}
    if not dotted:  # nobody writes month.day.year with dots
        days["mdy"] = _day(_year(third), int(first), int(second))
    if len(third) == 2 and len(first) == 2:
        days["ymd"] = _day(_year(first), int(second), int(third))
    return _known(days)


def _two(first: str, second: str) -> dict[str, date]:
    days: dict[str, date | None] = {}
    if len(second) == 2:
        days["dmy"] = days["mdy"] = _day(_year(second), int(first), 0)
    if len(first) == 2:
        days["ymd"] = _day(_year(first), int(second), 0)
    return _known(days)


def _digits(body: str) -> dict[str, date]:
    if len(body) == 4:
        return _two(body[:2], body[2:])
    if len(body) == 6:
        days = {
            "dmy": _day(_year(body[4:]), int(body[2:4]), int(body[:2])),
            "mdy": _day(_year(body[4:]), int(body[:2]), int(body[2:4])),
            "ymd": _day(_year(body[:2]), int(body[2:4]), int(body[4:])),
        }
        if body[2:4] == "20" and (month := _day(int(body[2:]), int(body[:2]), 0)):
            days["dmy"] = days["mdy"] = month
        if body[:2] == "20" and days["ymd"] is None:
            days["ymd"] = _day(int(body[:4]), int(body[4:]), 0)
        return _known(days)
    if len(body) == 8:
        days = {
            "dmy": _day(int(body[4:]), int(body[2:4]), int(body[:2])),
            "mdy": _day(int(body[4:]), int(body[:2]), int(body[2:4])),
            "ymd": _day(int(body[:4]), int(body[4:6]), int(body[6:])),
        }
        return {order: day for order, day in _known(days).items() if 1900 <= day.year <= 2099}
    return {}


def _named(body: str) -> dict[str, date]:
    """`ago 27`, `24/feb/2021`, `august 31, 2027`, `2027 авг`."""
    found = _NAMED.fullmatch(body)
    month = month_of(found[2]) if found else None
    if found is None or month is None:
        return {}
    before, after, year = found[1], found[3], found[4]
    if before is None:
        return _same(_day(_year(year), month, int(after or 0))) if year else {}
    if len(before) == 4:
        return _same(_day(int(before), month, int(year or 0))) if after is None and len(year or "") != 4 else {}
    if year is None:
        return _known({"ymd": _day(_year(before), month, 0) if len(before) == 2 else None})
    if after is not None:
        return {}
    last = _day(_year(year), month, int(before))
    first = _day(_year(before), month, int(year)) if len(before) == len(year) == 2 else None
    return _known({"dmy": last, "mdy": last, "ymd": first or (last if len(year) == 4 else None)})
