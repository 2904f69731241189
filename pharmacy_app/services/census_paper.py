"""Census sheets for the walk: empty ones, and those of a sector with what is known, to be checked at the doors."""

from __future__ import annotations

from collections import defaultdict

from pharmacy_app.db.queries import census as store
from pharmacy_app.db.queries import census_import, keeping
from pharmacy_app.db.queries.census_import import KnownEntry
from pharmacy_app.domain.circumstances import age_on
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.priority import CRITERIA
from pharmacy_app.reports.census_blank import CensusSheets, HouseSheet, SheetMember, census_sheets
from pharmacy_app.services.desk import Connection, Desk
from pharmacy_app.services.setup import DEFAULTS
from pharmacy_app.system.language import Language
from pharmacy_app.wording import trade

MOST_EMPTY = 200
# What has a box of its own: the illnesses that are asked at every door. What reckons itself from the birth date is not asked.
BOXES = (
    "hypertension", "diabetes", "hypothyroidism", "heart_failure", "coronary_disease", "stroke", "asthma", "copd", "epilepsy", "kidney_disease",
    "cancer", "hiv", "tuberculosis", "depression", "anxiety", "schizophrenia", "parkinson", "dementia", "pregnancy", "after_surgery",
)  # fmt: skip
_ASKED = tuple(word for word in CRITERIA if word not in ("elderly", "child", "chronic", "pregnant"))


def empty_sheets(desk: Desk, language: Language, houses: int) -> bytes:
    """So many empty pages. Raises `Refusal` `sheets_out_of_range`."""
    if not 1 <= houses <= MOST_EMPTY:
        raise Refusal("sheets_out_of_range", "sheets", most=MOST_EMPTY)
    with desk.read() as connection:
        record = _record(connection, desk, language, (HouseSheet(),) * houses, known=False)
    return census_sheets(record, language)


def sector_sheets(desk: Desk, language: Language, sector_id: int) -> bytes:
    """The houses of a sector in walking order with what is known of who lives there. Raises `Refusal`: `sector_unknown`, `sector_empty`."""
    with desk.read() as connection:
        if all(one.id != sector_id for one in store.sectors(connection)):
            raise Refusal("sector_unknown", "sector")
        houses = store.households(connection, sector_id=sector_id, limit=10_000)
        if not houses:
            raise Refusal("sector_empty", "sector")
        members: dict[int, list[KnownEntry]] = defaultdict(list)
        for one in census_import.known_entries(connection, sector_id):
            if one.active:
                members[one.household_id].append(one)
        made = []
        for house in houses:
            here = members[house.id]
            access = here[0].access if here else ""
            people = tuple(_member(one, desk, language) for one in sorted(here, key=lambda one: (one.birth_date is None, one.birth_date)))
            made.append(HouseSheet(house.council, house.sector, house.house, house.code, house.directions, access, house.phone, people))
        record = _record(connection, desk, language, tuple(made), known=True)
    return census_sheets(record, language)


def _record(connection: Connection, desk: Desk, language: Language, houses: tuple[HouseSheet, ...], known: bool) -> CensusSheets:
    kept = {**DEFAULTS, **keeping.settings(connection)}
    conditions = tuple((code, trade.condition(language, code)) for code in BOXES)
    criteria = tuple((word, language.tr(trade.CRITERIA[word])) for word in _ASKED)
    return CensusSheets(kept["pharmacy_name"], desk.clock.today(), conditions, criteria, houses, known)


def _member(one: KnownEntry, desk: Desk, language: Language) -> SheetMember:
    born = ""
    if one.birth_date is not None:
        years = age_on(one.birth_date, desk.clock.today())
        born = language.tr("about {n} years", n=str(years)) if one.birth_estimated else language.date(one.birth_date)
    others = ", ".join(trade.condition(language, code) for code in one.conditions if code not in BOXES)
    consent = language.tr("agreed on {day}", day=language.date(one.consent_on)) if one.consent_on else ""
    return SheetMember(
        one.name, one.national_id, born, one.sex, one.receivers, one.conditions, one.criteria, others, ", ".join(one.allergies), consent
    )
