"""What would expire and how it has been shared out, by command: counts, files, and nobody named."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.support.commands import Pharmacy
from tests.support.desks import TODAY
from tests.support.pdf import all_text
from tests.support.week import Week


def test_what_would_expire_and_how_it_was_shared_out(practice: Pharmacy, tmp_path: Path) -> None:
    with practice.worker(TODAY) as worker:
        week = Week(worker)
        week.person("Ana Zubillaga")
        week.box("L1", 40, TODAY + timedelta(days=9))
        week.box("L2", 40)
        week.confirmed(5)
    practice.options = ("--today", TODAY.isoformat())
    found = practice("report", "expiring", "--days", "30")
    (lot,) = found["lots"]
    assert (lot["lot"], lot["units"], lot["first_day"], lot["last_day"], lot["at_risk"]) == ("L1", 35, "2026-11-28", "2026-12-02", 30)
    assert [one["lot"] for one in practice("report", "expiring")["lots"]] == ["L1", "L2"]
    out = tmp_path / "list.pdf"
    assert practice("report", "expiring", "--out", out) == {"out": str(out)}
    assert "lote L1" in all_text(out.read_bytes()) and "Zubillaga" not in all_text(out.read_bytes())
    assert practice.refused("report", "expiring", "--out", tmp_path / "list.doc") == "suffix_unknown"
    fair = practice("report", "fairness")
    assert (fair["all"]["lines"], fair["all"]["granted"], fair["all"]["share"], fair["waits"]) == (1, 1, 1.0, [])
    assert {(one["by"], one["group"]) for one in fair["groups"]} >= {("council", "Los Pinos"), ("age", "30-59"), ("criterion", "chronic")}
    assert "Zubillaga" not in practice.run("report", "fairness").out
    assert practice("report", "fairness", "--to", "2026-11-22")["all"]["lines"] == 0
    assert practice.refused("report", "fairness", "--from", "2026-11-24", "--to", "2026-11-22") == "period_reversed"
    sheet = tmp_path / "fair.csv"
    practice("report", "fairness", "--out", sheet)
    assert "<5" in sheet.read_text("utf-8-sig")
