"""The shelf by medicine: what is prescribed and has not come stands there too, and for how long the rest lasts."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

import pytest

from pharmacy_app.services import histories, prescriptions, rounds, stock_overview
from pharmacy_app.services.prescriptions import ItemFilter, Order
from pharmacy_app.services.stock_overview import USE_DAYS, OnShelf
from tests.support import reading
from tests.support.desks import TODAY, Worker
from tests.support.week import Week

LOSARTAN, METFORMIN, AMLODIPINE, IBUPROFEN = (
    "losartan 50 mg tablet",
    "metformin 500 mg tablet",
    "amlodipine 5 mg tablet",
    "ibuprofen 400 mg",
)


@pytest.fixture
def week(worker: Worker) -> Week:
    return Week(worker)


def by_inn(week: Week) -> dict[str, OnShelf]:
    desk = week.worker.desk
    found = stock_overview.lasting(stock_overview.overview(desk), stock_overview.daily_rates(desk))
    return {one.medicine.inn: one for one in found if one.medicine}


def patient_of(week: Week, item_id: int) -> int:
    return next(row.patient_id for row in reading.items(week.worker.desk, ItemFilter()) if row.id == item_id)


def test_the_shelf_lasts_as_long_as_what_is_taken_of_it(week: Week) -> None:
    desk, by = week.worker.desk, week.worker.by
    ana = patient_of(week, week.person("Ana", daily=2))
    week.person("Luis", days=30)
    week.person("José", daily=3, days=30, since=TODAY - timedelta(days=30))  # ended yesterday
    week.person("Inés", daily=3, days=30, since=TODAY - timedelta(days=29))  # the last day is today
    week.order(ana, METFORMIN)
    week.order(ana, AMLODIPINE, days=5, since=TODAY - timedelta(days=40))
    pain = Order(IBUPROFEN, week.medicine(IBUPROFEN), "1 tableta cada 8 horas si hay dolor, máximo 3 al día", days=10)
    half = Order(AMLODIPINE, week.medicine(AMLODIPINE), "media tableta diaria", chronic=True)
    rosa = patient_of(week, week.person("Rosa", medicine=METFORMIN))
    prescriptions.write(desk, by(), rosa, "Dra. Luz Gil", TODAY, [half, pain])
    left = patient_of(week, week.person("Pedro", daily=9, medicine="enalapril 10 mg tablet"))
    with desk.act(by(), "test.left") as act:  # somebody who left, whose papers nobody ended
        act.connection.exec_driver_sql(f"UPDATE patients SET active = (1 = 0), left_why = 'moved' WHERE id = {left}")
    week.box("L1", 1000)
    taken: dict[str, float] = defaultdict(float)
    for row in reading.items(desk, ItemFilter()):
        ended = row.days is not None and not row.chronic and row.starts_on + timedelta(days=row.days) <= TODAY
        if row.status == "active" and not row.as_needed and not ended and row.inn and row.units and row.per_days:
            taken[row.inn] += row.units / row.per_days
    assert taken == {"losartan": 6, "metformin": 2, "amlodipine": 0.5}
    found = by_inn(week)
    assert {inn: one.per_day for inn, one in found.items()} == taken
    assert (found["losartan"].days, found["metformin"].days, found["metformin"].lines) == (166, 0, ())


def test_what_went_to_doors_counts_where_it_is_more(week: Week) -> None:
    week.person("Ana", daily=4)
    week.box("L1", 5000)
    desk, by = week.worker.desk, week.worker.by
    rounds.close(desk, by(), week.out(days=120), {}, rounds.Answer(rounds.DELIVERED))
    assert by_inn(week)["losartan"].per_day == pytest.approx(480 / USE_DAYS)
    ana = reading.items(desk, ItemFilter())[0]
    prescriptions.close_item(desk, by(), ana.id, "doctor")
    assert by_inn(week)["losartan"].days == int(4520 / (480 / USE_DAYS))
    later = week.later(USE_DAYS + 1)
    assert by_inn(later)["losartan"].days is None


def test_a_shelf_that_is_not_reckoned_says_nothing_of_days(week: Week) -> None:
    week.person("Ana", medicine=METFORMIN)
    week.person("Luis")
    week.box("L1", 100)
    shelf = stock_overview.overview(week.worker.desk)
    assert {one.medicine.inn: (one.per_day, one.days, len(one.lines)) for one in shelf if one.medicine} == {
        "losartan": (None, None, 1), "metformin": (None, None, 0),
    }  # fmt: skip
    histories.leave(week.worker.desk, week.worker.by(), [patient_of(week, 1)], "moved")
    assert [one.medicine.inn for one in stock_overview.overview(week.worker.desk) if one.medicine] == ["losartan"]
