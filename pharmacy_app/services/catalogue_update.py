"""A newer program brings a newer catalogue: what is new comes in, what the committee changed stays, and nothing is ever deleted."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

from pharmacy_app import __version__
from pharmacy_app.db.queries import catalogue as kept
from pharmacy_app.db.queries import furnishing, keeping
from pharmacy_app.db.queries import identity as boxes
from pharmacy_app.domain.errors import Refusal, Trouble
from pharmacy_app.services import shipped, undispensed
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.shipped import COUNTING, FACTS, KEY

_DIGEST, _VERSION, _NEWS = "catalogue_digest", "catalogue_version", "catalogue_news"
_MARKED_BEFORE = "medicine.mark"  # until version 2 the record alone said what the committee had decided
_log = logging.getLogger(__name__)

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class News:
    """What an update of the catalogue brought: medicines added and changed, what the committee decided and so stayed, and new lines of
    what is never handed out."""

    added: int = 0
    changed: int = 0
    stayed: int = 0
    never: int = 0


def furnish(connection: Connection) -> int:
    """Fills the catalogue of a new pharmacy; how many medicines it has. Inside the act that opens it."""
    where = shipped.folder()
    medicines = shipped.medicines(where)
    furnishing.add_medicines(connection, medicines)
    furnishing.add_undispensed(connection, shipped.undispensed(where))
    _remember(connection, where)
    return len(medicines)


def bring_up_to_date(desk: Desk, where: Path | None = None) -> None:
    """Once for each version of the shipped files; otherwise one reading. A pharmacy that cannot be written to stays as it is until the next time.

    `where` is another folder than the shipped one, for a catalogue that comes by itself. A newer program's catalogue is never turned back.
    """
    where = where or shipped.folder()
    with desk.read() as connection:
        known, people = keeping.settings(connection), keeping.users(connection)
    if not people or _is_done(known, where):
        return
    by = desk.by(min(person.id for person in people))
    try:
        _update(desk, by, where)
    except Trouble as error:
        _log.warning("the catalogue was not brought up to date: %s", error.code)


def news(desk: Desk) -> News | None:
    """What the last update brought, until somebody has read it."""
    with desk.read() as connection:
        told = keeping.settings(connection).get(_NEWS)
    return News(**json.loads(told)) if told else None


def read_news(desk: Desk, by: By) -> None:
    """Somebody has read it: it is not told again."""
    with desk.act(by, "catalogue.read") as act:
        keeping.put_setting(act.connection, _NEWS, "")


def _is_done(known: dict[str, str], where: Path) -> bool:
    return known.get(_DIGEST) == shipped.digest(where) or _numbers(known.get(_VERSION, "0")) > _numbers(__version__)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _remember(connection: Connection, where: Path) -> None:
    keeping.put_setting(connection, _DIGEST, shipped.digest(where))
    keeping.put_setting(connection, _VERSION, __version__)


def _update(desk: Desk, by: By, where: Path) -> None:
    try:
        with desk.act(by, "catalogue.update") as act:
            kept.lock(act.connection)
            known = keeping.settings(act.connection)
            if _is_done(known, where):  # another window was quicker
                raise Refusal("act_repeated", "catalogue")
            found = _medicines(act, where, first=_DIGEST not in known)
            never = _undispensed(act, where)
            _remember(act.connection, where)
            told = News(*found, never)
            act.after = asdict(told)
            if told.added or told.changed or told.never:
                keeping.put_setting(act.connection, _NEWS, json.dumps(asdict(told)))
    except Refusal as error:
        if error.code != "act_repeated":
            raise


def _medicines(act: Act, where: Path, first: bool) -> tuple[int, int, int]:
    """(added, changed, facts that differ and stay because the committee decided them)."""
    rows = kept.columns(act.connection, ("id", *KEY, *COUNTING, *FACTS, "confirmed", "folded", "origin", "decided"))
    if first:
        _decided_before(act.connection, rows)
    there = {_key(row): row for row in rows}
    wanted = shipped.medicines(where)
    furnishing.add_medicines(act.connection, [row for row in wanted if _key(row) not in there])
    used = kept.in_use(act.connection)
    changed, stayed = [], 0
    for new in wanted:
        old = there.get(_key(new))
        if old is None or old["origin"] != "catalogue":
            continue
        decided = str(old["decided"]).split(";")
        stayed += sum(name in decided and old[name] != new[name] for name in FACTS)
        made = merged(old, new, in_use=old["id"] in used)
        if made != old or first:
            changed.append((made, made != old))
    kept.change_medicines(act.connection, [{name: value for name, value in row.items() if name != "origin"} for row, _ in changed])
    return len(wanted) - sum(_key(row) in there for row in wanted), sum(differs for _, differs in changed), stayed


def merged(old: Row, new: Row, in_use: bool) -> Row:
    """The row as it is after the update: the shipped facts, except what the committee decided, and how it is counted where it is in use."""
    decided = str(old["decided"]).split(";")
    brought = (*FACTS, *(() if in_use else COUNTING))
    row = {**old, **{name: new[name] for name in brought if name not in decided}}
    return {**row, "confirmed": not row["unconfirmed"], "folded": shipped.words_of(row)}


def _decided_before(connection: Connection, rows: list[Row]) -> None:
    """Marks that were changed before the catalogue kept by itself what the committee decided."""
    by_id = {row["id"]: row for row in rows}
    for medicine_id, before in kept.changed_by_act(connection, _MARKED_BEFORE):
        if (row := by_id.get(medicine_id)) is not None:
            row["decided"] = ";".join(sorted({*filter(None, str(row["decided"]).split(";")), *json.loads(before)} & set(FACTS)))


def _undispensed(act: Act, where: Path) -> int:
    """How many lines are new on the list of what is never handed out; boxes that stand on the shelf are looked at again."""
    there = {row.inn: row for row in boxes.undispensed(act.connection)}
    wanted = shipped.undispensed(where)
    new = [row for row in wanted if row["inn"] not in there]
    furnishing.add_undispensed(act.connection, new)
    for row in wanted:
        old = there.get(str(row["inn"]))
        if old is not None and old.origin == "catalogue":
            boxes.change_undispensed(act.connection, old.id, {name: row[name] for name in ("names", "brands", "reason")})
    undispensed.settle(act.connection)
    return len(new)


def _key(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in KEY)
