"""What the packing list of kits holds: the kit, and no week's promise from before it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import kit_papers, kits, matching
from pharmacy_app.services.people import PeopleFilter, list_people
from pharmacy_app.system.language import language
from tests.support.desks import TODAY, Worker
from tests.support.pdf import all_text
from tests.support.week import Week

ES = language("es")


def test_a_weeks_promise_from_before_is_no_part_of_the_kit(worker: Worker) -> None:
    week = Week(worker)
    week.person("Ana Díaz")
    week.box("SEMANA", 14)
    week.confirmed(14)
    week.box("TRIMESTRE", 200)
    desk, by = week.later(1).worker.desk, week.later(1).worker.by
    home = list_people(desk, PeopleFilter())[0].household_id
    made = kits.make(desk, by(), [home], desk.clock.today(), ES)
    assert made.kits == 1 and made.granted == made.asked
    with pytest.raises(Refusal, match="kit_nothing_promised"):
        kit_papers.packing_list(desk, [home], ES)
    found = matching.proposal(desk)
    assert found is not None
    matching.confirm(desk, by(), found.run.id)
    said = all_text(kit_papers.packing_list(desk, [home], ES))
    assert "TRIMESTRE" in said and "SEMANA" not in said
    with desk.read() as connection:  # nothing twice: the kit begins where the fortnight ends
        week_, quarter = connection.execute(text("SELECT first_day, last_day, units FROM allocations ORDER BY first_day")).all()
    assert (week_.units, quarter.units) == (14, made.granted)
    assert str(quarter.first_day)[:10] == str(TODAY + timedelta(days=14)) > str(week_.last_day)[:10]
