"""An old .xls is walked through before any reader lays it out in memory: its reader ends the whole program over a length that lies.

The file is a small file system (sectors, a table of which follows which, a directory); the workbook in it is a stream of records.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake.sheet_limits import MAX_CELLS, MAX_GRID, MAX_SHEETS, MAX_TEXT

_END = 0xFFFFFFFA  # from here on a sector number is a sign: end, free, table
_HEADER = struct.Struct("<8s16xHHHHH6xIIIIIIIII")
_DIMENSIONS, _SST, _CONTINUE, _BOUNDSHEET, _MULRK, _LABELSST, _EOF = 0x0200, 0x00FC, 0x003C, 0x0085, 0x00BD, 0x00FD, 0x000A
_CELLS = (0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x0006, 0x0206, 0x0406, 0x00D6)


def look_into_xls(raw: bytes) -> None:
    """Refuse with `file_damaged` what does not hang together, with `file_too_large` cells so far apart that the grid would fill the memory."""
    try:
        stream = _workbook(raw)
        starts = [struct.unpack_from("<I", data)[0] for kind, data in _records(stream, 0) if kind == _BOUNDSHEET]
        if len(starts) > MAX_SHEETS:
            raise Refusal("file_too_large", most=MAX_SHEETS)
        if len(set(starts)) < len(starts):
            raise ValueError  # one sheet named many times
        cells = sum(_look(stream, start) for start in (0, *starts))
        if cells > MAX_CELLS:
            raise Refusal("file_too_large", most=MAX_CELLS)
        _look_at_texts(stream)
    except (struct.error, IndexError, ValueError):
        raise Refusal("file_damaged", kind="xls") from None


def _look(stream: bytes, start: int) -> int:
    """One sheet's records from `start` on: where its outermost cells lie; returns how many cells there are."""
    rows = columns = 1
    cells = 0
    for kind, data in _records(stream, start):
        if kind == _SST and struct.unpack_from("<II", data)[1] > len(stream):
            raise Refusal("file_damaged", kind="xls")
        if kind == _DIMENSIONS and len(data) >= 12:
            first, last, left, right = struct.unpack_from("<IIHH", data)
            rows, columns = max(rows, last - first if last > first else 1), max(columns, right - left if right > left else 1)
        elif kind in _CELLS or kind == _MULRK:
            row, column = struct.unpack_from("<HH", data)
            cells += 1
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if kind == _MULRK:
                last = struct.unpack("<H", data[-2:])[0]
                columns = max(columns, last + 1)
                cells += max(0, last - column)
        if rows * columns > MAX_GRID or cells > MAX_CELLS:
            raise Refusal("file_too_large", most=MAX_GRID)
        if kind == _EOF and start:
            break
    return cells


def _look_at_texts(stream: bytes) -> None:
    """What all cells take once each has its own copy of its shared text: as many as there are, each as long as it says."""
    used = [struct.unpack_from("<I", data, 6)[0] for kind, data in _records(stream, 0) if kind == _LABELSST]
    shared = b""
    pieces: list[int] = []  # where a record ends and the next goes on, with a byte of its own before what is left of a text
    for kind, data in _records(stream, 0):
        if kind == _SST or (kind == _CONTINUE and pieces):
            shared += data
            pieces.append(len(shared))
        elif pieces:
            break
    if len(used) * len(shared) <= MAX_TEXT:
        return
    lengths = _text_lengths(shared, pieces)
    if sum(lengths[number] if number < len(lengths) else 0 for number in used) > MAX_TEXT:
        raise Refusal("file_too_large", most=MAX_TEXT)


def _text_lengths(shared: bytes, pieces: list[int]) -> list[int]:
    """Letters of each shared text. What is cut by the end of a record goes on behind one more byte."""
    lengths = []
    place, piece = 8, 0
    for _ in range(struct.unpack_from("<I", shared, 4)[0]):
        if place + 3 > len(shared):
            break
        letters, flags = struct.unpack_from("<HB", shared, place)
        place += 3
        runs = struct.unpack_from("<H", shared, place)[0] * 4 if flags & 8 else 0
        place += 2 if flags & 8 else 0
        extra = struct.unpack_from("<I", shared, place)[0] if flags & 4 else 0
        place += 4 if flags & 4 else 0
        lengths.append(letters)
        wide = 2 if flags & 1 else 1
        while letters:
            while piece < len(pieces) and pieces[piece] <= place:
                piece += 1
            if piece >= len(pieces):
                return lengths
            here = min(letters, (pieces[piece] - place) // wide)
            letters -= here
            place += here * wide
            if letters:
                place = pieces[piece]
                wide = 2 if place < len(shared) and shared[place] & 1 else 1
                place += 1
                piece += 1
        place += runs + extra
    return lengths


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    place = start
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _workbook(raw: bytes) -> bytes:
    """The stream called Workbook (or Book), every chain of sectors followed once and none of them running in a circle."""
    _, _, _, _, shift, small_shift, directories, tables, first, _, least, small, smalls, more, mores = _HEADER.unpack_from(raw)
    if shift not in (9, 12) or small_shift != 6:
        raise ValueError
    size = 1 << shift
    if max(directories, tables, smalls, mores) * size > len(raw):
        raise ValueError
    table = _table(raw, size, tables, more)
    directory = _chain(raw, table, first, size, size)
    found: tuple[int, int] | None = None
    root = (0, 0)
    for place in range(0, len(directory) - 127, 128):
        start, length = struct.unpack_from("<II", directory, place + 116)
        kind, named = directory[place + 66], min(struct.unpack_from("<H", directory, place + 64)[0], 64)
        if not kind:
            continue
        if length > len(raw):
            raise ValueError
        name = directory[place : place + max(named - 2, 0)].decode("utf-16-le", "replace")
        if kind == 5:
            root = (start, length)
        elif name.lower() in ("workbook", "book") and found is None:
            found = (start, length)
        if kind == 2 and length >= least:
            _chain(raw, table, start, size, size)
    if found is None:
        raise ValueError
    if found[1] >= least:
        return _chain(raw, table, found[0], size, size)[: found[1]]
    mini = _chain(raw, table, root[0], size, size)
    links = _chain(raw, table, small, size, size) if smalls else b""
    return _chain(mini, struct.unpack(f"<{len(links) // 4}I", links), found[0], 64, 0)[: found[1]]


def _table(raw: bytes, size: int, tables: int, more: int) -> tuple[int, ...]:
    """Which sector follows which."""
    places = list(struct.unpack_from("<109I", raw, 76))
    seen = 0
    while more < _END:
        entries = struct.unpack_from(f"<{size // 4}I", raw, size + more * size)
        places += entries[:-1]
        more = entries[-1]
        seen += 1
        if seen * size > len(raw):
            raise ValueError
    table: list[int] = []
    for place in [place for place in places if place < _END][:tables]:
        table += struct.unpack_from(f"<{size // 4}I", raw, size + place * size)
    return tuple(table)


def _chain(raw: bytes, table: tuple[int, ...], start: int, size: int, offset: int) -> bytes:
    parts: list[bytes] = []
    sector = start
    while sector < _END:
        part = raw[offset + sector * size : offset + (sector + 1) * size]
        if not part or len(parts) > len(table):
            raise ValueError
        parts.append(part)
        sector = table[sector]
    return b"".join(parts)
