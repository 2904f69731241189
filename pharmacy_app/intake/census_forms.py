"""The census as a spreadsheet: the committee's own form, any list of people with its columns named, or a register of synthetic people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pharmacy_app.domain.circumstances import age_on, born_about
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.census_words import CENSUS_WORDS, CRITERION_OF, NO, NOTHING, SEX, YES
from pharmacy_app.intake.conditions import condition_code, conditions_of
from pharmacy_app.intake.date_columns import Reading, read_days
from pharmacy_app.intake.dates import possible
from pharmacy_app.intake.headers import Header, find_header
from pharmacy_app.intake.spreadsheets import Cell, Row, Sheet, read_sheets, text_of
from pharmacy_app.intake.templates import unguarded

LONGEST_TEXT = 300
OLDEST = 120
_REFUSING = ("name_missing", "council_missing", "text_too_long", "patient_code_repeated", "person_dead")
_REGISTER = {"id", "birthdate", "deathdate", "first", "last"}
_SAMPLES = 3
_AGE = re.compile(r"(\d{1,3})(?:[.,]\d+)?\s*(anos?|a|years?|y|anitos|meses|mes|m|months?|dias?|d|semanas?)?")
_UNTIL = re.compile(r"(.*?)[\s,(]*(?:until|hasta|fpp)\s*:?\s*([\d/.\-]+)\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CensusRow:
    """One person. `conditions` and `criteria` are codes; `conditions_told` keeps the words that no code was found for, as told.

    `status` is `new`, `doubtful` (taken, somebody should look) or `refused`; `reason` its code. `directions`, `access` and `house_phone` are the
    house's; `until` the day on which a condition ends (a pregnancy). `birth_estimated`: an age was told, the day is none.
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
    directions: str = ""
    access: str = ""
    house_phone: str = ""
    birth_estimated: bool = False
    receivers: str = ""
    consent_on: date | None = None
    tier: str = ""
    until: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True)
class CensusTable:
    """Where the names of the columns stand (`row` as the spreadsheet numbers it), what each means (empty: not read), and its first cells."""

    sheet: str
    row: int
    names: tuple[str, ...]
    meanings: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class CensusForm:
    """A census as read. `kind` is `form` or `register`; `ask_dates` says that birth dates can be read in more than one order.

    `refused` holds the cells of each row that is not taken, as they stand in the file, by the number of the row.
    """

    kind: str
    rows: tuple[CensusRow, ...]
    ask_dates: bool
    table: CensusTable
    refused: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundCensus:
    """The sheet of a file that is most like a census, before its rows are read; `missing` names the columns without which it is none."""

    path: Path
    sheet: Sheet
    header: Header
    table: CensusTable
    register: bool
    missing: str


def find_census(path: Path | str, meanings: Sequence[str] | None = None) -> FoundCensus:
    """The first sheet that is a census, or else what comes nearest, to say what its columns mean.

    `meanings` is what somebody said of each column. Refuses with the codes of `read_sheets`, and `not_a_census` where there is no row of names.
    """
    nearest: FoundCensus | None = None
    for sheet in read_sheets(path):
        header = find_header(sheet, CENSUS_WORDS) or _first_names(sheet)
        if header is None:
            continue
        if meanings is not None:
            header = replace(header, columns={meaning: at for at, meaning in enumerate(meanings) if meaning in CENSUS_WORDS})
        register = meanings is None and set(header.names) >= _REGISTER
        missing = ", ".join(name for name in ("name", "council") if name not in header.columns)
        if "name" in header.columns and (meanings is not None or len(header.columns) >= 3):
            missing = ""
        found = FoundCensus(Path(path), sheet, header, _table(sheet, header), register, "" if register else missing)
        if not found.missing:
            return found
        nearest = nearest or found
    if nearest is None:
        raise Refusal("not_a_census", missing="name, council")
    return nearest


def read_census(path: Path | str, default_council: str = "", today: date | None = None, date_style: str | None = None) -> CensusForm:
    """Read the first sheet that is a census; people without a council come to `default_council`.

    A register (`patients.csv` with Id, BIRTHDATE, DEATHDATE, FIRST, LAST) brings `conditions.csv` and `allergies.csv` lying beside it.
    Refuses with the codes of `read_sheets`, `not_a_census` (data `missing`) and `list_without_rows`.
    """
    return read_found(find_census(path), default_council, today, date_style)


