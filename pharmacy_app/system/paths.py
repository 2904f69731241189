"""Where things lie: shipped files, and the folder of this pharmacy's data."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path


def _shipped(name: str) -> Path:
    """`migrations` and `resources` lie in the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for root in (package, package.parent):
        if (root / name).is_dir():
            return root / name
    raise FileNotFoundError(name)


def resources() -> Path:
    """Fonts, icons, catalogue, translations, sample."""
    return _shipped("resources")


def migrations() -> Path:
    """The Alembic environment."""
    return _shipped("migrations")


def default_data_dir() -> Path:
    """`PHARMACY_APP_DATA`, else this person's data folder on this system."""
    chosen = os.environ.get("PHARMACY_APP_DATA")
    if chosen:
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "farmacia-comunal"


@dataclass(frozen=True, slots=True)
class DataDir:
    """The files of one pharmacy: one folder, never on a network drive."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "pharmacy.db"

    @property
    def key(self) -> Path:
        return self.root / "pharmacy.key"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def settings(self) -> Path:
        return self.root / "settings.ini"

    @property
    def logs(self) -> Path:
        return self.root / "logs"
