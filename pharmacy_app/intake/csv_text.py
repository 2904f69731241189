"""Comma separated text of any encoding and separator -> numbered rows of text."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator

import charset_normalizer

from pharmacy_app.domain.errors import Refusal

# The code pages of the places donors write from; the detector is kept to them, else a Spanish n with tilde becomes a Polish letter.
_CODE_PAGES = ["utf_8", "cp1252", "cp1251", "koi8_r", "cp866"]
_SEPARATORS = (";", ",", "\t", "|")


def csv_rows(raw: bytes, most: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with its 1-based row, blank ones included; at most `most` cells.

    Refuses with `file_not_a_table` (not text), `file_damaged`, `csv_quotes` (a quotation mark that is never closed), `file_too_large`.
    """
    text = decode(raw)
    separator, lines = _separator(text)
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=separator, strict=True)
    cells_seen = 0
    first = 2 if lines is not text else 1
    try:
        for number, values in enumerate(reader, start=first):
            cells_seen += len(values) or 1
            if cells_seen > most:
                raise Refusal("file_too_large", most=most)
            yield number, values
    except csv.Error:
        raise Refusal("csv_quotes", row=reader.line_num) from None


def decode(raw: bytes) -> str:
    """The text in whatever encoding it was written. Refuses with `file_not_a_table` (not text), `file_damaged`."""
    text = _by_mark(raw)
    if text is None:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            # The detector looks for words: columns' signs are noise to it, and lines in plain English say nothing.
            telling = b"\n".join(line for line in raw.splitlines() if not line.isascii())[:200_000]
            telling = telling.translate(bytes.maketrans(b"|;,\t", b"    "))
            found = charset_normalizer.from_bytes(telling, cp_isolation=_CODE_PAGES).best()
            text = raw.decode(found.encoding, "replace") if found is not None else None
    if text is None or any(c in text for c in "\0\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f"):
        raise Refusal("file_not_a_table", kind="binary")
    return text


def _by_mark(raw: bytes) -> str | None:
    """Decoded by its byte order mark, or by its zeros where a wide text has none; None for one byte a letter."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                raise Refusal("file_damaged", kind="csv") from None
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):  # without a mark: every other byte of European text is zero
        if len(raw) >= 4 and raw[first::2].count(0) * 10 > len(raw[first::2]) * 8:
            return raw[: len(raw) // 2 * 2].decode(encoding, "replace")
    return None


def _separator(text: str) -> tuple[str, str]:
    """The separator, and the text after a `sep=;` line if a spreadsheet program wrote one."""
    named = re.match(r"sep=(.)\r?\n", text)
    if named and named[1] in _SEPARATORS:
        return named[1], text[named.end() :]
    sample = re.split(r"\r\n|\r|\n", text[:20_000])[:60]

    def agreement(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in _quietly(csv.reader(sample, delimiter=separator)) if row]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(_SEPARATORS, key=agreement), text


def _quietly(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """The rows up to the first that cannot be read; the real reading says what is wrong."""
    try:
        yield from rows
    except csv.Error:
        return
