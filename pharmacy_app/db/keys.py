"""The key file: a random key and salt for the encrypted database, beside it in the data folder.

The salt is given from here and not read from the database's first 16 bytes: a torn write of that sector would else lose everything.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from pharmacy_app.domain.errors import Trouble

# Pages are kept in clear once they were read (64 MiB at most): each reading of a page from the file deciphers it anew, and a hundred
# councils are far more than SQLite's own 2 MiB.
PAGES_KEPT = "cache_size=-65536"
_SHAPE = re.compile(r"farmacia-comunal key 1\n([0-9a-f]{64})\n([0-9a-f]{32})\n")


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """32 bytes of key and 16 of salt, as hex. No repr: it must not reach a log."""

    key: str
    salt: str

    @property
    def pragma(self) -> str:
        """As SQLCipher's `PRAGMA key` takes a raw key with its salt."""
        return f"x'{self.key}{self.salt}'"


def read(path: Path) -> Key:
    """The key of this file.

    Raises `Trouble` `key_missing` or `key_damaged`.
    """
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        raise Trouble("key_missing", "key") from None
    except (OSError, UnicodeDecodeError):
        raise Trouble("key_damaged", "key") from None
    found = _SHAPE.fullmatch(text)
    if not found:
        raise Trouble("key_damaged", "key")
    return Key(found[1], found[2])


def create(path: Path) -> Key:
    """A new key, written so that a power cut leaves the whole file or none."""
    key = Key(secrets.token_hex(32), secrets.token_hex(16))
    beside = path.with_suffix(".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
        file.write(f"farmacia-comunal key 1\n{key.key}\n{key.salt}\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    sync_folder(path.parent)
    return key


def sync_folder(folder: Path) -> None:
    """Makes a rename in this folder durable; Windows does it by itself and can't open folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
