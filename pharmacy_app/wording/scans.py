"""What is said of a scanned code: why it is none of a medicine, and in which ways it can be read."""

from __future__ import annotations

from datetime import date

from pharmacy_app.system.language import Language, mark

_BOX = mark("Scan it again, or type what the box says.")
_SETTINGS = mark("Settings, The scanner, shows how to put it right.")
# reason of `services.scanning.Scan` -> title, what it means, what to do
_WHY = {
    "check_digit": (mark("The code was not read well"), mark("Its check digit is not right: some digit was lost or changed."), _BOX),
    "element": (mark("The code was not read well"), mark("It holds a date or a number that cannot be."), _BOX),
    "separator": (
        mark("The scanner sends a sign of its own"),
        mark("It stands where one part of the code ends, and the program was not told about it."),
        _SETTINGS,
    ),
    "layout": (
        mark("The scanner types for another keyboard"),
        mark("Signs like ] : / arrive changed, so a code of letters and signs cannot be trusted."),
        _SETTINGS,
    ),
    "store": (
        mark("This is a shop's own number"),
        mark("It begins with 2: it means something in that shop alone, and says nothing of the medicine."),
        mark("Scan the square or the bars of the maker, or type what the box says."),
    ),
    "print": (
        mark("This is the number of a book or a magazine"),
        mark("It is not on a box of medicine."),
        mark("Scan the square or the bars of the maker, or type what the box says."),
    ),
}


def why(language: Language, reason: str) -> tuple[str, str]:
    """Title and sentence for a code that is none of a medicine."""
    title, meaning, remedy = _WHY[reason]
    return language.tr(title), f"{language.tr(meaning)} {language.tr(remedy)}"


def reading(language: Language, lot: str, expiry: date | None, serial: str = "") -> str:
    """`lot L1, expires 31/08/2028, serial 7QX`: what one reading of a code says; empty where it says nothing of these."""
    parts = (
        language.tr("lot {lot}", lot=lot) if lot else "",
        language.tr("expires {day}", day=language.date(expiry)) if expiry else "",
        language.tr("serial {serial}", serial=serial) if serial else "",
    )
    return ", ".join(part for part in parts if part)
