"""Planted bugs: each change of the rules' source must be noticed by the checker."""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pharmacy_app.domain
from tests.support.matching_brute import not_to_be_swapped, problems, random_case, random_packs, random_strengths
from tests.support.matching_complete import not_the_most, random_aim
from tests.support.matching_strengths import random_mixture, worse_mixture

BUGS = [
    ("expired yesterday is offered", "matching", "- margin_days < day.toordinal()", "- margin_days < day.toordinal() - 1"),
    ("the last day is not usable", "matching", "- margin_days < day.toordinal()", "- margin_days <= day.toordinal()"),
    ("hold and quarantine ignored", "matching", 'lot.status != "available"', 'lot.status == "recalled"'),
    ("recall ignored", "matching", 'lot.status != "available"', 'lot.status in ("held", "quarantine")'),
    ("reserved units offered again", "matching", "lot.units - lot.reserved, lot.pack_size", "lot.units, lot.pack_size"),
    ("margin forgotten", "matching", "lot.expiry.toordinal() - policy.margin_days,", "lot.expiry.toordinal(),"),
    ("tier ignored", "matching", "return TIERS.index(standing.tier), new_start", "return 0, new_start"),
    ("fewest points first", "matching", "-standing.points", "standing.points"),
    ("new starts first", "matching", "and not ask.continuing", "and ask.continuing"),
    ("shortest wait first", "matching", "-ask.days_without", "ask.days_without"),
    ("newest prescription first", "matching", "ask.written_on, ask.item_id", "-ask.written_on.toordinal(), ask.item_id"),
    ("equals left to the order of input", "matching", "ask.written_on, ask.item_id", "ask.written_on, 0"),
    ("days that have passed are asked for", "matching", "start = max(ask.start, day)", "start = ask.start"),
    ("doubts ignored", "matching", "doubts = questions(ask, medicines)", "doubts = ()"),
    ("no slices", "dealing", "goal = min(line.due(line.start + number * slice_days - 1), line.cap)", "goal = line.cap"),
    ("slices a day too long", "dealing", "number * slice_days - 1), line.cap)", "number * slice_days), line.cap)"),
    ("the highest-ranked gives up its part", "dealing", "reversed(lines)", "iter(lines)"),
    ("less than a useful part handed out", "dealing", "0 < line.got < line.least", "0 < line.got < 0"),
    ("a part that is dropped keeps its lots", "dealing", "shelf.restore(left)", "pass"),
    ("as many lots as it takes", "dealing", "lots_in(line.bag) > policy.max_lots", "lots_in(line.bag) > 1000"),
    ("packs a fifth too large", "dealing", "line.asked // 10", "line.asked // 5"),
    ("the pack's last unit after its expiry", "dealing", "and line.day(min(end, line.asked)) <= shelf.through[place]", ""),
    ("opened packs", "dealing", "shelf.left[place] >= shelf.packs[place] and ", ""),
    ("a lot not used on its last day", "shelves", "bisect_left(self.through, day)", "bisect_left(self.through, day + 1)"),
    ("the lot that lasts longest first", "shelves", "return self.live(max(bisect_left(self.through, day), floor))",
     "return next((i for i in range(len(self.left) - 1, -1, -1) if self.left[i] and self.through[i] >= day), len(self.left))"),
    ("one unit a lot appears from nowhere", "shelves", "self.left[place] -= units", "self.left[place] -= units - (units > 1)"),
    ("one unit more than the days of the lot", "lines", "(day - self.start + 1)", "(day - self.start + 2)"),
    ("a lot taken a unit beyond its bag", "bags", "pieces = min(total - done, shelf.free(place), fits)", "pieces = min(total - done, shelf.free(place))"),
    ("remnants left to others who then go short", "bags", "min(spare, default=0) >= 0", "min(spare, default=0) >= -9"),
    ("thirty pieces an intake", "strengths", "MOST_PIECES = 3", "MOST_PIECES = 30"),
    ("swapped against the mark", "strengths", "medicine.swappable and not", "not"),
    ("half a tablet for a whole one", "strengths", "return 1, True", "return 1, False"),
    ("two prescribed units for one of double strength, undivided", "strengths", "and other.divisible", ""),
    ("the tier's aim forgotten", "dealing", "in policy.complete_tiers", "in ()"),
    ("somebody before is left out for somebody after", "completing", "or members[counts[a]] > others[counts[b] - 1]", "or True"),
    ("lots that end before counted for later days", "completing", "above[len(lots) - bisect_left(lots, (day, 0))]", "above[-1]"),
    ("whom the aim leaves out is not told", "explaining", "if line.passed:", "if False:"),
    ("the exact strength is taken from who needs it", "dealing", "if len(queue.shelves) > 1 and any(", "if False and any("),
    ("two pieces counted as one", "mixing", "held[weaker][number] += units * pieces", "held[weaker][number] += units"),
    ("more units moved than there are", "mixing", "least = max(0, least - own[number])", "least = 0"),
    ("moved units forgotten from day to day", "mixing", "most = max(from_here[number], later)", "most = from_here[number]"),
    ("no slices, counted", "counting", "* (int(number.max()) + 1) + number", "* (int(number.max()) + 1)"),
    ("the highest-ranked gives up its part, counted", "counting", "courses.tier[below], -below)", "courses.tier[below], below)"),
    ("less than a useful part handed out, counted", "counting", "got[deal] < courses.least[deal])", "got[deal] < 0)"),
    ("a unit of the day after a lot's end", "counting", "- (courses.start - 1)[line]", "- (courses.start - 2)[line]"),
    ("a tier or slice served in part dealt as a whole", "counting", "(had < asked) &", "(had < 0) &"),
    ("every tier finds the lots full", "counting", "free -= taken", "free = free"),
    ("what other tiers have got is dealt out again", "counting", "(had > 0) & ~partly & short[medicine]", "(had < 0)"),
    ("slices cut where the days of others end", "counting", "(place + 1) * slice_days)", "place * slice_days + 1)"),
    ("one unit more than the lots hold", "flow", "np.clip(rest[:, None] - ahead, 0, inside)", "np.clip(rest[:, None] - ahead + 1, 0, inside)"),
    ("bags cut from the wrong end of the line of lots", "flow", "start = ahead + np.maximum.accumulate(begin[first] - ahead)", "start = ahead"),
    ("what is missing is not counted", "explaining", "line.asked - line.got, _day(first)", "1, _day(first)"),
]  # fmt: skip


