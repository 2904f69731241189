"""Families' kits as the committee plans them, on both databases: due, previewed, made, shared out, walked, and due again."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import pdfplumber
import pytest
from sqlalchemy import event, text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.kit_rules import SHIPPED, KitRules
from pharmacy_app.services import home as first_room
from pharmacy_app.services import kit_papers, kit_rules, kits, matching, people, rounds
from pharmacy_app.services.kits import Made
from pharmacy_app.services.people import PersonForm
from pharmacy_app.services.rounds import Answer
from pharmacy_app.system.language import language
from tests.support.desks import TODAY, Worker
from tests.support.week import Week

ES = language("es")
ALBENDAZOLE = "albendazole 400 mg chewable tablet"


@pytest.fixture
def week(worker: Worker) -> Week:
    return Week(worker)


def born(years: int) -> date:
    return TODAY.replace(year=TODAY.year - years)


def family(week: Week, *members: PersonForm) -> int:
    """A house with these people (their house is put in)."""
    home = week.house()
    for one in members:
        people.add_patient(week.worker.desk, week.worker.by(), replace(one, household_id=home))
    return home


def form(name: str, years: int, sex: str = "", **more: object) -> PersonForm:
    return PersonForm(0, name, born(years), sex=sex, **more)  # type: ignore[arg-type]


def two_children(week: Week) -> int:
    return family(week, form("Rosa Gil", 30, "F"), form("Luis Gil", 7, "M"), form("Eva Gil", 9, "F"))


def make(week: Week, *homes: int, day: date | None = None) -> Made:
    return kits.make(week.worker.desk, week.worker.by(), homes, day or week.worker.desk.clock.today(), ES)


def one(week: Week, home: int) -> kits.Family:
    return next(row for row in kits.due(week.worker.desk) if row.row.id == home)


def count(week: Week, what: str) -> int:
    with week.worker.desk.read() as connection:
        return int(connection.execute(text(f"SELECT COUNT(*) FROM {what}")).scalar_one())


def walk(week: Week, result: str = "delivered") -> None:
    desk, by = week.worker.desk, week.worker.by
    round_id = rounds.plan(desk, by(), desk.clock.today())
    rounds.send_out(desk, by(), round_id)
    rounds.close(desk, by(), round_id, {}, Answer(result, "vecina", ""))


def test_families_a_kit_the_match_a_round_and_due_again(week: Week) -> None:
    home = two_children(week)
    week.box("A1", 10, medicine=ALBENDAZOLE)
    assert (one(week, home).state, one(week, home).due_on, one(week, home).missed) == ("due", TODAY, 0)
    seen = kits.preview(week.worker.desk, home)
    assert [(line.medicine.inn, line.asked, line.granted) for line in seen.lines] == [("albendazole", 1, 1)] * 2
    assert count(week, "prescriptions") == count(week, "matching_runs") == 0  # looking writes nothing
    made = make(week, home)
    assert (made.kits, made.asked, made.granted, made.lacking) == (1, 2, 2, ())
    assert one(week, home).state == "planned" and week.shelf() == {"A1": (10, 0)}
    matching.confirm(week.worker.desk, week.worker.by(), made.run_id)
    assert week.shelf() == {"A1": (10, 2)}
    walk(week)
    found = one(week, home)
    assert (found.state, found.last_given, found.due_on, found.missed) == ("given", TODAY, date(2027, 2, 23), 0)
    assert week.shelf() == {"A1": (8, 0)}
    with pytest.raises(Refusal, match="kit_not_due"):
        make(week, home)
    half_a_year = week.later(200)
    assert (one(half_a_year, home).state, one(half_a_year, home).missed) == ("due", 1)
    assert make(half_a_year, home).asked == 2


def test_the_same_quarter_is_not_planned_twice_and_all_or_none(week: Week) -> None:
    first, second = two_children(week), two_children(week)
    make(week, first)
    before = count(week, "prescriptions")
    with pytest.raises(Refusal, match="kit_planned") as refused:
        make(week, second, first)
    assert refused.value.data == {"n": 1} and count(week, "prescriptions") == before and one(week, second).state == "due"


def test_what_runs_is_in_the_kit_and_is_not_written_again(week: Week) -> None:
    home = week.house()
    item = week.person("Ana Díaz", house=home)
    week.box("L1", 200)
    other = week.person("Luis Pérez")
    made = make(week, home)
    assert count(week, "prescription_items") == 2  # the two of the doctor
    assert set(week.lines(made.run_id)) == {item} and week.granted(made.run_id) == {item: 90}
    matching.confirm(week.worker.desk, week.worker.by(), made.run_id)
    walk(week)
    assert one(week, home).state == "given"
    assert other not in week.lines(made.run_id)


def test_kits_take_nothing_that_the_rule_gives_to_others(week: Week) -> None:
    home = week.house()
    item = week.person("Ana Díaz", house=home)
    week.person("Luis Pérez", criteria=("homebound",))  # comes first, and has no kit
    week.box("L1", 100)
    made = make(week, home)
    assert week.granted(made.run_id) == {item: 10}  # as in any proposal: the other's share stays on the shelf
    assert [(row.medicine.inn, row.units, row.people) for row in made.lacking] == [("losartan", 80, 1)]
    seen = matching.board(week.worker.desk, made.run_id, week.medicine()).foresee({item: 30})
    assert (seen.gets[item][0], seen.left) == (30, 70)
    matching.decide(week.worker.desk, week.worker.by(), made.run_id, item, 30, "así se acordó")
    assert week.granted(made.run_id) == {item: 30}  # dealing anew brings nobody else in


def test_a_discarded_proposal_is_made_again_for_another_day(week: Week) -> None:
    home = two_children(week)
    week.box("A1", 10, medicine=ALBENDAZOLE)
    made = make(week, home)
    matching.discard(week.worker.desk, week.worker.by(), made.run_id)
    later = week.later(5)
    again = kits.share_again(later.worker.desk, later.worker.by(), [home], TODAY + timedelta(days=5))
    assert (again.asked, again.granted) == (2, 2)
    matching.confirm(later.worker.desk, later.worker.by(), again.run_id)
    walk(later)
    assert one(later, home).last_given == TODAY + timedelta(days=5)


def test_a_kit_that_is_cancelled_frees_its_units_and_may_be_planned_anew(week: Week) -> None:
    home = two_children(week)
    week.box("A1", 10, medicine=ALBENDAZOLE)
    made = make(week, home)
    matching.confirm(week.worker.desk, week.worker.by(), made.run_id)
    kit = one(week, home).kit_id
    assert kit is not None
    with pytest.raises(Refusal, match="reason_missing"):
        kits.end(week.worker.desk, week.worker.by(), kit, "cancelled", " ")
    kits.end(week.worker.desk, week.worker.by(), kit, "cancelled", "se mudaron")
    assert week.shelf() == {"A1": (10, 0)} and one(week, home).state == "due"
    with pytest.raises(Refusal, match="kit_not_planned"):
        kits.end(week.worker.desk, week.worker.by(), kit, "cancelled", "otra vez")
    assert make(week, home).asked == 2
    assert count(week, "family_kits") == 1


def test_what_is_on_its_way_is_not_cancelled(week: Week) -> None:
    home = two_children(week)
    week.box("A1", 10, medicine=ALBENDAZOLE)
    matching.confirm(week.worker.desk, week.worker.by(), make(week, home).run_id)
    rounds.send_out(week.worker.desk, week.worker.by(), rounds.plan(week.worker.desk, week.worker.by(), TODAY))
    kit = one(week, home).kit_id
    assert kit is not None
    with pytest.raises(Refusal, match="kit_on_its_way"):
        kits.end(week.worker.desk, week.worker.by(), kit, "missed", "no estaban")


def test_a_bag_that_came_back_is_not_a_kit_given(week: Week) -> None:
    home = two_children(week)
    week.box("A1", 10, medicine=ALBENDAZOLE)
    matching.confirm(week.worker.desk, week.worker.by(), make(week, home).run_id)
    walk(week, "nobody_home")
    assert one(week, home).state == "planned" and week.shelf() == {"A1": (10, 2)}
    walk(week)
    assert one(week, home).state == "given" and week.shelf() == {"A1": (8, 0)}


def test_what_is_packed_is_what_is_promised(week: Week) -> None:
    desk, by = week.worker.desk, week.worker.by
    first, second = two_children(week), two_children(week)
    week.box("A1", 3, medicine=ALBENDAZOLE)
    week.box("M1", 9, medicine="mebendazole 500 mg chewable tablet")
    made = make(week, first, second)
    with pytest.raises(Refusal, match="kit_nothing_promised"):
        kit_papers.packing_list(desk, [first, second], ES)
    matching.confirm(desk, by(), made.run_id)
    with pdfplumber.open(io.BytesIO(kit_papers.packing_list(desk, [first, second], ES))) as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
    assert text.index("A1") < text.index("Casa 1") < text.index("Casa 2")  # the shelves first, then bag by bag
    assert f"{made.granted} tabletas" in text.replace("\xa0", " ")
    with pdfplumber.open(io.BytesIO(kit_papers.family_slips(desk, [first], ES))) as pdf:
        slip = "\n".join(page.extract_text() for page in pdf.pages).replace("\xa0", " ")
    assert "Casa 2" not in slip and slip.count("1 tableta, una sola vez") == 2 and "23/02/2027" in slip


def test_a_missed_quarter_counts_and_its_medicines_end(week: Week) -> None:
    home = two_children(week)
    kit_day = TODAY
    make(week, home)
    kit = one(week, home).kit_id
    assert kit is not None
    kits.end(week.worker.desk, week.worker.by(), kit, "missed", "no había albendazol")
    assert (one(week, home).state, one(week, home).missed, one(week, home).due_on) == ("given", 1, date(2027, 2, 23))
    later = week.later(100)
    assert (one(later, home).state, one(later, home).missed) == ("due", 1)
    forgotten = two_children(week)
    make(week, forgotten)
    assert make(later, forgotten).kits == 1  # nobody handed the first one over, nor said so
    with week.worker.desk.read() as connection:
        rows = connection.execute(
            text("SELECT due_on, status FROM family_kits WHERE household_id = :h ORDER BY id"), {"h": forgotten}
        ).all()
        open_items = connection.execute(text("SELECT COUNT(*) FROM prescription_items WHERE status = 'active'")).scalar_one()
    assert [(str(day), status) for day, status in rows] == [(str(kit_day), "missed"), ("2027-02-23", "planned")]
    assert open_items == 2


def test_nobody_gets_a_medicine_twice_or_what_they_are_allergic_to(week: Week) -> None:
    home = family(
        week,
        form("Rosa Gil", 27, "F", conditions=("pregnancy",)),
        form("Luis Gil", 7, "M", allergies=("albendazol",)),
    )
    rosa = next(row for row in kits.preview(week.worker.desk, home).members if row.name == "Rosa Gil")
    week.order(rosa.id, "folic acid 0.4 mg tablet")
    seen = kits.preview(week.worker.desk, home)
    asked = {(line.medicine.inn, line.rule is None) for line in seen.lines}
    assert asked == {("ferrous sulfate", False), ("folic acid", True), ("mebendazole", False)}
    assert [left.reason.code for left in seen.left] == ["kit_already"]


def test_families_that_need_nothing_are_said(week: Week) -> None:
    nothing, some = family(week, form("Luis Pérez", 40, "M")), two_children(week)
    with pytest.raises(Refusal, match="kit_empty"):
        make(week, nothing)
    made = make(week, nothing, some)
    assert (made.kits, made.empty) == (1, 1) and one(week, nothing).state == "none"


@pytest.mark.parametrize(
    ("homes", "day", "code"),
    [((), TODAY, "nothing_chosen"), ((999,), TODAY, "household_unknown"), ((1,), TODAY - timedelta(days=1), "from_day_past"),
     ((1,), date(2030, 1, 1), "day_out_of_reach")],
)  # fmt: skip
def test_what_cannot_be_planned_is_refused(week: Week, homes: tuple[int, ...], day: date, code: str) -> None:
    two_children(week)
    with pytest.raises(Refusal, match=code):
        make(week, *homes, day=day)
    assert count(week, "family_kits") == 0


def test_other_refusals(week: Week) -> None:
    desk, by = week.worker.desk, week.worker.by
    home = two_children(week)
    with pytest.raises(Refusal, match="kit_none_planned"):
        kits.share_again(desk, by(), [home], TODAY)
    with pytest.raises(Refusal, match="kit_unknown"):
        kits.end(desk, by(), 99, "missed", "x")
    with pytest.raises(Refusal, match="household_unknown"):
        kits.preview(desk, 99)


def told(week: Week) -> first_room.Task | None:
    """What the first room says of kits."""
    desk = week.worker.desk
    return next((task for task in first_room.counted(desk, desk.clock.today()).tasks if task.code == "kits"), None)


def on_chronic(week: Week, council: str = "") -> int:
    """A house where somebody takes something without an end."""
    home = week.house(council)
    week.person("Ana Díaz", house=home)
    return home


def test_the_first_room_tells_of_families_whose_last_quarter_is_over(week: Week) -> None:
    desk, by = week.worker.desk, week.worker.by
    given, never, cancelled, planned, fresh, gone = (on_chronic(week) for _ in range(6))
    elsewhere, children = on_chronic(week, "La Vega"), two_children(week)
    week.box("L1", 1000)
    week.box("A1", 100, medicine=ALBENDAZOLE)
    assert told(week) is None  # kits are not in use yet
    matching.confirm(desk, by(), make(week, given, children).run_id)
    walk(week)
    make(week, never, cancelled, gone, elsewhere)
    kit_id = one(week, cancelled).kit_id
    assert kit_id is not None
    kits.end(desk, by(), kit_id, "cancelled", "se mudan")
    with desk.act(by(), "test") as act:
        act.connection.execute(text("UPDATE patients SET active = false, left_why = 'moved' WHERE household_id = :id"), {"id": gone})
    the_day_before, quarter = week.later(91), week.later(92)
    assert quarter.worker.desk.clock.today() == date(2027, 2, 23)
    make(the_day_before, planned)
    assert told(the_day_before) is None
    found = told(quarter)
    council = next(row.row.council_id for row in kits.due(desk) if row.row.id == given)
    assert found == first_room.Task("kits", 3, {"council": week.council, "councils": 2}, council)
    states = {row.row.id: row.state for row in kits.due(quarter.worker.desk)}
    assert {key for key, state in states.items() if state == "due"} == {given, never, elsewhere, fresh, cancelled}
    assert states[planned] == "planned" and states[children] == "none" and gone not in states
    make(quarter, given, never, elsewhere)
    assert told(quarter) is None


def test_a_kit_that_came_to_the_door_late_is_not_asked_for_before_the_room_says_so(week: Week) -> None:
    home = on_chronic(week)
    week.box("L1", 1000)
    matching.confirm(week.worker.desk, week.worker.by(), make(week, home).run_id)
    walk(week.later(12))
    for days in (91, 92, 101, 102, 103):
        on = week.later(days)
        assert (told(on) is not None) == (one(on, home).state == "due") == (days >= 102)


def test_without_treatments_in_the_kit_the_first_room_says_nothing_of_them(week: Week) -> None:
    home = on_chronic(week)
    make(week, home)
    assert told(week.later(92)) is not None
    kit_rules.decide_rules(week.worker.desk, week.worker.by(), replace(SHIPPED, chronic=False), "cada quien por su lado")
    assert told(week.later(92)) is None


def test_an_empty_pharmacy_has_no_family(week: Week) -> None:
    assert kits.due(week.worker.desk) == ()


def test_rules_are_versions_and_kits_go_by_the_newest(week: Week) -> None:
    desk, by = week.worker.desk, week.worker.by
    home = two_children(week)
    assert [version.number for version in kit_rules.versions(desk)] == [0]
    assert kit_rules.decide_rules(desk, by(), SHIPPED, "aprobadas con la Dra. Gil") == 1
    with pytest.raises(Refusal, match="rules_unchanged"):
        kit_rules.decide_rules(desk, by(), SHIPPED, "otra vez")
    with pytest.raises(Refusal, match="reason_missing"):
        kit_rules.decide_rules(desk, by(), KitRules(), "")
    unknown = replace(SHIPPED.rules[0], options=(replace(SHIPPED.rules[0].options[0], strength="3 mg"),))
    with pytest.raises(Refusal, match="kit_medicine_unknown"):
        kit_rules.decide_rules(desk, by(), KitRules((unknown,)), "prueba")
    assert kit_rules.decide_rules(desk, by(), KitRules(SHIPPED.rules[:1]), "sin desparasitar") == 2
    found = kit_rules.versions(desk)
    assert [(one.number, one.note) for one in found] == [(2, "sin desparasitar"), (1, "aprobadas con la Dra. Gil"), (0, "")]
    with pytest.raises(Refusal, match="kit_empty"):
        make(week, home)


def test_the_shipped_example_is_in_the_catalogue(week: Week) -> None:
    with week.worker.desk.read() as connection:
        rows = {tuple(row) for row in connection.execute(text("SELECT inn, form, strength FROM medicines"))}
    assert {option.key for rule in SHIPPED.rules for option in rule.options} <= rows


def test_many_families_cost_no_more_statements_than_one(week: Week) -> None:
    homes = [two_children(week) for _ in range(7)]
    make(week, homes[0])  # every later proposal discards the one before
    asked: list[str] = []
    counts = []
    event.listen(week.worker.desk.store.engine, "before_cursor_execute", lambda _c, _k, said, *_: asked.append(said))
    for act in (lambda: make(week, homes[1]), lambda: make(week, *homes[2:]), lambda: kits.due(week.worker.desk)):
        asked.clear()
        act()
        counts.append(len(asked))
    assert counts[1] == counts[0] and counts[2] < 8
