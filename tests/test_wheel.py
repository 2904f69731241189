"""The wheel alone, in an environment that has never seen the checkout, walks the whole chain by command."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from datetime import date
from pathlib import Path

import pytest
from walk_through import Program, walk

from tests.support.source import project_files

DAY = date(2026, 11, 23)
SHIPPED = ("migrations/", "resources/")
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input")
OFFLINE = ("--no-index", "--no-deps")


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=_environment(cwd), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _environment(home: Path) -> dict[str, str]:
    """Nothing of the checkout or of pytest: an own home, no PYTHONPATH, no chosen data folder."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT", "TEMP") if name in os.environ}
    return {**kept, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built without a network by the locked tools."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(*PIP, "wheel", *OFFLINE, "--no-build-isolation", "--wheel-dir", folder, root, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands' folder of an environment with this wheel; the libraries are lent by the one that runs the tests."""
    place = tmp_path_factory.mktemp("installed")
    _run(sys.executable, "-m", "venv", "--without-pip", place / "env", cwd=place)
    python = place / "env" / "bin" / "python"
    _run(PIP[0], "-m", "pip", "--python", python, *PIP[3:], "install", *OFFLINE, wheel, cwd=place)
    # A path line lends packages only: the lender's own .pth files, which lead to the checkout, are not read.
    site = _run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=place).strip()
    Path(site, "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python.parent


def test_the_wheel_carries_what_the_checkout_ships(root: Path, wheel: Path) -> None:
    carried = set(zipfile.ZipFile(wheel).namelist())
    shipped = [path.relative_to(root).as_posix() for path in project_files()]
    assert [name for name in shipped if name.startswith(SHIPPED) and f"pharmacy_app/{name}" not in carried] == []
    words = {name for name in carried if name.endswith(".mo")}
    assert words == {f"pharmacy_app/resources/translations/{code}/LC_MESSAGES/messages.mo" for code in ("es", "it", "ru")}
    assert not [name for name in carried if name.startswith(("tests/", "tools/"))]


def test_the_program_is_the_installed_one(root: Path, installed: Path) -> None:
    where = _run(installed / "python", "-c", "import pharmacy_app; print(pharmacy_app.__file__)", cwd=installed).strip()
    assert Path(where).is_relative_to(installed.parent)
    assert not Path(where).is_relative_to(root)


def test_the_chain_from_box_to_report(installed: Path, tmp_path: Path) -> None:
    program = Program((str(installed / "pharmacy-app"),), tmp_path / "training", _environment(tmp_path), DAY)
    papers = walk(program, "neighbourhood", DAY, tmp_path)
    assert {name: path.read_bytes()[:5] for name, path in papers.items()} == dict.fromkeys(papers, b"%PDF-")
    assert any(batch["doors"] for batch in program("trace", "--donation", "1")["batches"])