def read_found(found: FoundCensus, council: str = "", today: date | None = None, style: str | None = None) -> CensusForm:
    """Read the rows of a sheet that was found. Refuses with `not_a_census` (data `missing`) and `list_without_rows`."""
    if found.missing:
        raise Refusal("not_a_census", missing=found.missing)
    rows = found.sheet.rows[found.header.position + 1 :]
    if not rows:
        raise Refusal("list_without_rows")
    header = found.header
    births = read_days(
        [row.cell(header.names.index("birthdate")) if found.register else header.cell(row, "birth_date") for row in rows], style
    )
    if found.register:
        people = _register(found, rows, births.readings, council)
    else:
        people = [_person(row, header, birth, council, today) for row, birth in zip(rows, births.readings, strict=True)]
    kept = tuple(without_repeats(people))
    width = len(found.table.names)
    refused = {
        one.row: tuple(text_of(row.cell(at)) for at in range(width)) for one, row in zip(kept, rows, strict=True) if one.status == "refused"
    }
    return CensusForm("register" if found.register else "form", kept, births.ambiguous, found.table, refused)


def _first_names(sheet: Sheet) -> Header | None:
    """The first row that holds two texts or more: perhaps names that nobody here has thought of."""
    for position, row in enumerate(sheet.rows[:60]):
        names = tuple(text_of(cell).casefold() if isinstance(cell, str) else "" for cell in row.cells)
        if sum(bool(name) for name in names) >= 2:
            return Header(position, row.number, {}, names)
    return None


def _table(sheet: Sheet, header: Header) -> CensusTable:
    names = tuple(text_of(cell)[:80] for cell in sheet.rows[header.position].cells)
    of = {at: meaning for meaning, at in header.columns.items()}
    below = sheet.rows[header.position + 1 : header.position + 1 + _SAMPLES]
    samples = tuple(tuple(text_of(row.cell(at))[:80] for at in range(len(names))) for row in below)
    return CensusTable(sheet.name, header.number, names, tuple(of.get(at, "") for at in range(len(names))), samples)


def _person(row: Row, header: Header, birth: Reading, council: str, today: date | None) -> CensusRow:
    texts = {meaning: unguarded(text_of(header.cell(row, meaning))) for meaning in CENSUS_WORDS}
    said = [_until(word) for word in _listed(texts["conditions"])]
    named = [conditions_of(word) for word, _ in said]
    criteria = _listed(texts["criteria"])
    born, estimated, age_reasons = _born(birth, texts, today)
    consent_on, consent_reason = _consent(header.cell(row, "consent"), texts["consent"], today)
    tier = texts["tier"].upper()
    person = CensusRow(
        row=row.number,
        council=texts["council"] or council,
        sector=texts["sector"],
        house=texts["house"],
        household_code=texts["household_code"],
        patient_code=texts["patient_code"],
        name=" ".join(part for part in (texts["name"], texts["surname"]) if part),
        national_id=texts["national_id"],
        birth_date=born,
        sex=SEX.get(fold(texts["sex"]), ""),
        conditions=_codes(code for codes, _ in named for code in codes),
        conditions_told=tuple(word for _, unknown in named for word in unknown),
        criteria=_codes(CRITERION_OF.get(_plain(word), "") for word in criteria),
        allergies=_listed(texts["allergies"]),
        phone=texts["phone"],
        directions=texts["directions"],
        access=texts["access"],
        house_phone=texts["house_phone"],
        birth_estimated=estimated,
        receivers=texts["receivers"],
        consent_on=consent_on,
        tier=tier if tier in ("A", "B", "C") else "",
        until=tuple((condition_code(word), day) for word, day in said if day is not None and condition_code(word)),
    )
    reasons = [*_reasons(person, texts), *age_reasons, *([consent_reason] if consent_reason else [])]
    if any(_plain(word) not in CRITERION_OF for word in criteria):
        reasons.append("criterion_unknown")
    return with_status(person, reasons)


def _reasons(person: CensusRow, texts: Mapping[str, str]) -> Iterator[str]:
    if not person.name:
        yield "name_missing"
    if not person.council:
        yield "council_missing"
    if any(len(text) > LONGEST_TEXT for text in texts.values()):
        yield "text_too_long"
    if fold(texts["sex"]) not in SEX:
        yield "sex_unclear"
    if person.conditions_told:
        yield "condition_unknown"


