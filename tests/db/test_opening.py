"""Opening what is lost, damaged, foreign, newer, read-only or full: one trouble with its code each, and not a byte is changed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from pharmacy_app.db import keys, opening
from pharmacy_app.db.engine import OLDEST_SQLITE, open_sqlite, refuse_old_sqlite
from pharmacy_app.domain.errors import Trouble
from pharmacy_app.services import safekeeping
from pharmacy_app.services.desk import Desk
from pharmacy_app.system.clock import FixedClock
from pharmacy_app.system.paths import DataDir
from tests.support.desks import TODAY, sqlite_worker

CLOCK = FixedClock(TODAY)
AS_ROOT = os.name == "posix" and os.geteuid() == 0


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def folder(sqlite_template: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sqlite_template, tmp_path / "pharmacy")


def database(folder: Path) -> Path:
    return DataDir(folder).database


def cut(share: float) -> Callable[[Path], object]:
    return lambda folder: database(folder).write_bytes(database(folder).read_bytes()[: int(database(folder).stat().st_size * share)])


def flipped(at: int) -> Callable[[Path], object]:
    def damage(folder: Path) -> None:
        whole = bytearray(database(folder).read_bytes())
        whole[at] ^= 0x10
        database(folder).write_bytes(whole)

    return damage


def with_version(number: str) -> Callable[[Path], object]:
    def damage(folder: Path) -> None:
        store = opening.open_folder(DataDir(folder), CLOCK)
        with store.engine.begin() as connection:
            connection.execute(text(f"UPDATE alembic_version SET version_num = '{number}'"))
        store.close()

    return damage


def foreign_tables(folder: Path) -> None:
    """A database of somebody else's, even with our key."""
    database(folder).unlink()
    engine = open_sqlite(database(folder), keys.read(DataDir(folder).key))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE shelf (n int)"))
    engine.dispose()


DAMAGES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "no database": ("no_pharmacy", lambda folder: database(folder).unlink()),
    "no key": ("key_missing", lambda folder: DataDir(folder).key.unlink()),
    "empty key": ("key_damaged", lambda folder: DataDir(folder).key.write_bytes(b"")),
    "key of other bytes": ("key_damaged", lambda folder: DataDir(folder).key.write_bytes(b"\xff\x00" * 60)),
    "half a key": ("key_damaged", lambda folder: DataDir(folder).key.write_text(DataDir(folder).key.read_text()[:60])),
    "another pharmacy's key": ("database_damaged", lambda folder: keys.create(DataDir(folder).key)),
    "0 bytes": ("database_damaged", lambda folder: database(folder).write_bytes(b"")),
    "half a page": ("database_damaged", lambda folder: database(folder).write_bytes(database(folder).read_bytes()[:2000])),
    "half of it": ("database_damaged", cut(0.5)),
    "text": ("database_damaged", lambda folder: database(folder).write_bytes(b"receta;paciente\n" * 3000)),
    "bit on page 1": ("database_damaged", flipped(100)),
    "bit on page 2": ("database_damaged", flipped(4096 + 50)),
    "not ours": ("database_damaged", foreign_tables),
    "newer": ("database_newer", with_version("9999")),
}


@pytest.mark.parametrize(("code", "damage"), DAMAGES.values(), ids=DAMAGES.keys())
def test_one_trouble_and_nothing_changed(folder: Path, code: str, damage: Callable[[Path], object]) -> None:
    damage(folder)
    before = contents(folder)
    with pytest.raises(Trouble) as caught:
        opening.open_folder(DataDir(folder), CLOCK)
    assert caught.value.code == code
    assert contents(folder) == before


def test_the_same_folder_undamaged_opens(folder: Path) -> None:
    """The control of the tests above."""
    before = contents(folder)
    store = opening.open_folder(DataDir(folder), CLOCK)
    assert safekeeping.check(Desk(store, CLOCK)).sound
    store.close()
    assert contents(folder) == before


