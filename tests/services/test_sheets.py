"""A sender's sheet as told and remembered, put under drafts, known again; the donor's form with what is needed, in four languages."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake.tables import Layout
from pharmacy_app.services import catalogue, donations, forms, sheets
from pharmacy_app.services.donation_files import words_key
from pharmacy_app.system.language import language
from tests.support.desks import TODAY, Worker

HEAD = "que es;serie;hasta;numero"
MEANS = Layout(("description", "lot", "expiry", "quantity"))


def sheet(folder: Path, text: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_told_of_columns_is_kept_for_the_donor_and_can_be_forgotten(worker: Worker, tmp_path: Path) -> None:
    desk, odd = worker.desk, sheet(tmp_path, f"{HEAD}\nEnalapril 10 mg tableta;A1;03/04/2028;30\n")
    found = sheets.preview(desk, odd, TODAY, donor="Amici")
    assert found.no_list is not None and found.tables[0].table.lacking
    key = found.tables[0].table.key
    made = sheets.receive(desk, worker.by(), odd, "Amici", "IT", TODAY, sheets.Told(dates="dmy", layouts={key: MEANS}))
    assert made.report.new == 1
    following = sheet(tmp_path, f"{HEAD}\nEnalapril 10 mg tableta;A2;05/06/2028;60\n", "next.csv")
    seen = sheets.preview(desk, following, TODAY, donor="AMICI")
    assert seen.remembered == {key} and [(row.lot, str(row.expiry), row.quantity) for row in seen.rows] == [("A2", "2028-06-05", 60)]
    assert sheets.tried(desk, following, "Amici", "", TODAY).report.new == 1  # the command line knows it too
    assert sheets.preview(desk, following, TODAY, donor="Otro").no_list is not None
    (donor,) = donations.donors(desk)
    sheets.forget_layout(desk, worker.by(), donor.id, key)
    assert sheets.preview(desk, following, TODAY, donor="Amici").no_list is not None
    with pytest.raises(Refusal) as caught:
        sheets.forget_layout(desk, worker.by(), donor.id, key)
    assert caught.value.code == "layout_unknown"


def test_rows_answer_what_they_ask_for_all_with_the_same_words(worker: Worker, tmp_path: Path) -> None:
    path = sheet(tmp_path, "producto;lote;vence;cajas\nMisterioso 40;A;08/2028;2\nMISTERIOSO 40;B;09/2028;3\n")
    asked = sheets.preview(worker.desk, path, TODAY)
    assert [row.asks_size for row in asked.rows] == [True, True] and asked.units == 0
    key = words_key("Misterioso 40")
    sized = sheets.preview(worker.desk, path, TODAY, sheets.Told(sizes={key: 20}))
    assert [(row.quantity, row.asks_medicine) for row in sized.rows] == [(40, True), (60, True)]
    with worker.desk.read() as connection:
        medicine = min(catalogue.medicines(connection))
    told = sheets.Told(sizes={key: 20}, medicines={key: medicine})
    known = sheets.preview(worker.desk, path, TODAY, told)
    assert {row.medicine.id for row in known.rows if row.medicine} == {medicine} and known.report.new == 2
    made = sheets.receive(worker.desk, worker.by(), path, "Amici", "IT", TODAY, told, "hace falta")
    assert made.donation_id is not None
    _, lines = donations.donation(worker.desk, made.donation_id)
    assert [(line.row.quantity, line.row.medicine_id) for line in lines] == [(40, medicine), (60, medicine)]


def test_a_sheet_goes_under_an_open_draft_and_is_known_again(worker: Worker, tmp_path: Path) -> None:
    desk = worker.desk
    donor = donations.add_donor(desk, worker.by(), "Amici", "IT")
    draft = donations.open_draft(desk, worker.by(), donor, TODAY)
    text = "producto;lote;vence;cantidad\nEnalapril 10 mg tableta;A;08/2028;30\nLosartan 50 mg tableta;B;08/2028;60\n"
    path = sheet(tmp_path, text)
    assert [row.id for row in sheets.preview(desk, path, TODAY, donor="Amici").drafts] == [draft]
    sheets.add_to_draft(desk, worker.by(), path, draft)
    found, lines = donations.donation(desk, draft)
    assert found.status == "draft" and [line.row.quantity_on_paper for line in lines] == [30, 60]
    with pytest.raises(Refusal) as caught:
        sheets.add_to_draft(desk, worker.by(), path, draft)
    assert caught.value.code == "file_imported_before"
    near = sheet(tmp_path, text.replace("Enalapril", "ENALAPRIL"), "copia.csv")
    assert sheets.preview(desk, near, TODAY, donor="Amici").alike == draft
    assert sheets.preview(desk, sheet(tmp_path, text.replace(";30", ";31"), "otra.csv"), TODAY, donor="Amici").alike is None


def test_a_cancel_until_the_last_moment_leaves_nothing(worker: Worker, tmp_path: Path) -> None:
    path = sheet(tmp_path, "producto;lote;vence;cantidad\nEnalapril 10 mg tableta;A;08/2028;30\n")
    told: list[float] = []

    class Stopped(Exception):
        pass

    sheets.receive(worker.desk, worker.by(), sheet(tmp_path, path.read_text() + ";;;\n", "first.csv"), "Antes", "CL", TODAY, at=told.append)
    assert told == sorted(told) and told[-1] == 1.0
    before = donations.donations(worker.desk)
    for limit in sorted(set(told)):

        def stop(share: float, limit: float = limit) -> None:
            if share >= limit:
                raise Stopped

        with pytest.raises(Stopped):
            sheets.receive(worker.desk, worker.by(), path, "Amici", "IT", TODAY, at=stop)
        assert donations.donations(worker.desk) == before and len(donations.donors(worker.desk)) == 1


def test_what_was_left_out_goes_back_with_its_reason(worker: Worker, tmp_path: Path) -> None:
    path = sheet(tmp_path, "producto;lote;vence;cantidad\n=1+1;A;08/2028;-3\nEnalapril 10 mg tableta;B;08/2028;30\n")
    out = tmp_path / "back.xlsx"
    assert sheets.save_refused(out, language("es"), sheets.preview(worker.desk, path, TODAY).rows) == 1
    written = openpyxl.load_workbook(out).worksheets[0]
    assert [cell.value for cell in written[2]][1:4] == [2, "=1+1", "A"] and written["C2"].data_type == "s"
    assert "bajo cero" in str(written["G2"].value) or "menor" in str(written["G2"].value)


@pytest.mark.parametrize("code", ["es", "en", "it", "ru"])
def test_every_medicine_of_the_catalogue_is_read_back_from_the_form(worker: Worker, code: str) -> None:
    spoken = language(code)
    with worker.desk.read() as connection:
        words, medicines = catalogue.identifier_and_medicines(connection)
    lost = []
    for medicine in medicines.values():
        line = forms.line_of_need(medicine, 30, "11/2027", spoken, words)
        found = words.accept_parts(line.inn, line.strength, line.form)
        if found is not None:
            assert found.id == medicine.id
        else:
            lost.append(line)
    assert len(lost) * 50 <= len(medicines)


def test_nothing_is_asked_where_nothing_is_lacking(worker: Worker, tmp_path: Path) -> None:
    for months, code in ((3, "nothing_needed"), (0, "months_out_of_range"), (25, "months_out_of_range")):
        with pytest.raises(Refusal) as caught:
            forms.write_needs(worker.desk, tmp_path / "x.xlsx", language("it"), months)
        assert caught.value.code == code and not (tmp_path / "x.xlsx").exists()
