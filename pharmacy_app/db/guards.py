"""How a guard is said and written, for SQLite and PostgreSQL: what the database itself refuses, whoever asks.

Each guard is said once: (name, table, when, condition that must NOT hold, code); both dialects are made from it. A version's guards lie
in `guards_NNNN.py`: the first says all of them, a later one what it adds to those before it, or says anew under the same name.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pharmacy_app.system import paths


class Guard(NamedTuple):
    """Before an `event` on `table`, the row is refused with `code` where `forbidden` holds.

    Columns are named in the event only where SQLite's other name of an id (`SET rowid = ...`) cannot slip past.
    """

    name: str
    table: str
    event: str  # INSERT, DELETE, UPDATE, or "UPDATE OF a, b"
    forbidden: str
    code: str


@dataclass(frozen=True)
class Guards:
    """All that a version guards.

    `whole` and `days`: columns (table, column) of which SQLite would keep `1.5` as an integer and `soon` as a date; PostgreSQL's types
    refuse both. `never_emptied`: the code with which PostgreSQL refuses to empty a table at once. `keepers`: (name, table, event,
    statement) of what keeps the two figures of a batch true. `first`: (table, event, when) of what takes the lock of its batch before
    the guards look at it ("first" comes before "guard": triggers fire by name).
    """

    guards: tuple[Guard, ...]
    whole: tuple[tuple[str, str], ...]
    days: tuple[tuple[str, str], ...]
    never_emptied: dict[str, str] = field(default_factory=dict)
    keepers: tuple[tuple[str, str, str, str], ...] = ()
    first: tuple[tuple[str, str, str], ...] = ()
    whole_or_nothing: bool = False  # whether a whole number may also be unknown

    def also(
        self,
        guards: Iterable[Guard],
        never_emptied: dict[str, str] | None = None,
        whole: tuple[tuple[str, str], ...] = (),
        whole_or_nothing: bool | None = None,
    ) -> Guards:
        """These guards and the given ones; one of a name that is there takes its place."""
        named = {guard.name: guard for guard in (*self.guards, *guards)}
        emptied = self.never_emptied | (never_emptied or {})
        nothing = self.whole_or_nothing if whole_or_nothing is None else whole_or_nothing
        return replace(self, guards=tuple(named.values()), whole=(*self.whole, *whole), never_emptied=emptied, whole_or_nothing=nothing)

    def statements(self, dialect: str) -> list[str]:
        """All CREATE statements, for `sqlite` or `postgresql`."""
        return self._sqlite() if dialect == "sqlite" else self._postgresql()

    def _types(self) -> list[Guard]:
        unlike = "NOT IN ('integer', 'null')" if self.whole_or_nothing else "<> 'integer'"
        events = (("INSERT", ""), ("UPDATE", " OF {column}"))
        return [
            *(
                Guard(f"{table}_{column}_whole_{event.lower()}", table, event + of.format(column=column),
                      f"typeof(NEW.{column}) {unlike}", "units_not_whole")
                for table, column in self.whole for event, of in events
            ),
            *(
                Guard(f"{table}_{column}_day_{event.lower()}", table, event + of.format(column=column),
                      f"NEW.{column} IS NOT date(NEW.{column})", "not_a_day")
                for table, column in self.days for event, of in events
            ),
        ]  # fmt: skip

    def _sqlite(self) -> list[str]:
        return [
            *(
                f"CREATE TRIGGER guard_{guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW WHEN {guard.forbidden} "
                f"BEGIN SELECT RAISE(ABORT, '{guard.code}'); END"
                for guard in (*self.guards, *self._types())
            ),
            *(
                f"CREATE TRIGGER keep_{name} AFTER {event} ON {table} FOR EACH ROW BEGIN {statement}; END"
                for name, table, event, statement in self.keepers
            ),
        ]

    def _postgresql(self) -> list[str]:
        made = []
        for table, event, when in self.first:
            lock = f"IF {when} THEN PERFORM 1 FROM batches b WHERE b.id = NEW.batch_id FOR UPDATE; END IF; RETURN NEW;"
            made += _trigger(f"first_lock_{table}", f"BEFORE {event} ON {table} FOR EACH ROW", lock)
        for guard in self.guards:
            row = "OLD" if guard.event == "DELETE" else "NEW"
            body = f"IF {guard.forbidden} THEN {_raise(guard.code)} END IF; RETURN {row};"
            made += _trigger(f"guard_{guard.name}", f"BEFORE {guard.event} ON {guard.table} FOR EACH ROW", body)
        for name, table, event, statement in self.keepers:
            made += _trigger(f"keep_{name}", f"AFTER {event} ON {table} FOR EACH ROW", f"{statement}; RETURN NULL;")
        for table, code in self.never_emptied.items():
            made += _trigger(f"guard_{table}_truncate", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT", f"{_raise(code)} RETURN NULL;")
        return made


def _raise(code: str) -> str:
    return f"RAISE EXCEPTION '{code}' USING ERRCODE = 'check_violation';"


def _trigger(name: str, when: str, body: str) -> list[str]:
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()",
    ]


def changed(*columns: str) -> str:
    """That an update changes one of these columns."""
    return "(" + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns) + ")"


def never(table: str, code: str) -> list[Guard]:
    """Rows of this table are neither changed nor deleted."""
    return [Guard(f"{table}_no_{event.lower()}", table, event, "1 = 1", code) for event in ("UPDATE", "DELETE")]


def not_again(table: str, code: str, key: str = "t.id = NEW.id") -> Guard:
    """`INSERT OR REPLACE` deletes the old row without asking its triggers: so a key that is there can't be inserted."""
    return Guard(f"{table}_not_again", table, "INSERT", f"EXISTS (SELECT 1 FROM {table} t WHERE {key})", code)


def of_version(version: str) -> Guards:
    """All guards of one version (`0003`)."""
    file = paths.migrations() / f"guards_{version}.py"
    spec = importlib.util.spec_from_file_location(file.stem, file)  # unlike runpy, this keeps the compiled file: it is asked at every start
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Guards = module.GUARDS
    return found
