"""The index of names is true after every act, and is not made anew for acts that name nobody."""

from __future__ import annotations

from dataclasses import replace

from pharmacy_app.services import census, finding, people, people_search
from pharmacy_app.services.people import PeopleFilter, PersonForm
from tests.support.desks import Worker


def test_what_was_written_just_now_is_found(worker: Worker) -> None:
    desk, by = worker.desk, worker.by
    home = census.add_house_at(desk, by(), "Los Pinos", "Alto", "Casa 1")
    ana = people.add_patient(desk, by(), PersonForm(home, "Ana Díaz", national_id="V-123.456"))
    assert len(people.list_people(desk, PeopleFilter(text="diaz"))) == 1
    with desk.read() as connection:
        made = people_search.index(desk, connection)
    people.opened(desk, by(), ana)
    census.add_council(desk, by(), "La Vega")
    with desk.read() as connection:
        assert people_search.index(desk, connection) is made
    people.edit_patient(desk, by(), ana, PersonForm(home, "Eva Luz", national_id="V-123.456"))
    assert len(people.list_people(desk, PeopleFilter(text="diaz"))) == 0
    assert [row.id for row in people.list_people(desk, PeopleFilter(text="luz"))] == [ana]
    assert [one.id for one in finding.find(desk, "123456") if one.kind == "person"] == [ana]
    assert not [one for one in finding.find(desk, "lu") if one.kind == "person"]  # three letters at least


def test_the_rest_of_a_filter_holds_beside_the_text(worker: Worker) -> None:
    desk, by = worker.desk, worker.by
    homes = [census.add_house_at(desk, by(), council, "Alto", "Casa 1") for council in ("Los Pinos", "La Vega")]
    for n, home in enumerate(homes):
        people.add_patient(desk, by(), PersonForm(home, f"Ana {n}", criteria=("homebound",) if n else ()))
    which = PeopleFilter(text="ana")
    assert [row.name for row in people.list_people(desk, which)] == ["Ana 0", "Ana 1"]
    council = census.councils(desk)[1].id
    assert [row.name for row in people.list_people(desk, replace(which, council_id=council))] == ["Ana 1"]
    assert [row.name for row in people.list_people(desk, replace(which, criterion="homebound"))] == ["Ana 1"]
    assert people.list_people(desk, replace(which, active=False)) == ()
    assert [row.name for row in people.list_people(desk, which, limit=1, offset=1)] == ["Ana 1"]
