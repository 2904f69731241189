"""What a file says otherwise of people who are in the census already: only what it says, nothing is ever emptied and nobody is moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pharmacy_app.db.queries import census as store
from pharmacy_app.db.queries import census_import
from pharmacy_app.domain.priority import CRITERIA
from pharmacy_app.domain.text import fold
from pharmacy_app.services import catalogue, standings
from pharmacy_app.services.census_deciding import CONDITION_CODES, Decided, birth_of
from pharmacy_app.services.desk import Act, Connection

FROM_SHEET = "según la hoja del censo"  # why somebody stands in another tier: the sheet says no more than that
_HOUSE = {"directions": "directions", "access": "access", "house_phone": "phone"}  # the column of the file, and that of the house


def write_changes(act: Act, changed: Sequence[Decided]) -> None:
    """Writes the columns that `Decided.fields` names: a few statements for each column, however many people."""
    connection = act.connection
    columns: dict[str, list[dict[str, object]]] = defaultdict(list)
    houses: dict[str, dict[int, str]] = defaultdict(dict)
    for one in changed:
        assert one.known is not None
        for column, value in _values(one).items():
            columns[column].append({"person": one.known.id, "value": value})
        for told, column in _HOUSE.items():
            if told in one.fields:
                houses[column][one.known.household_id] = getattr(one.row, told).strip()
    census_import.change_people(connection, columns)
    tiers = {one.known.id: one.row.tier for one in changed if one.known is not None and "tier" in one.fields}
    standings.decide_tiers_in(act, tiers, FROM_SHEET)
    for column, values in houses.items():
        census_import.change_houses(connection, column, values)
    _write_words(connection, changed)


def _values(one: Decided) -> dict[str, object]:
    row, found = one.row, dict[str, object]()
    for field in one.fields:
        if field == "name":
            found |= {"name": " ".join(row.name.split()), "folded": fold(row.name)}
        elif field == "birth_date":
            found |= {"birth_date": birth_of(row), "birth_estimated": row.birth_estimated}
        elif field == "consent":
            found["consent_on"] = row.consent_on
        elif field in ("national_id", "sex", "phone", "receivers"):
            found[field] = getattr(row, field).strip()
    return found


def _write_words(connection: Connection, changed: Sequence[Decided]) -> None:
    ill = {one.known.id: one for one in changed if one.known and "conditions" in one.fields}
    held = {one.known.id: one for one in changed if one.known and "criteria" in one.fields}
    told = [
        (one.known.id, allergy)
        for one in changed
        if one.known and "allergies" in one.fields
        for allergy in dict.fromkeys(one.row.allergies)
        if allergy not in one.known.allergies
    ]
    census_import.drop_conditions(connection, list(ill))
    census_import.drop_criteria(connection, list(held))
    ingredients = catalogue.ingredients(connection) if told else {}
    store.add_words(
        connection,
        [(one, word) for one, what in ill.items() for word in dict.fromkeys(what.row.conditions) if word in CONDITION_CODES],
        [(one, word) for one, what in held.items() for word in dict.fromkeys(what.row.criteria) if word in CRITERIA],
        [(one, allergy, catalogue.ingredient(allergy, ingredients)) for one, allergy in told],
    )
    ends = []
    for one in changed:
        if one.known and ({"conditions", "until"} & set(one.fields)):
            days = dict(one.known.until) | dict(one.row.until)
            words = set(one.row.conditions) if "conditions" in one.fields else set(one.known.conditions)
            ends += [(one.known.id, word, day) for word, day in days.items() if word in words]
    census_import.set_until(connection, ends)
