"""What the columns of a census mean, and why each thing is asked. Window, sheet and paper share it. No Qt."""

from __future__ import annotations

from pharmacy_app.system.language import Language, mark

# What a column of a census can mean, in the order in which it is offered.
MEANINGS = {
    "council": mark("communal council"),
    "sector": mark("sector"),
    "house": mark("house"),
    "directions": mark("how to find it"),
    "access": mark("access"),
    "house_phone": mark("telephone of the house"),
    "household_code": mark("code of the family"),
    "patient_code": mark("code of the person"),
    "name": mark("name"),
    "surname": mark("surname"),
    "national_id": mark("ID number"),
    "birth_date": mark("birth date"),
    "age": mark("age"),
    "birth_estimated": mark("the birth date is a guess"),
    "sex": mark("sex"),
    "conditions": mark("illnesses"),
    "criteria": mark("what gives priority"),
    "allergies": mark("allergies"),
    "phone": mark("telephone"),
    "receivers": mark("who may receive"),
    "consent": mark("consent"),
    "tier": mark("decided priority"),
}
_FIELDS = {**MEANINGS, "until": mark("until when an illness lasts")}


def fields(language: Language, codes: str) -> str:
    """`telephone, illnesses`: the columns whose names these are, separated by `;`."""
    return ", ".join(language.tr(_FIELDS[code]) for code in codes.split(";") if code in _FIELDS)
