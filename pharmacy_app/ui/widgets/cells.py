"""What one cell of a table shows, and the columns that make cells from rows. Values only, no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Badge:
    """A state: kind (`theme.STATES`: ok, soon, bad, expired, hold, reserved, mute), its word, and another symbol if the kind's does not fit."""

    kind: str
    word: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A small bar behind a figure: share of the whole (0 to 1), filled in `role` (chart, ok_fill, soon_fill, bad_fill)."""

    share: float
    role: str = "chart"


@dataclass(frozen=True, slots=True)
class Cell:
    """First line what it is, second line what helps (in `sub_role`'s ink: text2, soon_ink, bad_ink, hold_ink); a badge or a bar.

    `quiet` paints the first line in text2 (zeros, positions). `icon` stands before the words, in `icon_role`.
    `changed` is the proposal's figure where somebody decided otherwise: a pencil and that figure stand under the text.
    """

    text: str = ""
    sub: str = ""
    sub_role: str = "text2"
    strong: bool = False
    quiet: bool = False
    badge: Badge | None = None
    bar: Bar | None = None
    icon: str = ""
    icon_role: str = "text2"
    changed: str = ""

    @property
    def spoken(self) -> str:
        """All of it as a screen reader says it."""
        return ", ".join(part for part in (self.text, self.sub, self.badge.word if self.badge else "", self.changed) if part)


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column over rows of `R`.

    `width` in px at 100 % text; 0 takes what is left (at least `least`). `key` makes it sortable by a click on its header.
    `drop` > 0: leaves when the table is narrow, the highest first. `edit(row, text)` makes its cells editable, painted as fields.
    """

    title: str
    cell: Callable[[R], Cell]
    width: int = 0
    right: bool = False
    key: Callable[[R], Any] | None = None
    drop: int = 0
    least: int = 200
    edit: Callable[[R, str], None] | None = None


def number(text: str, sub: str = "", strong: bool = False, zero: bool | None = None) -> Cell:
    """A figure as the language writes it, with its human count beneath; zeros are quiet."""
    quiet = text in ("0", "—") if zero is None else zero
    return Cell(text, sub, strong=strong and not quiet, quiet=quiet)


def named(text: str, sub: str = "", sub_role: str = "text2") -> Cell:
    """What the row is, in SemiBold, and a second line."""
    return Cell(text, sub, sub_role, strong=True)
