"""A pharmacy by command: one furnished folder, cloned for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.commands import Pharmacy
from tests.support.desks import make_template


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real, empty pharmacy, as `init` leaves it."""
    return make_template(tmp_path_factory.mktemp("template") / "pharmacy")


@pytest.fixture(scope="session")
def practising(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty practice pharmacy, in which another day can be set."""
    return make_template(tmp_path_factory.mktemp("template") / "pharmacy", training="none")


@pytest.fixture
def pharmacy(furnished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Pharmacy:
    """A real pharmacy of this test alone."""
    return Pharmacy(Path(shutil.copytree(furnished, tmp_path / "pharmacy")), capsys)


@pytest.fixture
def practice(practising: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Pharmacy:
    """A practice pharmacy of this test alone, on 23 November 2026."""
    return Pharmacy(Path(shutil.copytree(practising, tmp_path / "practice")), capsys, options=("--today", "2026-11-23"))
