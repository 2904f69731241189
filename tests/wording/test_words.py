"""Words found in the compiled file as it lies there are those that gettext makes of the whole of it."""

from __future__ import annotations

import io
import struct
from gettext import GNUTranslations

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from pharmacy_app.system import paths
from pharmacy_app.system.language import CODES, DOMAIN, Language, language
from pharmacy_app.system.words import Words


def compiled(code: str) -> bytes:
    return (paths.resources() / "translations" / code / "LC_MESSAGES" / f"{DOMAIN}.mo").read_bytes()


def catalogue(data: bytes) -> dict[str | tuple[str, int], str]:
    """What the standard library reads: ids, and (id, form) of what is said of numbers."""
    found: dict[str | tuple[str, int], str] = GNUTranslations(io.BytesIO(data))._catalog  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("code", [code for code in CODES if code != "en"])
def test_every_message_is_found_as_gettext_finds_it(code: str) -> None:
    data = compiled(code)
    words, theirs = Words(data), catalogue(data)
    assert len(theirs) > 100
    for message, said in theirs.items():
        if isinstance(message, tuple):
            assert words.forms(message[0])[message[1]] == said
        else:
            assert words.forms(message) == (said,)
    for message in theirs:
        one = message[0] if isinstance(message, tuple) else message
        for near in (one[:-1], f"{one} ", f"{one}\N{LATIN SMALL LETTER A}", one.swapcase()):
            known = near in theirs or (near, 0) in theirs
            assert bool(words.forms(near)) == known


@pytest.mark.parametrize("code", [code for code in CODES if code != "en"])
def test_the_form_of_every_number_is_that_of_gettext(code: str) -> None:
    data = compiled(code)
    theirs = GNUTranslations(io.BytesIO(data))
    one, many = next((key[0], key[0]) for key in catalogue(data) if isinstance(key, tuple))
    words = Words(data)
    for n in (*range(130), 1000, 1_000_001):
        assert words.forms(one)[words.form_of(n)] == theirs.ngettext(one, many, n)


def test_a_word_alone_and_with_a_number_is_one_message_and_what_is_unknown_comes_back() -> None:
    made = Catalog(locale="es")
    made.add(("box", "boxes"), ("caja", "cajas"))
    made.add("boxer", "perro")
    file = io.BytesIO()
    write_mo(file, made)
    spoken = Language("es", Words(file.getvalue()))
    assert (spoken.tr("box"), spoken.tr("boxer"), spoken.tr("bo")) == ("caja", "perro", "bo")
    assert [spoken.ntr("box", "boxes", n) for n in (0, 1, 2)] == ["cajas", "caja", "cajas"]
    assert [spoken.ntr("{n} cat", "{n} cats", n) for n in (1, 2000)] == ["1 cat", "2.000 cats"]
    assert [language("en").ntr("{n} cat", "{n} cats", n) for n in (1, 2000)] == ["1 cat", "2,000 cats"]


def test_a_file_of_a_machine_that_writes_the_highest_byte_first_is_read_too() -> None:
    there = b"a\0b", b"c\0d"
    head = struct.pack(">7I", 0x950412DE, 0, 1, 28, 36, 0, 44)
    table = struct.pack(">4I", 3, 44, 3, 47)
    assert Words(head + table + b"".join(there)).forms("a") == ("c", "d")
