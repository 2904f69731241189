"""The committee's list of people read back: everybody once, numbered through, nothing over another, illnesses only where they were asked for."""

from __future__ import annotations

from datetime import date

import pytest

from pharmacy_app.reports.people_list import ListedPerson, PeopleList, people_list
from pharmacy_app.system.language import language
from tests.support import pdf


def record(*groups: tuple[str, tuple[ListedPerson, ...]], health: bool = False) -> PeopleList:
    return PeopleList("Farmacia El Mirador", "Carmen R.", date(2026, 11, 23), "Los Pinos · Alto", health, groups)


def somebody(name: str = "Ana Díaz", house: str = "Casa 3", lives_with: str = "") -> ListedPerson:
    return ListedPerson(name, "unos 67 años", house, "0412-1112233", lives_with)


@pytest.mark.parametrize("code", ["es", "en"])
def test_a_long_list_is_numbered_through_and_nothing_lies_over_another(code: str) -> None:
    hard = (
        somebody("<b>Ana</b> & Co"), somebody("María de los Ángeles " * 14, "Escalera larguísima detrás de la cancha, portón azul " * 3),
        somebody("Ana 🌸 Pérez", lives_with="hipertensión, diabetes · Alergias: penicilina · no puede salir de casa " * 4),
        *(somebody(f"Persona {n}") for n in range(4, 120)),
    )  # fmt: skip
    file = people_list(record(("Los Pinos · Alto", hard), ("Los Pinos · Bajo", (somebody("Última"),)), health=True), language(code))
    assert pdf.overlaps(file) == [] and pdf.outside(file, 12, 10, 13) == []
    text = pdf.all_text(file)
    assert "<b>Ana</b> & Co" in text and "Última" in text and text.count("Persona ") == 116
    assert f" {120} Última" in text, "numbered through all places"
    again = {"es": "Los Pinos · Alto (sigue)", "en": "Los Pinos · Alto (goes on)"}[code]
    assert again in text and "Los Pinos · Bajo" in text


def test_the_foot_says_what_it_holds_and_who_made_it() -> None:
    plain = pdf.all_text(people_list(record(("", (somebody(),))), language("es")))
    assert (
        "Contiene nombres: solo para el comité, no se deja en ninguna parte · hecha por Carmen R." in plain
        and "1 persona · Los Pinos" in plain
    )
    told = pdf.all_text(people_list(record(("", (somebody(lives_with="asma"),)), health=True), language("es")))
    assert "Contiene nombres y enfermedades" in told and "asma" in told
