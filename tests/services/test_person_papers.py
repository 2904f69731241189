"""The page for the doctor: what is taken, until when, from which lots, what was missed; and nobody's name in its file."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.cover import days_without, lasts_until
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import person_papers, prescriptions, rounds
from pharmacy_app.services.prescriptions import Order
from pharmacy_app.services.rounds import Answer
from pharmacy_app.system.language import language
from tests.support.desks import TODAY, Worker
from tests.support.pdf import all_text, texts
from tests.support.week import Week

DAY = timedelta(days=1)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20))), st.integers(0, 40), st.integers(-1, 40))
def test_days_without_are_those_that_nothing_covers(had: list[tuple[int, int]], start: int, length: int) -> None:
    covers = [(TODAY + first * DAY, TODAY + (first + days) * DAY) for first, days in had]
    begin, until = TODAY + start * DAY, TODAY + (start + length) * DAY
    every = [begin + n * DAY for n in range((until - begin).days + 1)]
    bare = [day for day in every if not any(first <= day <= last for first, last in covers)]
    found = days_without(covers, begin, until)
    assert [first + n * DAY for first, last in found for n in range((last - first).days + 1)] == bare
    assert all(one[1] + DAY < two[0] for one, two in pairwise(found))


def test_half_a_bag_lasts_half_as_long() -> None:
    assert lasts_until(TODAY, TODAY + 9 * DAY, 20, 10) == TODAY + 4 * DAY
    assert lasts_until(TODAY, TODAY + 9 * DAY, 20, 20) == TODAY + 9 * DAY
    assert lasts_until(TODAY, TODAY + 9 * DAY, 20, 0) is None


def test_the_page_says_what_a_doctor_asks(worker: Worker) -> None:
    week = Week(worker)
    item = week.person("Ana Cárdenas de Rojas", allergies=("Alergia a la penicilina",), since=TODAY - 10 * DAY)
    week.box("LOTE-7", 100)
    round_id = week.out(14)
    rounds.close(worker.desk, worker.by(), round_id, {}, Answer("delivered"))
    desk, by = week.later(40).worker.desk, week.later(40).worker.by
    prescriptions.extend(desk, by(), [item], 90, "Dra. Luz Gil")
    new = prescriptions.change_dose(desk, by(), item, "Dr. Luis Paz", TODAY + 40 * DAY, "1 tableta cada 12 horas").items[0][0]
    (treatment,) = prescriptions.treatments(desk, 1)
    assert treatment.item.id == new
    prescriptions.write(desk, by(), 1, "Dr. Luis Paz", TODAY, [Order("polvo mágico", None, "media cucharada", days=10)])
    page = all_text(person_papers.person_summary(week.later(5).worker.desk, language("es"), 1))
    for words in ("Resumen para el médico", "Ana Cárdenas de Rojas", "Alergias: Alergia a la penicilina", "Losartán 50 mg, tableta"):
        assert words in page
    assert "1 → 2 al día desde 01/2027, extendida 1 vez" in page
    assert "polvo mágico" in page and "medicamento?" in page
    assert len(texts(person_papers.person_summary(desk, language("en"), 1))) == 1


def test_what_is_in_the_house_and_what_was_missed(worker: Worker) -> None:
    week = Week(worker)
    week.person("Ana", since=TODAY - 10 * DAY)
    week.box("LOTE-7", 100)
    rounds.close(worker.desk, worker.by(), week.out(14), {}, Answer("delivered"))
    soon = all_text(person_papers.person_summary(week.later(5).worker.desk, language("es"), 1))
    assert "lote LOTE-7" in soon and "10 días" in soon  # ten days before the first box came
    later = all_text(person_papers.person_summary(week.later(24).worker.desk, language("es"), 1))
    assert "LOTE-7" not in later and "nada" in later and "20 días" in later


def test_nobody_unknown_has_a_page(worker: Worker) -> None:
    with pytest.raises(Refusal, match="patient_unknown"):
        person_papers.person_summary(worker.desk, language("es"), 999)


def test_how_old_is_said_as_the_census_says_it(worker: Worker) -> None:
    Week(worker).person("Ana")
    page = all_text(person_papers.person_summary(worker.desk, language("en"), 1))
    assert f"{TODAY.year - 1980} years" in page and date(1980, 1, 1).strftime("%d/%m/%Y") in page and "none known" in page
