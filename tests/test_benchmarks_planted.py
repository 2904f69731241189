"""Controls of the figures: slowness that is planted in what they measure is found by the very processes that measure, and judged."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import pytest
from pytestqt.qtbot import QtBot

from benchmarks import people, people_run, people_store, receive, receive_run, rooms, rooms_run, search, search_run, sheet, sheet_run
from benchmarks.measuring import Figure, Run
from pharmacy_app.db import opening
from pharmacy_app.intake.name_index import NameIndex
from pharmacy_app.services import community, donations, sample, sample_people, sheets
from pharmacy_app.services.desk import Desk
from pharmacy_app.system.clock import FixedClock
from pharmacy_app.system.paths import DataDir
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.widgets.cells import Cell, Column
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table

PLANTED = 60.0  # ms: more than a busy machine adds to what takes a few
Said = Mapping[str, float]
T = TypeVar("T")


def spin(milliseconds: float = PLANTED) -> None:
    """Works for nothing."""
    end = time.process_time_ns() + milliseconds * 1e6
    while time.process_time_ns() < end:
        pass


def after(milliseconds: float, found: T) -> T:
    spin(milliseconds)
    return found


def slowed(work: Callable[..., Any], milliseconds: float = PLANTED) -> Callable[..., Any]:
    def slow(*args: Any, **more: Any) -> Any:
        spin(milliseconds)
        return work(*args, **more)

    return slow


def figures(patch: pytest.MonkeyPatch, module: ModuleType, *said: Said) -> dict[str, Figure]:
    """A module's figures by name, if its processes said this."""
    patch.setattr(module, "in_turn", lambda _repeats, *_sides: [[Run(1.0, 100.0, one)] for one in said])
    if hasattr(module, "run"):
        patch.setattr(module, "run", lambda *_words: None)
    return {one.name.strip(): one for one in module.figures()}


def said(capsys: pytest.CaptureFixture[str], main: Callable[..., None], *words: str) -> dict[str, float]:
    """What a measuring process says."""
    capsys.readouterr()
    main(*words)
    found: dict[str, float] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


def test_a_slow_search_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(search_run, "WORDS", 12)
    monkeypatch.setattr(search_run, "BY_LIKE", 12)
    words = ("400", str(tmp_path))
    plain = said(capsys, search_run.main, *words)
    monkeypatch.setattr(NameIndex, "find", slowed(NameIndex.find, 5))
    slow = said(capsys, search_run.main, *words)
    assert slow["p50"] >= 5 > plain["p50"] and slow["slip_p99"] >= 5
    quick = {"like_p50": 1000 * plain["p50"], "like_p99": 1000 * plain["p99"]}  # as many more names would make it
    for name in ("search, a letter typed: median", "search, a letter typed: 99 of 100"):
        assert figures(monkeypatch, search, plain | quick)[name].held
        assert not figures(monkeypatch, search, slow)[name].held
    missing = "names missed, typed as they are"
    assert figures(monkeypatch, search, plain)[missing].held
    assert not figures(monkeypatch, search, plain | {"exact": 99.0})[missing].held


def test_a_slow_receipt_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv(receive.TRYTON, raising=False)
    monkeypatch.setattr(donations, "receive", slowed(donations.receive))
    slow = said(capsys, receive_run.main, "3", str(tmp_path))
    assert slow["ours"] >= PLANTED / 1000 > slow["driver"]
    name = "1,000 lots received with ledger and record"
    assert not figures(monkeypatch, receive, slow)[name].held
    assert figures(monkeypatch, receive, slow | {"ours": 2 * slow["driver"]})[name].held


