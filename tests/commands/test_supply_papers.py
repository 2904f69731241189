"""`report needs` and `report consumption` as a script calls them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.support.commands import Pharmacy
from tests.support.desks import TODAY
from tests.support.pdf import all_text
from tests.support.week import Week


def test_the_letter_and_its_packing_list_are_written_together(practice: Pharmacy, tmp_path: Path) -> None:
    with practice.worker(TODAY) as worker:
        Week(worker).person("Ana")
    out = tmp_path / "carta.pdf"
    said = practice("report", "needs", "--language", "ru", "--months", 3, "--out", out)
    assert said == {"out": str(out), "packing_list": str(tmp_path / "carta.xlsx")}
    assert "Что нужно аптеке" in all_text(out.read_bytes()) and (tmp_path / "carta.xlsx").stat().st_size > 1000
    first = out.read_bytes()
    practice("report", "needs", "--language", "ru", "--months", 3, "--out", out)
    assert out.read_bytes() == first
    assert practice.refused("report", "needs", "--months", 25, "--out", out) == "months_out_of_range"
    assert practice.refused("report", "needs", "--out", tmp_path / "nowhere" / "a.pdf") == "out_folder_missing"


def test_consumption_is_answered_and_written(practice: Pharmacy, tmp_path: Path) -> None:
    with practice.worker(TODAY) as worker:
        week = Week(worker)
        week.person("Ana")
        week.box("L1", 7)
        week.confirmed(14)
    options = practice.options
    practice.options = ("--today", "2026-11-30")
    said = practice("report", "consumption", "--months", 2)
    practice.options = options
    assert (said["from"], said["to"]) == (str(date(2026, 10, 1)), "2026-11-30")
    (one,) = said["medicines"]
    assert one["inn"] == "losartan" and [month["unmet"] for month in one["months"]] == [0, 1]  # given through the 29th
    for name in ("c.pdf", "c.xlsx", "c.csv"):
        assert practice("report", "consumption", "--out", tmp_path / name)["out"] == str(tmp_path / name)
    assert practice.refused("report", "consumption", "--months", 13) == "months_out_of_range"
    assert practice.refused("report", "consumption", "--out", tmp_path / "c.doc") == "suffix_unknown"
