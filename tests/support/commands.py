"""The commands, called in this process as a script would call them, and what they must leave as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from pharmacy_app import bootstrap, cli
from pharmacy_app.db.tables import Base
from pharmacy_app.services import setup
from tests.support.desks import Worker


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    exit: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)

    @property
    def code(self) -> str:
        return str(self.data["error"]["code"])


@dataclass(slots=True)
class Pharmacy:
    """One pharmacy by command: a folder, or a database of a server; `options` stand before every command."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    url: str | None = None
    options: tuple[str, ...] = field(default=())

    @property
    def place(self) -> tuple[str, ...]:
        return ("--database-url", self.url) if self.url else ("--data", str(self.folder))

    def run(self, *words: object) -> Said:
        """A command, whatever comes of it."""
        self.capture.readouterr()
        code = cli.main([*self.place, *self.options, *(str(word) for word in words)])
        said = self.capture.readouterr()
        return Said(code, said.out, said.err)

    def __call__(self, *words: object) -> Any:
        """A command that must be done; its JSON."""
        said = self.run("--json", *words)
        assert said.exit == 0, said.err
        assert said.err == ""
        return said.data

    def refused(self, *words: object) -> str:
        """A command that must be refused, in one sentence of each language, and change nothing; the code of the refusal."""
        before = self.rows() if self.url or (self.folder / "pharmacy.db").is_file() else {}
        spanish, english = self.run("--json", *words), self.run("--language", "en", *words)
        for said in (spanish, english):
            assert said.exit == 2, said
            assert len(said.err.strip().splitlines()) == 1, said.err
        told = spanish.data["error"]
        assert set(told) == {"code", "message", "where"}
        assert told["where"]
        assert told["message"] == spanish.err.strip() != english.err.strip()
        assert told["code"] not in spanish.err + english.err, "nobody has written a sentence for this code"
        assert english.out == ""
        assert before == (self.rows() if before else {})
        return str(told["code"])

    @contextmanager
    def worker(self, today: date | None = None) -> Iterator[Worker]:
        """A neighbour at the desk of this pharmacy, for what is done in the window only; `today` in practice pharmacies."""
        desk = bootstrap.open_desk(self.folder, self.url, today)
        try:
            yield Worker(desk, setup.users(desk)[0].id)
        finally:
            desk.store.close()

    def rows(self) -> dict[str, int]:
        """How many rows each table holds, the record of acts included."""
        with self.worker() as one, one.desk.read() as connection:
            tables = Base.metadata.tables.items()
            return {name: connection.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables}
