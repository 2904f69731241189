"""The people of the census: lists and pages. How they are written: `people_writing`; what happens to them: `histories`, `duplicates`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pharmacy_app.db.queries import care, histories, keeping, merging
from pharmacy_app.db.queries import census as store
from pharmacy_app.db.queries import people as queries
from pharmacy_app.db.queries.care import ItemFilter, ItemRow, SupplyRow
from pharmacy_app.db.queries.census import HouseholdRow
from pharmacy_app.db.queries.histories import EventRow
from pharmacy_app.db.queries.people import AllergyRow, DoctorRow, PeopleFilter, PersonRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake.conditions import conditions_of
from pharmacy_app.services import people_search
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.services.people_search import LEAST as SEARCH_LEAST
from pharmacy_app.services.people_search import enough as searchable
from pharmacy_app.services.people_writing import OLDEST, PersonForm, add_patient, birth, edit_patient, known
from pharmacy_app.services.setup import DEFAULTS

__all__ = [
    "OLDEST", "ORDERS", "SEARCH_LEAST", "AllergyRow", "DoctorRow", "EventRow", "PeopleFilter", "PersonForm", "PersonPage", "PersonRow",
    "SupplyRow", "add_patient", "birth", "doctors", "edit_patient", "list_people", "opened", "person", "searchable",
    "understood_conditions",
]  # fmt: skip

ORDERS = queries.ORDERS
_OPENED_AGAIN = 600  # seconds: a page that is opened again sooner is the same look at it


@dataclass(frozen=True, slots=True)
class PersonPage:
    """All that one page says of a person: allergies, who else lives there, every treatment, and what is in the house and until when.

    `history`: what happened to them, the oldest first, also under the other entries (`entries`) that are this person by now.
    `same_as`: who this entry was merged into.
    """

    person: PersonRow
    household: HouseholdRow
    allergies: tuple[AllergyRow, ...]
    members: tuple[PersonRow, ...]
    items: tuple[ItemRow, ...]
    supplies: tuple[SupplyRow, ...]
    renewal_days: int  # so many days before its end a treatment asks to be renewed
    history: tuple[EventRow, ...] = ()
    entries: tuple[PersonRow, ...] = ()
    same_as: PersonRow | None = None


def list_people(desk: Desk, which: PeopleFilter, order: str = "name", limit: int = 200, offset: int = 0) -> tuple[PersonRow, ...]:
    """One page of people, ordered by one of `ORDERS`; those who are found by a text stand best first, nobody where it is too short (`searchable`)."""
    with desk.read() as connection:
        if which.text.strip():  # best first
            return people_search.page(desk, connection, which, limit, offset)
        return queries.people(connection, which, order, limit, offset)


def doctors(desk: Desk) -> tuple[DoctorRow, ...]:
    """All doctors by name."""
    with desk.read() as connection:
        return queries.doctors(connection)


def understood_conditions(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Illnesses as people name them, with whatever they put between them: the codes of the short list, and the words that are on no list."""
    return conditions_of(text)


def person(desk: Desk, patient_id: int) -> PersonPage:
    """One person's page. Raises `Refusal` `patient_unknown`."""
    with desk.read() as connection:
        found = known(connection, patient_id)
        others = merging.merged_into(connection, patient_id)
        here = PeopleFilter(household_id=found.household_id)
        return PersonPage(
            found,
            store.households(connection, household_id=found.household_id)[0],
            queries.allergies(connection, [patient_id]).get(patient_id, ()),
            queries.people(connection, here, "age") if found.left_why != "merged" else (),
            care.items(connection, ItemFilter(patient_id=patient_id, statuses=()), "written"),
            care.supplies(connection, patient_id),
            int({**DEFAULTS, **keeping.settings(connection)}["renewal_days"]),
            histories.events(connection, [patient_id, *others]),
            queries.people_of(connection, others),
            queries.person(connection, found.merged_into_id) if found.merged_into_id is not None else None,
        )


def opened(desk: Desk, by: By, patient_id: int) -> bool:
    """Records that this person's page was looked at, and by whom: once in ten minutes for each who looks. False: it stood there already.

    The token of the act says who, whom and in which ten minutes: that it was used before is found by its index, without reading the record.
    """
    now = desk.clock.now()
    slot = int(now.timestamp()) // _OPENED_AGAIN
    try:
        with desk.act(replace(by, token=f"opened-{by.user_id}-{patient_id}-{slot}"), "person.opened") as act:
            act.about("patient", patient_id)
    except Refusal as refusal:
        if refusal.code != "act_repeated":
            raise
        return False
    return True
