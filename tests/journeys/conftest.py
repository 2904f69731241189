"""An empty practice pharmacy for each story: in a folder, and on a PostgreSQL server where one is installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.commands import Pharmacy
from tests.support.desks import make_template
from tests.support.postgres import Server

DAY = "2026-11-23"


@pytest.fixture(scope="session")
def practice_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Furnished once; every story gets a copy."""
    return make_template(tmp_path_factory.mktemp("template") / "pharmacy", training="none")


@pytest.fixture(params=["sqlite", "postgresql"])
def pharmacy(request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Pharmacy]:
    """On Monday, 23 November 2026."""
    folder = tmp_path / "pharmacy"
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("practice_folder")
        yield Pharmacy(Path(shutil.copytree(template, folder)), capsys, options=("--today", DAY))
        return
    server: Server = request.getfixturevalue("postgres_server")
    name = server.fresh()
    made = Pharmacy(folder, capsys, server.url(name), options=("--today", DAY))
    made("init", "--sample", "none")
    yield made
    server.drop(name)