def test_a_slow_sheet_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sheets, "preview", slowed(sheets.preview))
    slow = said(capsys, sheet_run.main, "3", str(tmp_path))
    assert slow["preview"] >= PLANTED / 1000 > slow["calamine"]
    name = "xlsx of 20,000 rows, read and validated"
    assert not figures(monkeypatch, sheet, slow)[name].held
    assert figures(monkeypatch, sheet, slow | {"preview": 2 * slow["calamine"]})[name].held
    memory = "peak memory of reading and validating"
    assert not figures(monkeypatch, sheet, slow | {"peak": sheet.MOST_MIB + 1.0})[memory].held


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """What the benchmarks measure in, but small."""
    folder = tmp_path_factory.mktemp("small") / "pharmacy"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people_store, "HOUSES", 12)
        patch.setattr(sample, "_WEEKS", 4)
        patch.setattr(sample_people, "HOUSES", sample_people.HOUSES)  # put back when it is made
        patch.setitem(sample.COUNCILS, "commune", sample.COUNCILS["commune"])
        people_store.main(str(folder), "3")
    store = opening.open_folder(DataDir(folder), FixedClock(people_store.TODAY))
    yield Desk(store, FixedClock(people_store.TODAY))
    store.close()


def test_a_slow_letter_of_a_persons_name_is_seen(small: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_run, "NAMES", 3)
    plain = people_run.typed(small)
    assert plain["people"] > 50
    monkeypatch.setattr(community, "first_page", slowed(community.first_page))
    slow = people_run.typed(small)
    assert slow["key_p50"] >= PLANTED and plain["key_p50"] < people.KEY
    for one, held in ((plain | {"key_p99": people.KEY / 2}, True), (slow, False)):
        (limited,) = [figure for figure in figures(monkeypatch, people, one, plain).values() if figure.goal is not None]
        assert limited.held is held and limited.name.startswith("a letter of a name typed")


class Planted(Room):
    """A room that is slow where it is told to be, and whose rows come with its first reading or later."""

    def __init__(self, context: Context, first: float = 0, after: float = 0, late: bool = False) -> None:
        super().__init__(context, "planted", "Planted")
        self._first, self._after, self._late = first, after, late
        self.table = Table(RowsModel([Column("", lambda row: Cell(str(row)))], lambda row: row), "Rows")
        self.body.addWidget(self.table)

    def refresh(self, changed: frozenset[str]) -> None:
        rows: tuple[int, ...] = (1, 2)
        self.read_page(lambda: after(self._first, rows), self._show, lambda: after(self._after, (*rows, 3)), self._behind)

    def _show(self, rows: tuple[int, ...]) -> None:
        self.table.set_rows(rows)

    def _behind(self, rows: tuple[int, ...]) -> None:
        if self._late:
            self.table.set_rows(rows)


def test_a_slow_room_is_seen(small: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    theme.load_fonts()
    theme.choose(theme.Theme())
    made = [
        ("quick", lambda context: Planted(context)),
        ("slow", lambda context: Planted(context, first=PLANTED)),
        ("figures", lambda context: Planted(context, after=PLANTED)),
    ]
    found = rooms_run.measured(small, made, 2)
    assert found["slow"].first >= PLANTED > found["quick"].first and found["figures"].first < PLANTED <= found["figures"].after
    with pytest.raises(SystemExit, match="come after"):
        rooms_run.measured(small, [("late", lambda context: Planted(context, late=True))], 1)
    keys = [key for key, _ in rooms_run.every_room()]
    alike = {"people": 1000.0} | dict.fromkeys(keys, found["quick"].first) | {f"{key} after": 0.0 for key in keys}
    judged = figures(monkeypatch, rooms, alike, alike | {"stock": found["slow"].first, "kits after": found["figures"].after})
    pages = {name: one for name, one in judged.items() if name.startswith("first page of")}
    assert [name.split()[3].rstrip(",") for name, one in pages.items() if not one.held] == ["stock"] and len(pages) == len(keys)


def test_every_room_is_measured(small: Desk, qtbot: QtBot) -> None:
    theme.load_fonts()
    theme.choose(theme.Theme())
    found = rooms_run.measured(small, rooms_run.every_room(), 1)
    assert len(found) == 11 and all(spent.first > 0 for spent in found.values())
