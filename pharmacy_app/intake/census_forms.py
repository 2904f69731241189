"""The census as a spreadsheet: the committee's own form, or a register of synthetic people with its conditions and allergies beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.conditions import condition_code
from pharmacy_app.intake.date_columns import ColumnReading, Reading, read_days
from pharmacy_app.intake.headers import Header, Words, find_header
from pharmacy_app.intake.spreadsheets import Row, Sheet, read_sheets, text_of

LONGEST_TEXT = 300
OLDEST = 125

CENSUS_WORDS: Words = {
    "council": ("council", "communal council", "consejo comunal", "consejo", "comuna"),
    "sector": ("sector", "barrio", "zona"),
    "house": ("house", "address", "casa", "direccion", "vivienda", "domicilio"),
    "household_code": (
        "household code", "household", "family code", "codigo de familia", "codigo familia", "codigo de hogar", "familia",
        "hogar",
    ),
    "patient_code": ("patient code", "patient", "codigo de paciente", "codigo paciente", "paciente", "codigo", "code"),
    "name": ("name", "full name", "first name", "nombre", "nombres", "nombre y apellido", "nombre completo", "nombres y apellidos"),
    "surname": ("surname", "last name", "family name", "apellido", "apellidos"),
    "national_id": ("national id", "id number", "cedula", "cedula de identidad", "ci", "c i", "documento", "dni"),
    "birth_date": (
        "birth date", "birthdate", "date of birth", "dob", "fecha de nacimiento", "fecha nacimiento", "nacimiento", "fecha nac",
        "f nac",
    ),
    "sex": ("sex", "gender", "sexo", "genero"),
    "conditions": (
        "conditions", "condition", "diagnosis", "diagnoses", "condiciones", "enfermedades", "enfermedad", "diagnostico",
        "diagnosticos",
    ),
    "criteria": ("criteria", "criterion", "criterios", "criterio", "prioridad", "situacion"),
    "allergies": ("allergies", "allergy", "alergias", "alergia"),
    "phone": ("phone", "telephone", "mobile", "telefono", "celular", "movil", "tlf"),
}  # fmt: skip

_CRITERIA: Mapping[str, tuple[str, ...]] = {
    "homebound": (
        "homebound", "housebound", "no puede salir", "no sale de casa", "encamado", "encamada", "postrado", "postrada",
        "confinado en casa",
    ),
    "disabled": ("disabled", "disability", "discapacidad", "discapacitado", "discapacitada", "con discapacidad"),
    "chronic": ("chronic", "chronic illness", "cronico", "cronica", "enfermedad cronica", "enfermo cronico", "enferma cronica"),
    "low_income": ("low income", "poor", "bajos ingresos", "bajos recursos", "pocos recursos", "pobreza"),
    "elderly": ("elderly", "old age", "adulto mayor", "adulta mayor", "tercera edad", "anciano", "anciana"),
    "child": ("child", "nino", "nina", "menor", "menor de edad", "infante"),
    "pregnant": ("pregnant", "pregnancy", "embarazada", "embarazo", "gestante"),
    "immunosuppressed": (
        "immunosuppressed", "immunocompromised", "inmunosuprimido", "inmunosuprimida", "inmunodeprimido",
        "inmunodeprimida",
    ),
    "respiratory_risk": ("respiratory risk", "riesgo respiratorio", "oxigeno", "problemas respiratorios"),
    "lives_alone": ("lives alone", "alone", "vive solo", "vive sola", "solo", "sola"),
}  # fmt: skip
_SEX = {
    **dict.fromkeys(("f", "female", "femenino", "femenina", "mujer", "fem", "woman"), "F"),
    **dict.fromkeys(("m", "male", "masculino", "hombre", "masc", "varon", "h", "man"), "M"),
    "": "",
}
_CRITERION_OF = {word: code for code, words in _CRITERIA.items() for word in (code, *words)}
_NOTHING = ("", "-", "no", "none", "ninguna", "ninguno", "n/a", "na", "no tiene")
_REFUSING = ("name_missing", "council_missing", "text_too_long", "patient_code_repeated", "person_dead")
_REGISTER = {"id", "birthdate", "deathdate", "first", "last"}


@dataclass(frozen=True, slots=True)
class CensusRow:
    """One person. `conditions` and `criteria` are codes; `conditions_told` keeps the words that no code was found for, as told.

    `status` is `new`, `doubtful` (taken, somebody should look) or `refused`; `reason` its code.
    """

    row: int
    council: str
    sector: str
    house: str
    household_code: str
    patient_code: str
    name: str
    national_id: str
    birth_date: date | None
    sex: str
    conditions: tuple[str, ...]
    conditions_told: tuple[str, ...]
    criteria: tuple[str, ...]
    allergies: tuple[str, ...]
    phone: str
    status: str = "new"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CensusForm:
    """A census as read. `kind` is `form` or `register`; `ask_dates` says that birth dates can be read in more than one order."""

    kind: str
    rows: tuple[CensusRow, ...]
    ask_dates: bool


def read_census(path: Path | str, default_council: str = "", today: date | None = None, date_style: str | None = None) -> CensusForm:
    """Read the first sheet that is a census; people without a council come to `default_council`.

    A register (`patients.csv` with Id, BIRTHDATE, DEATHDATE, FIRST, LAST) brings `conditions.csv` and `allergies.csv` lying beside it.
    Refuses with the codes of `read_sheets`, `not_a_census` (data `missing`) and `list_without_rows`.
    """
    missing = "name, council"
    for sheet in read_sheets(path):
        header = find_header(sheet, CENSUS_WORDS)
        if header and set(header.names) >= _REGISTER:
            return _register(sheet, header, Path(path), default_council)
        if header and "name" in header.columns and len(header.columns) >= 3:
            return _form(sheet, header, default_council, today, date_style)
        if header and "name" in header.columns:
            missing = "council"
    raise Refusal("not_a_census", missing=missing)


def _form(sheet: Sheet, header: Header, council: str, today: date | None, style: str | None) -> CensusForm:
    rows = sheet.rows[header.position + 1 :]
    if not rows:
        raise Refusal("list_without_rows")
    births = read_days([header.cell(row, "birth_date") for row in rows], style)
    people = tuple(_person(row, header, reading, council, today) for row, reading in zip(rows, births.readings, strict=True))
    return CensusForm("form", tuple(_without_repeats(people)), births.ambiguous)


def _person(row: Row, header: Header, birth: Reading, council: str, today: date | None) -> CensusRow:
    texts = {meaning: text_of(header.cell(row, meaning)) for meaning in CENSUS_WORDS}
    told = _listed(texts["conditions"])
    criteria = _listed(texts["criteria"])
    person = CensusRow(
        row=row.number,
        council=texts["council"] or council,
        sector=texts["sector"],
        house=texts["house"],
        household_code=texts["household_code"],
        patient_code=texts["patient_code"],
        name=" ".join(part for part in (texts["name"], texts["surname"]) if part),
        national_id=texts["national_id"],
        birth_date=birth.day,
        sex=_SEX.get(fold(texts["sex"]), ""),
        conditions=_codes(condition_code(word) for word in told),
        conditions_told=tuple(word for word in told if not condition_code(word)),
        criteria=_codes(_CRITERION_OF.get(_plain(word), "") for word in criteria),
        allergies=_listed(texts["allergies"]),
        phone=texts["phone"],
    )
    reasons = [*_reasons(person, texts), *_birth_reasons(birth, today)]
    if any(_plain(word) not in _CRITERION_OF for word in criteria):
        reasons.append("criterion_unknown")
    return _with_status(person, reasons)


def _reasons(person: CensusRow, texts: Mapping[str, str]) -> Iterator[str]:
    if not person.name:
        yield "name_missing"
    if not person.council:
        yield "council_missing"
    if any(len(text) > LONGEST_TEXT for text in texts.values()):
        yield "text_too_long"
    if fold(texts["sex"]) not in _SEX:
        yield "sex_unclear"
    if person.conditions_told:
        yield "condition_unknown"


def _birth_reasons(birth: Reading, today: date | None) -> Iterator[str]:
    if birth.day is None:
        if birth.reason != "missing":
            yield "birth_date_unreadable"
    elif today and birth.day > today:
        yield "birth_date_future"
    elif birth.day.year < (today.year - OLDEST if today else 1900):
        yield "birth_date_implausible"
    elif birth.reason:
        yield birth.reason


def _with_status(person: CensusRow, reasons: Sequence[str]) -> CensusRow:
    if not reasons:
        return person
    refusing = [reason for reason in reasons if reason in _REFUSING]
    return replace(person, status="refused" if refusing else "doubtful", reason=(refusing or reasons)[0])


def _without_repeats(people: Sequence[CensusRow]) -> Iterator[CensusRow]:
    """The same code again is refused; the same name and birth date again is doubtful."""
    codes: set[str] = set()
    names: set[tuple[str, date | None]] = set()
    for person in people:
        code, name = fold(person.patient_code), (fold(person.name), person.birth_date)
        if person.status != "refused" and code and code in codes:
            yield _with_status(person, ["patient_code_repeated"])
        elif person.status == "new" and name in names:
            yield _with_status(person, ["person_repeated"])
        else:
            yield person
        codes.add(code)
        names.add(name)


def _listed(text: str) -> tuple[str, ...]:
    parts = [part.strip() for part in re.split(r"[;\n|]", text)]
    return tuple(dict.fromkeys(part for part in parts if fold(part) not in _NOTHING))


def _plain(word: str) -> str:
    return " ".join(re.sub(r"[^\w]+|_", " ", fold(word)).split()) if "_" not in word else fold(word)


def _codes(found: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in found if code))


def _register(sheet: Sheet, header: Header, path: Path, council: str) -> CensusForm:
    """Synthetic people: names lose their digits; who has died is refused with that reason."""
    column = {name: position for position, name in enumerate(header.names)}
    conditions = _beside(path, "conditions.csv")
    allergies = _beside(path, "allergies.csv")

    def text(row: Row, name: str) -> str:
        return text_of(row.cell(column.get(name, -1)))

    rows = sheet.rows[header.position + 1 :]
    if not rows:
        raise Refusal("list_without_rows")
    births: ColumnReading = read_days([row.cell(column["birthdate"]) for row in rows])
    people = []
    for row, birth in zip(rows, births.readings, strict=True):
        told = conditions.get(text(row, "id"), ())
        person = CensusRow(
            row=row.number,
            council=council,
            sector=text(row, "city"),
            house=text(row, "address"),
            household_code="",
            patient_code=text(row, "id"),
            name=re.sub(r"\d+", "", f"{text(row, 'first')} {text(row, 'last')}").strip(),
            national_id="",
            birth_date=birth.day,
            sex=_SEX.get(fold(text(row, "gender")), ""),
            conditions=_codes(condition_code(word) for word in told),
            conditions_told=tuple(word for word in told if not condition_code(word)),
            criteria=(),
            allergies=allergies.get(text(row, "id"), ()),
            phone="",
        )
        wrong = [] if person.name else ["name_missing"]
        wrong += [] if council else ["council_missing"]
        wrong += ["person_dead"] if text(row, "deathdate") else []
        people.append(_with_status(person, wrong))
    return CensusForm("register", tuple(_without_repeats(people)), births.ambiguous)


def _beside(path: Path, name: str) -> dict[str, tuple[str, ...]]:
    """What is still going on (no STOP) for each person of a file lying beside the register; nothing where there is no such file."""
    try:
        sheet = read_sheets(path.with_name(name))[0]
    except Refusal:
        return {}
    header = {text_of(cell).casefold(): position for position, cell in enumerate(sheet.rows[0].cells)}
    told: dict[str, list[str]] = {}
    for row in sheet.rows[1:]:
        word = text_of(row.cell(header.get("description", -1)))
        if word and row.cell(header.get("stop", -1)) is None:
            told.setdefault(text_of(row.cell(header.get("patient", -1))), []).append(word)
    return {person: tuple(dict.fromkeys(words)) for person, words in told.items()}
