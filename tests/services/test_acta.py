"""The record of a meeting: what it says is what was decided, people stand in it by number; on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import acta, matching, promises, standings, stock, waiting
from pharmacy_app.system.language import language
from tests.support.desks import TODAY, Worker
from tests.support.pdf import all_text, outside, overlaps, texts
from tests.support.week import Week

SPANISH = language("es")
NAMES = ("Gladys Pacheco", "Wilmer Oropeza", "Nancy Ñáñez", "Douglas Rivero")


@pytest.fixture
def week(worker: Worker) -> Week:
    return Week(worker)


def said(week: Week) -> str:
    return " ".join(all_text(acta.acta_paper(week.worker.desk, TODAY, SPANISH)).split())


def test_the_record_tells_all_that_was_decided_and_names_nobody_who_is_ill(week: Week) -> None:
    ana, luis, eva = week.person("Ana Teresa", criteria=("homebound",)), week.person("Luis Alberto"), week.person("Eva Marina")
    lot = week.box("L1", 30)
    week.person("Pedro Pablo", medicine="enalapril 10 mg tablet")
    desk, by = week.worker.desk, week.worker.by
    run = week.propose(14)
    matching.decide(desk, by(), run, ana, 9, "le quedan cinco")
    matching.decide(desk, by(), run, eva, None, "", "elsewhere")
    person = next(line.item.patient_id for line in week.lines().values() if line.item.item_id == luis)
    standings.decide_tier(desk, by(), person, "A", "ya no sale de casa")
    assert matching.confirm(desk, by(), run, NAMES) == 23
    waiting.reopen(desk, by(), [eva], "ya no le dan allá")
    promises.release(desk, by(), "se mudó", [ana])
    before = said(week)
    for words in (
        "Acta de reunión n.º 1", "lunes 23/11/2026", "Presentes (4)", *NAMES, "desde 60 puntos", "versión 1",
        f"Se aprueba la asignación {run}: 4 renglones: 1 completo, 1 Según las reglas Carmen R. en parte, 1 para después, 1 negado.",
        "pasa al grupo A. ya no sale de casa", "ya no le dan allá", "Se sueltan 9 unidades reservadas. se mudó",
        "Losartán 50 mg, tableta 30 3 42 23 5 14", "Enalapril 10 mg, tableta 0 1 14 – 14 –",
        "negado lo recibe por otro lado", "Lista de espera: 2 renglones, 2 personas.",
    ):  # fmt: skip
        assert words in before, words
    for name in ("Ana", "Luis", "Eva", "Pedro"):
        assert name not in before
    stock.move(desk, by(), lot, "loss", 7, "se mojó")
    assert said(week) == before  # what there was that day stays


def test_there_is_a_record_of_days_with_a_meeting_only(week: Week) -> None:
    week.person("Ana")
    week.box("L1", 30)
    assert acta.days(week.worker.desk) == ()
    with pytest.raises(Refusal, match="no_meeting"):
        acta.acta_paper(week.worker.desk, TODAY, SPANISH)
    week.confirmed(7)
    later = week.later(7)
    matching.confirm(later.worker.desk, later.worker.by(), later.propose(7, TODAY + timedelta(days=7)))
    assert acta.days(week.worker.desk) == (TODAY + timedelta(days=7), TODAY)


def test_a_long_record_stays_inside_its_margins(week: Week) -> None:
    items = [week.person(f"Persona {n}") for n in range(9)]
    week.box("L1", 900)
    desk, by = week.worker.desk, week.worker.by
    run = week.propose(14)
    for item in items:
        matching.decide(desk, by(), run, item, 3, "Lo pidió el doctor; se le da el resto cuando vuelva de viaje, " * 4)
    matching.confirm(desk, by(), run, [f"Vecina con un nombre bastante largo, número {n}" for n in range(17)])
    file = acta.acta_paper(desk, TODAY, SPANISH)
    assert outside(file, side=12, top=10, bottom=13) == []
    assert overlaps(file) == []
    assert len(texts(file)) > 1
    assert all(f"de {len(texts(file))}" in page for page in texts(file))
