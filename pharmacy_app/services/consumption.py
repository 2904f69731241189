"""What is used of each medicine by month, and the average month had there always been stock; on the screen, as a paper, as a sheet."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pharmacy_app.db.queries import consumption as queries
from pharmacy_app.db.queries import keeping
from pharmacy_app.db.queries.consumption import ActRow, LotRow
from pharmacy_app.domain import consumption as rule
from pharmacy_app.domain.consumption import Consumption
from pharmacy_app.domain.decisions import DEFERRED, PART, outcome
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import policy_from
from pharmacy_app.reports import consumption as paper
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.defaults import DEFAULTS
from pharmacy_app.services.desk import Connection, Desk
from pharmacy_app.services.match_making import LONGEST
from pharmacy_app.services.sheet_writing import write_sheet
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording import trade

MONTHS, MOST_MONTHS = 6, 12  # looked back at where nobody says; as many as fit beside each other on paper
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Used:
    """A medicine and what was used of it."""

    medicine: Medicine
    use: Consumption


@dataclass(frozen=True, slots=True)
class Consumed:
    """Every medicine of which anything was handed out or lacked in these days, by its name; months are calendar months, the last one as far as
    it has gone."""

    first: date
    last: date
    rows: tuple[Used, ...]


def consumed(desk: Desk, months: int = MONTHS) -> Consumed:
    """The last so many calendar months, this one included, in six statements. Raises `Refusal` `months_out_of_range`."""
    if not 1 <= months <= MOST_MONTHS:
        raise Refusal("months_out_of_range", "months", months=months, most=MOST_MONTHS)
    last = desk.clock.today()
    first = rule.period(last, months)
    with desk.read() as connection:
        catalogue = medicines_by_id(connection)
        found = used(connection, first, last)
    rows = [Used(catalogue[key], use) for key, use in found.items() if use.delivered or use.unmet]
    return Consumed(first, last, tuple(sorted(rows, key=lambda row: (row.medicine.inn.casefold(), row.medicine.strength, row.medicine.id))))


def used(connection: Connection, first: date, last: date) -> dict[int, Consumption]:
    """By medicine, what was used of it from `first` through `last`, in five statements.

    What was handed out is the ledger's, by the medicine in the box; what lacked is what confirmed proposals could not give, by the medicine that
    was asked for. A lot counts as stock while it holds units that are not set aside, through its date less the committee's safety margin; what
    is in a box counts as known since it came.
    """
    margin = timedelta(days=policy_from(json.loads(keeping.policies(connection)[0].rules)).margin_days)
    changes: dict[int, list[tuple[date, int]]] = defaultdict(list)
    handed: dict[int, dict[date, int]] = defaultdict(dict)
    for row in queries.days(connection, first, last):
        changes[row.batch_id].append((row.day, row.units))
        if row.delivered:
            handed[row.batch_id][row.day] = row.delivered
    acts: dict[int, list[ActRow]] = defaultdict(list)
    for act in queries.acts(connection):
        acts[act.batch_id].append(act)
    lots: dict[int, list[rule.Lot]] = defaultdict(list)
    delivered: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for lot in queries.lots(connection, first):
        through = None if lot.expiry is None else lot.expiry - margin
        aside = _aside(lot, acts[lot.id], first, last)
        lots[lot.medicine_id].append(rule.Lot(int(lot.opening), tuple(changes[lot.id]), through, aside))
        for day, units in handed[lot.id].items():
            delivered[lot.medicine_id][day] += units
    lacked = _lacked(connection, first, last)
    return {
        one: rule.consumption(lots.get(one, ()), delivered.get(one, {}), lacked.get(one, ()), first, last)
        for one in sorted(lots.keys() | lacked.keys())
    }


def _aside(lot: LotRow, acts: Sequence[ActRow], first: date, last: date) -> tuple[tuple[date, date], ...]:
    """Whole days on which a lot could not be handed out: on the day of an act itself it could, before it or after it."""
    if not acts:
        return () if lot.status == "available" else ((first, last),)
    status = json.loads(acts[0].before or "{}").get("status", "available")
    spells, since, away = [], first, status != "available"
    for act in acts:
        if away and act.released:
            spells.append((since, act.day - _DAY))
        elif not away and not act.released:
            since = act.day + _DAY
        away = not act.released
    if away:
        spells.append((since, last))
    return tuple(spells)


def _lacked(connection: Connection, first: date, last: date) -> dict[int, list[rule.Lacking]]:
    items: dict[tuple[int, int], list[rule.Line]] = defaultdict(list)
    for row in queries.asked(connection, first - timedelta(days=LONGEST), last):
        ends = outcome(row.units_asked, row.units_granted, row.refusal, row.refused)
        items[row.medicine_id, row.item_id].append(
            rule.Line(row.asked_from, row.asked_days, row.units_asked, row.units_granted, row.last_day, ends in (PART, DEFERRED))
        )
    found: dict[int, list[rule.Lacking]] = defaultdict(list)
    for (medicine_id, _), lines in items.items():
        found[medicine_id] += rule.lacking(lines, last)
    return found


# on paper and as a sheet -----------------------------------------------------------------------------

_HEADINGS = (
    (mark("Medicine"), 44), (mark("Unit"), 12), (mark("Month"), 10), (mark("Handed over"), 14), (mark("Was lacking"), 14),
    (mark("Days"), 8), (mark("Days without stock"), 18), (mark("Average month"), 16),
)  # fmt: skip


def export(path: Path, language: Language, found: Consumed) -> int:
    """A line for each medicine and month, .xlsx or .csv; returns how many medicines. Raises what `services.sheet_writing.write_sheet` raises."""
    headings = [(language.tr(words), width) for words, width in _HEADINGS]
    write_sheet(path, language, language.tr(mark("Consumption by month")), headings, list(_cells(language, found.rows)))
    return len(found.rows)


def _cells(language: Language, rows: Iterable[Used]) -> Iterable[list[str | int]]:
    for row in rows:
        medicine = trade.medicine_title(language, row.medicine)
        for month in row.use.months:
            yield [
                medicine, trade.unit_word(language, row.medicine.unit, 2), f"{month.first:%Y-%m}", month.delivered, month.unmet, month.days,
                month.without, row.use.monthly,
            ]  # fmt: skip


def paper_of(desk: Desk, found: Consumed, language: Language) -> bytes:
    """The table as PDF. Nobody is counted in it."""
    with desk.read() as connection:
        kept = {**DEFAULTS, **keeping.settings(connection)}
    lines = tuple(
        paper.ConsumptionLine(trade.medicine_title(language, row.medicine), trade.unit_word(language, row.medicine.unit, 2), row.use)
        for row in found.rows
    )
    return paper.consumption(paper.ConsumptionPaper(kept["pharmacy_name"], found.first, found.last, lines), language)
