"""What somebody asked for when starting the program: where, on which server, on which day."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Asked:
    """`today` is the text as it was typed; it is checked where it is used, and honoured in practice folders only."""

    folder: Path
    url: str | None = None
    today: str | None = None
