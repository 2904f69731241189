"""A pharmacy of every version, with its rows, becomes one of this version: whole, counted, after a copy aside. And a step that goes wrong."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from pharmacy_app.db import keys, opening
from pharmacy_app.db import upgrade as upgrading
from pharmacy_app.db.engine import open_sqlite
from pharmacy_app.db.version import newest, version_of
from pharmacy_app.domain.errors import Refusal, Trouble
from pharmacy_app.services import round_reopening, safekeeping
from pharmacy_app.services.desk import Desk
from pharmacy_app.system import paths
from pharmacy_app.system.clock import FixedClock
from pharmacy_app.system.paths import DataDir
from tests.migrations.make_sample import SAMPLES, make
from tests.migrations.schema import downgrade, raw, rows
from tests.migrations.test_migrations import revisions
from tests.support.desks import TODAY

CLOCK = FixedClock(TODAY)
NOW, AFTER = newest(), f"{int(newest()) + 1:04d}"
# A step such as may come: a parent and a guarded table rebuilt, a column filled from others, and a table of its own.
NEXT = '''"""Made by a test."""
import sqlalchemy as sa
from alembic import op
from pharmacy_app.db.guards import of_version
revision = "AFTER"
down_revision = "NOW"
def guards():
    if op.get_bind().dialect.name == "sqlite":
        for made in of_version("NOW").statements("sqlite"):
            if " ON batches " in made:
                op.execute(sa.text(made))
def upgrade():
    op.create_table("shelves", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name="pk_shelves"))
    with op.batch_alter_table("donors", recreate="auto") as table:
        table.alter_column("contact", existing_type=sa.Text(), nullable=True)
    with op.batch_alter_table("batches") as table:
        table.add_column(sa.Column("received", sa.Integer(), nullable=True))
        table.alter_column("shelf", existing_type=sa.Text(), nullable=True)
    op.execute("UPDATE batches SET received = (SELECT sum(units) FROM stock_movements m WHERE m.batch_id = batches.id AND m.kind = 'receipt')")
    guards()
def downgrade():
    with op.batch_alter_table("batches") as table:
        table.drop_column("received")
        table.alter_column("shelf", existing_type=sa.Text(), nullable=False)
    with op.batch_alter_table("donors") as table:
        table.alter_column("contact", existing_type=sa.Text(), nullable=False)
    op.drop_table("shelves")
    guards()
'''.replace("AFTER", AFTER).replace("NOW", NOW)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pharmacy of today's version in which everything has happened once."""
    return make(tmp_path_factory.mktemp("sample") / "pharmacy")


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "pharmacy")


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program that is one step further."""
    place = shutil.copytree(paths.migrations(), tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    (place / "versions" / f"{AFTER}_next.py").write_text(NEXT)
    monkeypatch.setattr(paths, "migrations", lambda: place)
    return place


def for_upgrade(folder: Path) -> Engine:
    data = DataDir(folder)
    return open_sqlite(data.database, keys.read(data.key), foreign_keys=False, pooled=False)


def whole(engine: Engine) -> tuple[str | None, object, object]:
    with engine.connect() as connection:
        return version_of(connection), raw(connection), rows(connection)


@pytest.mark.parametrize("version", revisions())
def test_a_pharmacy_of_every_version_is_upgraded_whole(version: str, made: Path, tmp_path: Path) -> None:
    sample = made if version == newest() else SAMPLES / version
    assert sample.is_dir(), f"no sample of version {version}: see tests/migrations/samples"
    folder = shutil.copytree(sample, tmp_path / "pharmacy")
    engine = for_upgrade(folder)
    with engine.connect() as connection:
        before = rows(connection)
        assert version_of(connection) == version
    engine.dispose()
    store = opening.open_folder(DataDir(folder), CLOCK)
    with store.read() as connection:
        after = rows(connection)
    assert {name: len(after[name]) for name in before} == {name: len(before[name]) for name in before}
    health = safekeeping.check(Desk(store, CLOCK))
    store.close()
    assert (health.version, health.faults) == (newest(), ())
    assert len(before["stock_movements"]) > 5
    assert [row for row in before["batches"] if row[-1]]  # units are reserved in it


def test_an_upgrade_keeps_rows_and_guards_and_a_copy_of_before(folder: Path, next_version: Path) -> None:
    engine = for_upgrade(folder)
    _, _, before = whole(engine)
    store = opening.open_folder(DataDir(folder), CLOCK)
    desk = Desk(store, CLOCK)
    assert safekeeping.check(desk).version == AFTER
    assert safekeeping.check(desk).faults == ()
    with store.read() as connection:
        after = rows(connection)
        assert connection.execute(text("SELECT received FROM batches WHERE lot = 'L-good'")).scalar_one() == 105
    assert after.pop("shelves") == []
    assert {name: len(some) for name, some in after.items()} == {name: len(some) for name, some in before.items()}  # type: ignore[attr-defined]
    with pytest.raises(Refusal, match="on_hand_by_ledger_only"), desk.act(desk.by(1), "test") as act:
        act.connection.execute(text("UPDATE batches SET on_hand = on_hand + 1"))
    store.close()
    (copy,) = DataDir(folder).backups.iterdir()
    assert copy.name == f"before-upgrade-from-{NOW}-20261123-160000.db"
    old = open_sqlite(copy, keys.read(DataDir(folder).key), pooled=False)
    assert (whole(old)[0], whole(old)[2]) == (NOW, before)
    downgrade(engine, NOW)
    assert whole(engine)[0] == NOW
    assert whole(engine)[2] == before


def test_an_error_at_any_statement_leaves_all_as_it_was(folder: Path, next_version: Path) -> None:
    engine = for_upgrade(folder)
    before = whole(engine)
    stop_at, counted = 0, 0

    @event.listens_for(engine, "before_cursor_execute")
    def count(*_: object) -> None:
        nonlocal counted
        counted += 1
        if counted == stop_at:
            raise ZeroDivisionError

    tried = 0
    while True:
        stop_at, counted = stop_at + 1, 0
        try:
            upgrading.upgrade(engine)
        except ZeroDivisionError:
            tried, stop_at = tried + 1, stop_at + tried // 12  # every one at first, then fewer: a hundred statements count rows and tables
            counted = -1_000_000
            assert whole(engine) == before
        else:
            stop_at = 0
            break
    assert tried > 20
    assert whole(engine)[0] == AFTER


def test_a_row_that_goes_missing_stops_the_upgrade(folder: Path, next_version: Path) -> None:
    step = next_version / "versions" / f"{AFTER}_next.py"
    step.write_text(
        NEXT.replace("    guards()\ndef downgrade", "    op.execute('DELETE FROM slips WHERE id = 2')\n    guards()\ndef downgrade")
    )
    engine = for_upgrade(folder)
    before = whole(engine)
    with pytest.raises(Trouble) as caught:
        upgrading.upgrade(engine)
    assert (caught.value.code, caught.value.data) == ("upgrade_failed", {"tables": "slips"})
    assert whole(engine) == before


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE prescriptions SET patient_id = 99", "prescriptions"),  # nobody of that number: seen before COMMIT
        ("UPDATE slips SET patient_id = 99", "slip_fixed"),  # a guard of the database itself
    ],
)
def test_what_breaks_a_reference_or_a_guard_stops_the_upgrade(folder: Path, next_version: Path, statement: str, said: str) -> None:
    step = next_version / "versions" / f"{AFTER}_next.py"
    step.write_text(NEXT.replace("    guards()\ndef downgrade", f"    guards()\n    op.execute('{statement}')\ndef downgrade"))
    engine = for_upgrade(folder)
    before = whole(engine)
    with pytest.raises(Trouble) as caught:
        upgrading.upgrade(engine)
    assert (caught.value.code, caught.value.data) == ("upgrade_failed", {"tables": said})
    assert whole(engine) == before


KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from pharmacy_app.db import keys, upgrade
from pharmacy_app.db.engine import open_sqlite
from pharmacy_app.system import paths
place, folder, at = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
paths.migrations = lambda: place
engine = open_sqlite(folder / "pharmacy.db", keys.read(folder / "pharmacy.key"), foreign_keys=False, pooled=False)
count = 0
@event.listens_for(engine, "after_cursor_execute")
def die(*_):
    global count
    count += 1
    if count == at:
        os.kill(os.getpid(), signal.SIGKILL)
upgrade.upgrade(engine)
"""


