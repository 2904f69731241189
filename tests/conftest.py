"""What every test can ask for. Strictness is set in pyproject.toml."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support import postgres

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anybody imports Qt
# Nor does anybody see this PC's printers: CUPS asks once in a process where its server is. tests/ui/test_printing.py starts one there.
_printing = tempfile.mkdtemp(prefix="cups")
atexit.register(shutil.rmtree, _printing, ignore_errors=True)
os.environ["CUPS_SERVER"] = f"{_printing}/c/s"

# A machine that is busy with something else is slow, not wrong; and the same code gives the same answer twice. New cases are looked for
# with HYPOTHESIS_PROFILE=search, before something is handed over.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("search", settings.get_profile("house"), derandomize=False, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session", autouse=True)
def _away_from_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test can touch the data of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PHARMACY_APP_DATA", raising=False)
        for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
            patch.setenv(variable, str(home / variable.lower()))
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real data from outside the project; it lies beside some checkouts and is never part of one."""
    if not SHARED.is_dir():
        pytest.skip("the shared real data does not lie beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """One server for each test process, started when the first test asks."""
    with postgres.running() as server:
        if server is None:
            pytest.skip("no PostgreSQL is installed (initdb was not found)")
        yield server


@pytest.fixture
def pg_url(postgres_server: postgres.Server) -> Iterator[str]:
    """SQLAlchemy's URL of a fresh, empty database of this test alone."""
    name = postgres_server.fresh()
    yield postgres_server.url(name)
    postgres_server.drop(name)
