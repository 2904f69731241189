"""One language of the program: its words, dates and numbers. No Qt, so that screens, commands and paper share it.

Message ids are English sentences with `{named}` places; Spanish is complete, Italian and Russian hold what donors read.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pharmacy_app.system import paths
from pharmacy_app.system.words import Words

if TYPE_CHECKING:
    from datetime import date as Date

CODES = ("es", "en", "it", "ru")
DOMAIN = "messages"

# Months and days are written out here and not taken from Babel: at start-up Babel's locale data would cost more than the window.
_MONTHS: dict[str, Sequence[str]] = {
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    "it": (
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ),
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"),
}
_DAYS: dict[str, Sequence[str]] = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "it": ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
}
_THOUSANDS = {"es": ".", "en": ",", "it": ".", "ru": "\u00a0"}
_DECIMAL = {"es": ",", "en": ".", "it": ",", "ru": ","}


def mark(message: str) -> str:
    """The message as it is: by this name the catalogues find what is translated only when it is shown (`language.tr(TABLE[code])`)."""
    return message


def nmark(one: str, many: str) -> tuple[str, str]:
    """A pair for `ntr`, found by the catalogues in the same way."""
    return one, many


class Language:
    """Words of one language. `tr` and `ntr` fill the `{places}`; unknown ids come back in English."""

    def __init__(self, code: str, words: Words | None) -> None:
        self.code = code
        self._words = words

    def tr(self, message: str, **places: object) -> str:
        """The message in this language, its places filled."""
        forms = self._words.forms(message) if self._words else ()
        found = forms[0] if forms else message
        return found.format(**places) if places else found

    def ntr(self, one: str, many: str, n: int, **places: object) -> str:
        """The message for `n`; `{n}` is filled with the number as this language writes it."""
        forms = self._words.forms(one) if self._words else ()
        found = forms[self._words.form_of(n)] if self._words and len(forms) > 1 else one if n == 1 else many
        return found.format(n=self.number(n), **places)

    def date(self, day: Date) -> str:
        """`24/11/2026`; in Russian `24.11.2026`."""
        return day.strftime("%d.%m.%Y" if self.code == "ru" else "%d/%m/%Y")

    def short_date(self, day: Date) -> str:
        """`24/11`, inside a course."""
        return day.strftime("%d.%m" if self.code == "ru" else "%d/%m")

    def weekday(self, day: Date) -> str:
        return _DAYS[self.code][day.weekday()]

    def long_date(self, day: Date) -> str:
        """`24 de noviembre de 2026`, `24 November 2026`."""
        month = _MONTHS[self.code][day.month - 1]
        return f"{day.day} de {month} de {day.year}" if self.code == "es" else f"{day.day} {month} {day.year}"

    def number(self, value: int | float, decimals: int = 0) -> str:
        """Grouped by thousands as people here write it: `1.640`, `7,5`."""
        text = f"{value:,.{decimals}f}"
        return text.replace(",", "\0").replace(".", _DECIMAL[self.code]).replace("\0", _THOUSANDS[self.code])


@lru_cache(maxsize=8)
def language(code: str, folder: Path | None = None) -> Language:
    """The language of this code (`es`, `en`, `it`, `ru`).

    Raises `ValueError` for any other. English needs no catalogue: its ids are its words.
    """
    if code not in CODES:
        raise ValueError(code)
    where = folder or paths.resources() / "translations"
    return Language(code, None if code == "en" else Words((where / code / "LC_MESSAGES" / f"{DOMAIN}.mo").read_bytes()))
