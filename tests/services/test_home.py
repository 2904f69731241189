"""The first room says the same before the store is open and afterwards, on both databases; whatever is not as it should be is left to the opening."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pharmacy_app.db import opening
from pharmacy_app.services import home, setup
from pharmacy_app.services.desk import Desk
from pharmacy_app.system.clock import FixedClock
from pharmacy_app.system.paths import DataDir
from tests.support.desks import TODAY, Worker, make_template, sqlite_worker
from tests.support.pharmacies import write_pharmacy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A practice pharmacy in which everything has happened once."""
    made = make_template(tmp_path / "begun", training="commune")
    worker = sqlite_worker(made, tmp_path / "worked")
    write_pharmacy(worker)
    worker.desk.store.close()
    return tmp_path / "worked"


def test_a_glance_is_what_the_opened_store_says(folder: Path) -> None:
    seen = home.glance(folder, TODAY.isoformat())
    further = home.glance_further(folder, TODAY)
    assert seen is not None and not seen.today.empty and seen.today.done and further is not None and further.needs
    desk = Desk(opening.open_folder(DataDir(folder), FixedClock(TODAY)), FixedClock(TODAY))
    assert seen.today == home.today(desk) and further == home.counted(desk, TODAY)
    assert seen.training is True
    assert seen.user == home.begins(setup.users(desk)).name
    desk.store.close()


def test_both_databases_answer_with_values_of_the_same_kind(worker: Worker, folder: Path) -> None:
    write_pharmacy(worker)
    found, seen = home.today(worker.desk), home.glance(folder, TODAY.isoformat())
    assert seen is not None
    assert (found.tasks, found.months) == (seen.today.tasks, seen.today.months)
    assert home.counted(worker.desk, TODAY) == home.glance_further(folder, TODAY)
    assert [(one.verb, one.day, one.times) for one in found.done] == [(one.verb, one.day, one.times) for one in seen.today.done]


def test_a_chosen_day_is_for_practice_only(tmp_path: Path) -> None:
    real = make_template(tmp_path / "real")
    assert home.glance(real, TODAY.isoformat()) is None
    assert home.glance(real) is not None
    practice = make_template(tmp_path / "practice", training="commune")
    assert home.glance(practice, "tomorrow") is None


def _no_key(data: DataDir) -> None:
    data.key.unlink()


def _damaged(data: DataDir) -> None:
    data.database.write_bytes(b"x" * 8192)


def _empty(data: DataDir) -> None:
    data.database.write_bytes(b"")


def _newer(data: DataDir) -> None:
    store = opening.open_folder(data, FixedClock(TODAY))
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()


@pytest.mark.parametrize("spoil", [_no_key, _damaged, _empty, _newer])
def test_whatever_is_wrong_is_left_to_the_opening(folder: Path, spoil: Callable[[DataDir], None]) -> None:
    spoil(DataDir(folder))
    assert home.glance(folder) is None and home.glance_further(folder, TODAY) is None


def test_a_folder_without_a_pharmacy_stays_without_one(tmp_path: Path) -> None:
    assert home.glance(tmp_path) is None
    assert list(tmp_path.iterdir()) == []
