"""People who stand twice in the census: noticed, looked at side by side, made one, and parted again where that was wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from pharmacy_app.db.queries import census as store
from pharmacy_app.db.queries import deciding, histories, merging, people_index
from pharmacy_app.db.queries import people as queries
from pharmacy_app.db.queries.merging import DIFFERENT, PERHAPS, AlikeRow, MergeRow, WordRows
from pharmacy_app.db.queries.people import PersonRow
from pharmacy_app.domain import duplicates as rules
from pharmacy_app.domain.duplicates import Entry, Heard, Likeness
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.text import fold
from pharmacy_app.services.census_deciding import digits
from pharmacy_app.services.desk import By, Connection, Desk
from pharmacy_app.services.household_moves import write_events
from pharmacy_app.services.standings import decide_tiers_in

__all__ = ["FIELDS", "Alike", "Likeness", "Pair", "alike", "different", "filled", "merge", "part", "perhaps", "possible"]

# What the person who merges may take from the entry that goes, and the columns of each.
FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("name", "folded"), "birth": ("birth_date", "birth_estimated"), "sex": ("sex",), "national_id": ("national_id",),
    "phone": ("phone",), "house": ("household_id",), "receivers": ("receivers",), "consent": ("consent_on",), "tier": (),
}  # fmt: skip
_DAYS = ("birth_date", "consent_on", "left_on")
# Why the entry that stays stands in another tier, in the words of the pharmacy's own records.
ONE_PERSON, TWO_PEOPLE = "son la misma persona: según la otra ficha", "no eran la misma persona: como antes"
_LEFT = ("active", "left_on", "left_why")
_ready: WeakKeyDictionary[object, tuple[int, Heard]] = WeakKeyDictionary()  # of each open store: the act up to which everybody is in it


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody of the census who may be the person that is being typed."""

    person: PersonRow
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one person. `first` is the one with more to it: more treatments, an ID number, the older entry."""

    first: PersonRow
    second: PersonRow
    likeness: Likeness


def alike(
    desk: Desk, name: str, household_id: int = 0, birth_date: date | None = None, estimated: bool = False, sex: str = "",
    national_id: str = "", phone: str = "", but: int | None = None,
) -> tuple[Alike, ...]:  # fmt: skip
    """Who in the census may be this person, the most alike first, at most three; `but` is the entry that is being changed."""
    words, number = rules.sounds(name), digits(national_id)
    if not words and not number:
        return ()
    typed = Entry(0, words, birth_date, estimated, sex, number, digits(phone), household_id)
    with desk.read() as connection:
        rows = merging.entries(connection, _heard(desk, connection).like(words, number))
        found = [(rules.likeness(typed, _entry(row)), row.id) for row in rows if row.id != but]
        best = sorted(((score, id_) for score, id_ in found if score.possible), key=lambda one: (-one[0].score, one[1]))[:3]
        people = {row.id: row for row in queries.people_of(connection, [id_ for _, id_ in best])}
    return tuple(Alike(people[id_], score) for score, id_ in best)


def possible(desk: Desk, at: Callable[[float], None] = lambda share: None) -> tuple[Pair, ...]:
    """All pairs of entries that may be one person and of which nobody has said that they are not; the most alike first.

    `at` is told the share that is done, 0 to 1: among 110,000 people it takes some seconds.
    """
    with desk.read() as connection:
        entries = [_entry(row) for row in merging.everybody(connection)]
        apart = _said_apart(connection)
        found = [row for row in rules.possible(entries, at) if frozenset((row[0].id, row[1].id)) not in apart]
        people = {row.id: row for row in queries.people_of(connection, [one.id for row in found for one in row[:2]])}
    return tuple(_pair(people[one.id], people[other.id], score) for one, other, score in found)


def filled(kept: PersonRow, merged: PersonRow) -> frozenset[str]:
    """What the entry that stays lacks and the other has: taken unless somebody says otherwise."""
    pairs = {
        "birth": (kept.birth_date, merged.birth_date), "sex": (kept.sex, merged.sex), "national_id": (kept.national_id, merged.national_id),
        "phone": (kept.phone, merged.phone), "receivers": (kept.receivers, merged.receivers), "consent": (kept.consent_on, merged.consent_on),
        "tier": (kept.tier, merged.tier),
    }  # fmt: skip
    return frozenset(name for name, (own, other) in pairs.items() if other and not own)


def different(desk: Desk, by: By, one_id: int, other_id: int) -> None:
    """Two people, somebody looked: they are not asked about again. Raises `Refusal` `patient_unknown`."""
    _say(desk, by, DIFFERENT, one_id, other_id)


def perhaps(desk: Desk, by: By, one_id: int, other_id: int) -> None:
    """Takes `different` back."""
    _say(desk, by, PERHAPS, one_id, other_id)


def merge(desk: Desk, by: By, kept_id: int, merged_id: int, take: Collection[str] = ()) -> int:
    """The two are one person: prescriptions, conditions, criteria, allergies, visits and open promises are the kept one's from now on.

    `take`: which of `FIELDS` the kept entry gets from the other. Slips stay with the entry they were printed for. Returns the merge's id.
    Raises `Refusal`: `patient_unknown`, `same_entry`, `person_merged`, `kept_has_left`, `field_unknown`, `slip_on_round` (the entry that
    goes stands on a slip of a round that is not closed).
    """
    if wrong := next((name for name in take if name not in FIELDS), ""):
        raise Refusal("field_unknown", "take", field=wrong[:40])
    with desk.act(by, "patient.merge") as act:
        connection = act.connection
        store.lock_census(connection)
        kept, gone = _mergeable(connection, kept_id, merged_id)
        old, own = merging.words_of_entry(connection, merged_id), merging.words_of_entry(connection, kept_id)
        added = _missing(own, old)
        values = {column: [kept[column], gone[column]] for name in take for column in FIELDS[name] if kept[column] != gone[column]}
        tiers = deciding.decided_tiers(connection, [kept_id, merged_id])
        if "tier" in take and tiers.of(kept_id) != tiers.of(merged_id):  # no column: a decision of its own
            values["tier"] = [tiers.of(kept_id), tiers.of(merged_id)]
            decide_tiers_in(act, {kept_id: tiers.of(merged_id)}, ONE_PERSON)
        prescriptions, visits = merging.prescriptions_of(connection, merged_id), merging.visits_of(connection, merged_id)
        lines = merging.open_lines(connection, merged_id, unless=kept_id)
        merging.hand_over(connection, kept_id, prescriptions, visits, lines)
        merging.add_words_of(connection, kept_id, added)
        people = {row.id: row for row in queries.people_of(connection, [kept_id, merged_id])}
        write_events(act, "merged", [people[merged_id]], people[kept_id].household_id, people[kept_id].code)
        store.change_person(
            connection, merged_id, {"active": False, "left_on": by.occurred_on, "left_why": "merged", "merged_into_id": kept_id}
        )
        changed = {column: new for column, (_, new) in values.items() if column in kept}
        if changed:
            store.change_person(connection, kept_id, changed)
        moved = {
            "prescriptions": prescriptions, "visits": visits, "sheet_lines": lines, "values": values, "conditions": added.conditions,
            "criteria": added.criteria, "allergies": added.allergies, "left": {name: gone[name] for name in _LEFT},
        }  # fmt: skip
        signed = {"entered_at": act.entered_at, "entered_by": by.user_id}
        text = json.dumps(moved, default=str, sort_keys=True)
        made = merging.add_merge(connection, {"kept_id": kept_id, "merged_id": merged_id, "moved": text, **signed})
        act.about("patient", kept_id)
        act.after = {"merged": merged_id, "prescriptions": len(prescriptions), "visits": len(visits), "taken": sorted(take)}
        return made


def part(desk: Desk, by: By, merged_id: int) -> int:
    """Takes a merge back: everything is as it was before, and what came since stays with whom it was written for. Returns the kept one's id.

    What was extended or changed since goes back with the treatment it follows. Raises `Refusal`: `patient_unknown`, `not_merged`,
    `merge_later_first` (the kept entry was itself merged into another), `slip_on_round`, `merge_mixed` (a prescription written since
    replaces treatments of both).
    """
    with desk.act(by, "patient.part") as act:
        connection = act.connection
        store.lock_census(connection)
        gone = merging.columns_of(connection, merged_id)
        if gone is None:
            raise Refusal("patient_unknown", "patient")
        found = merging.merge_of(connection, merged_id)
        if found is None:
            raise Refusal("not_merged", "patient", patient=gone["code"])
        kept = merging.columns_of(connection, found.kept_id) or {}
        if kept["left_why"] == "merged":
            raise Refusal("merge_later_first", "patient", patient=kept["code"])
        moved = json.loads(found.moved)
        papers = _going_back(connection, found, moved["prescriptions"])
        _no_slip_with(connection, found.kept_id, papers)
        store.change_person(connection, merged_id, {"active": True, "left_on": None, "left_why": "", "merged_into_id": None})
        merging.hand_over(connection, merged_id, papers, moved["visits"], moved["sheet_lines"])
        until = tuple((word, _day(day)) for word, day in moved["conditions"])
        told = tuple((words, inn, atc) for words, inn, atc in moved["allergies"])
        merging.drop_words_of(connection, found.kept_id, WordRows(until, tuple(moved["criteria"]), told))
        before, after = moved["values"].pop("tier", ("", ""))
        if before != after and deciding.decided_tiers(connection, [found.kept_id]).of(found.kept_id) == after:
            decide_tiers_in(act, {found.kept_id: before}, TWO_PEOPLE)
        back = {column: _value(column, old) for column, (old, new) in moved["values"].items() if kept[column] == _value(column, new)}
        if back:
            store.change_person(connection, found.kept_id, back)
        store.change_person(connection, merged_id, {column: _value(column, value) for column, value in moved["left"].items()})
        merging.undo_merge(connection, found.id, act.entered_at, by.user_id)
        people = queries.people_of(connection, [merged_id])
        write_events(act, "parted", people, people[0].household_id, str(kept["code"]))
        act.about("patient", merged_id)
        act.after = {"kept": found.kept_id, "prescriptions": len(papers)}
        return found.kept_id


def _mergeable(connection: Connection, kept_id: int, merged_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    if kept_id == merged_id:
        raise Refusal("same_entry", "patient")
    rows = {one: merging.columns_of(connection, one) for one in sorted((kept_id, merged_id))}
    kept, gone = rows[kept_id], rows[merged_id]
    if kept is None or gone is None:
        raise Refusal("patient_unknown", "patient")
    for row in (kept, gone):
        if row["left_why"] == "merged":
            raise Refusal("person_merged", "patient", patient=row["code"])
    if not kept["active"]:
        raise Refusal("kept_has_left", "patient", patient=kept["code"])
    if any(row.round_status in ("planned", "out") for row in histories.promises(connection, [merged_id])):
        raise Refusal("slip_on_round", "patient", patient=gone["code"])
    return kept, gone


def _missing(own: WordRows, other: WordRows) -> WordRows:
    """What the other has and this one lacks; allergies are compared as they are told."""
    ill, told = {word for word, _ in own.conditions}, {fold(words) for words, _, _ in own.allergies}
    return WordRows(
        tuple(row for row in other.conditions if row[0] not in ill),
        tuple(word for word in other.criteria if word not in own.criteria),
        tuple(row for row in {fold(row[0]): row for row in other.allergies}.values() if fold(row[0]) not in told),
    )


def _going_back(connection: Connection, found: MergeRow, papers: list[int]) -> list[int]:
    """The prescriptions that went over, and those written since that only replace what is on them."""
    back = set(papers)
    follows: dict[int, set[int | None]] = {}
    for paper, replaced in merging.written_since(connection, found.kept_id):
        follows.setdefault(paper, set()).add(replaced)
    for paper, replaced_by in sorted(follows.items()):  # a paper is written after what it replaces
        if paper not in back and replaced_by & back:
            if not replaced_by <= back:
                raise Refusal("merge_mixed", "patient")
            back.add(paper)
    return sorted(back)


def _no_slip_with(connection: Connection, kept_id: int, papers: list[int]) -> None:
    """Units of these prescriptions that are on a slip of the kept entry cannot change hands on the way."""
    if any(row.round_status in ("planned", "out") and row.prescription_id in papers for row in histories.promises(connection, [kept_id])):
        raise Refusal("slip_on_round", "patient", patient=queries.people_of(connection, [kept_id])[0].code)


def _say(desk: Desk, by: By, verb: str, one_id: int, other_id: int) -> None:
    with desk.act(by, verb) as act:
        if len(queries.people_of(act.connection, [one_id, other_id])) < 2:
            raise Refusal("patient_unknown", "patient")
        act.about("patient", min(one_id, other_id))
        act.after = {"other": max(one_id, other_id)}


def _said_apart(connection: Connection) -> set[frozenset[int]]:
    said: dict[frozenset[int], bool] = {}
    for one, verb, other in merging.said_different(connection):
        said[frozenset((one, int(json.loads(other)["other"])))] = verb == DIFFERENT
    return {pair for pair, apart in said.items() if apart}


def _entry(row: AlikeRow) -> Entry:
    return Entry(
        row.id, rules.sounds(row.folded), row.birth_date, row.estimated, row.sex, digits(row.national_id), digits(row.phone), row.household_id,
        row.here,
    )  # fmt: skip


def _pair(one: PersonRow, other: PersonRow, score: Likeness) -> Pair:
    def weight(row: PersonRow) -> tuple[object, ...]:
        return row.active, row.treatments, bool(row.national_id), row.consent_on is not None, -row.id

    first, second = sorted((one, other), key=weight, reverse=True)
    return Pair(first, second, score)


def _heard(desk: Desk, connection: Connection) -> Heard:
    """The names of the census by their sound, made ready once; after that, whoever was named since is added."""
    last = people_index.last_act(connection)
    known = _ready.get(desk.store)
    since = people_index.named_by(connection, known[0]) if known is not None and known[0] <= last else None
    if known is None or since is None:
        heard = Heard((id_, rules.sounds(folded), digits(number)) for id_, folded, _, number in people_index.names(connection))
    else:
        heard = known[1]
        for row in merging.entries(connection, since):
            heard.add(row.id, rules.sounds(row.folded), digits(row.national_id))
    _ready[desk.store] = (last, heard)
    return heard


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _value(column: str, value: Any) -> Any:
    return _day(value) if column in _DAYS and isinstance(value, str) else value