def mutant(folder: Path, module: str, old: str, new: str) -> Callable[..., Any]:
    """`propose` of a copy of the rules in which one piece of source was changed."""
    name = f"rules_{abs(hash((module, old, new)))}"
    (folder / name).mkdir()
    for path in Path(pharmacy_app.domain.__path__[0]).glob("*.py"):
        source = path.read_text(encoding="utf-8")
        if path.stem == module:
            assert old in source, f"{module} no longer says {old!r}"
            source = source.replace(old, new)
        (folder / name / path.name).write_text(source.replace("pharmacy_app.domain", name), encoding="utf-8")
    return importlib.import_module(f"{name}.matching").propose  # type: ignore[no-any-return]


CHECKS: tuple[Callable[[random.Random, Callable[..., Any]], list[str]], ...] = (
    lambda r, propose: problems(random_case(r), propose),
    lambda r, propose: problems(random_strengths(r), propose, exact=False),
    lambda r, propose: problems(random_packs(r), propose, exact=False),
    lambda r, propose: problems(random_case(r, 2), propose),
    lambda r, propose: not_the_most(random_aim(r), propose),
    lambda r, propose: problems(not_to_be_swapped(random_case(r)), propose),
    lambda r, propose: worse_mixture(random_mixture(r), propose),
)


def noticed(propose: Callable[..., Any]) -> bool:
    """Whether any case shows that something is wrong, be it by an error."""
    for seed in range(3000):
        try:
            if CHECKS[seed % len(CHECKS)](random.Random(seed), propose):
                return True
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return True
    return False


@pytest.mark.parametrize(("module", "old", "new"), [bug[1:] for bug in BUGS], ids=[bug[0] for bug in BUGS])
def test_a_planted_bug_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, old: str, new: str) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert noticed(mutant(tmp_path, module, old, new))
