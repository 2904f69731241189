"""The one-page summary of a person for the doctor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from pharmacy_app.db.queries import keeping
from pharmacy_app.db.queries import people as queries
from pharmacy_app.db.queries.care import SupplyRow
from pharmacy_app.domain.cover import days_without, lasts_until
from pharmacy_app.domain.directions import from_json
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.reports.person_summary import PersonSummary, SummaryLine
from pharmacy_app.reports.person_summary import person_summary as pdf
from pharmacy_app.services import people, visits
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.services.people import PersonPage
from pharmacy_app.services.setup import DEFAULTS
from pharmacy_app.services.treatments import Treatment, treatments
from pharmacy_app.system.language import Language
from pharmacy_app.wording import community, trade
from pharmacy_app.wording import directions as sentences
from pharmacy_app.wording import people as lives
from pharmacy_app.wording import treatments as said

_YEAR = timedelta(days=365)
_VISITS = 6


def summary_of_code(desk: Desk, by: By, language: Language, code: str) -> bytes:
    """The page of the person with this code, once it is written down that it was looked at. Raises `Refusal` `patient_code_unknown`."""
    said = code.strip()
    with desk.read() as connection:
        patient_id = queries.ids_of_codes(connection, [said]).get(said)
    if patient_id is None:
        raise Refusal("patient_code_unknown", "code", code=said)
    people.opened(desk, by, patient_id)
    return person_summary(desk, language, patient_id)


def person_summary(desk: Desk, language: Language, patient_id: int) -> bytes:
    """The page as a PDF. Raises `Refusal` `patient_unknown`."""
    page = people.person(desk, patient_id)
    found = treatments(desk, patient_id)
    seen = visits.history(desk, page.person.household_id, patient_id)[:_VISITS]
    with desk.read() as connection:
        pharmacy = {**DEFAULTS, **keeping.settings(connection)}["pharmacy_name"]
    today = desk.clock.today()
    handed: dict[int, list[SupplyRow]] = defaultdict(list)
    for supply in page.supplies:
        handed[supply.item_id].append(supply)
    ended = [one for one in found if one.item.status == "closed" and (one.item.review_on or one.item.starts_on) > today - _YEAR]
    told = [
        (one.visit.occurred_on, " · ".join(part for part in (one.visit.doctor, one.visit.note) if part) or language.tr("no note"))
        for one in seen
        if one.visit.met
    ]
    return pdf(
        PersonSummary(
            pharmacy=pharmacy,
            code=page.person.code,
            name=page.person.name,
            made_on=today,
            facts=_facts(language, page, today),
            allergies=tuple(one.told for one in page.allergies),
            lines=tuple(_line(language, one, handed, today) for one in found if one.item.status != "closed"),
            ended=tuple(f"{_history(language, one)} ({community.short_reasons(language, one.item.reason)})" for one in ended),
            visits=tuple(told),
        ),
        language,
    )


def _facts(language: Language, page: PersonPage, today: date) -> tuple[tuple[str, str], ...]:
    tr, row, house = language.tr, page.person, page.household
    sex = {"F": tr("female"), "M": tr("male")}.get(row.sex, "")
    age = lives.age(language, row.birth_date, row.birth_estimated, today)
    born = language.date(row.birth_date) if row.birth_date and not row.birth_estimated else ""
    due = tr("birth expected on {day}", day=language.date(row.due_on)) if row.due_on else ""
    ill = ", ".join(trade.condition(language, code) for code in row.conditions)
    told = (
        (tr("Person"), " · ".join(part for part in (age, born, sex, row.national_id) if part)),
        (tr("House"), ", ".join(part for part in (house.house, house.sector, house.council, house.directions) if part)),
        (tr("Telephone"), row.phone or house.phone),
        (tr("Illnesses"), "; ".join(part for part in (ill, due) if part)),
        (tr("Comes first for"), ", ".join(tr(trade.CRITERIA[word]) for word in row.criteria if word in trade.CRITERIA)),
    )
    return tuple((name, text) for name, text in told if text)


def _name(language: Language, treatment: Treatment) -> str:
    row = treatment.item
    if row.inn is None or row.form is None:
        return row.medicine_text
    return said.title(language, row.inn, row.name_es or "", row.strength or "", row.form)


def _history(language: Language, treatment: Treatment) -> str:
    return said.line(language, _name(language, treatment), treatment.since, treatment.steps, len(treatment.extensions))


def _line(language: Language, treatment: Treatment, handed: dict[int, list[SupplyRow]], today: date) -> SummaryLine:
    row = treatment.item
    mine = handed.get(row.id, [])
    a_day = said.a_day(language, row.units, row.per_days) if row.units and row.per_days else ""
    how = sentences.on_paper(language, from_json(row.directions)) if row.directions else row.directions_text or a_day
    changed = len(treatment.steps) > 1 or treatment.extensions or treatment.since < row.starts_on
    return SummaryLine(
        what=_name(language, treatment),
        how=how,
        history=_history(language, treatment).removeprefix(f"{_name(language, treatment)}: ") if changed else "",
        until=row.review_on,
        waits=community.short_reasons(language, row.reason) if row.status == "waiting" else "",
        at_home=_at_home(language, mine, today)
        or _left_over(language, [one for item in treatment.earlier for one in handed.get(item, [])], today),
        missed=_missed(mine, row.starts_on, row.status, today),
    )


def _real(supplies: Sequence[SupplyRow]) -> list[tuple[SupplyRow, date]]:
    """What was really handed over, and until when it lasts."""
    ends = [(one, lasts_until(one.first_day, one.last_day, one.units, one.delivered)) for one in supplies]
    return [(one, last) for one, last in ends if last is not None]


def _at_home(language: Language, supplies: Sequence[SupplyRow], today: date) -> str:
    """`until 30/11/2026, lots A1, B2`; empty where there is nothing."""
    there = [(one, last) for one, last in _real(supplies) if last >= today]
    if not there:
        return ""
    lots = ", ".join(dict.fromkeys(one.lot for one, _ in there if one.lot))
    until = language.tr("until {day}", day=language.date(max(last for _, last in there)))
    return language.ntr("{until}, lot {lots}", "{until}, lots {lots}", lots.count(",") + 1, until=until, lots=lots) if lots else until


def _left_over(language: Language, earlier: Sequence[SupplyRow], today: date) -> str:
    """What is there of the dose before: how long it lasts now nobody has counted."""
    lots = ", ".join(dict.fromkeys(one.lot for one, last in _real(earlier) if last >= today and one.lot))
    return language.tr("some of the dose before ({lots})", lots=lots) if lots else language.tr("nothing")


def _missed(supplies: Sequence[SupplyRow], start: date, status: str, today: date) -> int:
    """Days of the last year that nothing handed over covers, until yesterday."""
    if status != "active":
        return 0
    gaps = days_without([(one.first_day, last) for one, last in _real(supplies)], max(start, today - _YEAR), today - timedelta(days=1))
    return sum((last - first).days + 1 for first, last in gaps)
