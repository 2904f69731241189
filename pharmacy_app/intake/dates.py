"""Days as people print them, before anybody decides in which order: every order a text can be read in, and the day each gives.

Three orders cover what packs and lists carry: `dmy` and `mdy` put the year last, `ymd` first; a month without a day is its last day.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pharmacy_app.domain.text import fold

ORDERS = ("dmy", "ymd", "mdy")
FIRST_YEAR, LAST_YEAR = 1850, 2099  # from births of long ago to medicines of long hence; beyond, another calendar was meant

_MONTHS = (
    ("enero", "january", "gennaio", "janvier", "janeiro", "januar", "январь", "января", "януари"),
    ("febrero", "february", "febbraio", "fevrier", "fevereiro", "februar", "февраль", "февраля", "февруари"),
    ("marzo", "march", "mars", "marco", "marz", "март", "марта"),
    ("abril", "april", "aprile", "avril", "апрель", "апреля", "април"),
    ("mayo", "may", "maggio", "mai", "maio", "май", "мая"),
    ("junio", "june", "giugno", "juin", "junho", "juni", "июнь", "июня", "юни"),
    ("julio", "july", "luglio", "juillet", "julho", "juli", "июль", "июля", "юли"),
    ("agosto", "august", "aout", "август", "августа"),
    ("septiembre", "setiembre", "september", "settembre", "septembre", "setembro", "сентябрь", "сентября", "септември"),
    ("octubre", "october", "ottobre", "octobre", "outubro", "oktober", "октябрь", "октября", "октомври"),
    ("noviembre", "november", "novembre", "novembro", "ноябрь", "ноября", "ноември"),
    ("diciembre", "december", "dicembre", "decembre", "dezembro", "dezember", "декабрь", "декабря", "декември"),
)
_NAMES = tuple(tuple(fold(name) for name in names) for names in _MONTHS)
_ROMAN = {numeral: number for number, numeral in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), start=1)}
_SIGNS = str.maketrans({**dict.fromkeys("‐‑‒–—―−﹣－年月", "-"), **dict.fromkeys("⁄∕／\\|", "/"), **dict.fromkeys("'’‘`´_·日", " ")})
_TIME = re.compile(r"[t ]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:z|[ap]\.?m\.?|[+-]\d{2}:?\d{2})?$")
_SMALL_WORDS = re.compile(
    r"(?<=\d)(?:st|nd|rd|th|er|ro|o|a)(?=\s+(?:(?:de|del|of|di)\s+)?[^\W\d_]{3})|\s(?:de|del|of|di)(?=\s)|^(?:fin|fine|end)\s(?:(?:de|of|di)\s)?|\s*(?:г|год|года)\.?$"
)
_SEP = r"\s*[-/., ]\s*"
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}})(?:{_SEP}(\d{{1,2}}))?")
_MONTH_YEAR = re.compile(rf"(\d{{1,2}}){_SEP}(\d{{4}})")
_THREE = re.compile(r"(\d{1,2})\s*([-/., ])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
_TWO = re.compile(rf"(\d{{1,2}}){_SEP}(\d{{1,2}})")
_NAMED = re.compile(r"(?:(\d{4}|\d{1,2})[-/., ]*)?([^\W\d_]{3,10}|[ivx]{1,4})[-/., ]*(?:(\d{1,2})[-/., ]+)?(\d{4}|\d{1,2})?")
_SERIAL_ZERO = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Possible:
    """The day for each of `ORDERS` in which a text is a date, none where it is no date. `month`: it names no day, its month's last is meant."""

    days: dict[str, date]
    month: bool = False


NO_DATE = Possible({})


def month_of(word: str) -> int | None:
    """1 to 12 for a month's name, its first letters (three or more) in es, en, it, fr, pt, de, ru, bg, or its Roman number.

    None where two months begin so.
    """
    start = fold(word)
    if start in _ROMAN:
        return _ROMAN[start]
    if len(start) < 3:
        return None
    found = {number for number, names in enumerate(_NAMES, start=1) if any(name.startswith(start) for name in names)}
    return found.pop() if len(found) == 1 else None


