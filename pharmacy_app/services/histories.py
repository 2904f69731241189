"""What happens in people's lives: they move house, are born, die, leave, come back. One action each, with its day and reason, kept for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pharmacy_app.db.queries import care, histories, merging, stock, walking
from pharmacy_app.db.queries import census as store
from pharmacy_app.db.queries import people as queries
from pharmacy_app.db.queries.care import ItemFilter, ItemRow
from pharmacy_app.db.queries.histories import EventRow
from pharmacy_app.db.queries.people import PREGNANCY, PersonRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.household_moves import moved_house, off_rounds, write_events
from pharmacy_app.services.people_writing import PersonForm, known, new_person
from pharmacy_app.services.typed import short

__all__ = ["WHY", "Ended", "EventRow", "Left", "born", "come_back", "leave", "move", "waiting_to_return"]

WHY = ("moved", "died", "other")
_CLOSED_AS = {"moved": "moved", "died": "died", "other": "left"}  # a treatment's reason, and how it is known when somebody comes back
_PREGNANT = "pregnant"


@dataclass(frozen=True, slots=True)
class Left:
    """What followed when people left: treatments that were closed, reserved units that are free again, units that are still out."""

    people: int
    treatments: int
    released: int
    out: int


@dataclass(frozen=True, slots=True)
class Ended:
    """A treatment that was closed because the person left, and may begin again."""

    item: ItemRow
    waited: bool  # it waited for an answer then, and will again


def move(desk: Desk, by: By, patient_ids: Sequence[int], household_id: int, note: str = "") -> int:
    """These people live in that house now; how many were taken off a planned round, which must be planned anew.

    Raises `Refusal`: `nothing_chosen`, `patient_unknown`, `person_merged`, `patient_inactive`, `household_unknown`, `same_house`,
    `day_in_future`, `before_birth`.
    """
    with desk.act(by, "patient.move") as act:
        store.lock_census(act.connection)
        people = _people(act, desk, patient_ids)
        _all_here(people)
        if not store.households(act.connection, household_id=household_id):
            raise Refusal("household_unknown", "household")
        if all(one.household_id == household_id for one in people):
            raise Refusal("same_house", "household")
        moving = [one for one in people if one.household_id != household_id]
        off = moved_house(act, moving, household_id, short(note))
        act.about("patient", people[0].id)
        act.before = {"household": sorted({one.household_id for one in moving})}
        act.after = {"household": household_id, "people": [one.id for one in moving]}
        return off


def leave(desk: Desk, by: By, patient_ids: Sequence[int], why: str, note: str = "") -> Left:
    """These people live here no more; `why` is one of `WHY`. Their treatments end, what is reserved for them is free again.

    What is out on a round stays out until it is closed. Raises `Refusal`: `nothing_chosen`, `patient_unknown`, `person_merged`,
    `patient_inactive`, `leaving_unknown`, `day_in_future`, `before_birth`.
    """
    if why not in WHY:
        raise Refusal("leaving_unknown", "why")
    with desk.act(by, "patient.leave") as act:
        store.lock_census(act.connection)
        people = _people(act, desk, patient_ids)
        _all_here(people)
        ids = [one.id for one in people]
        promised = histories.promises(act.connection, ids)
        stock.lock_batches(act.connection, sorted({row.batch_id for row in promised}))
        reserved = [row for row in promised if row.status == "reserved"]
        off_rounds(act, reserved)
        walking.change_allocations(act.connection, [(row.allocation_id, {"status": "released"}) for row in reserved])
        items = care.open_items_of_people(act.connection, ids)
        changes = [{"id": row.id, "status": "closed", "reason": ";".join(filter(None, (_CLOSED_AS[why], row.reason)))} for row in items]
        care.change_items(act.connection, changes)
        write_events(act, "died" if why == "died" else "left", people, None, short(note))
        for one in people:
            store.change_person(act.connection, one.id, {"active": False, "left_on": by.occurred_on, "left_why": why})
        act.about("patient", ids[0])
        act.after = {"why": why, "people": ids, "treatments": [row.id for row in items], "released": len(reserved)}
        return Left(len(ids), len(items), len(reserved), len(promised) - len(reserved))


def waiting_to_return(desk: Desk, patient_id: int) -> tuple[Ended, ...]:
    """The treatments that would begin again if this person came back and asked for them: closed by the leaving, by id."""
    with desk.read() as connection:
        return _ended(connection, known(connection, patient_id))


def come_back(
    desk: Desk, by: By, patient_ids: Sequence[int], household_id: int | None = None, note: str = "", treatments: bool = False
) -> int:
    """These people live here again, in that house or where they were; how many treatments run (or wait) again, only where asked for.

    Raises `Refusal`: `nothing_chosen`, `patient_unknown`, `person_merged`, `person_is_here`, `household_unknown`, `day_in_future`,
    `before_birth`.
    """
    with desk.act(by, "patient.return") as act:
        store.lock_census(act.connection)
        people = _people(act, desk, patient_ids)
        if here := next((one for one in people if one.active), None):
            raise Refusal("person_is_here", "patient", patient=here.code)
        if household_id is not None and not store.households(act.connection, household_id=household_id):
            raise Refusal("household_unknown", "household")
        again = [one for person in people for one in _ended(act.connection, person)] if treatments else []
        for one in people:
            home = household_id or one.household_id
            write_events(act, "returned", [one], home, short(note))
            store.change_person(act.connection, one.id, {"active": True, "left_on": None, "left_why": "", "household_id": home})
        changes = [
            {"id": one.item.id, "status": "waiting" if one.waited else "active", "reason": ";".join(one.item.reason.split(";")[1:])}
            for one in again
        ]
        care.change_items(act.connection, changes)
        act.about("patient", people[0].id)
        act.after = {"people": [one.id for one in people], "treatments": [one.item.id for one in again]}
        return len(again)


def born(desk: Desk, by: By, mother_id: int, child: PersonForm) -> int:
    """A child is born on the act's day: it is written into its mother's house, and her pregnancy ends. Returns the child's id.

    Of `child` the house and the birth date are not looked at. Raises as `people.add_patient` does, and `Refusal`: `patient_unknown`,
    `person_merged`, `patient_inactive`, `mother_is_male`, `day_in_future`, `before_birth`.
    """
    with desk.act(by, "patient.born") as act:
        store.lock_census(act.connection)
        (mother,) = _people(act, desk, [mother_id])
        _all_here([mother])
        if mother.sex == "M":
            raise Refusal("mother_is_male", "patient", patient=mother.code)
        form = replace(child, household_id=mother.household_id, birth_date=by.occurred_on, birth_estimated=False)
        child_id = new_person(act, desk.clock.today(), form, note=mother.code)
        words = merging.words_of_entry(act.connection, mother_id)
        ended = merging.WordRows(
            tuple(row for row in words.conditions if row[0] == PREGNANCY), tuple(word for word in words.criteria if word == _PREGNANT), ()
        )
        merging.drop_words_of(act.connection, mother_id, ended)
        act.after = {"mother": mother_id, "household": mother.household_id, "pregnancy_ended": bool(ended.conditions or ended.criteria)}
        return child_id


def _people(act: Act, desk: Desk, patient_ids: Sequence[int]) -> tuple[PersonRow, ...]:
    """These people, on a day that has come and on which they were born."""
    if not patient_ids:
        raise Refusal("nothing_chosen", "patient")
    day = act.by.occurred_on
    if day > desk.clock.today():
        raise Refusal("day_in_future", "day", day=day)
    people = queries.people_of(act.connection, patient_ids)
    if len(people) < len(set(patient_ids)):
        raise Refusal("patient_unknown", "patient")
    for one in people:
        if one.left_why == "merged":
            raise Refusal("person_merged", "patient", patient=one.code)
        if one.birth_date and not one.birth_estimated and day < one.birth_date:
            raise Refusal("before_birth", "day", day=day, patient=one.code)
    return people


def _all_here(people: Sequence[PersonRow]) -> None:
    if gone := next((one for one in people if not one.active), None):
        raise Refusal("patient_inactive", "patient", patient=gone.code)


def _ended(connection: Connection, person: PersonRow) -> tuple[Ended, ...]:
    if person.active or person.left_why not in _CLOSED_AS:
        return ()
    rows = care.items(connection, ItemFilter(patient_id=person.id, statuses=("closed",)), "written", 1000)
    because = [(row, row.reason.split(";")) for row in rows]
    replaced = {row.replaces_id for row in rows}
    return tuple(Ended(row, len(words) > 1) for row, words in because if words[0] == _CLOSED_AS[person.left_why] and row.id not in replaced)
