"""Whether what there was has been shared out fairly: decisions of a period by council, sex, age and criterion, and who waits longest today."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pharmacy_app.db.queries import fairness as queries
from pharmacy_app.db.queries import keeping, people_index
from pharmacy_app.db.queries import standing as standings
from pharmacy_app.db.queries.fairness import DecidedRow
from pharmacy_app.db.queries.standing import PersonRow
from pharmacy_app.domain.circumstances import age_on
from pharmacy_app.domain.coverage import LEAST, hidden
from pharmacy_app.domain.decisions import outcome
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.fairness import AGES, Decided, Tally, age_band, standing, tally
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import policy_from
from pharmacy_app.domain.priority import CRITERIA
from pharmacy_app.domain.safety import questions
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.desk import Connection, Desk
from pharmacy_app.services.needs import asks_for
from pharmacy_app.services.sheet_writing import write_sheet
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording import fairness as said

BY = ("council", "sex", "age", "criterion")


@dataclass(frozen=True, slots=True)
class Group:
    """Decisions about the people of one group; `by` is a word of `BY`. `key`: a council's name, a sex, `30-59`, a criterion; empty: not known,
    or (criterion) none."""

    by: str
    key: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody who has nothing of an ordered medicine today; `doctor`: a doctor must answer first."""

    item_id: int
    person: PersonRow
    days: int
    doctor: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A medicine and who waits for it, the longest first."""

    medicine: Medicine
    people: tuple[Wait, ...]


@dataclass(frozen=True, slots=True)
class Fairness:
    """Decisions from `first` through `last` (None: open), all together and by group; and who waits on `day`, the longest wait first.

    Councils in their order, ages from the youngest, criteria in the committee's order; a person with two criteria counts in both.
    """

    day: date
    first: date | None
    last: date | None
    whole: Tally
    groups: tuple[Group, ...]
    waits: tuple[Waiting, ...]

    def by(self, what: str) -> tuple[Group, ...]:
        """The groups of one kind."""
        return tuple(group for group in self.groups if group.by == what)


def fairness(desk: Desk, first: date | None = None, last: date | None = None) -> Fairness:
    """Reads the decisions of the period and today's waits, in a constant number of statements. Raises `Refusal` `period_reversed`."""
    if first is not None and last is not None and first > last:
        raise Refusal("period_reversed", "period", first=first, last=last)
    day = desk.clock.today()
    with desk.read() as connection:
        rows = queries.decided(connection, first, last)
        councils = [name for _, name in people_index.council_names(connection)]
        waits = _waits(connection, day)
    by_line = {(row.run_id, row.item_id): row for row in rows}
    kept = standing(_line(row) for row in rows)
    sorted_in: dict[tuple[str, str], list[Decided]] = defaultdict(list)
    for line in kept:
        for group in _groups(by_line[line.run, line.item]):
            sorted_in[group].append(line)
    order = [
        *(("council", name) for name in councils),
        *(("sex", sex) for sex in ("F", "M", "")),
        *(("age", f"{least}-{most}") for least, most in AGES),
        ("age", ""),
        *(("criterion", word) for word in (*CRITERIA, "")),
    ]
    groups = tuple(Group(by, key, tally(sorted_in[by, key])) for by, key in order if (by, key) in sorted_in)
    return Fairness(day, first, last, tally(kept), groups, waits)


def _line(row: DecidedRow) -> Decided:
    days = 0
    if row.units_granted and row.last_day is not None:
        days = min(row.asked_days, max(0, (row.last_day - row.asked_from).days + 1))
    end = outcome(row.units_asked, row.units_granted, row.refusal, row.refused)
    return Decided(row.run_id, row.item_id, row.patient_id, end, row.asked_from, row.asked_days, days, row.former_units is not None)


def _groups(row: DecidedRow) -> Iterable[tuple[str, str]]:
    yield "council", row.council
    yield "sex", row.sex
    yield "age", "{}-{}".format(*age_band(age_on(row.birth_date, row.decided_on))) if row.birth_date else ""
    words = {data["word"] for code, data in json.loads(row.reasons) if code == "criterion"}
    for word in words or {""}:
        yield "criterion", word


def _waits(connection: Connection, day: date) -> tuple[Waiting, ...]:
    """Everybody who is without an ordered medicine, by medicine; what is taken as needed is not waited for."""
    catalogue = medicines_by_id(connection)
    policy = policy_from(json.loads(keeping.policies(connection)[0].rules))
    people = {row.patient_id: row for row in standings.people(connection)}
    found: dict[int, list[Wait]] = defaultdict(list)
    for ask in asks_for(connection, day, 1, None, policy):
        if ask.days_without and not ask.as_needed:
            found[ask.medicine_id].append(Wait(ask.item_id, people[ask.person], ask.days_without, bool(questions(ask, catalogue))))
    every = [
        Waiting(catalogue[medicine_id], tuple(sorted(waits, key=lambda wait: (-wait.days, wait.person.name, wait.item_id))))
        for medicine_id, waits in found.items()
    ]
    return tuple(sorted(every, key=lambda one: (-one.people[0].days, -len(one.people), one.medicine.inn, one.medicine.id)))


def since(day: date, days: int) -> date:
    """The first of so many days that end with `day`."""
    return day - timedelta(days=days - 1)


_HEADINGS = (
    (mark("By"), 14), (mark("Group"), 30), (mark("People"), 10), (mark("Lines"), 10), (mark("Granted"), 12), (mark("In part"), 12),
    (mark("Deferred"), 12), (mark("Not granted"), 12), (mark("Waits for a doctor"), 18), (mark("Days asked"), 12), (mark("Days granted"), 12),
)  # fmt: skip


def export(path: Path, language: Language, found: Fairness) -> int:
    """The groups as a sheet, .xlsx or .csv, without names; groups of fewer than five people are hidden, also where they could be reckoned.

    Returns how many rows. Raises what `services.sheet_writing.write_sheet` raises.
    """
    headings = [(language.tr(words), width) for words, width in _HEADINGS]
    rows: list[Sequence[str | int]] = [_cells("", language.tr(mark("All together")), found.whole, found.whole.people < LEAST)]
    for by in BY:
        groups = found.by(by)
        gone = hidden({group.key: group.tally.people for group in groups})
        rows += [_cells(said.kind(language, by), said.group(language, by, group.key), group.tally, group.key in gone) for group in groups]
    write_sheet(path, language, language.tr(mark("Fairness")), headings, rows)
    return len(rows)


def _cells(by: str, name: str, counted: Tally, is_hidden: bool) -> list[str | int]:
    if is_hidden:
        return [by, name, f"<{LEAST}" if counted.people < LEAST else f"≥{LEAST}", *("—" for _ in range(8))]
    return [
        by, name, counted.people, counted.lines, counted.granted, counted.part, counted.deferred, counted.refused, counted.doctor,
        counted.asked_days, counted.granted_days,
    ]  # fmt: skip
