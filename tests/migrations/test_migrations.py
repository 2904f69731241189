"""The questions asked of every migration: one head, from nothing to the models, there and back, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from pharmacy_app.db import upgrade as upgrading
from pharmacy_app.db.tables import Base
from pharmacy_app.db.version import guards_expected, newest, version_of
from pharmacy_app.domain.errors import Trouble
from pharmacy_app.system import paths
from tests.migrations.schema import downgrade, empty_postgres, empty_sqlite, raw, seen


def revisions() -> list[str]:
    """Oldest first."""
    return [step.revision for step in ScriptDirectory(str(paths.migrations())).walk_revisions()][::-1]


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database, opened as for an upgrade."""
    one = empty_sqlite(tmp_path / "empty.db") if request.param == "sqlite" else empty_postgres(request.getfixturevalue("pg_url"))
    yield one
    one.dispose()


def test_there_is_one_head_and_its_file_is_the_last() -> None:
    assert ScriptDirectory(str(paths.migrations())).get_heads() == [newest()]
    assert revisions() == sorted(revisions())


def test_from_nothing_to_head_and_again_changes_nothing(engine: Engine) -> None:
    upgrading.upgrade(engine)
    with engine.connect() as connection:
        first = raw(connection)
        assert version_of(connection) == newest()
    upgrading.upgrade(engine)
    with engine.connect() as connection:
        assert raw(connection) == first


def test_head_is_what_the_models_say(engine: Engine, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """By autogenerate, and by what the database wrote down itself: autogenerate sees neither checks nor names of constraints."""
    upgrading.upgrade(engine)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata)
        assert [one for one in found if "alembic_version" not in str(one)] == []
        migrated, migrated_raw = seen(connection), raw(connection)
    if engine.dialect.name == "sqlite":
        models = empty_sqlite(tmp_path / "models.db")
    else:
        server = request.getfixturevalue("postgres_server")
        name = server.fresh()
        request.addfinalizer(lambda: server.drop(name))
        models = empty_postgres(server.url(name))
    with models.begin() as connection:
        Base.metadata.create_all(connection)
    with models.connect() as connection:
        assert seen(connection) == migrated
        made = raw(connection)
    models.dispose()
    guards = ("trigger", "function")
    assert {key: value for key, value in migrated_raw.items() if not key.startswith(guards)} == made


def test_no_constraint_is_without_a_name() -> None:
    nameless = [(table.name, str(one)) for table in Base.metadata.tables.values() for one in table.constraints if not one.name]
    assert nameless == []


def test_the_guards_are_the_ones_that_the_check_expects(engine: Engine) -> None:
    upgrading.upgrade(engine)
    with engine.connect() as connection:
        there = {key.split()[1] for key in raw(connection) if key.startswith("trigger")}
    assert there == guards_expected(engine.dialect.name)


def test_each_step_up_down_and_up_again_leaves_the_same(engine: Engine) -> None:
    for before, step in zip(["base", *revisions()], revisions(), strict=False):
        with engine.connect() as connection:
            old = raw(connection)
        upgrading.upgrade(engine, step)
        with engine.connect() as connection:
            new = raw(connection)
        assert new != old
        downgrade(engine, before)
        with engine.connect() as connection:
            assert raw(connection) == old
        upgrading.upgrade(engine, step)
        with engine.connect() as connection:
            assert raw(connection) == new


def test_a_tier_of_the_census_becomes_a_decision_and_goes_back(engine: Engine) -> None:
    upgrading.upgrade(engine, "0003")
    rows = (
        "INSERT INTO users (id, name, active) VALUES (7, 'Carmen', true), (9, 'Luis', true)",
        "INSERT INTO audit (token, user_id, verb, subject_kind, occurred_on, entered_at)"
        " VALUES ('0123456789abcdef01234567', 9, 'x', '', '2026-11-20', '2026-11-20 10:00:00')",
        "INSERT INTO councils (id, name, folded, office, phone, position) VALUES (1, 'A', 'a', '', '', 1)",
        "INSERT INTO sectors (id, council_id, name, folded, position) VALUES (1, 1, 'A', 'a', 1)",
        "INSERT INTO households (id, code, sector_id, house, directions, position, phone, access) VALUES (1, 'F', 1, '', '', 1, '', '')",
        *(
            "INSERT INTO patients (id, code, household_id, name, folded, national_id, sex, phone, active, tier, birth_estimated, receivers, left_why) "
            f"VALUES ({at}, 'P{at}', 1, 'x', 'x', '', '', '', true, '{tier}', false, '', '')"
            for at, tier in ((1, "A"), (2, ""), (3, "C"))
        ),
    )
    with engine.begin() as connection:
        for row in rows:
            connection.execute(text(row))
    upgrading.upgrade(engine)
    with engine.begin() as connection:
        found = connection.execute(
            text("SELECT patient_id, item_id, tier, why, decided_on, entered_by FROM tier_decisions ORDER BY id")
        ).all()
        assert [(*row[:4], str(row[4]), row[5]) for row in found] == [
            (1, None, "A", "no se anotó el motivo", "2026-11-20", 7),
            (3, None, "C", "no se anotó el motivo", "2026-11-20", 7),
        ]
        connection.execute(
            text(
                "INSERT INTO tier_decisions (patient_id, tier, why, decided_on, entered_at, entered_by) "
                "VALUES (3, 'B', 'x', '2026-11-21', '2026-11-21 10:00:00', 9)"
            )
        )
    downgrade(engine, "0003")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT id, tier FROM patients ORDER BY id")).all() == [(1, "A"), (2, ""), (3, "B")]


def test_a_newer_database_is_refused(engine: Engine) -> None:
    upgrading.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Trouble) as caught:
        upgrading.upgrade(engine)
    assert (caught.value.code, caught.value.data) == ("database_newer", {"found": "9999", "known": newest()})
