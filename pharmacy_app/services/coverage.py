"""How far the community's illnesses are covered: per council and condition how many people, how many treated, how many waiting, and what the
shelf has of the essential list. Real numbers for the committee; what leaves the pharmacy hides groups below five, also by subtraction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pharmacy_app.db.queries import coverage as queries
from pharmacy_app.db.queries import keeping, people_index
from pharmacy_app.db.queries.coverage import Essential, Ordered
from pharmacy_app.domain.coverage import LEAST, TREATED_BY, hidden, treats
from pharmacy_app.reports import coverage as paper
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.setup import DEFAULTS
from pharmacy_app.services.sheet_writing import write_sheet
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording import trade

_PARTS = ("treated", "waiting", "without")


@dataclass(frozen=True, slots=True)
class Count:
    """People with a condition: all, those under treatment (a running order of a medicine that is usual for it), those whose order waits for an
    answer, and those for whom nothing is ordered. The last three add up to the first."""

    people: int = 0
    treated: int = 0
    waiting: int = 0

    @property
    def without(self) -> int:
        return self.people - self.treated - self.waiting

    def __add__(self, other: Count) -> Count:
        return Count(self.people + other.people, self.treated + other.treated, self.waiting + other.waiting)


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A condition in a council (`council_id` None: in the whole community); `essential` substances of its group, `there` of them on the shelf."""

    condition: str
    council_id: int | None
    council: str
    count: Count
    essential: int
    there: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """All rows: the community's first, most people first, then each council's under it (`of`)."""

    rows: tuple[CoverageRow, ...]
    councils: tuple[tuple[int, str], ...]

    @property
    def community(self) -> tuple[CoverageRow, ...]:
        return tuple(row for row in self.rows if row.council_id is None)

    def of(self, council_id: int) -> tuple[CoverageRow, ...]:
        """The rows of one council."""
        return tuple(row for row in self.rows if row.council_id == council_id)


def coverage(desk: Desk) -> Coverage:
    """Counts everybody who lives here today, in four statements."""
    today = desk.clock.today()
    with desk.read() as connection:
        councils = people_index.council_names(connection)
        runs = [one for one in queries.ordered(connection) if one.waits or one.chronic or _lasts(one, today)]
        counted = _count(queries.ill(connection), runs)
        shelf = queries.essentials(connection, today)
    sums: dict[str, Count] = defaultdict(Count)
    for (_, condition), count in counted.items():
        sums[condition] += count
    rows = []
    for condition in sorted(sums, key=lambda one: (-sums[one].people, one)):
        essential, there = _essential(condition, shelf)
        rows.append(CoverageRow(condition, None, "", sums[condition], essential, there))
        for council_id, name in councils:
            if (council_id, condition) in counted:
                rows.append(CoverageRow(condition, council_id, name, counted[council_id, condition], essential, there))
    return Coverage(tuple(rows), councils)


def paper_of(desk: Desk, found: Coverage, made_by: str, language: Language) -> bytes:
    """The table as PDF, with nothing in it by which somebody could be recognised."""
    with desk.read() as connection:
        kept = {**DEFAULTS, **keeping.settings(connection)}
    return paper.coverage(_record(found, kept["pharmacy_name"], made_by, desk.clock.today(), language), language)


_HEADINGS = (
    (mark("Illness"), 34),
    (mark("People"), 10),
    (mark("Under treatment"), 16),
    (mark("Waiting"), 12),
    (mark("Without treatment"), 18),
)


def export(desk: Desk, found: Coverage, path: Path, language: Language) -> int:
    """The same as a sheet, .xlsx or .csv; small numbers are hidden as on paper. Raises as `services.sheet_writing.write_sheet`."""
    record = _record(found, "", "", desk.clock.today(), language)
    names = [name for _, name in found.councils]
    headings = [
        *((language.tr(words), width) for words, width in _HEADINGS),
        (language.tr(mark("Essential list")), 22),
        *((one, 16) for one in names),
    ]
    rows: list[Sequence[str | int]] = [[row.condition, *_numbers(row.cells), row.essential, *_numbers(row.councils)] for row in record.rows]
    write_sheet(path, language, language.tr(mark("Coverage")), headings, rows)
    return len(rows)


def _numbers(cells: Iterable[str]) -> list[str | int]:
    return [int(cell) if cell.isdigit() else cell for cell in cells]


def _lasts(one: Ordered, today: date) -> bool:
    return one.days is None or one.starts_on + timedelta(days=one.days) > today


def _count(ill: Iterable[tuple[int, int, str]], items: Iterable[Ordered]) -> dict[tuple[int, str], Count]:
    """A person whose treatment runs is not waiting, whatever else waits."""
    by_person: dict[int, list[Ordered]] = defaultdict(list)
    for one in items:
        by_person[one.patient_id].append(one)
    found: dict[tuple[int, str], Count] = defaultdict(Count)
    for council, person, condition in ill:
        fitting = [one for one in by_person.get(person, ()) if treats(condition, one.atc)]
        treated = any(not one.waits for one in fitting)
        found[council, condition] += Count(1, int(treated), int(bool(fitting) and not treated))
    return dict(found)


def _essential(condition: str, shelf: Sequence[Essential]) -> tuple[int, int]:
    """How many substances of the essential list are usual for it, and of how many of them something is on the shelf."""
    if condition not in TREATED_BY:
        return 0, 0
    wanted = {one.inn for one in shelf if treats(condition, one.atc)}
    return len(wanted), len(wanted & {one.inn for one in shelf if one.units > 0})


def _record(found: Coverage, pharmacy: str, made_by: str, day: date, language: Language) -> paper.CoveragePaper:
    names = [name for _, name in found.councils]
    rows = []
    for row in found.community:
        here = {one.council_id: one.count.people for one in found.rows if one.condition == row.condition and one.council_id is not None}
        rows.append(_shown(row, {council_id: here.get(council_id, 0) for council_id, _ in found.councils}, language))
    return paper.CoveragePaper(pharmacy, made_by, day, tuple(names), tuple(rows))


def _shown(row: CoverageRow, councils: dict[int, int], language: Language) -> paper.CoverageLine:
    """What may leave: the parts of a condition, and its councils, each hidden so far that the sum gives nothing away."""
    count = row.count
    parts = {part: getattr(count, part) for part in _PARTS}
    few = count.people < LEAST
    gone, away = (frozenset(parts), frozenset(councils)) if few else (hidden(parts), hidden(councils))

    def cell(number: int, is_hidden: bool) -> str:
        if not is_hidden:
            return str(number)
        return f"<{LEAST}" if number < LEAST else f"≥{LEAST}"

    essential = language.tr(mark("{there} of {all}"), there=str(row.there), all=str(row.essential)) if row.essential else "—"
    cells = (cell(count.people, few), *(cell(parts[part], part in gone) for part in _PARTS))
    return paper.CoverageLine(
        trade.condition(language, row.condition), cells, essential, tuple(cell(number, one in away) for one, number in councils.items())
    )
