"""What the committee changes in the catalogue: names, codes, marks and warnings, each kept with its act and able to be put back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pharmacy_app.db.queries import catalogue as shelf
from pharmacy_app.db.queries.catalogue import Shelved as Shelved
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.catalogue import UNCONFIRMED
from pharmacy_app.services import shipped, typed
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.medicine_search import search_medicines
from pharmacy_app.services.shipped import FACTS, KEY, LISTS, MARKS, NAMES

EDITABLE = ("atc", *NAMES, *LISTS, *MARKS)
WHICH = ("all", "essential", "cold_chain", "controlled", "vital", "decided", "unconfirmed")
_ATC = re.compile(r"[A-Z]\d\d[A-Z]{2}\d\d")
_WARNING = re.compile(r"pregnancy|pregnancy_late|weekly|under_\d{1,2}")
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A medicine of the catalogue with all that the committee may change, and how many units of it could be handed out today."""

    shelved: Shelved
    units: int

    @property
    def marks(self) -> dict[str, bool]:
        """What it is marked as, by the words of `MARKS`."""
        return {mark: self.shelved.vital if mark == "vital" else bool(getattr(self.shelved.medicine, mark)) for mark in MARKS}

    @property
    def ours(self) -> bool:
        """Whether the committee changed or added it."""
        return self.shelved.origin == "committee" or bool(self.shelved.decided)

    def text(self, column: str) -> str:
        """A name, a code, or a list separated by `;`, as the catalogue keeps it."""
        medicine, lists = self.shelved.medicine, {"synonyms": self.shelved.synonyms, "brands": self.shelved.brands}
        if column in NAMES:
            return medicine.names[NAMES.index(column)]
        return medicine.atc if column == "atc" else "; ".join(lists.get(column, medicine.warnings))


def listed(desk: Desk, text: str = "", which: str = "all") -> tuple[Listed, ...]:
    """The catalogue: what the words mean, best first (as `search_medicines`), or all of it by name; `which` is one of `WHICH`."""
    order = [choice.medicine.id for choice in search_medicines(desk, text, _MOST)] if text.strip() else None
    with desk.read() as connection:
        shelved = {one.medicine.id: one for one in shelf.medicines(connection)}
        units = shelf.usable_units(connection, list(shelved), desk.clock.today())
    by_name = sorted(shelved, key=lambda number: (fold(shelved[number].medicine.name("es")), number))
    found = [Listed(shelved[number], units.get(number, 0)) for number in (by_name if order is None else order)]
    return tuple(one for one in found if _is(one, which))


def _is(one: Listed, which: str) -> bool:
    if which == "decided":
        return one.ours
    if which == "unconfirmed":
        return bool(one.shelved.unconfirmed) or not one.shelved.confirmed
    return which == "all" or one.marks[which]


def change(desk: Desk, by: By, medicine_id: int, wanted: Mapping[str, object]) -> None:
    """The committee says otherwise; what of `EDITABLE` is not named stays, and no update of the catalogue touches what is changed here.

    Names and lists are text (lists separated by `;` or `,`), marks are yes or no. What was promised before stays promised; the next proposal
    counts with the new values. Raises `Refusal`: `medicine_not_found`, `medicine_word_unknown` (`word`), `medicine_unchanged`, `name_missing`,
    `atc_unclear`, `warning_unknown` (`text`), `name_of_another` (`text`, `medicine`: one name would mean two substances), `text_too_long`.
    """
    unknown = next((column for column in wanted if column not in EDITABLE), None)
    if unknown is not None:
        raise Refusal("medicine_word_unknown", "medicine", word=unknown[:40])
    values = {column: _checked(column, value) for column, value in wanted.items()}
    with desk.act(by, "medicine.change") as act:
        row = _row(act.connection, medicine_id)
        changed = {column: value for column, value in values.items() if value != row[column]}
        if not changed:
            raise Refusal("medicine_unchanged", "medicine")
        _refuse_names_of_others(act.connection, row, changed)
        decided = {*filter(None, str(row["decided"]).split(";")), *changed}
        _write(act, row, changed, decided)


def put_back(desk: Desk, by: By, medicine_id: int) -> None:
    """Everything that the committee changed of a medicine is as the program ships it again, and follows its updates.

    Raises `Refusal`: `medicine_not_found`, `medicine_unchanged`, `medicine_not_shipped` (the committee added it).
    """
    with desk.act(by, "medicine.put_back") as act:
        row = _row(act.connection, medicine_id)
        decided = [column for column in str(row["decided"]).split(";") if column in FACTS]
        key = [row[name] for name in KEY]
        new = next((new for new in shipped.medicines(shipped.folder()) if [new[name] for name in KEY] == key), None)
        if new is None or row["origin"] != "catalogue":
            raise Refusal("medicine_not_shipped", "medicine")
        if not decided:
            raise Refusal("medicine_unchanged", "medicine")
        _write(act, row, {column: new[column] for column in decided}, set())


def _write(act: Act, row: dict[str, object], changed: Mapping[str, object], decided: set[str]) -> None:
    words = shipped.words_of({**row, **changed})
    values = {**changed, "folded": words, "decided": ";".join(sorted(decided))}
    shelf.change_medicine(act.connection, int(str(row["id"])), values)
    act.about("medicine", int(str(row["id"])))
    act.before, act.after = {column: row[column] for column in changed}, dict(changed)


def _row(connection: Connection, medicine_id: int) -> dict[str, object]:
    shelf.lock(connection)
    columns = ("id", *KEY, *FACTS, "origin", "decided")
    found = next((row for row in shelf.columns(connection, columns) if row["id"] == medicine_id), None)
    if found is None:
        raise Refusal("medicine_not_found", "medicine")
    return found


def _checked(column: str, value: object) -> object:
    if column in MARKS:
        return bool(value)
    text = str(value).strip()
    if column == "atc":
        if text and not _ATC.fullmatch(text.upper()):
            raise Refusal("atc_unclear", column, text=text[:20])
        return text.upper()
    if column in NAMES:
        return typed.named(text, column) if column == "name_es" else typed.short(text, column)
    parts = typed.several(text, column)
    wrong = next((part for part in parts if column == "warnings" and not _WARNING.fullmatch(part)), None)
    if wrong is not None:
        raise Refusal("warning_unknown", column, text=wrong[:40])
    return ";".join(parts)


def _refuse_names_of_others(connection: Connection, row: Mapping[str, object], changed: Mapping[str, object]) -> None:
    """A name that means two substances would make one box pass for the other."""
    new = {
        fold(name): (column, name)
        for column in (*NAMES, "synonyms", "brands")
        if column in changed
        for name in str(changed[column]).split(";")
        if name and not name.startswith(UNCONFIRMED) and name not in str(row[column]).split(";")
    }
    for one in shelf.medicines(connection) if new else ():
        if one.medicine.inn == row["inn"]:
            continue
        for name in (one.medicine.inn, *one.medicine.names, *one.synonyms, *one.brands):
            if fold(name.removeprefix(UNCONFIRMED)) in new:
                column, text = new[fold(name.removeprefix(UNCONFIRMED))]
                raise Refusal("name_of_another", column, text=text[:40], medicine=one.medicine.name("es"))
