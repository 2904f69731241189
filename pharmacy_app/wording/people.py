"""Words of people's lives: how old, what happened to them, why two entries may be one person. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pharmacy_app.domain.allergies import Understood
from pharmacy_app.domain.circumstances import age_on
from pharmacy_app.domain.duplicates import Likeness
from pharmacy_app.system.language import Language, mark

WHY_LEFT = {
    "moved": mark("moved far away"),
    "died": mark("died"),
    "other": mark("is gone for another reason"),
    "merged": mark("is written down twice"),
}
LIKE = {
    "same_name": mark("the same name"),
    "like_name": mark("a similar name"),
    "same_id": mark("the same ID number"),
    "near_id": mark("nearly the same ID number"),
    "other_id": mark("another ID number"),
    "same_birth": mark("the same birth date"),
    "near_birth": mark("nearly the same birth date"),
    "about_birth": mark("about the same age"),
    "other_birth": mark("another age"),
    "same_house": mark("the same house"),
    "same_phone": mark("the same telephone"),
    "other_sex": mark("another sex"),
}
FIELDS = {
    "name": mark("Names and surnames"), "birth": mark("Birth"), "sex": mark("Sex"), "national_id": mark("ID number"),
    "phone": mark("Telephone"), "house": mark("House"), "receivers": mark("Who may receive"), "consent": mark("Agreed on"),
    "tier": mark("Decided priority"),
}  # fmt: skip
_EVENTS = {
    "joined": mark("came into the census"),
    "moved": mark("moved from {before} to {after}"),
    "left": mark("left {before}"),
    "died": mark("died"),
    "returned": mark("came back to {after}"),
    "merged": mark("was written down twice: joined to {note}"),
    "parted": mark("was parted again from {note}"),
}


def age(language: Language, birth_date: date | None, estimated: bool, today: date) -> str:
    """`67 años`, `unos 67 años`, `8 meses`; empty where nobody knows."""
    if birth_date is None:
        return ""
    years = age_on(birth_date, today)
    months = (today.year - birth_date.year) * 12 + today.month - birth_date.month - (today.day < birth_date.day)
    told = language.ntr("{n} month", "{n} months", max(0, months)) if years < 2 else language.ntr("{n} year", "{n} years", years)
    return language.tr("about {age}", age=told) if estimated else told


def born(language: Language, birth_date: date | None, estimated: bool, today: date) -> str:
    """The age, with the day where it is known."""
    told = age(language, birth_date, estimated, today)
    return told if birth_date is None or estimated else f"{told} ({language.date(birth_date)})"


def event(language: Language, kind: str, before: str, after: str, note: str) -> str:
    """What happened, in a few words that follow a day."""
    told = language.tr(_EVENTS[kind], before=before, after=after, note=note)
    return told if kind in ("merged", "parted") or not note else f"{told} · {note}"


def likeness(language: Language, found: Likeness) -> str:
    """`mismo nombre, misma casa`."""
    return ", ".join(language.tr(LIKE[reason.code]) for reason in found.reasons)


def allergies_understood(language: Language, found: Sequence[Understood]) -> str:
    """`= losartán: 3 medicamentos; sulfa (J01E): 2 medicamentos.`, and what is kept as it was told."""
    known = []
    for one in found:
        name = one.ingredient.name(language.code) if one.ingredient else one.told
        codes = ", ".join(one.groups)
        what = f"{name} ({codes})" if codes and codes != name.upper() else name
        if one.touched:
            known.append(language.ntr("{what}: {n} medicine", "{what}: {n} medicines", one.touched, what=what))
    said = [f"= {'; '.join(known)}."] if known else []
    said += [
        language.tr("“{text}” is kept as text: it touches no medicine of the list.", text=one.told) for one in found if not one.touched
    ]
    return " ".join(said)
