"""The measuring itself: a side that is slow on purpose is found slow, and what is written can be read by machines."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pypdf
import pytest

from benchmarks import measuring, slip_people, slips_floor, slips_marks
from pharmacy_app.reports.slips import slips
from pharmacy_app.system.language import language
from tests.support.pdf import codes

KEYS = {"name", "ours", "other", "other_name", "ratio", "goal", "held", "unit"}


def test_a_promise_that_is_not_kept_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "quick_side.py").write_text("print('{\"done\": 1}')", encoding="utf-8")
    (tmp_path / "slow_side.py").write_text("print('{\"done\": %d}' % (sum(range(30_000_000)) > 0))", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    slow, quick = measuring.in_turn(3, ("slow_side",), ("quick_side",))
    assert [measuring.said(runs, "done") for runs in (slow, quick)] == [1, 1]
    assert measuring.peak(slow) > 1
    figures = [
        measuring.compared("slow", measuring.cpu(slow), measuring.cpu(quick), "quick", 3.0),
        measuring.compared("quick", measuring.cpu(quick), measuring.cpu(slow), "slow", 1.0),
        measuring.limited("peak", measuring.peak(quick), 0.1, "MiB"),
        measuring.told("told", 1.0, "s CPU"),
    ]
    assert [one.held for one in figures] == [False, True, False, None]
    measuring.write(figures, tmp_path / "out" / "bench.json")
    read = json.loads((tmp_path / "out" / "bench.json").read_text(encoding="utf-8"))
    assert all(set(one) == KEYS for one in read)
    assert "NOT HELD" in measuring.table(figures).splitlines()[1]


def test_a_side_that_breaks_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken_side.py").write_text("raise SystemExit(4)", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(measuring.Failed, match="broken_side : 4"):
        measuring.run("broken_side")


def test_the_floor_of_the_slips_draws_what_we_draw(tmp_path: Path) -> None:
    record = slip_people.book(8, 1, 4)
    files = slips(record, language("es")).pdf, slips_floor.made(slips_marks.marks(record, language("es")))
    ours, floor = ([sorted(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(file)).pages] for file in files)
    assert floor == ours and len(ours) > 3
    ours_codes, floor_codes = (codes(file, tmp_path) for file in files)
    assert sorted(floor_codes) == sorted(ours_codes) == sorted(slip.code for slip in record.slips)
