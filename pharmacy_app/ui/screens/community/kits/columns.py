"""What the list of families says of each: house, when the next kit is due, what went by, how it stands."""

from __future__ import annotations

from collections.abc import Callable, Set

from pharmacy_app.services.kits import Family
from pharmacy_app.system.language import Language
from pharmacy_app.ui.widgets.cells import Badge, Cell, Column, named, number
from pharmacy_app.wording.kits import STATES

_KINDS = {"due": "bad", "soon": "soon", "planned": "reserved", "given": "ok", "none": "mute"}


def family_columns(language: Language, marked: Callable[[], Set[int]]) -> tuple[Column[Family], ...]:
    """Mark, house, people, last kit, next kit, missed quarters, state."""
    tr = language.tr
    return (
        Column("", lambda one: Cell(icon="square-check" if one.row.id in marked() else "square", icon_role="accent"), 44),
        Column(tr("House"), lambda one: named(one.row.house, _place(one)), key=lambda one: one.row.house.casefold(), least=220),
        Column(tr("People"), lambda one: number(language.number(one.row.members)), 90, right=True),
        Column(tr("Last kit"), lambda one: Cell(language.date(one.last_given) if one.last_given else "—", quiet=not one.last_given), 130, right=True, drop=2),
        Column(tr("Next kit"), lambda one: _next(language, one), 130, right=True, key=lambda one: one.due_on),
        Column(tr("Missed"), lambda one: _missed(language, one), 130, right=True, key=lambda one: one.missed, drop=1),
        Column(tr("State"), lambda one: Cell(badge=Badge(_KINDS[one.state], _state(language, one))), 170),
    )  # fmt: skip


def _place(one: Family) -> str:
    return " · ".join(part for part in (one.row.sector, one.row.council) if part)


def _state(language: Language, one: Family) -> str:
    """As the filters call it, small like every badge."""
    words = language.tr(STATES[one.state])
    return words[:1].lower() + words[1:]


def _next(language: Language, one: Family) -> Cell:
    return Cell("—", quiet=True) if one.state == "none" else Cell(language.date(one.due_on))


def _missed(language: Language, one: Family) -> Cell:
    if not one.missed:
        return Cell("—", quiet=True)
    return Cell(language.ntr("{n} quarter", "{n} quarters", one.missed), icon="alert-triangle", icon_role="bad_ink")
