"""Commands as they are written: options before and behind, either language, where the pharmacy lies, which day it is, JSON or words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pharmacy_app import __main__, cli, cli_parser
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.system.language import language
from tests.support.commands import Pharmacy

BOX = "description,lot,expiry,quantity\nLosartan 50 mg tablets,L1,2027-08-31,60\nLosartan 50 mg tablets,L2,2027-01-15,30\n"
SENT = ("--donor", "Amici", "--country", "IT", "--received", "2026-11-20")


@pytest.fixture
def box(tmp_path: Path) -> Path:
    path = tmp_path / "box.csv"
    path.write_text(BOX, encoding="utf-8")
    return path


def test_options_stand_before_or_behind(pharmacy: Pharmacy, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(pharmacy.folder)
    told = []
    for words in (
        ["--data", folder, "--json", "stock"],
        ["stock", "--json", "--data", folder],
        [f"--data={folder}", "stock", "--language", "en", "--json"],
    ):
        assert cli.main(words) == 0
        told.append(capsys.readouterr().out)
    assert told == ['{"batches": []}\n'] * 3


def test_a_report_s_language_is_the_paper_s_own() -> None:
    words = ["report", "donor", "--data", "x", "--donor", "A", "--language", "it", "--out", "f.pdf"]
    asked = cli_parser.parser(language("en")).parse_args(cli_parser.in_order(["--language", "en", *words]))
    assert (asked.language, asked.paper_language, asked.data) == ("en", "it", Path("x"))


def test_the_environment_names_the_folder(pharmacy: Pharmacy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PHARMACY_APP_DATA", str(pharmacy.folder))
    assert cli.main(["--language", "en", "stock"]) == 0
    assert capsys.readouterr().out == "0 batches\n"


@pytest.mark.parametrize(("code", "words"), [("es", "La farmacia está lista."), ("en", "The pharmacy is ready.")])
def test_the_real_thing_asks_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str, words: str) -> None:
    new = Pharmacy(tmp_path / "new", capsys)
    said = new.run("--language", code, "init")
    assert (said.exit, said.out, said.err) == (0, f"{words}\n", "")
    assert new.refused("init") == "already_furnished"
    assert new("stock") == {"batches": []}


def test_a_practice_pharmacy_lives_on_the_day_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], box: Path) -> None:
    new = Pharmacy(tmp_path / "new", capsys, options=("--today", "2026-11-23"))
    assert new("init", "--sample", "none")["training"] == "none"
    new("import", "donation", box, *SENT)
    assert [batch["lot"] for batch in new("stock", "--expiring", "53")["batches"]] == ["L2"]
    assert new("stock", "--expiring", "52")["batches"] == []
    new.options = ("--today", "2027-01-16")
    assert {batch["lot"]: batch["status"] for batch in new("stock")["batches"]}["L2"] == "expired"


def test_a_look_at_a_list_writes_nothing(practice: Pharmacy, box: Path) -> None:
    before = practice.rows()
    looked = practice("import", "donation", box, *SENT, "--dry-run")
    assert practice.rows() == before
    made = practice("import", "donation", box, *SENT)
    assert {key: made[key] for key in ("read", "new", "doubtful", "refused", "rows")} == {
        key: looked[key] for key in ("read", "new", "doubtful", "refused", "rows")
    }
    assert practice.rows() != before


def test_what_is_said_is_in_the_language_asked_for(practice: Pharmacy, box: Path) -> None:
    practice("import", "donation", box, *SENT)
    for words in (("stock",), ("trace", "--lot", "L1"), ("match", "--from", "2026-11-23", "--days", "7"), ("check",)):
        spanish, english = practice.run(*words), practice.run("--language", "en", *words)
        assert (spanish.exit, english.exit) == (0, 0)
        assert spanish.out != english.out
        assert spanish.err == english.err == ""


def test_the_shape_of_the_answers(practice: Pharmacy, box: Path) -> None:
    made = practice("import", "donation", box, *SENT)
    assert {"read", "new", "doubtful", "refused", "rows"} <= made.keys()
    assert {"sheet", "row", "status", "reason"} <= made["rows"][0].keys()
    (batch,) = [one for one in practice("stock")["batches"] if one["lot"] == "L1"]
    promised = ("code", "description", "inn", "strength", "form", "lot", "expiry", "on_hand", "reserved", "status", "donor")
    assert {name: batch[name] for name in promised} == {
        "code": "", "description": "Losartan 50 mg tablets", "inn": "losartan", "strength": "50 mg", "form": "tablet", "lot": "L1",
        "expiry": "2027-08-31", "on_hand": 60, "reserved": 0, "status": batch["status"], "donor": "Amici",
    }  # fmt: skip
    run = practice("match", "--from", "2026-11-23", "--days", "7", "--confirm")
    assert {"slice_days", "least_days", "margin_days"} <= run["policy"].keys()
    assert (run["items"], run["status"]) == ([], "proposed"), "nobody gets anything, so nothing was confirmed"


def test_a_form_can_be_filled_in_and_read(practice: Pharmacy, tmp_path: Path) -> None:
    for code in ("es", "en"):
        for kind in ("donation", "census", "prescriptions"):
            for suffix in ("csv", "xlsx"):
                path = tmp_path / f"{kind}-{code}.{suffix}"
                assert practice.run("--language", code, "template", kind, "--out", path).exit == 0
                words = ("import", kind, path, *(SENT if kind == "donation" else ()))
                assert practice.run("--json", *words).code == "list_without_rows", "its own columns are understood"


@pytest.mark.parametrize(("text", "means"), [("2026-11-23", date(2026, 11, 23)), ("1900-01-01", date(1900, 1, 1))])
def test_days_are_read(text: str, means: date) -> None:
    assert cli_parser.day(text) == means


@pytest.mark.parametrize("text", ["2026-W48-1", "23/11/2026", "2026-02-30", " 2026-11-23", "２０２６-11-23", "2200-01-01"])
def test_other_days_are_not(text: str) -> None:
    with pytest.raises(Refusal):
        cli_parser.day(text)


@pytest.mark.parametrize(
    ("words", "window"),
    [([], True), (["--data", "x"], True), (["--data=x", "--language", "es"], True), (["stock"], False), (["--data", "x", "check"], False),
     (["--help"], False), (["--json"], False)],
)  # fmt: skip
def test_only_a_command_keeps_the_window_shut(words: list[str], window: bool) -> None:
    assert __main__.wants_window(words) is window


@pytest.mark.parametrize("words", [["--help"], ["match", "--help"], ["round", "close", "--help"], ["import", "donation", "--help"]])
@pytest.mark.parametrize("code", ["es", "en"])
def test_help_is_said_in_the_language(words: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--language", code, *words])
    assert ended.value.code == 0
    assert "usage: pharmacy-app" in capsys.readouterr().out
