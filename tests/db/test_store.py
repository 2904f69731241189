"""The act: saved once or not at all, and never said to be what it is not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, insert, select, text
from sqlalchemy.exc import OperationalError

from pharmacy_app.db.engine import open_sqlite
from pharmacy_app.db.keys import Key
from pharmacy_app.db.store import Store
from pharmacy_app.db.tables import Audit, Setting
from pharmacy_app.domain.errors import PharmacyError, Refusal, Trouble
from pharmacy_app.services import setup
from pharmacy_app.services.desk import By
from tests.db.conftest import Scene
from tests.support.desks import TODAY, Worker
from tests.support.pharmacies import Writer


def write_setting(worker: Worker, name: str, by: By | None = None) -> None:
    with worker.desk.act(by or worker.by(), "test.write") as act:
        act.connection.execute(insert(Setting).values(name=name, value="1"))


def written(worker: Worker) -> set[str]:
    with worker.desk.read() as connection:
        return set(connection.execute(select(Setting.name).where(Setting.value == "1")).scalars())


def acts(worker: Worker) -> int:
    with worker.desk.read() as connection:
        return len(connection.execute(select(Audit.id)).all())


def test_the_same_act_twice_is_refused_and_done_once(worker: Worker) -> None:
    by = worker.by()
    write_setting(worker, "a", by)
    before = acts(worker)
    with pytest.raises(Refusal, match="act_repeated"):
        write_setting(worker, "b", by)
    assert written(worker) == {"a"}
    assert acts(worker) == before


def test_an_error_inside_leaves_nothing(worker: Worker) -> None:
    before = acts(worker)
    with pytest.raises(ZeroDivisionError), worker.desk.act(worker.by(), "test.write") as act:
        act.connection.execute(insert(Setting).values(name="a", value="1"))
        raise ZeroDivisionError
    assert written(worker) == set()
    assert acts(worker) == before


def test_an_act_says_who_when_what(worker: Worker) -> None:
    by = worker.by()
    with worker.desk.act(by, "test.write") as act:
        act.about("setting", 7)
        act.before, act.after = {"value": "viejo"}, {"value": "ñandú", "day": TODAY}
    with worker.desk.read() as connection:
        row = connection.execute(select(Audit.__table__).where(Audit.token == by.token)).one()
    assert (row.user_id, row.verb, row.subject_kind, row.subject_id, row.occurred_on) == (worker.user_id, "test.write", "setting", 7, TODAY)
    assert (row.before, row.after) == ('{"value": "viejo"}', '{"day": "2026-11-23", "value": "ñandú"}')
    assert row.entered_at == worker.desk.clock.now()


@contextmanager
def commit_answers(store: Store, answer: Callable[[Callable[[], None]], None]) -> Iterator[None]:
    """Every COMMIT goes through `answer`, which is handed the real one: as a disk or a network may do it."""
    engine = store.engine
    real = engine.dialect.do_commit

    def commit(raw: object) -> None:
        answer(lambda: real(raw))  # type: ignore[arg-type]

    engine.dialect.do_commit = commit  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        engine.dialect.do_commit = real  # type: ignore[method-assign]


def io_error(store: Store) -> Exception:
    made: Exception = store.engine.dialect.loaded_dbapi.OperationalError("disk I/O error")
    return made


def test_a_commit_that_fails_after_it_happened_counts_as_done(worker: Worker) -> None:
    store = worker.desk.store

    def saved_all_the_same(commit: Callable[[], None]) -> None:
        commit()
        raise io_error(store)

    with commit_answers(store, saved_all_the_same):
        write_setting(worker, "a")  # says nothing: it is there
    assert written(worker) == {"a"}
    write_setting(worker, "b")
    assert written(worker) == {"a", "b"}


def test_a_commit_that_lost_it_says_so(worker: Worker) -> None:
    store = worker.desk.store
    by = worker.by()

    def lost(_: Callable[[], None]) -> None:
        raise io_error(store)

    with commit_answers(store, lost), pytest.raises(Trouble, match="not_saved"):
        write_setting(worker, "a", by)
    assert written(worker) == set()
    write_setting(worker, "a", by)  # and the same act can be done again
    assert written(worker) == {"a"}


def test_where_it_cannot_be_looked_up_it_is_unclear(worker: Worker) -> None:
    store = worker.desk.store

    def gone(_: Callable[[], None]) -> None:
        event.listen(store.engine, "begin", no_more)
        raise io_error(store)

    def no_more(_: Connection) -> None:
        raise OperationalError("BEGIN", None, io_error(store))

    with commit_answers(store, gone), pytest.raises(Trouble, match="unclear"):
        write_setting(worker, "a")
    event.remove(store.engine, "begin", no_more)
    assert written(worker) == set()


def test_a_reader_sees_one_moment(worker: Worker) -> None:
    with worker.desk.read() as connection:
        before = set(connection.execute(select(Setting.name)).scalars())
        write_setting(worker, "new")
        assert set(connection.execute(select(Setting.name)).scalars()) == before
    assert written(worker) == {"new"}


def test_what_a_reader_writes_is_not_kept(worker: Worker) -> None:
    if worker.desk.store.on_postgres:
        with pytest.raises(Exception, match="read-only"), worker.desk.read() as connection:
            connection.execute(insert(Setting).values(name="a", value="1"))
    else:
        with worker.desk.read() as connection:
            connection.execute(insert(Setting).values(name="a", value="1"))
    assert written(worker) == set()


def together(*jobs: Callable[[], None]) -> list[str]:
    """Both at the same moment; how each ended: `done`, or the code."""
    gate = threading.Barrier(len(jobs))
    ends: list[str] = []

    def one(job: Callable[[], None]) -> None:
        gate.wait(10)
        try:
            job()
        except PharmacyError as error:
            ends.append(error.code)
        else:
            ends.append("done")

    threads = [threading.Thread(target=one, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(ends)


def reserve(scene: Scene, units: int, batch: str = "other") -> Callable[[], None]:
    """Straight to the database, without the locks that services take first."""

    def job() -> None:
        with scene.worker.desk.act(scene.worker.by(), "test.reserve") as act:
            Writer(act).promise(int(scene.ids["run_item"]), int(scene.ids[batch]), units, status="reserved", reserved_on=TODAY)

    return job


def set_aside(scene: Scene, batch: str = "other") -> Callable[[], None]:
    def job() -> None:
        with scene.worker.desk.act(scene.worker.by(), "test.aside") as act:
            sql = f"UPDATE batches SET status = 'recalled', reason = 'x' WHERE id = {scene.ids[batch]}"
            act.connection.execute(text(sql))

    return job


def state(scene: Scene, batch: str = "other") -> tuple[str, int, int]:
    with scene.worker.desk.read() as connection:
        row = connection.execute(text(f"SELECT status, on_hand, reserved FROM batches WHERE id = {scene.ids[batch]}")).one()
    return row[0], row[1], row[2]


def test_two_people_reserving_the_same_units(scene: Scene) -> None:
    """50 on the shelf, 30 wanted twice: one success, one refusal, whoever was first."""
    assert together(reserve(scene, 30), reserve(scene, 30)) == ["done", "reserved_within_stock"]
    assert state(scene) == ("available", 50, 30)


def test_two_people_reserving_what_is_enough_for_both(scene: Scene) -> None:
    assert together(reserve(scene, 25), reserve(scene, 25)) == ["done", "done"]
    assert state(scene) == ("available", 50, 50)


def test_one_recalls_while_the_other_reserves(scene: Scene) -> None:
    ends = together(reserve(scene, 30), set_aside(scene))
    assert ends in (["batch_has_reservations", "done"], ["done", "not_dispensable"])
    assert state(scene) in (("available", 50, 30), ("recalled", 50, 0))


def test_a_recall_not_yet_committed_holds_the_other_up(scene: Scene) -> None:
    """The order that goes wrong where a guard looks before it has the lock: the reservation starts while the recall is still open."""
    started, ends = threading.Event(), []

    def late() -> None:
        started.set()
        ends.extend(together(reserve(scene, 30)))

    thread = threading.Thread(target=late)
    with scene.worker.desk.act(scene.worker.by(), "test.aside") as act:
        act.connection.execute(text(f"UPDATE batches SET status = 'recalled', reason = 'x' WHERE id = {scene.ids['other']}"))
        thread.start()
        assert started.wait(10)
        if scene.worker.desk.store.on_postgres:
            _wait_for_a_lock(scene)
    thread.join(30)
    assert ends == ["not_dispensable"]
    assert state(scene) == ("recalled", 50, 0)


def _wait_for_a_lock(scene: Scene) -> None:
    """Until the other transaction stands in line."""
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
    for _ in range(100_000):
        with scene.worker.desk.store.engine.connect() as connection:
            if connection.execute(waiting).scalar_one():
                return
    raise AssertionError("nobody waits for the lock")


def test_the_same_act_sent_twice_at_once_is_done_once(scene: Scene) -> None:
    by = scene.worker.by()
    ends = together(lambda: write_setting(scene.worker, "a", by), lambda: write_setting(scene.worker, "a2", by))
    assert ends == ["act_repeated", "done"]


def test_a_database_that_somebody_else_holds_is_busy_not_broken(worker: Worker) -> None:
    if worker.desk.store.on_postgres:
        pytest.skip("rows wait for rows; nobody holds a whole PostgreSQL database")
    engine = worker.desk.store.engine
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("PRAGMA busy_timeout=1"), insert=True)
    with worker.desk.act(worker.by(), "test.hold") as act, pytest.raises(Trouble, match="database_busy"):
        write_setting(worker, "a")
        act.about("never", None)
    assert setup.users(worker.desk)  # and reading went on all the while


def test_key_and_values_are_shown_nowhere(worker: Worker, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    store = worker.desk.store
    with pytest.raises(Exception) as caught, store.act(worker.by(), "test.fail", worker.desk.clock.now()) as act:
        act.connection.execute(text("INSERT INTO donors (name) VALUES (:name)"), {"name": "Ana Maria"})
    shown = f"{caught.value!s} {caught.value!r} {store.engine!r} {store.engine.url!s} {caplog.text}"
    assert "Ana Maria" not in str(caught.value.args[0]).split("DETAIL")[0]
    if not store.on_postgres:
        assert "Ana Maria" not in shown
        key = Key("ab" * 32, "cd" * 16)
        engine = open_sqlite(Path("nowhere.db"), key)  # opened by nobody
        for text_of in (repr(key), str(key), str(engine.url), repr(engine.url), repr(engine)):
            assert "abab" not in text_of
            assert "cdcd" not in text_of
        assert "ab" * 32 in key.pragma  # the test can fail