@pytest.mark.parametrize("at", [30, 60, 90])
def test_killed_on_the_way_it_is_all_old_and_the_next_try_works(folder: Path, next_version: Path, root: Path, at: int) -> None:
    engine = for_upgrade(folder)
    before = whole(engine)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(next_version), str(folder), str(at)], cwd=root, env=os.environ)
    assert killed.returncode == -signal.SIGKILL
    assert whole(engine) == before
    upgrading.upgrade(engine)
    assert whole(engine)[0] == AFTER


def test_a_copy_that_fails_leaves_nothing(folder: Path, next_version: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(Trouble, match="disk_full"):
        opening.open_folder(DataDir(folder), CLOCK)
    assert list(DataDir(folder).backups.iterdir()) == []
    assert whole(for_upgrade(folder))[0] == NOW


def test_a_damaged_pharmacy_is_not_upgraded(folder: Path, next_version: Path) -> None:
    """The copy is read back: a page that is broken today must not become the only copy."""
    database = DataDir(folder).database
    broken = bytearray(database.read_bytes())
    broken[300_000] ^= 1
    database.write_bytes(broken)
    with pytest.raises(Trouble, match="database_damaged"):
        opening.open_folder(DataDir(folder), CLOCK)
    assert database.read_bytes() == broken


def test_a_round_closed_by_version_4_says_how_its_units_ended_and_can_be_reopened(tmp_path: Path) -> None:
    """Until then only the slip said that a bag was lost, and nothing that a promise continues one that came back."""
    folder = shutil.copytree(SAMPLES / "0004", tmp_path / "pharmacy")
    engine = for_upgrade(folder)
    promise = (
        "INSERT INTO allocations (run_item_id, batch_id, units, covers, first_day, last_day, status, slip_id, reserved_on, delivered_units) "
        "SELECT run_item_id, batch_id, {units}, {units}, first_day, last_day, '{status}', {slip}, reserved_on, 0 FROM allocations WHERE id = 1"
    )
    with engine.execution_options(pharmacy_writes=True).begin() as connection:
        user = connection.execute(text("SELECT MIN(id) FROM users")).scalar_one()
        signed = f"'2026-11-23 12:00:00', {user}"
        connection.execute(
            text(
                "INSERT INTO audit (token, user_id, verb, subject_kind, subject_id, occurred_on, entered_at) "
                f"VALUES ('closing-of-version-4', {user}, 'round.close', 'round', 2, '2026-11-23', '2026-11-23 12:00:00')"
            )
        )
        connection.execute(
            text(
                f"INSERT INTO rounds (id, walked_on, carriers, status, entered_at, entered_by) VALUES (2, '2026-11-23', '', 'out', {signed})"
            )
        )
        connection.execute(text("INSERT INTO deliveries (id, round_id, household_id, position) VALUES (9, 2, 1, 1)"))
        for slip, patient, result, units in ((8, 1, "nobody_home", 3), (9, 2, "lost", 2)):
            values = f"({slip}, 9, {patient}, 'E{slip}', '{result}', '', '')"
            connection.execute(text(f"INSERT INTO slips (id, delivery_id, patient_id, code, result, received_by, note) VALUES {values}"))
            connection.execute(text(promise.format(units=units, status="out", slip=slip)))
            connection.execute(text(f"UPDATE allocations SET status = 'released' WHERE slip_id = {slip}"))
        connection.execute(text(promise.format(units=3, status="reserved", slip="NULL")))
        connection.execute(text("UPDATE rounds SET status = 'closed', closed_on = '2026-11-23' WHERE id = 2"))
    engine.dispose()
    store = opening.open_folder(DataDir(folder), CLOCK)
    with store.read() as connection:
        ended = connection.execute(
            text("SELECT slip_id, returned_units, lost_units FROM allocations WHERE slip_id IN (8, 9) ORDER BY slip_id")
        ).all()
        again = connection.execute(
            text("SELECT a.units, o.slip_id, a.missed_on = a.reserved_on FROM allocations a JOIN allocations o ON o.id = a.again_of_id")
        ).all()
        act = connection.execute(text("SELECT closed_act FROM rounds WHERE id = 2")).scalar_one()
    assert [tuple(row) for row in ended] == [(8, 3, 0), (9, 0, 2)]
    assert [tuple(row) for row in again] == [(3, 8, 1)]
    assert act == "closing-of-version-4"
    seen = round_reopening.preview(Desk(store, CLOCK), 2)
    store.close()
    assert (seen.returned, seen.lost, seen.again, seen.blockers) == (3, 2, 1, ())
