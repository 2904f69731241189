"""What every room is handed: the desk for services, the language, and the ways to work, to tell and to go elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pharmacy_app.services.desk import By, Desk
    from pharmacy_app.system.language import Language
    from pharmacy_app.ui.messages import Messages
    from pharmacy_app.ui.settings import WindowSettings
    from pharmacy_app.ui.tasks import Tasks


class Go(Protocol):
    """Goes to a room; `target` is what `Room.on_enter` gets (a batch id, a filter, a command)."""

    def __call__(self, room_key: str, target: object = None) -> None: ...


@dataclass(frozen=True, slots=True)
class Context:
    """`by()` makes the act of the person who is working now; use `dataclasses.replace(by(), occurred_on=...)` for an earlier day."""

    desk: Desk
    language: Language
    tasks: Tasks
    messages: Messages
    go: Go
    by: Callable[[], By]
    remembered: WindowSettings | None = None  # language, light or dark, text size of this PC; None where no window was opened
