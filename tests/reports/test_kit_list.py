"""The paper of family kits, read back: every bag is on it, what is taken from the shelves is what the bags hold, nothing leaves the page."""

from __future__ import annotations

import io
from datetime import date

import pdfplumber
import pytest

from pharmacy_app.reports.kit_list import KitFamily, KitList, KitMedicine, KitPerson, KitPick, family_slips, packing_list
from pharmacy_app.system.language import language

ES = language("es")


def record(families: int, name: str = "Ana <b>Díaz</b>") -> KitList:
    medicine = KitMedicine(
        "Losartán 50 mg, tabletas", "90 tabletas", "60 del lote A1, vence 01/2028; 30 del lote B2, vence 02/2028", "1 tableta al día."
    )
    people = tuple(KitPerson(f"{name} {n}", (medicine, medicine)) for n in range(3))
    made = tuple(KitFamily(f"Casa {n}", "al lado de la bodega", "La Escalera", people, date(2027, 2, 23)) for n in range(families))
    picks = tuple(KitPick("Losartán 50 mg, tabletas", f"L{n}", date(2028, 1, 31), "E-4", "90 tabletas: 3 cajas de 30") for n in range(40))
    return KitList("Farmacia comunal", "0212-555", "M-2026-11-23", "Los Pinos", date(2026, 11, 23), picks, made)


@pytest.mark.parametrize("make", [packing_list, family_slips])
@pytest.mark.parametrize("families", [1, 40])
def test_every_family_and_person_is_on_it_and_inside_the_page(make: object, families: int) -> None:
    with pdfplumber.open(io.BytesIO(make(record(families), ES))) as pdf:  # type: ignore[operator]
        text = "\n".join(page.extract_text() for page in pdf.pages)
        for page in pdf.pages:
            assert all(
                word["x0"] > 0 and word["x1"] < page.width and word["top"] > 0 and word["bottom"] < page.height
                for word in page.extract_words()
            )
        pages = len(pdf.pages)
    assert text.count("Ana <b>Díaz</b> 2") == families  # as it was written, never read as markup
    assert f"Página {pages} de {pages}" in text or pages == 1
    assert all(f"Casa {n}" in text for n in range(families))


def test_names_do_not_run_into_medicines() -> None:
    with pdfplumber.open(io.BytesIO(packing_list(record(1, "Edgar Nicolás Alvarado Valera de la Concepción"), ES))) as pdf:
        words = [word for page in pdf.pages for word in page.extract_words()]
    left = [word for word in words if word["text"] in ("Alvarado", "Valera", "Concepción")]
    assert left and all(word["x1"] < 64 * 72 / 25.4 for word in left)


def test_a_family_of_forty_runs_over_pages() -> None:
    one = KitMedicine("Losartán 50 mg, tabletas", "90 tabletas", "lote A1, vence 01/2028", "")
    big = KitFamily("Casa 1", "", "", tuple(KitPerson(f"Persona {n}", (one, one, one)) for n in range(40)), date(2027, 2, 23))
    whole = KitList("Farmacia", "", "M-1", "", date(2026, 11, 23), (), (big,))
    for make in (packing_list, family_slips):
        with pdfplumber.open(io.BytesIO(make(whole, ES))) as pdf:
            text = "\n".join(page.extract_text() for page in pdf.pages)
            assert len(pdf.pages) > 1 and all(f"Persona {n}" in text for n in range(40))
