"""What a committee does in a test, in a word each."""

from __future__ import annotations

from pharmacy_app.db.queries import waiting as counting
from pharmacy_app.services import matching, waiting
from tests.support.week import Week


def decide(week: Week, run: int, item: int, units: int | None, note: str = "", refusal: str = "") -> None:
    matching.decide(week.worker.desk, week.worker.by(), run, item, units, note, refusal)


def confirm(week: Week, run: int, *present: str) -> int:
    return matching.confirm(week.worker.desk, week.worker.by(), run, present)


def waits(week: Week, days: int = 30) -> dict[int, waiting.Waiting]:
    return {one.item_id: one for one in waiting.waiting_list(week.worker.desk, days)}


def returned(week: Week) -> tuple[int, int]:
    """Lines that were deferred and can be served now, and their people, as the first room counts them."""
    with week.worker.desk.ask() as ask:
        return counting.returned(ask, week.worker.desk.clock.today())


def person_of(week: Week, item: int) -> int:
    return next(row.patient_id for row in (line.item for line in week.lines().values()) if row.item_id == item)


def anew(week: Week, days: int = 14) -> int:
    return matching.propose(week.worker.desk, week.worker.by(), week.worker.desk.clock.today(), days, medicine=week.medicine())