def orders_of(text: str) -> dict[str, date]:
    """The day for each order in which the text is a date; {} where it is none. Equal days mean that the order does not matter."""
    return possible(text).days


def possible(text: str) -> Possible:
    """Every way in which the text, whole, is a date; what stands beside a date in a longer text is `date_labels`' to find."""
    body = fold(text.translate(_SIGNS)) if len(text) <= 200 else ""
    body = _SMALL_WORDS.sub(" ", _TIME.sub("", body)).strip(" .,:;/-()")
    if not body or len(body) > 40 or not any(c.isdigit() for c in body):
        return NO_DATE
    if not body.isascii():
        return _named(body)
    if found := _YEAR_FIRST.fullmatch(body):
        return _same(_day(int(found[1]), int(found[2]), int(found[3] or 0)), month=not int(found[3] or 0))
    if found := _MONTH_YEAR.fullmatch(body):
        return _same(_day(int(found[2]), int(found[1]), 0), month=True)
    if found := _THREE.fullmatch(body):
        return Possible(_three(found[1], found[3], found[4], dotted=found[2] == "."))
    if found := _TWO.fullmatch(body):
        return Possible(_two(found[1], found[2]), month=True)
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
    if not (1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None


def _same(day: date | None, month: bool = False) -> Possible:
    return Possible(dict.fromkeys(ORDERS, day), month) if day is not None else NO_DATE


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


def _digits(body: str) -> Possible:
    if len(body) == 4:
        return Possible(_two(body[:2], body[2:]), month=True)
    if len(body) == 6:
        days = {
            "dmy": _day(_year(body[4:]), int(body[2:4]), int(body[:2])),
            "mdy": _day(_year(body[4:]), int(body[:2]), int(body[2:4])),
            "ymd": _day(_year(body[:2]), int(body[2:4]), int(body[4:])),
        }
        month = days["dmy"] is None and body.endswith("00")  # as GS1 writes a month
        if body[2:4] == "20" and (last := _day(int(body[2:]), int(body[:2]), 0)):
            days["dmy"] = days["mdy"] = last
            month = True
        if body[:2] == "20" and days["ymd"] is None and (last := _day(int(body[:4]), int(body[4:]), 0)):
            days["ymd"] = last
            month = True
        return Possible(_known(days), month)
    if len(body) == 8:
        days = {
            "dmy": _day(int(body[4:]), int(body[2:4]), int(body[:2])),
            "mdy": _day(int(body[4:]), int(body[:2]), int(body[2:4])),
            "ymd": _day(int(body[:4]), int(body[4:6]), int(body[6:])),
        }
        known = {order: day for order, day in _known(days).items() if day.year >= 1900}
        return Possible(known, month="dmy" not in known and body.endswith("00"))
    return NO_DATE


def _named(body: str) -> Possible:
    """`ago 27`, `24/feb/2021`, `august 31, 2027`, `2027 авг`, `31.VIII.2027`."""
    found = _NAMED.fullmatch(body)
    month = month_of(found[2]) if found else None
    if found is None or month is None:
        return NO_DATE
    before, after, year = found[1], found[3], found[4]
    if found[2] in _ROMAN and (after or body.startswith("v. ") or not re.search(r"[-/.]|\d{4}", body)):
        return NO_DATE  # 10 x 27 counts boxes, and V. 08/27 means that it expires then
    if len(before or "") != 4 and len(year or "") == 1:
        return NO_DATE
    if before is None:
        return _same(_day(_year(year), month, int(after or 0)), month=not after) if year else NO_DATE
    if len(before) == 4:
        return _same(_day(int(before), month, int(year or 0)), month=not year) if after is None and len(year or "") != 4 else NO_DATE
    if year is None:
        return Possible(_known({"ymd": _day(_year(before), month, 0) if len(before) == 2 else None}), month=True)
    if after is not None:
        return NO_DATE
    last = _day(_year(year), month, int(before))
    first = _day(_year(before), month, int(year)) if len(before) == len(year) == 2 else None
    return Possible(_known({"dmy": last, "mdy": last, "ymd": first or (last if len(year) == 4 else None)}))
