"""The code on a pack, as a scanner types it: squares and bars of GS1, bars of shops, Italian AIC, Russian squares, Digital Links.

Nothing is guessed: where a scanner swallowed the separators and the text can be read in several ways, all of them are said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from biip import ParseError
from biip.gtin import Gtin
from biip.upc import Upc

from pharmacy_app.intake.code32 import read_aic
from pharmacy_app.intake.gs1_text import GS, Elements, NotAPack, beginning, in_address, in_brackets, readings, separated

MOST = 500  # characters; the longest square holds fewer in practice
_PREFIX = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_GS1 = ("]d2", "]C1", "]e0", "]Q3", "]J1")
_CAPS = {prefix.swapcase(): prefix for prefix in ("]d2", "]C1", "]Q3", "]J1")}  # no other code has these
# Marking of Russia: serial of 13 characters, key of 4, signature of 44 (or 88). Their lengths tell them apart without separators.
_RUSSIAN = re.compile(rf"(01\d{{14}}21[^{GS}]{{13}})(?:91[^{GS}]{{4}})(?:92(?:[^{GS}]{{44}}|[^{GS}]{{88}}))", re.ASCII)
_LAYOUT = re.compile(r"(?:https?[Ññ:]--|\+(?:d2|C1|e0|Q3)01)", re.IGNORECASE)  # what a US keyboard's ] : / type on a Spanish one
_ODD = re.compile(r"[|^~#$@`{}\[\]\\¬§]")  # in no element of GS1: what some scanners send for a separator
_KINDS_OF_SHOPS = {"2": "store", "977": "print", "978": "print", "979": "print"}


@dataclass(frozen=True, slots=True)
class PackCode:
    """What a pack's code says: `gtin` of 14 digits or `aic` of 9, or neither; `lot`, `expiry`, `serial` (its capitals matter).

    `kind`: `gs1`, `bars`, `aic`, `russian`, `link`; `store` (a shop's own number) and `print` (a book, a magazine) are no medicine's.
    `doubt`: why it must be compared with the box, or empty: `separators` (it can be read as any of `candidates`, of which this is the first
    as it stands), `rest` (`unread` follows the lot's place and cannot be a lot). `caps`: Caps Lock was on, and was allowed for.
    """

    gtin: str = ""
    lot: str = ""
    expiry: date | None = None
    serial: str = ""
    kind: str = "gs1"
    aic: str = ""
    doubt: str = ""
    candidates: tuple[PackCode, ...] = ()
    unread: str = ""
    caps: bool = False

    @property
    def product(self) -> str:
        """The number under which its product is kept: the code, or `A` and the AIC; empty where it names none."""
        return self.gtin or (f"A{self.aic}" if self.aic else "")

    @property
    def has_dates(self) -> bool:
        """False for codes in which lot and expiry never stand: they are to be typed from the pack."""
        return self.kind in ("gs1", "link")


def read_pack_code(text: str) -> PackCode | None:
    """The pack's code in what was scanned; None where it is none, or cannot be right (`understand` says why)."""
    try:
        return understand(text)
    except NotAPack:
        return None


def understand(text: str) -> PackCode:
    """What the code says. Raises `NotAPack` with the reason: a wrong check digit, an element that cannot be, separators or a keyboard set wrong."""
    code = text.strip(" \r\n\t")
    if not 6 <= len(code) <= MOST or any(c.isdigit() and not c.isascii() for c in code):
        raise NotAPack  # no scanner types digits of other scripts, and nobody checks them
    if code[:3] in _CAPS:
        return replace(_read(code.swapcase()), caps=True)
    return _read(code)


def _read(code: str) -> PackCode:
    prefix = code[:3] if _PREFIX.match(code) else ""
    body = code.removeprefix(prefix)
    if _LAYOUT.match(code):
        raise NotAPack("layout")
    if prefix in _GS1:
        return _gs1(body, marked=True)
    if prefix.startswith("]E"):
        return _bars(body, {"]E0": (13,), "]E4": (8,)}.get(prefix, (8, 12, 13)))
    if body[:4].lower() == "http":
        return _said(in_address(body), "link")
    if body.startswith("("):
        return _said(in_brackets(body), "gs1")
    if (aic := read_aic(body)) is not None:
        return PackCode(kind="aic", aic=aic)
    if body.isascii() and body.isdigit() and len(body) in (8, 12, 13, 14):
        return _digits(body)
    return _gs1(body, marked=GS in body)


def _digits(body: str) -> PackCode:
    """Bars without a word of what they are. Eight digits that begin as a date's element are that: hardly a shop number begins so."""
    if len(body) == 8 and body[:2] in ("11", "12", "13", "15", "16", "17"):
        return _said(separated(body), "gs1")
    return _bars(body, (8, 12, 13, 14))


def _bars(body: str, lengths: tuple[int, ...]) -> PackCode:
    if not (body.isascii() and body.isdigit()) or len(body) not in lengths:
        raise NotAPack("element")
    try:
        gtin = Gtin.parse(body.zfill(14)).as_gtin_14()
    except ParseError:
        if len(body) != 8 or body[0] != "0":
            raise NotAPack("check_digit") from None
        try:
            gtin = Upc.parse(body).as_upc_a().zfill(14)  # a UPC of six digits, written short
        except ParseError as error:
            raise NotAPack("check_digit") from error
    shown = gtin[1:] if len(body) >= 12 else ""
    kind = next((kind for begins, kind in _KINDS_OF_SHOPS.items() if shown.startswith(begins)), "bars")
    return PackCode(gtin, kind=kind)


def _gs1(body: str, marked: bool) -> PackCode:
    """A text of elements. Without a mark that it is one, it must begin with a pack's number: any word could begin with that of a lot."""
    inside = body.strip(GS)
    if not marked and not inside.startswith("01"):
        raise NotAPack
    russian = _RUSSIAN.fullmatch(inside.replace(GS, ""))
    if russian is not None:
        return _said(separated(russian[1]), "russian")
    if _ODD.search(inside):
        raise NotAPack("separator")
    if GS in inside:
        return _said(separated(inside), "gs1")
    return _without_separators(inside)


def _without_separators(text: str) -> PackCode:
    found, more = readings(text)
    if not found:
        return _as_far_as_it_goes(text)
    said = tuple(dict.fromkeys(_said(each, "gs1") for each in found))
    ends_guessed = any(one.ai.separator_required for one in found[0][:-1])  # an open element that only reading on brought to an end
    if len(said) == 1 and not more and not ends_guessed:
        return said[0]
    # what has an expiry date and leaves little unexplained is the likelier; it is still for a person to say
    likely = sorted(said, key=lambda one: (one.expiry is None, not one.lot, len(one.lot) + len(one.serial)))
    return replace(said[0], doubt="separators", candidates=tuple(likely))


def _as_far_as_it_goes(text: str) -> PackCode:
    """What stands before the place where no reading goes on; only where a lot or a serial number is longer than it may be."""
    elements, rest = beginning(text)
    if not elements or rest[:2] not in ("10", "21") or len(rest) <= 22:
        separated(text)  # says what is wrong
        raise NotAPack("element")
    return replace(_said(elements, "gs1"), doubt="rest", unread=rest[2:])


def _said(elements: Elements, kind: str) -> PackCode:
    values: dict[str, str] = {}
    days: dict[str, date] = {}
    for one in elements:
        name = one.ai.ai
        if values.setdefault(name, one.value) != one.value:
            raise NotAPack("element")  # two lots in one code: two codes were scanned into each other
        if one.date is not None:
            days[name] = one.date
    number = read_aic(f"A{values.get('716', '').removeprefix('A')}") or ""
    gtin, serial = values.get("01", ""), values.get("21", "")
    return PackCode(gtin, values.get("10", ""), days.get("17", days.get("7003")), serial, kind, "" if gtin else number)


def same_gtin(code: str) -> tuple[str, ...]:
    """The ways in which one code is written: with its zeros in front (14 digits), and as 13, 12 or 8; an AIC in one way only."""
    digits = code.strip()
    if (aic := read_aic(digits)) is not None and digits.startswith("A"):
        return (f"A{aic}",)
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 14:
        return ()
    bare = digits.lstrip("0")
    return tuple(dict.fromkeys(bare.zfill(length) for length in (14, 13, 12, 8) if len(bare) <= length))
