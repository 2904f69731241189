"""Bad input by command: one sentence in either language, exit 2, nothing changed. `Pharmacy.refused` checks all of that."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from pharmacy_app.system.clock import SystemClock
from tests.support.commands import Pharmacy

DONATION = "description,lot,expiry,quantity\n"
YEAR = SystemClock().today().year + 2
GOOD = f"Losartan 50 mg tablets,L1,{YEAR}-08-31,60\n"
IMPORTS = {
    "donation": ("import", "donation", "{}", "--donor", "Amici", "--country", "IT", "--received", "2026-01-05"),
    "census": ("import", "census", "{}"),
    "prescriptions": ("import", "prescriptions", "{}"),
}


def _words(kind: str, path: Path) -> list[str]:
    return [word.format(path) for word in IMPORTS[kind]]


def _donation(folder: Path, rows: str = GOOD) -> Path:
    path = folder / "list.csv"
    path.write_text(DONATION + rows, encoding="utf-8")
    return path


def _zip_cut_short(folder: Path) -> Path:
    path = folder / "cut.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>" * 500)
    path.write_bytes(path.read_bytes()[:100])
    return path


def _file(folder: Path, what: str) -> Path:
    if what == "missing":
        return folder / "gone.csv"
    if what == "folder":
        return folder
    if what == "cut short":
        return _zip_cut_short(folder)
    name, content = {
        "0 bytes csv": ("zero.csv", b""),
        "0 bytes xls": ("zero.xls", b""),
        "0 bytes xlsx": ("zero.xlsx", b""),
        "empty lines": ("blank.csv", b"\n\n\n"),
        "a letter": ("letter.csv", "Querida Carmen, mañana llega la caja.\n".encode()),
        "a picture": ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        "head of xls": ("head.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500)),
        "not text": ("bytes.csv", bytes(range(256)) * 20),
    }[what]
    path = folder / name
    path.write_bytes(content)
    return path


FILES = {
    "missing": ("file_missing",),
    "folder": ("file_not_a_table",),
    "0 bytes csv": ("file_empty",),
    "0 bytes xls": ("file_empty",),
    "0 bytes xlsx": ("file_empty",),
    "empty lines": ("file_empty",),
    "a letter": ("not_a_stock_list", "not_a_census", "not_prescriptions"),
    "a picture": ("file_is_picture",),
    "head of xls": ("file_not_a_table", "file_damaged"),
    "not text": ("file_not_a_table",),
    "cut short": ("file_damaged",),
}


@pytest.mark.parametrize("kind", IMPORTS)
@pytest.mark.parametrize("what", FILES)
def test_files_that_are_no_lists(pharmacy: Pharmacy, tmp_path: Path, kind: str, what: str) -> None:
    assert pharmacy.refused(*_words(kind, _file(tmp_path, what))) in FILES[what]


@pytest.mark.parametrize(
    ("donor", "code"),
    [
        (("--donor", "Amici"), "donor_needs_country"),
        (("--donor", "Amici", "--country", "Italia"), "country_unknown"),
        (("--donor", "Amici", "--country", "XX"), "country_unknown"),
        (("--donor", " ", "--country", "IT"), "donor_without_name"),
    ],
)
def test_a_new_donor_needs_a_name_and_a_country(pharmacy: Pharmacy, tmp_path: Path, donor: tuple[str, ...], code: str) -> None:
    assert pharmacy.refused("import", "donation", _donation(tmp_path), *donor, "--received", "2026-01-05") == code
    assert pharmacy.refused("import", "donation", _donation(tmp_path), *donor, "--received", "2026-01-05", "--dry-run") == code


@pytest.mark.parametrize(
    ("received", "code"),
    [
        ((SystemClock().today() + timedelta(days=1)).isoformat(), "received_in_future"),
        ("1900-01-01", "received_long_ago"),
        ("0001-01-01", "day_out_of_reach"),
        ("9999-12-31", "day_out_of_reach"),
        ("2026-13-01", "day_unclear"),
        ("20260101", "day_unclear"),
        ("mañana", "day_unclear"),
        ("", "day_unclear"),
    ],
)
def test_days_on_which_nothing_came(pharmacy: Pharmacy, tmp_path: Path, received: str, code: str) -> None:
    assert pharmacy.refused("import", "donation", _donation(tmp_path), "--donor", "A", "--country", "IT", "--received", received) == code


BAD_ROWS = (
    f"Losartan 50 mg tablets,B1,{YEAR}-08-31,-3\n"
    f"Losartan 50 mg tablets,B2,{YEAR}-08-31,2.5\n"
    f"Losartan 50 mg tablets,B3,{YEAR}-08-31,99999999999999999999\n"
    f"Losartan 50 mg tablets,B4,{YEAR}-08-31,many\n"
)


def test_quantities_that_cannot_be_are_said_and_the_rest_is_taken(pharmacy: Pharmacy, tmp_path: Path) -> None:
    made = pharmacy(*_words("donation", _donation(tmp_path, GOOD + BAD_ROWS)))
    assert (made["read"], made["refused"]) == (5, 4)
    assert [row["status"] == "refused" for row in made["rows"]] == [False, True, True, True, True]
    assert all(row["reason"] for row in made["rows"][1:])
    assert [(batch["lot"], batch["on_hand"]) for batch in pharmacy("stock")["batches"]] == [("L1", 60)]


def test_a_list_of_which_nothing_can_be_taken_is_refused(pharmacy: Pharmacy, tmp_path: Path) -> None:
    assert pharmacy.refused(*_words("donation", _donation(tmp_path, BAD_ROWS))) == "nothing_to_import"


def test_expiry_days_that_cannot_be_wait_in_quarantine(pharmacy: Pharmacy, tmp_path: Path) -> None:
    rows = "Losartan 50 mg tablets,E1,1900-01-01,10\nLosartan 50 mg tablets,E2,soon,10\nLosartan 50 mg tablets,E3,,10\n"
    made = pharmacy(*_words("donation", _donation(tmp_path, rows + GOOD)))
    assert made["new"] == 1
    kept = {batch["lot"]: batch["status"] for batch in pharmacy("stock")["batches"]}
    assert kept.pop("L1") == "available"
    assert "available" not in kept.values()


def test_the_same_list_is_received_once(pharmacy: Pharmacy, tmp_path: Path) -> None:
    pharmacy(*_words("donation", _donation(tmp_path)))
    assert pharmacy.refused(*_words("donation", _donation(tmp_path))) == "file_imported_before"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("stock", "--donor", "Nadie"), "donor_unknown"),
        (("stock", "--expiring", "-1"), "days_out_of_range"),
        (("stock", "--expiring", "4000000"), "days_out_of_range"),
        (("stock", "--expiring", "9" * 30), "number_unclear"),
        (("stock", "--expiring", "pronto"), "number_unclear"),
        (("trace", "--lot", "X9"), "lot_unknown"),
        (("trace", "--donation", "77"), "donation_unknown"),
        (("trace", "--donation", "9" * 30), "number_unclear"),
        (("trace",), "argument_missing"),
        (("trace", "--lot", "X", "--donation", "1"), "arguments_exclude"),
        (("report", "differences", "--donation", "77", "--out", "x.pdf"), "donation_unknown"),
        (("labels", "--donation", "77", "--out", "x.pdf"), "donation_unknown"),
        (("labels", "--batch", "77", "--out", "x.pdf"), "batch_unknown"),
        (("labels", "--batch", "1", "--copies", "0", "--out", "x.pdf"), "copies_out_of_range"),
        (("match", "--from", "2199-01-01", "--days", "0"), "days_out_of_range"),
        (("match", "--from", "2199-01-01", "--days", "-7"), "days_out_of_range"),
        (("match", "--from", "2199-01-01", "--days", "367"), "days_out_of_range"),
        (("match", "--from", "2199-01-01", "--days", "9" * 12), "number_unclear"),
        (("match", "--from", "2001-01-01", "--days", "7"), "from_day_past"),
        (("match", "--from", "2199-01-01", "--days", "7", "--council", "Ninguno"), "council_unknown"),
        (("match", "--days", "7"), "argument_missing"),
        (("round", "plan", "--date", "2001-01-01"), "round_in_past"),
        (("round", "plan", "--date", "2199-01-01"), "nothing_to_deliver"),
        (("round", "plan", "--date", "2199-01-01", "--council", "Ninguno"), "council_unknown"),
        (("round", "close", "7", "--all-delivered"), "round_unknown"),
        (("round", "close", "7"), "argument_missing"),
        (("round", "close", "siete", "--all-delivered"), "number_unclear"),
        (("round", "reopen", "7", "--why", "x"), "round_unknown"),
        (("round", "reopen", "7"), "argument_missing"),
        (("round", "slips", "7", "--out", "x.pdf"), "round_unknown"),
        (("round", "sheet", "7", "--out", "x.pdf"), "round_unknown"),
        (("round", "slips", "7", "--out"), "value_missing"),
        (("round", "sing"), "word_unknown"),
        (("round",), "argument_missing"),
        (("report", "donor", "--donor", "Nadie", "--out", "x.pdf"), "donor_unknown"),
        (("report", "donor", "--donor", "Nadie", "--language", "fr", "--out", "x.pdf"), "word_unknown"),
        (("report", "visit-sheet", "--sheet", "7", "--out", "x.pdf"), "sheet_unknown"),
        (("report", "weekly", "--council", "Ninguno", "--out", "x.pdf"), "council_unknown"),
        (("template", "donation", "--out", "x.doc"), "suffix_unknown"),
        (("template", "letters", "--out", "x.csv"), "word_unknown"),
        (("dance",), "word_unknown"),
        (("stock", "--loud"), "argument_unknown"),
        ((), "argument_missing"),
        (("--today", "2026-11-23", "stock"), "today_only_in_training"),
        (("stock", "--today", "2026-11-23"), "today_only_in_training"),
        (("init",), "already_furnished"),
        (("init", "--sample", "none"), "already_furnished"),
        (("init", "--sample", "planet"), "word_unknown"),
    ],
)
def test_words_that_lead_nowhere(pharmacy: Pharmacy, words: tuple[str, ...], code: str) -> None:
    assert pharmacy.refused(*words) == code


def test_paper_is_written_only_where_it_was_meant(pharmacy: Pharmacy, tmp_path: Path) -> None:
    pharmacy(*_words("donation", _donation(tmp_path)))
    report = ("report", "donor", "--donor", "Amici", "--out")
    assert pharmacy.refused(*report, tmp_path / "nowhere" / "r.pdf") == "out_folder_missing"
    assert pharmacy.refused(*report, tmp_path) == "out_is_a_folder"
    assert pharmacy.refused(*report, "") == "out_is_a_folder"
    assert not (tmp_path / "nowhere").exists()
    assert pharmacy(*report, tmp_path / "r.pdf")["out"] == str(tmp_path / "r.pdf")
    assert not list(tmp_path.glob("*.part"))


def test_a_period_that_ends_before_it_begins(pharmacy: Pharmacy, tmp_path: Path) -> None:
    pharmacy(*_words("donation", _donation(tmp_path)))
    words = ("report", "donor", "--donor", "Amici", "--from", "2026-03-01", "--to", "2026-02-01", "--out", tmp_path / "r.pdf")
    assert pharmacy.refused(*words) == "period_reversed"


def test_another_day_begins_no_real_pharmacy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert Pharmacy(tmp_path / "new", capsys).refused("--today", "2026-11-23", "init") == "today_only_in_training"
    assert not (tmp_path / "new").exists()


def test_where_there_is_no_pharmacy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nothing = Pharmacy(tmp_path / "nothing", capsys)
    assert nothing.refused("stock") == "no_pharmacy"
    assert not (tmp_path / "nothing").exists()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for place in range(0, len(content), 501):
        content[place] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize("harm", [_cut, _emptied, _flipped])
def test_a_damaged_database_is_left_alone(pharmacy: Pharmacy, harm: Callable[[Path], None]) -> None:
    database = pharmacy.folder / "pharmacy.db"
    harm(database)
    before = database.read_bytes()
    for words in (("stock",), ("check",), ("match", "--from", "2199-01-01", "--days", "7")):
        said = pharmacy.run("--json", *words)
        assert (said.exit, said.code) == (2, "database_damaged"), words
        assert len(said.err.splitlines()) == 1
    assert database.read_bytes() == before


def test_a_key_that_is_gone_or_spoiled(pharmacy: Pharmacy) -> None:
    key = pharmacy.folder / "pharmacy.key"
    content = key.read_bytes()
    key.write_bytes(b"rust")
    assert pharmacy.run("--json", "stock").code == "key_damaged"
    key.unlink()
    said = pharmacy.run("--json", "stock")
    assert (said.exit, said.code) == (2, "key_missing")
    key.write_bytes(content)
    assert pharmacy("check")["sound"]
