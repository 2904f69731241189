"""The donor's report: what became of one donor's gifts. Counts of people alone go in; a test searches the paper for every name."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from pharmacy_app.db.queries import keeping, reporting, supply
from pharmacy_app.db.queries.reporting import LedgerRow
from pharmacy_app.domain.disease_groups import disease_group
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.reports import records
from pharmacy_app.reports.donor_report import donor_report
from pharmacy_app.reports.donor_words import medicine_title
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.desk import Connection, Desk
from pharmacy_app.services.setup import DEFAULTS
from pharmacy_app.system.language import Language, language

BEGINNING = date(2000, 1, 1)
NEED_MONTHS, MOST_NEEDS = 3, 8


def donor_paper(desk: Desk, donor: str, first: date | None, last: date | None, code: str | None) -> bytes:
    """The report as PDF, in this language or the donor's own.

    Raises `Refusal`: `donor_unknown`, `period_reversed`, `nothing_received`, `balance_open`.
    """
    today = desk.clock.today()
    begin, end = first or BEGINNING, last or today
    if end < begin:
        raise Refusal("period_reversed", "period", first=begin, last=end)
    with desk.read() as connection:
        found = supply.donor_named(connection, donor)
        if found is None:
            raise Refusal("donor_unknown", "donor")
        spoken = language(code or found.language)
        record = _record(connection, found.id, found.name, begin, end, today, spoken)
    return donor_report(record, spoken)


def _record(
    connection: Connection, donor_id: int, name: str, first: date, last: date, today: date, spoken: Language
) -> records.DonorReport:
    rows = reporting.ledger(connection, donor_id, first, last)
    if not rows:
        raise Refusal("nothing_received", "period", first=first, last=last)
    kept = {**DEFAULTS, **keeping.settings(connection)}
    catalogue = medicines_by_id(connection)
    reached = reporting.reached(connection, donor_id, first, last)
    courses = reporting.courses(connection, donor_id, first, last)
    people: dict[str, set[int]] = defaultdict(set)
    days: dict[str, int] = defaultdict(int)
    for course in courses:
        group = disease_group(course.atc)
        people[group].add(course.patient_id)
        days[group] += (course.last_day - course.first_day).days + 1
    received = supply.donations_of(connection, donor_id, first, last)
    return records.DonorReport(
        number=f"D-{today.year}-{donor_id:02d}",
        pharmacy=kept["pharmacy_name"],
        place="Caracas",
        donor=name,
        first=min(received),
        last=last,
        made_on=today,
        donations=reached.donations,
        people=reached.people,
        households=reached.households,
        councils=reached.councils,
        treatment_days=sum(days.values()),
        lines=tuple(_line(row, catalogue, today, spoken) for row in rows),
        groups=tuple(records.DonorGroup(group, len(people[group]), days[group]) for group in sorted(days, key=lambda g: (-days[g], g))),
        needs=_needs(connection, catalogue, spoken),
        units=tuple(sorted({catalogue[row.medicine_id].unit for row in rows if row.medicine_id is not None})),
    )


def _line(row: LedgerRow, catalogue: dict[int, Medicine], today: date, spoken: Language) -> records.BalanceLine:
    """Where every unit is. What is on the shelf past its date is `expired`; what was disposed of had expired; counts found or missed are lost."""
    expired = row.expiry is not None and row.expiry < today
    free = row.on_hand - row.reserved
    return records.BalanceLine(
        medicine=medicine_title(catalogue[row.medicine_id], spoken) if row.medicine_id is not None else row.description,
        lot=row.lot,
        expiry=row.expiry_raw or (f"{row.expiry:%m/%Y}" if row.expiry else ""),
        received=row.received,
        delivered=row.delivered,
        reserved=row.reserved,
        on_hand=0 if expired else free,
        expired=row.disposed + (free if expired else 0),
        damaged=row.damaged,
        given_back=row.given_back,
        lost=row.lost - row.other,
    )


def _needs(connection: Connection, catalogue: dict[int, Medicine], spoken: Language) -> tuple[records.DonorNeed, ...]:
    """What the last confirmed matches could not give, for three months at that pace; most units first."""
    missing: dict[int, int] = defaultdict(int)
    for row in reporting.shortfalls(connection):
        if not row.refused:
            missing[row.medicine_id] += row.missing * NEED_MONTHS * 30 // max(1, row.asked_days)
    most = sorted(missing, key=lambda medicine_id: (-missing[medicine_id], medicine_id))[:MOST_NEEDS]
    return tuple(
        records.DonorNeed(medicine_title(catalogue[key], spoken), missing[key], catalogue[key].unit, NEED_MONTHS)
        for key in most
        if missing[key]
    )
