"""The compiled words of one language, found in their file as it lies there: reading all of it would cost more than the window's first words."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import cached_property
from gettext import c2py

_LITTLE = b"\xde\x12\x04\x95"  # how a file of this kind begins, the lowest byte first


class Words:
    """What a `.mo` file says. Its messages stand in order, so that one is found by halving; what was found once is kept."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._order = "<" if data.startswith(_LITTLE) else ">"
        _, _, self._count, self._ids, self._forms = struct.unpack_from(f"{self._order}5I", data)
        self._known: dict[str, tuple[str, ...]] = {}

    def forms(self, message: str) -> tuple[str, ...]:
        """The words for this message: one, or one for each number that the language tells apart; none where it is not translated."""
        found = self._known.get(message)
        if found is None:
            found = self._known[message] = self._found(message.encode())
        return found

    @cached_property
    def form_of(self) -> Callable[[int], int]:
        """Which of the forms stands with a number."""
        return c2py(self.forms("")[0].partition("plural=")[2].partition(";")[0])

    def _found(self, wanted: bytes) -> tuple[str, ...]:
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            if self._text(self._ids, middle) < wanted:
                low = middle + 1
            else:
                high = middle
        # with a message that is said of one and of many, the second stands behind a zero
        if low == self._count or self._text(self._ids, low).partition(b"\0")[0] != wanted:
            return ()
        return tuple(self._text(self._forms, low).decode().split("\0"))

    def _text(self, table: int, number: int) -> bytes:
        length, start = struct.unpack_from(f"{self._order}2I", self._data, table + 8 * number)
        return self._data[start : start + length]
