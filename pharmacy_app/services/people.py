"""The people of the census: their pages, and how they are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.queries import care, keeping
from pharmacy_app.db.queries import census as store
from pharmacy_app.db.queries import people as queries
from pharmacy_app.db.queries.care import ItemFilter, ItemRow, SupplyRow
from pharmacy_app.db.queries.census import HouseholdRow
from pharmacy_app.db.queries.people import AllergyRow, DoctorRow, PeopleFilter, PersonRow
from pharmacy_app.domain.conditions import CONDITIONS
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.priority import CRITERIA, TIERS
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.conditions import condition_code
from pharmacy_app.services import catalogue
from pharmacy_app.services.census_writing import digits
from pharmacy_app.services.desk import By, Connection, Desk
from pharmacy_app.services.setup import DEFAULTS
from pharmacy_app.services.typed import LONGEST, named, short

__all__ = [
    "ORDERS", "AllergyRow", "DoctorRow", "PeopleFilter", "PersonForm", "PersonPage", "PersonRow", "SupplyRow", "add_patient", "count_people",
    "doctors", "edit_patient", "list_people", "person", "understood_conditions",
]  # fmt: skip

ORDERS = queries.ORDERS
OLDEST = 125  # years; nobody was older for certain


@dataclass(frozen=True, slots=True)
class PersonForm:
    """A person as somebody types them in. `code` empty: one is given. `tier` is the committee's own decision, empty: by the criteria."""

    household_id: int
    name: str
    birth_date: date | None = None
    sex: str = ""
    national_id: str = ""
    phone: str = ""
    conditions: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    allergies: tuple[str, ...] = ()
    tier: str = ""
    active: bool = True
    code: str = ""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """All that one page says of a person: allergies, who else lives there, every treatment, and what is in the house and until when."""

    person: PersonRow
    household: HouseholdRow
    allergies: tuple[AllergyRow, ...]
    members: tuple[PersonRow, ...]
    items: tuple[ItemRow, ...]
    supplies: tuple[SupplyRow, ...]
    renewal_days: int  # so many days before its end a treatment asks to be renewed


def list_people(desk: Desk, which: PeopleFilter, order: str = "name", limit: int = 200, offset: int = 0) -> tuple[PersonRow, ...]:
    """One page of people, ordered by one of `ORDERS`."""
    with desk.read() as connection:
        return queries.people(connection, which, order, limit, offset)


def count_people(desk: Desk, which: PeopleFilter) -> int:
    """How many people these are."""
    with desk.read() as connection:
        return queries.count_people(connection, which)


def doctors(desk: Desk) -> tuple[DoctorRow, ...]:
    """All doctors by name."""
    with desk.read() as connection:
        return queries.doctors(connection)