def _born(birth: Reading, texts: Mapping[str, str], today: date | None) -> tuple[date | None, bool, list[str]]:
    """The birth date, whether an age stands in for it, and what is doubtful about it."""
    reasons = list(_birth_reasons(birth, today))
    years = _years(texts["age"])
    if texts["age"] and years is None:
        reasons.append("age_unclear")
    if years is not None and years > OLDEST:
        reasons.append("age_too_great")
    if birth.day is not None:
        if years is not None and years <= OLDEST and today and not reasons and abs(age_on(birth.day, today) - years) > 1:
            reasons.append("age_disagrees")
        return birth.day, fold(texts["birth_estimated"]) in YES, reasons
    if years is None or years > OLDEST or today is None:
        return None, False, reasons
    return born_about(years, today), True, reasons


def _years(text: str) -> int | None:
    """Whole years: `81`, `81 años`, `8 meses` (0); None where it says none."""
    found = _AGE.fullmatch(fold(text))
    if found is None:
        return 0 if fold(text) in ("rn", "recien nacido", "recien nacida", "newborn") else None
    small = (found[2] or "").startswith(("mes", "m", "d", "semana"))
    return int(found[1]) // 12 if small and (found[2] or "").startswith("m") else 0 if small else int(found[1])


def _consent(cell: Cell, text: str, today: date | None) -> tuple[date | None, str]:
    """The day on which they agreed; a plain yes counts for the day of the import."""
    if isinstance(cell, date):
        return cell, ""
    if fold(text) in NO:
        return None, ""
    if fold(text) in YES:
        return today, ""
    days = possible(text).days
    day = days.get("ymd") or days.get("dmy")
    return (day, "") if day is not None and (today is None or day <= today) else (None, "consent_unclear")


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


def with_status(person: CensusRow, reasons: Sequence[str]) -> CensusRow:
    """The person with the gravest of these reasons, if there are any."""
    if not reasons:
        return person
    refusing = [reason for reason in reasons if reason in _REFUSING]
    return replace(person, status="refused" if refusing else "doubtful", reason=(refusing or reasons)[0])


def without_repeats(people: Sequence[CensusRow]) -> Iterator[CensusRow]:
    """The same code again is refused; the same name and birth date again is doubtful."""
    codes: set[str] = set()
    names: set[tuple[str, date | None]] = set()
    for person in people:
        code, name = fold(person.patient_code), (fold(person.name), person.birth_date)
        if person.status != "refused" and code and code in codes:
            yield with_status(person, ["patient_code_repeated"])
        elif person.status == "new" and name in names:
            yield with_status(person, ["person_repeated"])
        else:
            yield person
        codes.add(code)
        names.add(name)


def _until(word: str) -> tuple[str, date | None]:
    """`embarazo hasta 2027-03-01`: the condition, and the day on which it ends."""
    found = _UNTIL.fullmatch(word)
    if found is None:
        return word, None
    days = possible(found[2]).days
    day = days.get("ymd") or days.get("dmy")
    return (found[1].strip(), day) if day else (word, None)


def _listed(text: str) -> tuple[str, ...]:
    parts = [part.strip() for part in re.split(r"[;\n|]", text)]
    return tuple(dict.fromkeys(part for part in parts if fold(part) not in NOTHING))


def _plain(word: str) -> str:
    return " ".join(re.sub(r"[^\w]+|_", " ", fold(word)).split()) if "_" not in word else fold(word)


def _codes(found: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in found if code))


def _register(found: FoundCensus, rows: Sequence[Row], births: Sequence[Reading], council: str) -> list[CensusRow]:
    """Synthetic people: names lose their digits; who has died is refused with that reason."""
    column = {name: position for position, name in enumerate(found.header.names)}
    conditions = _beside(found.path, "conditions.csv")
    allergies = _beside(found.path, "allergies.csv")

    def text(row: Row, name: str) -> str:
        return text_of(row.cell(column.get(name, -1)))

    people = []
    for row, birth in zip(rows, births, strict=True):
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
            sex=SEX.get(fold(text(row, "gender")), ""),
            conditions=_codes(condition_code(word) for word in told),
            conditions_told=tuple(word for word in told if not condition_code(word)),
            criteria=(),
            allergies=allergies.get(text(row, "id"), ()),
            phone="",
        )
        wrong = [] if person.name else ["name_missing"]
        wrong += [] if council else ["council_missing"]
        wrong += ["person_dead"] if text(row, "deathdate") else []
        people.append(with_status(person, wrong))
    return people


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
