"""The visit sheet read back: every box has its number, nothing lies over another, the square opens it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pharmacy_app.domain.codes import visit_sheet_code, visit_sheet_of_code
from pharmacy_app.reports.visit_sheet import VisitMedicine, VisitPaper, VisitPerson, visit_sheet
from pharmacy_app.system.language import language
from tests.support import pdf

LONG = "3 tabletas en la mañana por 5 días, después 2 por 5 días, después 1 por 5 días, y luego termina, siempre con comida."


def medicine(name: str = "Losartán 50 mg, tableta", said: str = "1 en la mañana y 1 en la noche.", left: int | None = 5) -> VisitMedicine:
    return VisitMedicine(name, said, date(2026, 12, 2), left)


def somebody(number: int, *medicines: VisitMedicine, name: str = "Carmen Alicia Rondón", allergies: tuple[str, ...] = ()) -> VisitPerson:
    seen = date(2026, 10, 12) if number % 2 else None
    return VisitPerson(
        number, name, 71, "F", "Casa 3-B, vereda Los Mangos, portón azul", "perro bravo", allergies, medicines, seen, number == 1
    )


def paper(*people: VisitPerson, first_block: int = 0, number: int = 18) -> VisitPaper:
    code = visit_sheet_code(number)
    return VisitPaper(
        "Farmacia comunal El Mirador",
        code,
        "Los Naranjos",
        "Consultorio Los Naranjos",
        "Dra. Luz Gil",
        date(2026, 11, 30),
        date(2026, 12, 14),
        people,
        first_block,
    )


def test_every_person_every_box_and_the_words_of_the_foot(tmp_path: Path) -> None:
    people = (
        somebody(1, medicine(), medicine("Metformina 850 mg, tableta", "1 en el desayuno.", 0)),
        somebody(2, allergies=("penicilina", "sulfas"), name="José Gregorio Ñáñez Pérez"),
        somebody(3, medicine(left=None), VisitMedicine("pastillita rosada", "", None, None, waiting=True)),
    )
    file = visit_sheet(paper(*people, first_block=1), language("es"))
    text = pdf.all_text(file)
    for box in ("1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5"):
        assert box in text
    assert "1.6" not in text and "2.4" not in text
    assert "Carmen Alicia Rondón, 71 años" in text and "Alergias: PENICILINA, SULFAS" in text and "Alergias: ninguna conocida" in text
    assert (
        "5 d" in text
        and "hoy" in text
        and "espera una respuesta" in text
        and "12/10/2026" in text
        and "sin visitas" in text
        and "perro bravo" in text
    )
    assert text.index("Primero") < text.index("Carmen") < text.index("Después") < text.index("José Gregorio")
    assert "Consultorio Los Naranjos · semana" in text, "the council is not said twice"
    assert "Contiene nombres: vuelve a la farmacia, no se deja." in text and "semana del 30/11/2026" in text
    assert [visit_sheet_of_code(code) for code in pdf.codes(file, tmp_path)] == [18]
    assert all(embedded for _, embedded in pdf.fonts(file))


@pytest.mark.parametrize("code", ["es", "en"])
def test_nothing_lies_over_another_nor_outside_whatever_people_have(code: str) -> None:
    hard = [
        somebody(
            1, *(medicine(f"Medicina larguísima número {n} 100 mg/5 mL, suspensión oral", LONG) for n in range(7)), name="María " * 12
        ),
        somebody(2, allergies=("ácido acetilsalicílico", "penicilina", "sulfas", "yodo", "ibuprofeno y otros antiinflamatorios")),
        *(somebody(n, *[medicine()] * (n % 4)) for n in range(3, 31)),
    ]
    file = visit_sheet(paper(*hard, first_block=1), language(code))
    assert pdf.overlaps(file) == []
    assert pdf.outside(file, 12, 10, 13) == []
    text = pdf.all_text(file)
    assert all(f" {n}.{n % 4 + 3} " in f" {text} " for n in range(3, 31)), "no block is torn apart or lost"


def test_names_that_look_like_markup_are_names() -> None:
    assert "<b>Ana</b> & Co" in pdf.all_text(visit_sheet(paper(somebody(1, name="<b>Ana</b> & Co")), language("es")))
