"""A census from a file beside the people who are there: new, changed, known, refused; what is exported is read back the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import event

from pharmacy_app.db.queries import census_import as queries
from pharmacy_app.db.queries.census_import import KnownEntry
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import census, census_import, census_paper, community, coverage, medicine_search, people, prescriptions
from pharmacy_app.services.census_import import Told
from pharmacy_app.services.people import PeopleFilter
from pharmacy_app.services.prescriptions import Order
from pharmacy_app.system.language import language
from tests.support.desks import TODAY, Worker
from tests.support.pdf import all_text, outside

HEAD = (
    "consejo;sector;casa;código de paciente;nombre;cédula;fecha de nacimiento;edad;sexo;condiciones;criterios;alergias;teléfono;"
    "acceso;consentimiento;quien recibe"
)
FIRST = (
    "Los Pinos;Alto;Casa 1;;Ana Rojas;V-1;24/03/1950;;F;HTA;no puede salir;penicilina;0412;perro bravo;sí;su hija",
    "Los Pinos;Alto;Casa 1;;Luis Rojas;;;81;M;diabetes;;;;;;",
    "Los Pinos;Bajo;Casa 9;;Eva Díaz;;;8 meses;F;;;;;;03/02/2026;la mamá",
)


def written(path: Path, *lines: str, head: str = HEAD) -> Path:
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    return path


def bring(worker: Worker, path: Path, **told: object) -> list[tuple[str, str]]:
    """What became of each row; what was said before agrees with what was done."""
    said = replace(Told(), **told)  # type: ignore[arg-type]
    seen = census_import.look(worker.desk, path, said)
    done = census_import.bring_in(worker.desk, worker.by(), path, said)
    assert [(one.status, one.reason) for one in seen.report.rows] == [(one.status, one.reason) for one in done.rows]
    return [(one.status, one.reason) for one in done.rows]


def prescribe(worker: Worker, patient: int, words: str) -> None:
    medicine = medicine_search.search_medicines(worker.desk, words)[0].medicine
    order = Order(words, medicine.id, "1 tableta diaria", chronic=True)
    prescriptions.write(worker.desk, worker.by(), patient, "Dra. Luz Gil", TODAY, [order])


def entries(worker: Worker) -> list[KnownEntry]:
    with worker.desk.read() as connection:
        return list(queries.known_entries(connection))


def test_what_this_version_asks_comes_in(worker: Worker, tmp_path: Path) -> None:
    path = written(tmp_path / "censo.csv", *FIRST)
    seen = census_import.look(worker.desk, path, Told())
    assert (seen.councils, seen.sectors, seen.houses) == (("Los Pinos",), (("Los Pinos", "Alto"), ("Los Pinos", "Bajo")), 2)
    assert seen.before is None and census.councils(worker.desk) == ()
    assert bring(worker, path) == [("new", "")] * 3
    ana, luis, eva = entries(worker)
    assert (ana.access, ana.receivers, ana.consent_on, ana.birth_estimated) == ("perro bravo", "su hija", TODAY, False)
    assert (luis.birth_date, luis.birth_estimated, luis.access) == (date(1945, 1, 1), True, "perro bravo")
    assert (eva.birth_date, eva.consent_on) == (date(2026, 1, 1), date(2026, 2, 3))
    again = census_import.look(worker.desk, path, Told())
    assert again.before is not None and again.before[0] == TODAY and again.report.known == 3


def test_whoever_comes_in_has_the_first_line_of_a_history(worker: Worker, tmp_path: Path) -> None:
    path = written(tmp_path / "c.csv", *FIRST)
    bring(worker, path)
    bring(worker, written(tmp_path / "again.csv", FIRST[0].replace("0412", "0414")))  # changed, not come anew
    for row in people.list_people(worker.desk, PeopleFilter()):
        (line,) = people.person(worker.desk, row.id).history
        assert (line.kind, line.occurred_on, line.from_house, line.to_house) == ("joined", TODAY, "", row.house)


def test_two_illnesses_in_one_cell_are_both_taken(worker: Worker, tmp_path: Path) -> None:
    lines = [
        f"Los Pinos;Alto;Casa {n};;Persona {chr(65 + n)};;;30;F;{told};;;;;;"
        for n, told in enumerate(("HTA y diabetes", "asma, epilepsia", "HTA, gripe"))
    ]
    assert [status for status, _ in bring(worker, written(tmp_path / "c.csv", *lines))] == ["new", "new", "doubtful"]
    found = {row.name: set(row.conditions) for row in people.list_people(worker.desk, PeopleFilter())}
    assert found == {"Persona A": {"hypertension", "diabetes"}, "Persona B": {"asthma", "epilepsy"}, "Persona C": {"hypertension"}}


def test_a_house_or_sector_written_after_a_census_stands_at_the_end_of_the_walk(worker: Worker, tmp_path: Path) -> None:
    desk, by = worker.desk, worker.by
    bring(worker, written(tmp_path / "c.csv", *FIRST))
    los_pinos = census.councils(desk)[0].id
    census.add_sector(desk, by(), los_pinos, "A la vuelta")
    assert [row.name for row in census.sectors(desk)] == ["Alto", "Bajo", "A la vuelta"]
    census.add_house_at(desk, by(), "Los Pinos", "Bajo", "Casa 10")
    bring(worker, written(tmp_path / "more.csv", "Los Pinos;Bajo;Casa 11;;Luz Sol;;;30;F;;;;;;"))
    bajo = census.sectors(desk)[1].id
    assert [row.house for row in census.households(desk, sector_id=bajo)] == ["Casa 9", "Casa 10", "Casa 11"]


def test_what_the_file_says_otherwise_is_changed_and_nothing_else(worker: Worker, tmp_path: Path) -> None:
    bring(worker, written(tmp_path / "censo.csv", *FIRST))
    before = entries(worker)
    path = written(
        tmp_path / "censo2.csv",
        "Los Pinos;Alto;casa 1;;ana  rojas;;;;;HTA;;sulfas;0424;;;",
        "Los Pinos;Alto;Casa 1;;Luis Rojas;;24/11/1944;;;;;;;;;",
        "Los Pinos;Bajo;Casa 9;P-000003;Eva Díaz Gil;;;1;F;;;;;;;",
    )
    assert bring(worker, path) == [
        ("changed", "person_changed"), ("changed", "person_changed"), ("refused", "patient_code_of_other"),
    ]  # fmt: skip
    ana, luis, eva = entries(worker)
    assert (ana.phone, ana.allergies, ana.conditions, ana.criteria, ana.receivers) == (
        "0424", ("penicilina", "sulfas"), ("hypertension",), ("homebound",), "su hija",
    )  # fmt: skip
    assert (luis.birth_date, luis.birth_estimated, luis.conditions) == (date(1944, 11, 24), False, ("diabetes",))
    assert eva == before[2]
    assert len(people.list_people(worker.desk, PeopleFilter())) == 3
    assert [status for status, _ in bring(worker, path)] == ["known", "known", "refused"]


def test_nobody_is_moved_or_brought_back_by_a_file(worker: Worker, tmp_path: Path) -> None:
    bring(worker, written(tmp_path / "censo.csv", *FIRST))
    before = entries(worker)
    path = written(
        tmp_path / "otra.csv",
        "Los Pinos;Alto;Casa 77;P-000001;Ana Rojas;;;;;cáncer;;;;;;",
        "La Vega;;Casa 3;;Ana Rojas;V-1;24/03/1950;;;;;;;;;",
    )
    assert bring(worker, path) == [("known", "person_elsewhere")] * 2
    assert entries(worker) == before


def test_ages_that_cannot_be_are_said(worker: Worker, tmp_path: Path) -> None:
    path = written(
        tmp_path / "censo.csv",
        "C;S;1;;A;;;121;;;;;;;;", "C;S;1;;B;;;muchos;;;;;;;;", "C;S;1;;C;;21/02/1950;12;;;;;;;;", "C;S;1;;D;;;;;;;;;;quizás;",
        "C;S;1;;E;;31/02/1950;;;;;;;;;",
    )  # fmt: skip
    assert bring(worker, path) == [
        ("doubtful", "age_too_great"), ("doubtful", "age_unclear"), ("doubtful", "age_disagrees"), ("doubtful", "consent_unclear"),
        ("doubtful", "birth_date_unreadable"),
    ]  # fmt: skip
    assert [one.birth_date for one in entries(worker)] == [None, None, date(1950, 2, 21), None, None]


def test_columns_with_other_names_are_said_by_somebody(worker: Worker, tmp_path: Path) -> None:
    path = written(tmp_path / "lista.csv", "Ana Rojas;72;calle 3", "Luis Rojas;70;calle 3", head="quien es;cuantos;donde queda")
    seen = census_import.look(worker.desk, path, Told())
    assert seen.no_census is not None and seen.table.names == ("quien es", "cuantos", "donde queda") and seen.table.meanings == ("", "", "")
    with pytest.raises(Refusal) as refused:
        census_import.bring_in(worker.desk, worker.by(), path, Told())
    assert refused.value.code == "not_a_census"
    assert bring(worker, path, meanings=("name", "age", "house"), council="La Vega") == [("new", "")] * 2
    assert [(row.name, row.house, row.council) for row in people.list_people(worker.desk, PeopleFilter())] == [
        ("Ana Rojas", "calle 3", "La Vega"), ("Luis Rojas", "calle 3", "La Vega"),
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("spoken", ["es", "en"])
def test_an_export_is_read_back_equal(worker: Worker, tmp_path: Path, suffix: str, spoken: str) -> None:
    awkward = 'Los Pinos;Bajo;=1+1;;+Eva "la; Negra" Ñáñez;-7;21/02/1960;;F;embarazo hasta 01/03/2027;;;+58 412;@agua;;'
    bring(worker, written(tmp_path / "censo.csv", *FIRST, awkward.replace('+Eva "la; Negra" Ñáñez', '"+Eva ""la; Negra"" Ñáñez"')))
    before = entries(worker)
    assert before[3].name == '+Eva "la; Negra" Ñáñez' and before[3].until == (("pregnancy", date(2027, 3, 1)),)
    out = tmp_path / f"fuera{suffix}"
    assert census.export_census(worker.desk, PeopleFilter(), out, spoken) == 4
    assert {status for status, _ in bring(worker, out)} == {"known"}
    assert entries(worker) == before


def test_an_export_makes_the_same_census_elsewhere(worker: Worker, tmp_path: Path) -> None:
    bring(worker, written(tmp_path / "censo.csv", *FIRST))
    before = entries(worker)
    out = tmp_path / "fuera.xlsx"
    census.export_census(worker.desk, PeopleFilter(), out, "es")
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        row[0].value, row[3].value, row[4].value, row[6].value = "Otra Comuna", None, None, None
    book.save(out)
    assert {status for status, _ in bring(worker, out)} <= {"new", "doubtful"}
    copied = entries(worker)[3:]
    strip = {"id": 0, "code": "", "household_id": 0, "national_id": ""}
    assert sorted(map(str, (replace(one, **strip) for one in copied))) == sorted(map(str, (replace(one, **strip) for one in before)))  # type: ignore[arg-type]


def test_what_was_refused_is_saved_and_comes_in_when_put_right(worker: Worker, tmp_path: Path) -> None:
    path = written(tmp_path / "censo.csv", FIRST[0], "Los Pinos;Alto;Casa 2;;;V-9;21/02/1950;;F;;;;;;;")
    seen = census_import.look(worker.desk, path, Told())
    out = tmp_path / "devolver.xlsx"
    assert census_import.save_refused(out, language("es"), seen) == 1
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[2]][2] == "Casa 2" and "nombre" in str(sheet[2][-1].value)
    sheet.cell(2, 5).value = "Rosa Gil"
    book.save(out)
    assert bring(worker, out) == [("new", "")]


def test_a_cancel_leaves_nothing_behind(worker: Worker, tmp_path: Path) -> None:
    lines = [f"C;S;Casa {n};;Persona {n};;;30;F;;;;;;;" for n in range(1200)]
    path = written(tmp_path / "censo.csv", *lines)

    def at(share: float) -> None:
        if share > 0.5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        census_import.bring_in(worker.desk, worker.by(), path, Told(), at)
    assert entries(worker) == [] and census.councils(worker.desk) == ()


def test_statements_of_a_page_do_not_grow(worker: Worker, tmp_path: Path) -> None:
    counts: list[list[int]] = []
    for size in (40, 700):
        lines = [f"C{n % 7};S{n % 40};Casa {n};;Persona {n};;;{n % 90};F;HTA;no puede salir;;;;;" for n in range(size)]
        bring(worker, written(tmp_path / f"{size}.csv", *lines))
        counts.append([])
        for read in (
            lambda: community.first_page(worker.desk, PeopleFilter(), "place", 30),
            lambda: community.first_page(worker.desk, PeopleFilter(text="persona"), "place", 30),
            lambda: community.figures(worker.desk, {"all": PeopleFilter(), "none": PeopleFilter(consent=False)}),
            lambda: coverage.coverage(worker.desk),
        ):
            read()  # what is made ready once is ready
            seen: list[str] = []

            def count(*args: object, seen: list[str] = seen) -> None:
                seen.append(str(args[2]))

            event.listen(worker.desk.store.engine, "before_cursor_execute", count)
            try:
                read()
            finally:
                event.remove(worker.desk.store.engine, "before_cursor_execute", count)
            counts[-1].append(len(seen))
    assert all(abs(few - many) <= 3 for few, many in zip(*counts, strict=True)) and max(counts[1]) <= 16, counts


def test_the_walk_goes_through_sectors_in_order_page_after_page(worker: Worker, tmp_path: Path) -> None:
    lines = [f"C{n % 3};S{n % 30:02d};Casa {n % 50};;Persona {n:03d};;;{n % 90};F;;;;;;;" for n in range(300)]
    bring(worker, written(tmp_path / "c.csv", *lines))
    whole = people.list_people(worker.desk, PeopleFilter(), "place", 300)
    paged = [row for at in range(0, 300, 50) for row in people.list_people(worker.desk, PeopleFilter(), "place", 50, at)]
    assert [row.id for row in paged] == [row.id for row in whole]
    places = [(row.council, row.sector) for row in whole]
    assert len(set(places)) == sum(one != other for one, other in zip(places, [None, *places], strict=False))  # each sector in one piece


def test_coverage_counts_everybody_once_and_the_paper_hides_small_groups(worker: Worker, tmp_path: Path) -> None:
    lines = [f"C{n % 2};S;Casa {n};;Persona {n};;;50;F;{'HTA' if n < 12 else 'epilepsia'};;;;;;" for n in range(15)]
    bring(worker, written(tmp_path / "c.csv", *lines))
    ids = [row.id for row in people.list_people(worker.desk, PeopleFilter(condition="hypertension"), "code")]
    for patient in ids[:7]:
        prescribe(worker, patient, "losartan 50 mg tablet")
    prescribe(worker, ids[0], "amlodipine 5 mg tablet")
    found = coverage.coverage(worker.desk)
    rows = {row.condition: row for row in found.community}
    assert (rows["hypertension"].count.people, rows["hypertension"].count.treated, rows["hypertension"].count.without) == (12, 7, 5)
    assert rows["epilepsy"].count.people == 3 and rows["hypertension"].essential > 0
    assert sum(row.count.people for council, _ in found.councils for row in found.of(council)) == 15
    pdf = coverage.paper_of(worker.desk, found, "", language("es"))
    text = all_text(pdf)
    assert "epilepsia <5 <5 <5 <5" in text and "Persona 1" not in text and outside(pdf, side=12, top=10, bottom=13) == []
    out = tmp_path / "cobertura.csv"
    assert coverage.export(worker.desk, found, out, language("es")) == 2
    epilepsy = next(line for line in out.read_text(encoding="utf-8-sig").splitlines() if "epilepsia" in line)
    assert epilepsy.count("<5") == 6  # four figures, two councils


def test_sheets_for_the_walk(worker: Worker, tmp_path: Path) -> None:
    many = [f"Los Pinos;Alto;Casa 3;;Persona {n};;;{n};F;glaucoma;;;;;;" for n in range(9)]
    bring(worker, written(tmp_path / "c.csv", *FIRST, *many))
    spanish = language("es")
    empty = census_paper.empty_sheets(worker.desk, spanish, 3)
    assert all_text(empty).count("Censo: una casa") == 3 and outside(empty, side=12, top=10, bottom=13) == []
    sector = next(one for one in census.sectors(worker.desk) if one.name == "Alto")
    pdf = census_paper.sector_sheets(worker.desk, spanish, sector.id)
    text = all_text(pdf)
    assert text.count("Censo: una casa") == 3  # a house of nine goes on over the page
    assert all(f"Persona {n}" in text for n in range(9)) and "Ana Rojas" in text and "Eva Díaz" not in text
    assert "Contiene nombres y enfermedades" in text and "perro bravo" in text and "unos 81 años" in text
    assert "Contiene nombres y enfermedades: no va" not in all_text(empty) and outside(pdf, side=12, top=10, bottom=13) == []
    for houses in (0, 201):
        with pytest.raises(Refusal) as refused:
            census_paper.empty_sheets(worker.desk, spanish, houses)
        assert refused.value.code == "sheets_out_of_range"
    with pytest.raises(Refusal) as refused:
        census_paper.sector_sheets(worker.desk, spanish, 999)
    assert refused.value.code == "sector_unknown"


def test_those_without_consent_and_without_a_visit_are_listed(worker: Worker, tmp_path: Path) -> None:
    bring(worker, written(tmp_path / "c.csv", *FIRST))
    without = people.list_people(worker.desk, PeopleFilter(consent=False))
    assert [row.name for row in without] == ["Luis Rojas"]
    assert len(people.list_people(worker.desk, PeopleFilter(unseen_since=TODAY))) == 3