@pytest.mark.parametrize("at", [20, 5_000, 100_000, 300_000, -10])
def test_a_flipped_bit_anywhere_is_noticed_at_the_latest_by_the_check(folder: Path, at: int) -> None:
    flipped(at)(folder)
    with pytest.raises(Trouble, match="database_damaged"):
        store = opening.open_folder(DataDir(folder), CLOCK)
        try:
            if safekeeping.check(Desk(store, CLOCK)).faults:
                raise Trouble("database_damaged")
        finally:
            store.close()


def test_the_first_sixteen_bytes_may_be_torn(folder: Path) -> None:
    """Where SQLCipher keeps its salt alone, such a sector loses everything; ours stands in the key file too."""
    whole = database(folder).read_bytes()
    database(folder).write_bytes(os.urandom(16) + whole[16:])
    store = opening.open_folder(DataDir(folder), CLOCK)
    assert safekeeping.check(Desk(store, CLOCK)).sound
    store.close()


def test_a_folder_that_cannot_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root every folder can be written; so what the system would answer to anybody else is answered in its place."""
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != folder)
    before = contents(folder)
    with pytest.raises(Trouble, match="folder_read_only"):
        opening.open_folder(DataDir(folder), CLOCK)
    assert contents(folder) == before


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Mounts for real, as root alone may."""
    if not AS_ROOT:
        pytest.skip("only root may mount")
    places: list[Path] = []

    def mount(*options: str) -> Path:
        place = tmp_path / f"mounted{len(places)}"
        place.mkdir()
        done = subprocess.run(["mount", *options, str(place)], capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"this machine does not mount: {done.stderr.strip()}")
        places.append(place)
        return place

    yield mount
    for place in places:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_really_read_only_folder(folder: Path, mounted: Callable[..., Path]) -> None:
    place = mounted("--bind", str(folder))
    subprocess.run(["mount", "-o", "remount,bind,ro", str(place)], check=True)
    before = contents(folder)
    with pytest.raises(Trouble, match="folder_read_only"):
        opening.open_folder(DataDir(place), CLOCK)
    with pytest.raises(Trouble, match="folder_read_only"):
        opening.create(DataDir(place / "new"))
    assert contents(folder) == before


def fill(place: Path) -> None:
    """Until not one more byte goes onto the disk."""
    with (place / "film.avi").open("wb", buffering=0) as film:
        for size in (65536, 4096, 1):
            try:
                while film.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue


def test_no_space_to_begin_with(mounted: Callable[..., Path]) -> None:
    place = mounted("-t", "tmpfs", "-o", "size=300k", "tmpfs")
    with pytest.raises(Trouble, match="disk_full"):
        opening.create(DataDir(place / "pharmacy"))
    assert list(place.iterdir()) == []


def test_no_space_while_working(sqlite_template: Path, mounted: Callable[..., Path]) -> None:
    """What was saved stays, what was not says so, and with room again the same pharmacy goes on."""
    place = mounted("-t", "tmpfs", "-o", "size=3m", "tmpfs")
    worker = sqlite_worker(sqlite_template, place / "pharmacy")
    saved = worker.by()
    with worker.desk.act(saved, "test.before"):
        pass
    fill(place)
    with pytest.raises(Trouble) as caught:
        for _ in range(2000):
            with worker.desk.act(worker.by(), "test.full") as act:
                act.after = {"text": "x" * 5000}
    assert caught.value.code in ("disk_full", "not_saved")
    count = safekeeping.check(worker.desk).acts
    assert count >= 2
    (place / "film.avi").unlink()
    with worker.desk.act(worker.by(), "test.after"):
        pass
    health = safekeeping.check(worker.desk)
    worker.desk.store.close()
    assert (health.faults, health.acts) == ((), count + 1)


def test_what_could_not_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(engine: object, to: str = "head") -> None:
        raise Trouble("disk_full", "database")

    monkeypatch.setattr("pharmacy_app.db.upgrade.upgrade", fail)
    with pytest.raises(Trouble, match="disk_full"):
        opening.create(DataDir(tmp_path / "pharmacy"))
    assert list(tmp_path.iterdir()) == []


