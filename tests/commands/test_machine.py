"""When the machine fails: a full disk, a folder that cannot be written, a newer program's file, a bug. One sentence, nothing changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pharmacy_app import bootstrap, cli
from pharmacy_app.system import logs
from tests.support.commands import Pharmacy

SECRET = "Rojas Betancourt, Ana"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes; only root can have one made."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root can mount a small disk")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def _fill(disk: Path) -> None:
    try:
        with (disk / "filler").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
    except OSError:
        return


def _list(folder: Path) -> Path:
    path = folder / "list.csv"
    rows = "".join(f"Losartan 50 mg tablets,L{n},2030-08-31,60\n" for n in range(2000))
    path.write_text("description,lot,expiry,quantity\n" + rows, encoding="utf-8")
    return path


IMPORT = ("--donor", "Amici", "--country", "IT", "--received", "2026-01-05")


def test_a_full_disk_changes_nothing(furnished: Path, small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    full = Pharmacy(Path(shutil.copytree(furnished, small_disk / "pharmacy")), capsys)
    before = full.rows()
    _fill(small_disk)
    said = full.run("--json", "import", "donation", _list(tmp_path), *IMPORT)
    assert said.exit == 2
    assert said.code in ("disk_full", "disk_failed")  # SQLite cannot always tell: its sentence names both
    (small_disk / "filler").unlink()
    assert full.rows() == before
    assert full("import", "donation", _list(tmp_path), *IMPORT)["read"] == 2000


def test_a_pharmacy_begun_on_a_full_disk_leaves_no_half(small_disk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _fill(small_disk)
    said = Pharmacy(small_disk / "pharmacy", capsys).run("--json", "init")
    assert (said.exit, said.code) == (2, "disk_full")
    assert not (small_disk / "pharmacy" / "pharmacy.db").exists()


def test_paper_on_a_full_disk(practice: Pharmacy, small_disk: Path, tmp_path: Path) -> None:
    practice("import", "donation", _list(tmp_path), *IMPORT)
    _fill(small_disk)
    assert practice.refused("report", "donor", "--donor", "Amici", "--out", small_disk / "r.pdf") == "disk_full"
    assert [path.name for path in small_disk.iterdir()] == ["filler"]


def test_a_disk_that_can_only_be_read(furnished: Path, small_disk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    closed = Pharmacy(Path(shutil.copytree(furnished, small_disk / "pharmacy")), capsys)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for words in (("stock",), ("import", "donation", "x.csv", *IMPORT)):
        said = closed.run("--json", *words)
        assert (said.exit, said.code) == (2, "folder_read_only")
    new = Pharmacy(small_disk / "new", capsys).run("--json", "init")
    assert (new.exit, new.code) == (2, "folder_read_only")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_can_only_be_read(pharmacy: Pharmacy) -> None:
    pharmacy.folder.chmod(0o500)
    try:
        assert pharmacy.run("--json", "stock").code == "folder_read_only"
    finally:
        pharmacy.folder.chmod(0o700)


def test_a_newer_program_s_pharmacy(pharmacy: Pharmacy) -> None:
    desk = bootstrap.open_desk(pharmacy.folder)
    with desk.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    desk.store.close()
    said = pharmacy.run("--json", "stock")
    assert (said.exit, said.code) == (2, "database_newer")
    assert "9999" in said.err
    assert not (pharmacy.folder / "backups").exists()


def test_what_does_not_add_up_is_said_and_is_no_bug(pharmacy: Pharmacy) -> None:
    desk = bootstrap.open_desk(pharmacy.folder)
    with desk.store.engine.begin() as connection:
        guard = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name").scalar()
        connection.exec_driver_sql(f"DROP TRIGGER {guard}")
    desk.store.close()
    said = pharmacy.run("--json", "check")
    assert said.exit == 2
    assert said.data["sound"] is False
    assert str(guard) in "".join(said.data["faults"])


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug, with a neighbour's name in its words."""

    def stock(*_: object) -> None:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"({SECRET!r}) is not in list") from error

    monkeypatch.setitem(cli._COMMANDS, "stock", stock)


def test_a_bug_is_one_sentence_and_its_lines_are_kept_without_values(pharmacy: Pharmacy, broken: None) -> None:
    said = pharmacy.run("--json", "stock")
    assert (said.exit, said.code) == (1, "bug")
    assert len(said.err.splitlines()) == 1
    log = (pharmacy.folder / "logs" / logs.NAME).read_text(encoding="utf-8")
    assert "builtins.ValueError" in log
    assert "builtins.KeyError" in log
    assert "test_machine.py" in log
    assert "Rojas" not in log + said.err + said.out


def test_the_log_rolls_over(tmp_path: Path) -> None:
    (tmp_path / "pharmacy").mkdir()
    with logs.kept(tmp_path / "pharmacy" / "logs"):
        for _ in range(3000):
            cli._log.error("x" * 300)
    kept = list((tmp_path / "pharmacy" / "logs").iterdir())
    assert len(kept) == 3
    assert sum(path.stat().st_size for path in kept) < 1_000_000


def test_a_bug_before_there_is_a_pharmacy_makes_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "open_desk", lambda *_: 1 // 0)
    assert Pharmacy(tmp_path / "none", capsys).run("stock").exit == 1
    assert not (tmp_path / "none").exists()


def test_the_window_is_not_tried_without_a_screen(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run(
        [sys.executable, "-m", "pharmacy_app", "--data", tmp_path / "x"], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert not (tmp_path / "x").exists()
