"""How people are written into the census, one by one: what is asked of them, and what speaks against it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pharmacy_app.db.queries import census as store
from pharmacy_app.db.queries import histories, merging
from pharmacy_app.db.queries import people as queries
from pharmacy_app.db.queries.people import PREGNANCY, PersonRow
from pharmacy_app.domain.circumstances import born_about
from pharmacy_app.domain.conditions import CONDITIONS
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.priority import CRITERIA, TIERS
from pharmacy_app.domain.text import fold
from pharmacy_app.services import catalogue, typed
from pharmacy_app.services.census_deciding import digits
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.household_moves import moved_house
from pharmacy_app.services.standings import decide_tiers_in
from pharmacy_app.services.typed import named, short

OLDEST = 120  # years
DUE_WITHIN = 300  # days until a birth, or since one that was expected, at most
_AGE = re.compile(
    r"(?:unos |unas |como |about )?(\d{1,3})\s*(anos|ano|years|year|a|meses|mes|months|month|semanas|semana|weeks|week)?(?: old)?"
)
_DAYS = {"m": 30, "s": 7, "w": 7}  # of a month, of a week: nobody tells the age of a baby in days
_YEAR, _MONTH = re.compile(r"(?:en |in )?(1[89]\d\d|20\d\d)"), re.compile(r"(\d{1,2})[/.-](1[89]\d\d|20\d\d)")
_ATC = re.compile(r"[A-Z]\d\d(?:[A-Z](?:[A-Z](?:\d\d)?)?)?")


@dataclass(frozen=True, slots=True)
class PersonForm:
    """A person as somebody types them in. `code` empty: one is given. `tier` is the committee's own decision, empty: by the criteria;
    where it is another than before, `tier_why` says why.

    `birth_estimated`: an age was told. `receivers`: who may receive for them. `consent_on`: when they agreed to be written down.
    `due_on`: the expected day of a birth, for somebody with the condition `pregnancy`.
    """

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
    code: str = ""
    birth_estimated: bool = False
    receivers: str = ""
    consent_on: date | None = None
    due_on: date | None = None
    tier_why: str = ""


def birth(text: str, today: date) -> tuple[date, bool]:
    """A birth as people tell it: the day, or about when: `24/11/1950`, `03/1950`, `1950`, `67 años`, `8 meses`. True: about.

    Of an age the first of January is kept: the year is about right, the day is none.
    Raises `Refusal`: `day_unreadable`, `birth_date_future`, `birth_date_implausible`, `age_implausible`.
    """
    said = fold(text)
    if age := _AGE.fullmatch(said):
        number = int(age[1])
        if days := _DAYS.get((age[2] or "a")[0]):
            return today - timedelta(days=number * days), True
        if number > OLDEST:
            raise Refusal("age_implausible", "birth_date", age=number)
        return born_about(number, today), True
    if year := _YEAR.fullmatch(said):
        return _plausible(date(int(year[1]), 1, 1), today), True
    if (month := _MONTH.fullmatch(said)) and 1 <= int(month[1]) <= 12:
        return _plausible(date(int(month[2]), int(month[1]), 1), today), True
    return _plausible(typed.day(text, today, "birth_date"), today), False


def _plausible(day: date, today: date) -> date:
    if day > today:
        raise Refusal("birth_date_future", "birth_date", day=day)
    if day.year < today.year - OLDEST:
        raise Refusal("birth_date_implausible", "birth_date", day=day)
    return day


def add_patient(desk: Desk, by: By, form: PersonForm) -> int:
    """A new person. Raises `Refusal`: `name_missing`, `text_too_long`, `household_unknown`, `birth_date_future`, `birth_date_implausible`,
    `sex_unclear`, `condition_unknown`, `criterion_unknown`, `tier_unknown`, `due_day_implausible`, `consent_in_future`, `consent_implausible`,
    `reason_missing` (a tier without why), `patient_code_taken`, `national_id_taken`, `person_exists` (with the id of that person as `patient_id`).
    """
    with desk.act(by, "patient.add") as act:
        store.lock_census(act.connection)
        return new_person(act, desk.clock.today(), form)


def new_person(act: Act, today: date, form: PersonForm, note: str = "") -> int:
    """The same inside an act that does more."""
    form = _tidied(form)
    values = _checked(act.connection, today, form)
    code = form.code or f"P-{store.highest_codes(act.connection)[1] + 1:06d}"
    patient_id = store.add_people(act.connection, [{**values, "code": code}])[0]
    _write_words(act.connection, patient_id, form)
    _write_tier(act, patient_id, "", form)
    event = {"kind": "joined", "occurred_on": act.by.occurred_on, "to_household_id": form.household_id, "note": note}
    histories.add_events(act.connection, [{"patient_id": patient_id, **event, "entered_at": act.entered_at, "entered_by": act.by.user_id}])
    act.about("patient", patient_id)
    act.after = _plain(form)
    return patient_id


def edit_patient(desk: Desk, by: By, patient_id: int, form: PersonForm) -> None:
    """Writes a person anew; the code stays. Another house counts as a move of today. Raises as `add_patient`, and `Refusal`:
    `patient_unknown`, `person_merged`."""
    with desk.act(by, "patient.change") as act:
        store.lock_census(act.connection)
        form, found = _tidied(form), known(act.connection, patient_id)
        if found.left_why == "merged":
            raise Refusal("person_merged", "patient", patient=found.code)
        told = tuple(row.told for row in queries.allergies(act.connection, [patient_id]).get(patient_id, ()))
        values = _checked(act.connection, desk.clock.today(), form, patient_id, found.due_on)
        if form.household_id != found.household_id and found.active:
            moved_house(act, [found], form.household_id, "")
        store.change_person(act.connection, patient_id, values)
        _write_tier(act, patient_id, found.tier, form)
        store.drop_words(act.connection, patient_id)
        _write_words(act.connection, patient_id, form)
        act.about("patient", patient_id)
        before, after = _plain(form_of(found, told)), _plain(form)
        act.before = {name: value for name, value in before.items() if after[name] != value}
        act.after = {name: value for name, value in after.items() if before[name] != value}


def form_of(row: PersonRow, allergies: tuple[str, ...]) -> PersonForm:
    """The form as it would have to be typed for this person to stand as they do."""
    return PersonForm(
        row.household_id, row.name, row.birth_date, row.sex, row.national_id, row.phone, row.conditions, row.criteria, allergies, row.tier,
        birth_estimated=row.birth_estimated, receivers=row.receivers, consent_on=row.consent_on, due_on=row.due_on,
    )  # fmt: skip


def known(connection: Connection, patient_id: int) -> PersonRow:
    """This person. Raises `Refusal` `patient_unknown`."""
    found = queries.person(connection, patient_id)
    if found is None:
        raise Refusal("patient_unknown", "patient")
    return found


def _tidied(form: PersonForm) -> PersonForm:
    """The form with its texts tidied. Raises `Refusal`: `name_missing`, `text_too_long`."""
    if not any(letter.isalpha() for letter in form.name):  # a sign or a figure is nobody's name
        raise Refusal("name_missing", "name")
    allergies = tuple(told for one in form.allergies if (told := short(one, "allergies")))
    return replace(
        form, name=named(form.name), national_id=short(form.national_id, "national_id"), phone=short(form.phone, "phone"),
        receivers=short(form.receivers, "receivers"), code=short(form.code, "code"), allergies=allergies,
    )  # fmt: skip


def _checked(
    connection: Connection, today: date, form: PersonForm, patient_id: int | None = None, due_before: date | None = None
) -> dict[str, object]:
    """The columns of a person whom nothing speaks against; the expected day of a birth that stood there before may be long over."""
    if not store.households(connection, household_id=form.household_id):
        raise Refusal("household_unknown", "household")
    if form.birth_date:
        _plausible(form.birth_date, today)
    if form.sex not in ("", "F", "M"):
        raise Refusal("sex_unclear", "sex")
    if form.tier not in ("", *TIERS):
        raise Refusal("tier_unknown", "tier", tier=form.tier[:10])
    for code, words, listed in (
        ("condition_unknown", form.conditions, {code for code, _, _ in CONDITIONS}),
        ("criterion_unknown", form.criteria, set(CRITERIA)),
    ):
        if wrong := next((word for word in words if word not in listed), ""):
            raise Refusal(code, "patient", text=wrong[:40])
    if form.due_on and form.due_on != due_before and abs(form.due_on - today) > timedelta(days=DUE_WITHIN):
        raise Refusal("due_day_implausible", "due_on", day=form.due_on)
    if form.consent_on and form.consent_on > today:
        raise Refusal("consent_in_future", "consent_on", day=form.consent_on)
    born = form.birth_date if form.birth_date and not form.birth_estimated else date(today.year - OLDEST, 1, 1)
    if form.consent_on and form.consent_on < born:
        raise Refusal("consent_implausible", "consent_on", day=form.consent_on)
    values: dict[str, object] = {
        "household_id": form.household_id, "name": form.name, "folded": fold(form.name), "national_id": form.national_id,
        "birth_date": form.birth_date, "sex": form.sex, "phone": form.phone,
        "birth_estimated": form.birth_estimated and form.birth_date is not None, "receivers": form.receivers,
        "consent_on": form.consent_on,
    }  # fmt: skip
    _alone(connection, form, patient_id)
    return values


def _alone(connection: Connection, form: PersonForm, patient_id: int | None) -> None:
    """Nobody else has this code or cédula, and nobody of this name and birth date lives in the same house."""
    code, number, name = form.code, digits(form.national_id), fold(form.name)
    for one in merging.taken(connection, code, number, name, form.household_id):
        if one.id == patient_id:
            continue
        if patient_id is None and code and one.code == code:
            raise Refusal("patient_code_taken", "code", patient=one.code, patient_id=one.id)
        if number and digits(one.national_id) == number:
            raise Refusal("national_id_taken", "national_id", patient=one.code, patient_id=one.id)
        if (one.folded, one.household_id, one.birth_date) == (name, form.household_id, form.birth_date):
            raise Refusal("person_exists", "name", patient=one.code, patient_id=one.id)


def _write_words(connection: Connection, patient_id: int, form: PersonForm) -> None:
    found = recognised(connection, form.allergies)
    conditions = tuple((word, form.due_on if word == PREGNANCY else None) for word in dict.fromkeys(form.conditions))
    allergies = tuple((told, inn, atc) for told, (inn, atc) in found.items())
    merging.add_words_of(connection, patient_id, merging.WordRows(conditions, tuple(dict.fromkeys(form.criteria)), allergies))


def _write_tier(act: Act, patient_id: int, before: str, form: PersonForm) -> None:
    """Another tier is a decision of the committee, with why. Raises `Refusal` `reason_missing`."""
    if form.tier != before:
        decide_tiers_in(act, {patient_id: form.tier}, form.tier_why)


def recognised(connection: Connection, allergies: tuple[str, ...]) -> Mapping[str, tuple[str, str]]:
    """Each allergy as told, and what it was recognised as: (ingredient or plain word, ATC code where one was written)."""
    told = [text for text in dict.fromkeys(" ".join(one.split()) for one in allergies) if text]
    ingredients = catalogue.ingredients(connection) if told else {}
    found = {}
    for text in told:
        atc = text.upper() if _ATC.fullmatch(text.upper()) else ""
        found[text] = ("" if atc else catalogue.ingredient(text, ingredients), atc)
    return found


def _plain(form: PersonForm) -> dict[str, object]:
    return {
        "household": form.household_id, "name": form.name.strip(), "birth_date": str(form.birth_date or ""), "sex": form.sex,
        "national_id": form.national_id.strip(), "phone": form.phone.strip(), "conditions": sorted(form.conditions),
        "criteria": sorted(form.criteria), "allergies": sorted(form.allergies), "tier": form.tier,
        "birth_estimated": form.birth_estimated, "receivers": form.receivers.strip(), "consent_on": str(form.consent_on or ""),
        "due_on": str(form.due_on or ""),
    }  # fmt: skip
