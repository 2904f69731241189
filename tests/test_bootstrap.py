"""The rooms joined: a pharmacy is made whole or not at all, and another day than today exists in practice folders only."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pharmacy_app import bootstrap
from pharmacy_app.domain.errors import Refusal, Trouble
from pharmacy_app.services import safekeeping, setup

DAY = date(2026, 11, 23)


def test_a_real_pharmacy_is_made_and_opened_again(tmp_path: Path) -> None:
    made = bootstrap.create(tmp_path / "p", None, None, 1, None, "Carmen R.", pharmacy=" La Loma ")
    assert setup.settings(made)["pharmacy_name"] == "La Loma"
    made.store.close()
    desk = bootstrap.open_desk(tmp_path / "p")
    assert safekeeping.check(desk).faults == ()
    assert [user.name for user in setup.users(desk)] == ["Carmen R."]
    desk.store.close()
    with pytest.raises(Refusal, match="today_only_in_training"):
        bootstrap.open_desk(tmp_path / "p", today=DAY)


def test_a_practice_folder_may_have_another_day(tmp_path: Path) -> None:
    bootstrap.create(tmp_path / "p", None, "none", 1, DAY, "Carmen R.").store.close()
    desk = bootstrap.open_desk(tmp_path / "p", today=DAY)
    assert desk.clock.today() == DAY
    assert setup.settings(desk)["training"] == "none"
    desk.store.close()


def test_half_a_pharmacy_is_never_left(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="user_without_name"):
        bootstrap.create(tmp_path / "p", None, None, 1, None, "  ")

    def cancel(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bootstrap.create(tmp_path / "p", None, "neighbourhood", 1, DAY, "Carmen R.", cancel)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    with pytest.raises(Trouble, match="no_pharmacy"):
        bootstrap.open_desk(tmp_path / "p")
    bootstrap.create(tmp_path / "p", None, None, 1, None, "Carmen R.").store.close()  # and the next try is not in its way


def test_a_pharmacy_on_a_server(pg_url: str, tmp_path: Path) -> None:
    url = pg_url.replace("+psycopg", "")
    bootstrap.create(tmp_path, url, None, 1, None, "Carmen R.").store.close()
    desk = bootstrap.open_desk(tmp_path, url)
    assert safekeeping.check(desk).faults == ()
    desk.store.close()
    with pytest.raises(Refusal, match="already_furnished"):
        bootstrap.create(tmp_path, url, None, 1, None, "Otra")
    assert list(tmp_path.iterdir()) == []
