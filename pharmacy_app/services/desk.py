"""The desk where people act: the store and the clock, handed to every service first."""

from __future__ import annotations

import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.asking import Ask
from pharmacy_app.db.store import Act, By, Connection, Store
from pharmacy_app.system.clock import Clock

__all__ = ["Act", "By", "Connection", "Desk"]


@dataclass(frozen=True, slots=True)
class Desk:
    """What every service needs."""

    store: Store
    clock: Clock

    def act(self, by: By, verb: str) -> AbstractContextManager[Act]:
        """The transaction of one action: `with desk.act(by, "round.close") as act: ... act.connection ... act.about("round", 5)`."""
        return self.store.act(by, verb, self.clock.now())

    def read(self) -> AbstractContextManager[Connection]:
        """A connection for reading."""
        return self.store.read()

    def ask(self) -> AbstractContextManager[Ask]:
        """The same for questions in plain SQL: what the first room shows."""
        return self.store.ask()

    def by(self, user_id: int, occurred_on: date | None = None) -> By:
        """This person, today (or on the day that is typed in afterwards), with a fresh token."""
        return By(user_id, occurred_on or self.clock.today(), secrets.token_hex(12))