def understood_conditions(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Illnesses as people name them, separated by `;` or `,`: the codes of the short list, and the words that are on no list."""
    said = [word for part in text.split(";") for piece in part.split(",") if (word := piece.strip())]
    codes = [(word, condition_code(word)) for word in said]
    return tuple(dict.fromkeys(code for _, code in codes if code)), tuple(word for word, code in codes if not code)


def person(desk: Desk, patient_id: int) -> PersonPage:
    """One person's page. Raises `Refusal` `patient_unknown`."""
    with desk.read() as connection:
        found = _person(connection, patient_id)
        return PersonPage(
            found,
            store.households(connection, household_id=found.household_id)[0],
            queries.allergies(connection, [patient_id]).get(patient_id, ()),
            queries.people(connection, PeopleFilter(household_id=found.household_id), "age"),
            care.items(connection, ItemFilter(patient_id=patient_id, statuses=()), "written"),
            care.supplies(connection, patient_id),
            int({**DEFAULTS, **keeping.settings(connection)}["renewal_days"]),
        )


def add_patient(desk: Desk, by: By, form: PersonForm) -> int:
    """A new person. Raises `Refusal`: `name_missing`, `text_too_long`, `household_unknown`, `birth_date_future`, `birth_date_implausible`,
    `sex_unclear`, `condition_unknown`, `criterion_unknown`, `tier_unknown`, `patient_code_taken`, `national_id_taken`, `person_exists`.
    """
    with desk.act(by, "patient.add") as act:
        store.lock_census(act.connection)
        values = _checked(act.connection, desk, form)
        code = form.code.strip() or f"P-{store.highest_codes(act.connection)[1] + 1:06d}"
        patient_id = store.add_people(act.connection, [{**values, "code": short(code)}])[0]
        _write_words(act.connection, patient_id, form)
        act.about("patient", patient_id)
        act.after = _plain(form)
        return patient_id


def edit_patient(desk: Desk, by: By, patient_id: int, form: PersonForm) -> None:
    """Writes a person anew; the code stays. Raises as `add_patient`, and `Refusal` `patient_unknown`."""
    with desk.act(by, "patient.change") as act:
        store.lock_census(act.connection)
        found = _person(act.connection, patient_id)
        told = tuple(row.told for row in queries.allergies(act.connection, [patient_id]).get(patient_id, ()))
        values = _checked(act.connection, desk, form, patient_id)
        store.change_person(act.connection, patient_id, values)
        store.drop_words(act.connection, patient_id)
        _write_words(act.connection, patient_id, form)
        act.about("patient", patient_id)
        before = _plain(
            PersonForm(
                found.household_id,
                found.name,
                found.birth_date,
                found.sex,
                found.national_id,
                found.phone,
                found.conditions,
                found.criteria,
                told,
                found.tier,
                found.active,
            )
        )
        after = _plain(form)
        act.before = {name: value for name, value in before.items() if after[name] != value}
        act.after = {name: value for name, value in after.items() if before[name] != value}


def _person(connection: Connection, patient_id: int) -> PersonRow:
    found = queries.person(connection, patient_id)
    if found is None:
        raise Refusal("patient_unknown", "patient")
    return found


def _checked(connection: Connection, desk: Desk, form: PersonForm, patient_id: int | None = None) -> dict[str, object]:
    """The columns of a person whom nothing speaks against."""
    if not store.households(connection, household_id=form.household_id):
        raise Refusal("household_unknown", "household")
    today = desk.clock.today()
    if form.birth_date and form.birth_date > today:
        raise Refusal("birth_date_future", "birth_date", day=form.birth_date)
    if form.birth_date and form.birth_date.year < today.year - OLDEST:
        raise Refusal("birth_date_implausible", "birth_date", day=form.birth_date)
    if form.sex not in ("", "F", "M"):
        raise Refusal("sex_unclear", "sex")
    if form.tier not in ("", *TIERS):
        raise Refusal("tier_unknown", "tier", tier=form.tier[:10])
    for code, words, known in (
        ("condition_unknown", form.conditions, {code for code, _, _ in CONDITIONS}),
        ("criterion_unknown", form.criteria, set(CRITERIA)),
    ):
        if wrong := next((word for word in words if word not in known), ""):
            raise Refusal(code, "patient", text=wrong[:40])
    values: dict[str, object] = {
        "household_id": form.household_id, "name": named(form.name), "folded": fold(form.name), "national_id": short(form.national_id),
        "birth_date": form.birth_date, "sex": form.sex, "phone": short(form.phone), "active": form.active, "tier": form.tier,
        "left_why": "" if form.active else "other",
    }  # fmt: skip
    _alone(store.known_people(connection), form, patient_id)
    return values


def _alone(known: Sequence[store.KnownPerson], form: PersonForm, patient_id: int | None) -> None:
    """Nobody else has this code or cédula, and nobody of this name and birth date lives in the same house."""
    code, number, name = form.code.strip(), digits(form.national_id), fold(form.name)
    for one in known:
        if one.id == patient_id:
            continue
        if patient_id is None and code and one.code == code:
            raise Refusal("patient_code_taken", "code", patient=one.code)
        if number and digits(one.national_id) == number:
            raise Refusal("national_id_taken", "national_id", patient=one.code)
        if (one.folded, one.household_id, one.birth_date) == (name, form.household_id, form.birth_date):
            raise Refusal("person_exists", "name", patient=one.code)


def _write_words(connection: Connection, patient_id: int, form: PersonForm) -> None:
    told = [text for text in dict.fromkeys(" ".join(one.split())[:LONGEST] for one in form.allergies) if text]
    ingredients = catalogue.ingredients(connection) if told else {}
    store.add_words(
        connection,
        [(patient_id, word) for word in dict.fromkeys(form.conditions)],
        [(patient_id, word) for word in dict.fromkeys(form.criteria)],
        [(patient_id, text, catalogue.ingredient(text, ingredients)) for text in told],
    )


def _plain(form: PersonForm) -> dict[str, object]:
    return {
        "household": form.household_id, "name": form.name.strip(), "birth_date": str(form.birth_date or ""), "sex": form.sex,
        "national_id": form.national_id.strip(), "phone": form.phone.strip(), "conditions": sorted(form.conditions),
        "criteria": sorted(form.criteria), "allergies": sorted(form.allergies), "tier": form.tier, "active": form.active,
    }  # fmt: skip
