"""The store: one database, opened; and the act, the one transaction of one action of one person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from pharmacy_app.db.asking import Ask
from pharmacy_app.db.engine import fold_log, writing
from pharmacy_app.db.tables import Audit
from pharmacy_app.domain.errors import Refusal, Trouble

__all__ = ["Act", "By", "Connection", "Store", "asking", "trouble_worded"]


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, on which day it happened, and the token of this one act (a new random one for each press of the button)."""

    user_id: int
    occurred_on: date
    token: str


@dataclass(slots=True)
class Act:
    """An open act: its connection, who does it, and what the record will say."""

    connection: Connection
    by: By
    verb: str
    entered_at: datetime
    subject: tuple[str, int | None] = ("", None)
    before: dict[str, object] = field(default_factory=dict)
    after: dict[str, object] = field(default_factory=dict)

    def about(self, kind: str, subject_id: int | None) -> None:
        """Names what the act was done to."""
        self.subject = (kind, subject_id)


class Store:
    """One open database. Nothing but this class begins or commits."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = writing(engine)

    @property
    def on_postgres(self) -> bool:
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database and writes nothing."""
        with trouble_worded(), self.engine.connect() as connection:
            if self.on_postgres:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin() as transaction:
                yield connection
                transaction.rollback()

    @contextmanager
    def ask(self) -> Iterator[Ask]:
        """One moment of the database, for questions in plain SQL."""
        with self.read() as connection:
            yield asking(connection)

    @contextmanager
    def act(self, by: By, verb: str, now: datetime) -> Iterator[Act]:
        """One action of one person: everything in the block and its audit row are committed together, or not at all.

        Raises `Refusal` `act_repeated` where this token was used before, `Trouble` `not_saved` or `unclear` where the commit failed.
        """
        with trouble_worded(), self._writer.connect() as connection:
            transaction = connection.begin()
            try:
                if connection.scalar(select(Audit.id).where(Audit.token == by.token)) is not None:
                    raise Refusal("act_repeated", verb)
                act = Act(connection, by, verb, now)
                yield act
                _sign(act)
            except BaseException:
                transaction.rollback()
                raise
            try:
                transaction.commit()
            except DBAPIError:
                connection.invalidate()  # whatever it says, this connection is not to be trusted
                self._look_up(by.token)

    def _look_up(self, token: str) -> None:
        """After a commit that failed: the record alone knows whether it was saved."""
        try:
            with self.engine.connect() as connection:  # rolled back when it closes: no second COMMIT that could fail
                saved = connection.scalar(select(Audit.id).where(Audit.token == token)) is not None
        except DBAPIError:
            raise Trouble("unclear", "database") from None
        if not saved:
            raise Trouble("not_saved", "database")

    def close(self) -> None:
        """Folds the write-ahead log into the file and lets go of it. Where that fails nothing is lost: the next opening does it."""
        if not self.on_postgres:
            fold_log(self.engine)
        self.engine.dispose()


def asking(connection: Connection) -> Ask:
    """Asks plain SQL over this connection."""
    return lambda sql, **values: [tuple(row) for row in connection.execute(text(sql), values)]


def _sign(act: Act) -> None:
    """Writes the record's row. A token that another connection committed meanwhile was the same press of the button."""
    try:
        act.connection.execute(insert(Audit).values(_audit_row(act)))
    except DBAPIError as error:
        if any(said in str(error.orig) for said in ("audit_immutable", "uq_audit_token", "audit.token")):
            raise Refusal("act_repeated", act.verb) from error
        raise


def _audit_row(act: Act) -> dict[str, object]:
    kind, subject_id = act.subject
    return {
        "token": act.by.token,
        "user_id": act.by.user_id,
        "verb": act.verb,
        "subject_kind": kind,
        "subject_id": subject_id,
        "occurred_on": act.by.occurred_on,
        "entered_at": act.entered_at,
        "before": _as_json(act.before),
        "after": _as_json(act.after),
    }


def _as_json(values: dict[str, object]) -> str | None:
    return json.dumps(values, ensure_ascii=False, default=str, sort_keys=True) if values else None


# What our triggers say (`RAISE(ABORT, 'code')`), and the constraints whose breaking a person can be told about.
GUARDS = (
    "movement_immutable",
    "audit_immutable",
    "policy_immutable",
    "on_hand_by_ledger_only",
    "reserved_by_allocations_only",
    "batch_starts_empty",
    "batch_identity_fixed",
    "batch_has_reservations",
    "not_dispensable",
    "expired_on_day",
    "delivery_exceeds_allocation",
    "reversal_unlike",
    "allocation_fixed",
    "slip_fixed",
    "run_fixed",
    "donation_fixed",
    "product_in_use",
    "second_person_needed",
    "second_person",
    "identity_has_medicine",
    "expired_on_arrival",
    "part_within_quantity",
    "decision_has_name",
    "round_not_out",
    "round_fixed",
    "round_not_even",
    "apart_unlike",
    "promise_on_a_round",
    "round_not_planned",
    "person_left",
    "history_fixed",
    "decision_fixed",
    "meeting_fixed",
    "meeting_missing",
    "line_not_refused",
    "left_with_reason",
    "units_not_whole",
    "not_a_day",
    "on_hand_not_negative",
    "reserved_within_stock",
)


@contextmanager
def trouble_worded() -> Iterator[None]:
    """Turns what the driver says into a `Refusal` (a guard of the database said no) or a `Trouble` (the machine failed)."""
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig)
        for guard in GUARDS:
            if guard in said:
                raise Refusal(guard, "database") from error
        if "uq_audit_token" in said:  # PostgreSQL: the same act, sent twice at the same moment
            raise Refusal("act_repeated", "database") from error
        if isinstance(error, OperationalError) or "file is not a database" in said or "malformed" in said:
            raise Trouble(_kind_of_trouble(said), "database") from error
        raise
    except sqlcipher.Error as error:  # from a connection of the driver's own
        said = str(error)
        raise Trouble(_kind_of_trouble(said), "database") from error


def _kind_of_trouble(said: str) -> str:
    for words, code in (
        ("database or disk is full", "disk_full"),
        ("No space left", "disk_full"),
        ("readonly database", "folder_read_only"),
        ("unable to open database", "folder_read_only"),
        ("file is not a database", "database_damaged"),
        ("malformed", "database_damaged"),
        ("database is locked", "database_busy"),
        ("deadlock detected", "database_busy"),
        ("disk I/O error", "disk_failed"),
    ):
        if words in said:
            return code
    return "database_failed"
