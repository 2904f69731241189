"""Printing on a real CUPS queue: what comes out is read back; a queue that would print nothing is never counted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from pharmacy_app.domain.errors import Trouble
from pharmacy_app.reports.round_sheet import round_sheet
from pharmacy_app.reports.slips import slips
from pharmacy_app.services import rounds, slip_printing
from pharmacy_app.services.rounds import RoundRow
from pharmacy_app.system import print_queue
from pharmacy_app.system.language import language
from pharmacy_app.ui import printing
from pharmacy_app.ui.came_out import CameOut
from pharmacy_app.ui.preview import Preview
from pharmacy_app.ui.printing import Pages
from pharmacy_app.ui.screens.rounds.paper import RoundPaper
from tests.support import sheets as samples
from tests.support.cups import Cups, cups_pdf, missing, server, until
from tests.support.desks import TODAY, Worker, make_template, sqlite_worker
from tests.support.pdf import all_text, codes, outside, texts
from tests.support.stages import Stage, stage
from tests.support.week import Week

SPANISH = language("es")


@pytest.fixture(scope="module")
def own_server() -> Iterator[Cups]:
    if why := missing():
        pytest.skip(why)
    with server(Path(os.environ["CUPS_SERVER"]).parent) as made:
        made.printer("Laser")
        made.printer("Cerrada")
        made.run("cupsreject", "Cerrada")
        made.printer("Parada")
        made.run("cupsdisable", "Parada")
        yield made


@pytest.fixture
def cups(own_server: Cups) -> Cups:
    assert own_server.address == os.environ["CUPS_SERVER"]
    return own_server


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template") / "pharmacy")


@pytest.fixture
def worker(template: Path, tmp_path: Path) -> Iterator[Worker]:
    one = sqlite_worker(template, tmp_path / "pharmacy")
    yield one
    one.desk.store.close()


def test_slips_come_out_as_they_are_with_their_codes(cups: Cups, qapp: object, tmp_path: Path) -> None:
    twelve = samples.slip(
        90, "Íñigo Ñáñez Uzcátegui de Villavicencio", "Casa 7", tuple(samples.ALL[n % len(samples.ALL)] for n in range(12))
    )
    book = replace(samples.rich_book(), slips=(*samples.rich_book().slips[:3], twelve))
    made = slips(book, SPANISH)
    out = cups.printer("Papeletas")
    sent = printing.send(made.pdf, "Papeletas", Pages(1, len(made.codes)), "Papeletas")
    assert sent.job.startswith("Papeletas-")
    printed = cups.printed(out)
    assert texts(printed) == texts(made.pdf)
    assert outside(printed, side=10, top=10, bottom=13) == []
    assert set(codes(printed, tmp_path)) == {slip.code for slip in book.slips}
    text = all_text(printed)
    assert "ЭНАП" in text and "Ñáñez" in text and "12. " in text
    assert not sent.waits()


def test_eighty_stops_come_out_whole(cups: Cups, qapp: object) -> None:
    made = round_sheet(samples.rich_round(80), SPANISH)
    out = cups.printer("Reparto")
    printing.send(made, "Reparto", Pages(1, len(texts(made))), "Hoja")
    printed = cups.printed(out)
    assert texts(printed) == texts(made)
    assert outside(printed, side=12, top=10, bottom=13) == []


def test_only_the_chosen_pages_come_out(cups: Cups, qapp: object) -> None:
    made = slips(samples.rich_book(), SPANISH)
    assert len(made.codes) > 2
    out = cups.printer("Paginas")
    printing.send(made.pdf, "Paginas", Pages(2, 2), "Papeletas")
    assert texts(cups.printed(out)) == [texts(made.pdf)[1]]


def test_a_queue_of_the_pdf_printer_prints_codes_that_read_back(cups: Cups, qapp: object, tmp_path: Path) -> None:
    driver = cups_pdf()
    if driver is None:
        pytest.skip("the PDF printer of printer-driver-cups-pdf is not installed, or this is not root")
    cups.run("lpadmin", "-p", "PDF", "-E", "-v", "cups-pdf:/", "-P", str(driver))
    title = f"papeletas-{tmp_path.name}-{tmp_path.parent.name}"
    out = Path.home() / "PDF"
    made = slips(samples.rich_book(), SPANISH)
    printing.send(made.pdf, "PDF", Pages(1, 2), title)
    until(lambda: not cups.run("lpstat", "-o", "PDF").strip() and list(out.glob(f"{title}*")))
    [file] = out.glob(f"{title}*")
    try:
        assert set(codes(file.read_bytes(), tmp_path)) == {code for page in made.codes[:2] for code in page}
        assert outside(file.read_bytes(), side=10, top=10, bottom=13) == []
    finally:
        file.unlink()


@pytest.mark.parametrize(("queue", "code"), [("Cerrada", "printer_rejects"), ("Parada", "printer_stopped")])
def test_a_queue_that_would_print_nothing_is_said_before(cups: Cups, qapp: object, queue: str, code: str) -> None:
    with pytest.raises(Trouble) as raised:
        printing.send(samples_pdf(), queue, Pages(1, 1), "Papeletas")
    assert (raised.value.code, raised.value.data) == (code, {"printer": queue})
    assert not cups.run("lpstat", "-o", queue).strip()


def test_a_queue_that_begins_to_reject_after_it_was_looked_at(cups: Cups, qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "check", lambda _name: None)
    with pytest.raises(Trouble) as raised:
        printing.send(samples_pdf(), "Cerrada", Pages(1, 1), "Papeletas")
    assert raised.value.code == "printer_refused"


def samples_pdf() -> bytes:
    return slips(samples.rich_book(), SPANISH).pdf


# a round's slips, as a person prints them -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Printing:
    """A planned round of so many people, and the window in which its papers are shown; `left` grows once the round may leave."""

    there: Stage
    paper: RoundPaper
    round: RoundRow
    left: list[int]

    def preview(self, printer: str) -> Preview:
        self.paper.slips(self.round, False, lambda: self.left.append(1))
        found = shown(self.there)
        assert isinstance(found, Preview)
        found.printer.set_value(printer)
        found.printer.changed.emit(printer)
        return found

    def press(self, book: Preview) -> CameOut:
        assert book.verb is not None
        book.verb.click()
        asked = shown(self.there)
        assert isinstance(asked, CameOut)
        return asked


def planned(qtbot: QtBot, worker: Worker, people: int) -> Printing:
    week = Week(worker)
    for n in range(people):
        week.person(f"Persona {n:02d}")
    week.box("L1", 60 * people)
    week.confirmed()
    rounds.plan(worker.desk, worker.by(), TODAY)
    return printed_again(qtbot, worker)


def printed_again(qtbot: QtBot, worker: Worker) -> Printing:
    there = stage(qtbot, worker)
    there.frame.show()
    return Printing(there, RoundPaper(there.context, there.frame), rounds.list_rounds(worker.desk)[0], [])


def shown(there: Stage) -> QDialog:
    return next(found for found in reversed(there.frame.findChildren(QDialog)) if found.isVisible())


def test_what_came_out_is_kept_page_by_page(cups: Cups, qtbot: QtBot, worker: Worker) -> None:
    out = cups.printer("Calle")
    work = planned(qtbot, worker, 9)
    book = work.preview("Calle")
    pages = book.document.pageCount()
    assert pages > 1 and book.state.text() == "La impresora está lista."
    asked = work.press(book)
    assert len(slip_printing.state(worker.desk, 1).unsure) == 9  # handed over, and nobody has said anything: a blackout now leaves this
    assert len(texts(cups.printed(out))) == pages
    asked.last.setValue(1)
    assert asked.verb is not None
    asked.verb.click()
    now = slip_printing.state(worker.desk, 1)
    assert now.printed and not now.unsure and len(now.open) == 9 - len(now.printed)
    assert book.isVisible() and book.first.value() == 2 and not work.left
    asked = work.press(book)
    assert len(texts(cups.printed(out))) == pages - 1
    assert asked.verb is not None
    asked.verb.click()
    assert len(slip_printing.state(worker.desk, 1).printed) == 9
    assert work.left


@pytest.mark.parametrize(("queue", "words"), [("Cerrada", "no acepta documentos"), ("Parada", "está detenida")])
def test_a_bad_queue_marks_nothing(cups: Cups, qtbot: QtBot, worker: Worker, queue: str, words: str) -> None:
    work = planned(qtbot, worker, 2)
    book = work.preview(queue)
    assert words in book.state.text()
    assert book.verb is not None
    book.verb.click()
    assert shown(work.there) is book and len(work.there.messages.errors) == 1
    assert len(slip_printing.state(worker.desk, 1).open) == 2


def test_a_printer_that_goes_away_half_way(cups: Cups, qtbot: QtBot, worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    cups.printer("Vieja")
    work = planned(qtbot, worker, 2)
    book = work.preview("Vieja")
    cups.run("cupsdisable", "Vieja")  # after it was looked at, before its pages came out
    monkeypatch.setattr(printing, "check", lambda _name: None)
    asked = work.press(book)
    assert asked.verb is not None
    asked.verb.click()  # yes, somebody says; the queue knows better
    again = shown(work.there)
    assert isinstance(again, CameOut) and again is not asked
    again.reject()
    assert len(slip_printing.state(worker.desk, 1).open) == 2
    assert book.isVisible() and "no queda marcado" in book.state.text()
    assert not cups.run("lpstat", "-o", "Vieja").strip()  # nothing comes out by itself later


def test_killed_before_anybody_answered_is_said_at_the_next_print(cups: Cups, qtbot: QtBot, worker: Worker) -> None:
    work = planned(qtbot, worker, 2)
    work.press(work.preview("Laser")).blockSignals(True)  # the answer never arrives
    work = printed_again(qtbot, worker)
    book = work.preview("Laser")
    assert "paradas 1–2" in book.notice.text() and "nadie dijo si salieron" in book.notice.text()
    asked = work.press(book)
    assert asked.verb is not None
    asked.verb.click()
    cups.printed(cups.folder / "Laser.pdf")
    for again in work.there.frame.findChildren(CameOut):  # while the queue still held the job, the same was asked once more
        if again.isVisible() and again.verb is not None:
            again.verb.click()
    state = slip_printing.state(worker.desk, 1)
    assert len(state.printed) == 2 and not state.unsure


def test_without_cups_nothing_is_asked_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert not print_queue.there()
    assert print_queue.ask("Laser") is None
    with pytest.raises(print_queue.QueueRefused):
        print_queue.send(b"%PDF", "Laser", 1, 1, 1, "Papeletas")