def test_a_pharmacy_is_never_made_over_another(folder: Path) -> None:
    before = contents(folder)
    with pytest.raises(Trouble, match="folder_in_use"):
        opening.create(DataDir(folder))
    DataDir(folder).database.unlink()
    with pytest.raises(Trouble, match="folder_in_use"):  # its key may be the only one for a copy on a stick
        opening.create(DataDir(folder))
    assert contents(folder)["pharmacy.key"] == before["pharmacy.key"]


def test_an_sqlite_that_can_lose_commits_is_refused() -> None:
    assert OLDEST_SQLITE == (3, 51, 3)
    for old in ((3, 40, 1), (3, 51, 2)):
        with pytest.raises(Trouble, match="sqlite_too_old"):
            refuse_old_sqlite(old)
    refuse_old_sqlite((3, 51, 3))
    refuse_old_sqlite()


@pytest.mark.parametrize("pooled", [True, False])
def test_settings_of_the_connection_are_really_on(folder: Path, pooled: bool) -> None:
    engine = open_sqlite(database(folder), keys.read(DataDir(folder).key), pooled=pooled)
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "secure_delete": 1, "trusted_schema": 0}
    with engine.connect() as connection:
        assert {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in wanted} == wanted
    engine.dispose()


def test_the_file_shows_nothing_of_what_is_in_it(folder: Path) -> None:
    assert not any(word in database(folder).read_bytes() for word in (b"SQLite format 3", b"Carmen", b"losartan"))


@pytest.mark.parametrize("url", ["", "sqlite:///x.db", "nonsense", "mysql://a@b/c"])
def test_only_a_postgresql_address_is_one(url: str) -> None:
    with pytest.raises(Trouble, match="database_url"):
        opening.open_server(url)


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="database_failed"):
        opening.open_server(f"postgresql://nobody@/nothing?host={tmp_path}")


def test_a_foreign_database_on_the_server_is_left_alone(pg_url: str) -> None:
    engine = create_engine(pg_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE users (n int)"))
    with pytest.raises(Trouble, match="database_not_ours"):
        opening.open_server(pg_url.replace("+psycopg", ""))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).scalar_one() == 1
    engine.dispose()


def test_a_newer_database_on_the_server_is_left_alone(pg_url: str) -> None:
    opening.open_server(pg_url.replace("+psycopg", "")).close()
    engine = create_engine(pg_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(Trouble, match="database_newer"):
        opening.open_server(pg_url.replace("+psycopg", ""))


WRITER = """
import sys
from pathlib import Path
from pharmacy_app.db import opening
from pharmacy_app.services.desk import Desk
from pharmacy_app.system.clock import FixedClock, date
from pharmacy_app.system.paths import DataDir
clock = FixedClock(date(2026, 11, 23))
desk = Desk(opening.open_folder(DataDir(Path(sys.argv[1])), clock), clock)
while True:
    by = desk.by(1)
    with desk.act(by, "test.write") as act:
        act.after = {"text": "x" * 3000}
    print(by.token, flush=True)
"""


def test_twenty_kills_lose_nothing_that_was_acknowledged(folder: Path, root: Path) -> None:
    """Power is cut from the program at any moment; what it had said to be saved is there, and everything adds up."""
    said: set[str] = set()
    for kill in range(20):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], cwd=root, stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        for _ in range(1 + kill * 7 % 23):
            said.add(writer.stdout.readline().strip())
        os.kill(writer.pid, signal.SIGKILL)
        said |= {line.strip() for line in writer.stdout if line.endswith("\n")}
        writer.stdout.close()
        writer.wait()
    store = opening.open_folder(DataDir(folder), CLOCK)
    with store.read() as connection:
        kept = set(connection.execute(text("SELECT token FROM audit WHERE verb = 'test.write'")).scalars())
    assert len(said) > 100
    assert said - kept == set()
    assert safekeeping.check(Desk(store, CLOCK)).faults == ()
    store.close()


def test_a_store_closes_though_the_disk_refuses(folder: Path) -> None:
    store = opening.open_folder(DataDir(folder), CLOCK)
    database(folder).write_bytes(b"")
    store.close()
