"""What would expire, and whom it would fit now; on both databases."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import event, text

from pharmacy_app.domain.plan import Policy
from pharmacy_app.services import expiring, expiring_papers, setup, stock
from pharmacy_app.services.expiring import Ahead, ExpiringLot
from pharmacy_app.system.language import language
from tests.support.desks import TODAY, Worker
from tests.support.pdf import all_text, outside, overlaps
from tests.support.week import FAR, Week

SPANISH = language("es")
LOSARTAN_25, LOSARTAN_100 = "losartan 25 mg tablet", "losartan 100 mg tablet"


def after(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture
def week(worker: Worker) -> Week:
    return Week(worker)


def lots(week: Week) -> dict[str, ExpiringLot]:
    return {row.lot.lot: row for row in expiring.ahead(week.worker.desk).rows}


def test_an_empty_shelf_expires_nothing(week: Week) -> None:
    assert expiring.ahead(week.worker.desk) == Ahead(TODAY, ())


def test_what_two_people_take_until_the_date_is_used_and_the_rest_is_left(week: Week) -> None:
    week.person("Ana")
    week.person("Luis", daily=2)
    week.box("L1", 100, after(19))
    week.box("L2", 30, FAR)
    found = lots(week)
    first, second = found["L1"].outlook, found["L2"].outlook
    assert (first.first, first.last, first.at_risk) == (TODAY, after(19), 40)  # 20 days of 3 tablets
    assert (second.first, second.last, second.at_risk) == (after(20), after(29), 0)
    assert found["L1"].per_day == 3


def test_who_has_it_in_hand_draws_on_the_shelf_only_afterwards(week: Week) -> None:
    week.person("Ana")
    week.box("L1", 40, after(29))
    week.confirmed(14)
    row = lots(week)["L1"]
    assert row.lot.free == 26  # fourteen are promised to her
    assert (row.outlook.first, row.outlook.last, row.outlook.at_risk) == (after(14), after(29), 10)
    assert row.whom.waiting == ()


def test_a_course_that_ends_leaves_the_rest(week: Week) -> None:
    week.person("Ana", days=5)
    week.box("L1", 20, after(60))
    assert (lots(week)["L1"].outlook.last, lots(week)["L1"].outlook.at_risk) == (after(4), 15)


def test_the_safety_margin_ends_the_use_earlier(week: Week) -> None:
    week.person("Ana")
    week.box("L1", 40, after(29))
    setup.decide_policy(week.worker.desk, week.worker.by(), Policy(margin_days=10))
    row = lots(week)["L1"]
    assert (row.through, row.outlook.last, row.outlook.at_risk) == (after(19), after(19), 20)


def test_what_can_t_be_handed_out_is_not_in_the_list(week: Week) -> None:
    week.person("Ana")
    held = week.box("held", 10, after(9))
    stock.set_aside(week.worker.desk, week.worker.by(), held, "held", "caja abierta")
    week.box("today", 10, TODAY)
    week.box("gone", 10, TODAY + timedelta(days=1))
    assert set(lots(week)) == {"today", "gone"}
    assert set(lots(week.later(1))) == {"gone"}
    assert (lots(week)["today"].outlook.at_risk, lots(week)["gone"].outlook.at_risk) == (9, 9)


def test_an_item_that_waits_for_a_doctor_draws_nothing_and_is_not_offered_it(week: Week) -> None:
    week.person("Ana")
    week.box("L1", 10, after(29))
    assert [fit.person.name for fit in lots(week)["L1"].whom.waiting] == ["Ana"]
    with week.worker.desk.act(week.worker.by(), "test.allergy") as act:  # told after the prescription was written
        act.connection.execute(
            text("INSERT INTO patient_allergies (patient_id, told, atc, inn) SELECT id, 'x', '', 'losartan' FROM patients")
        )
    row = lots(week)["L1"]
    assert (row.outlook.at_risk, row.per_day, row.whom.nobody) == (10, Fraction(0), True)


def test_what_is_taken_as_needed_draws_nothing_but_can_be_waited_for(week: Week) -> None:
    item = week.person("Ana", medicine="paracetamol 500 mg tablet", days=10)
    with week.worker.desk.act(week.worker.by(), "test.as_needed") as act:
        act.connection.execute(text("UPDATE prescription_items SET as_needed = :yes WHERE id = :id"), {"yes": True, "id": item})
    week.box("P1", 100, after(29), medicine="paracetamol 500 mg tablet")
    row = lots(week)["P1"]
    assert (row.outlook.at_risk, row.per_day) == (100, Fraction(0))
    assert [fit.could_take(row.through) for fit in row.whom.waiting] == [10]


def test_who_waits_longest_comes_first(week: Week) -> None:
    week.person("Ana")
    week.person("Luis", since=TODAY - timedelta(days=9), council="La Ceiba")
    week.box("L1", 100, after(19))
    waiting = lots(week)["L1"].whom.waiting
    assert [(fit.person.name, fit.person.council, fit.days_without) for fit in waiting] == [
        ("Luis", "La Ceiba", 9),
        ("Ana", "Los Pinos", 0),
    ]
    assert [fit.could_take(after(19)) for fit in waiting] == [20, 20]


def test_another_strength_fits_where_it_may_stand_in(week: Week) -> None:
    week.person("Ana")  # 50 mg: two of 25 stand for one
    week.person("Luis", medicine=LOSARTAN_100, daily=1)  # four would be too many at once
    week.box("L25", 60, after(29), medicine=LOSARTAN_25)
    whom = lots(week)["L25"].whom
    assert [(fit.person.name, fit.pieces, fit.half, fit.could_take(after(9))) for fit in whom.other_strengths] == [("Ana", 2, False, 20)]
    assert whom.waiting == ()
    assert [(office.council, office.people) for office in whom.offices] == [("Los Pinos", 1)]  # Luis: his doctor may be asked


def test_who_is_covered_in_another_strength_is_neither_offered_nor_asked_about(week: Week) -> None:
    week.person("Ana")
    week.box("L50", 14)
    week.confirmed(14)
    week.box("L25", 60, after(29), medicine=LOSARTAN_25)
    assert lots(week)["L25"].whom.nobody


def test_nothing_stands_in_for_what_is_not_to_be_swapped(week: Week) -> None:
    week.person("Ana", medicine="levothyroxine 100 ug tablet")
    week.box("L50", 60, after(29), medicine="levothyroxine 50 ug tablet")
    whom = lots(week)["L50"].whom
    assert whom.other_strengths == ()
    assert [office.people for office in whom.offices] == [1]


def test_where_the_committee_combines_no_strengths_none_fits(week: Week) -> None:
    week.person("Ana")
    week.box("L25", 60, after(29), medicine=LOSARTAN_25)
    setup.decide_policy(week.worker.desk, week.worker.by(), Policy(combine_strengths=False))
    assert lots(week)["L25"].whom.other_strengths == ()


def test_offices_are_asked_about_the_same_group_and_each_person_counts_once(week: Week) -> None:
    for name in ("Ana", "Eva"):
        week.person(name, medicine="captopril 25 mg tablet", council="La Ceiba")
    week.person("Luis", medicine="captopril 25 mg tablet")
    week.person("Rosa", medicine="metformin 850 mg tablet")
    week.box("E1", 60, after(29), medicine="enalapril 10 mg tablet")
    row = lots(week)["E1"]
    assert [(one.council, one.people, [medicine.inn for medicine in one.medicines]) for one in row.whom.offices] == [
        ("La Ceiba", 2, ["captopril"]),
        ("Los Pinos", 1, ["captopril"]),
    ]
    assert row.outlook.at_risk == 60  # a question to their doctor takes nothing from the shelf


def test_the_windows_and_filters(week: Week) -> None:
    week.person("Ana")
    week.box("used", 10, after(30))
    week.box("left", 100, after(31))
    week.box("cold", 5, after(80), medicine="human insulin isophane 100 IU/ml")
    found = expiring.ahead(week.worker.desk)

    def names(days: int | None, **chosen: bool) -> list[str]:
        return [row.lot.lot for row in found.within(days, **chosen)]

    assert names(30) == [] and names(30, left_over=False) == ["used"]
    assert names(60) == ["left"] and names(None) == ["left", "cold"]
    assert names(None, cold=True) == ["cold"] and names(60, cold=True) == []


def test_as_many_statements_for_many_as_for_one(week: Week) -> None:
    engine = week.worker.desk.store.engine
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *words: said.append(str(words[2])))
    week.person("Ana")
    week.box("L1", 10, after(9))
    counts = []
    for more in range(2):
        said.clear()
        expiring.ahead(week.worker.desk)
        counts.append(len(said))
        for n in range(2):
            week.person(f"Luis {n}", medicine=LOSARTAN_25)
            week.box(f"M{more}{n}", 10, after(20 + n), medicine=LOSARTAN_25)
    assert counts[0] == counts[1]


def test_paper_and_sheet_hold_the_figures_and_no_name(week: Week, tmp_path: Path) -> None:
    for n in range(6):
        week.person(f"Ana Zubillaga {n}")
    week.person("Luis Zubillaga", medicine=LOSARTAN_25, council="La Ceiba")
    week.box("L-50", 400, after(29))
    week.box("L-25", 90, after(29), medicine=LOSARTAN_25)
    found = expiring.ahead(week.worker.desk)
    rows = found.within(90)
    file = expiring_papers.paper_of(week.worker.desk, found, 90, rows, SPANISH)
    words = all_text(file)
    assert outside(file, side=12, top=10, bottom=13) == [] and overlaps(file) == []
    assert "Zubillaga" not in words
    assert "de 2 lotes sobra algo" in words and "lote L-50" in words
    assert "220 6" in words  # left over of 400 after six people's thirty days; six wait
    path = tmp_path / "list.csv"
    assert expiring_papers.export(path, SPANISH, rows) == 2
    written = path.read_text("utf-8-sig")
    assert "Zubillaga" not in written
    cells = list(csv.reader(written.splitlines(), delimiter=";"))
    assert [cells[1][at] for at in (1, 2, 4, 8, 9)] == ["L-50", after(29).isoformat(), "400", "220", "6"]
    assert [cells[2][at] for at in (1, 8, 9, 10)] == ["L-25", "60", "<5", "6"]


def test_a_paper_of_nothing_says_so(week: Week) -> None:
    found = expiring.ahead(week.worker.desk)
    assert "todo se usaría a tiempo" in all_text(expiring_papers.paper_of(week.worker.desk, found, None, (), SPANISH))
