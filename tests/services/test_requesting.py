"""What is asked of donors, and the letter that asks: reckoned once, in four languages, with nobody in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import event, text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import forms, need_papers, requesting, rounds, sample
from pharmacy_app.services.expiring import ahead
from pharmacy_app.services.requesting import Need, Request
from pharmacy_app.system.language import CODES, language
from tests.support.desks import TODAY, Worker, make_template, sqlite_worker
from tests.support.pdf import all_text, fonts, outside, overlaps, texts
from tests.support.week import FAR, Week

LOSARTAN, ENALAPRIL = "losartan 50 mg tablet", "enalapril 10 mg tablet"
TITLES = {
    "es": "Lo que necesita la farmacia",
    "en": "What the pharmacy needs",
    "it": "Che cosa serve alla farmacia",
    "ru": "Что нужно аптеке",
}
NOT_SENT = {"es": "Por favor, no envíen", "en": "Please do not send", "it": "Per favore, non inviate", "ru": "Пожалуйста, не присылайте"}


@pytest.fixture
def week(worker: Worker) -> Week:
    return Week(worker)


def after(days: int) -> date:
    return TODAY + timedelta(days=days)


def needs(week: Week, months: int = 3) -> dict[str, Need]:
    return {f"{one.medicine.inn} {one.medicine.strength}": one for one in requesting.request(week.worker.desk, months).needs}


def test_what_prescriptions_use_less_what_is_there(week: Week) -> None:
    week.person("Ana", daily=2)
    week.person("Luis", medicine=ENALAPRIL, days=10)
    week.box("L1", 100)
    found = needs(week)
    assert (found["losartan 50 mg"].units, found["losartan 50 mg"].lasts) == (2 * 90 - 100, after(49))
    assert found["enalapril 10 mg"] == Need(found["enalapril 10 mg"].medicine, 10, 1, 1, False, None)
    assert found["losartan 50 mg"].chronic
    assert list(found) == ["enalapril 10 mg", "losartan 50 mg"]  # what is gone comes first
    assert needs(week, 1).keys() == {"enalapril 10 mg"}


def test_most_people_without_it_come_first(week: Week) -> None:
    week.person("Ana", medicine=ENALAPRIL)
    for name in ("Luis", "Eva"):
        week.person(name)
    assert list(needs(week)) == ["losartan 50 mg", "enalapril 10 mg"]


def test_what_was_used_of_late_counts_where_nobody_has_it_prescribed_any_more(week: Week) -> None:
    week.person("Ana", days=20)
    week.box("L1", 20)
    rounds.close(week.worker.desk, week.worker.by(), week.out(30), {}, rounds.Answer(rounds.DELIVERED))
    later = week.later(20)
    assert needs(later)["losartan 50 mg"].units == 3 * 20  # twenty in the month in which there was some
    week.box("L2", 200, FAR)
    assert "losartan 50 mg" not in needs(later)


def test_what_would_expire_is_not_to_be_sent_with_its_figure(week: Week) -> None:
    week.person("Ana")
    week.box("L1", 100, after(9))
    week.box("E1", 30, after(200), medicine=ENALAPRIL)
    found = requesting.request(week.worker.desk, 3)
    assert [(one.medicine.inn, one.units, one.expiry) for one in found.unwanted] == [("enalapril", 30, after(200))]
    assert sum(row.outlook.at_risk for row in ahead(week.worker.desk).rows if row.medicine.inn == "losartan") == 90
    (losartan,) = found.needs  # what expires before it is used is no reason not to ask
    assert losartan.units == 90 - 10
    assert not {one.medicine.id for one in found.needs} & {one.medicine.id for one in found.unwanted}


def test_essential_medicines_that_are_not_there_are_gaps(week: Week) -> None:
    before = {one.inn for one in requesting.request(week.worker.desk, 3).gaps}
    assert "losartan" in before and "enalapril" in before
    week.person("Ana")
    week.box("E1", 30, medicine=ENALAPRIL)
    assert {one.inn for one in requesting.request(week.worker.desk, 3).gaps} == before - {"losartan", "enalapril"}


def test_it_must_be_good_for_a_year_and_for_as_long_as_is_asked(week: Week) -> None:
    assert requesting.request(week.worker.desk, 3).least == date(2027, 11, 30)
    assert requesting.request(week.worker.desk, 18).least == date(2028, 5, 31)
    for months in (0, 25):
        with pytest.raises(Refusal) as caught:
            requesting.request(week.worker.desk, months)
        assert caught.value.code == "months_out_of_range"


def test_the_packing_list_asks_for_the_same(week: Week, tmp_path: Path) -> None:
    week.person("Ana", daily=2)
    week.person("Luis", medicine=ENALAPRIL)
    found = requesting.request(week.worker.desk, 3)
    forms.write_request(week.worker.desk, tmp_path / "a.xlsx", language("it"), found)
    assert forms.write_needs(week.worker.desk, tmp_path / "b.xlsx", language("it"), 3) == 2
    sheets = [list(openpyxl.load_workbook(tmp_path / name).worksheets[0].values) for name in ("a.xlsx", "b.xlsx")]
    assert sheets[0] == sheets[1]
    assert {row[3]: row[4] for row in sheets[0][1:]} == {one.units: "11/2027" for one in found.needs}


def test_as_many_statements_for_many_as_for_one(week: Week) -> None:
    said: list[str] = []
    event.listen(week.worker.desk.store.engine, "before_cursor_execute", lambda *words: said.append(str(words[2])))
    week.person("Ana")
    week.box("L1", 10, after(9))
    counts = []
    for more in range(2):
        said.clear()
        requesting.request(week.worker.desk, 3)
        counts.append(len(said))
        for n in range(2):
            week.person(f"Luis {n}", medicine=ENALAPRIL)
            week.box(f"M{more}{n}", 10, after(20 + n), medicine=ENALAPRIL)
    assert counts[0] == counts[1]


# the letter --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def commune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """The sample of one neighbourhood: read only."""
    folder = tmp_path_factory.mktemp("needs")
    worker = sqlite_worker(make_template(folder / "template"), folder / "filled")
    sample.make(worker.desk, worker.by(), "neighbourhood", 1, TODAY)
    yield worker
    worker.desk.store.close()


@pytest.fixture(scope="module")
def asked(commune: Worker) -> Request:
    return requesting.request(commune.desk, 3)


@pytest.mark.parametrize("code", CODES)
def test_the_letter_is_whole_in_every_language(commune: Worker, asked: Request, code: str) -> None:
    spoken = language(code)
    pdf = need_papers.paper_of(commune.desk, asked, spoken)
    pages = texts(pdf)
    assert all(TITLES[code] in page for page in pages)
    assert outside(pdf, side=16, top=10, bottom=13) == [] and overlaps(pdf) == []
    assert {embedded for _, embedded in fonts(pdf)} == {True}
    read = all_text(pdf)
    assert NOT_SENT[code] in read and asked.needs and asked.unwanted and asked.gaps
    for one in asked.needs:
        assert f"{spoken.number(one.units)} ".replace("\u00a0", " ") in read
    for left in asked.unwanted:
        assert spoken.number(left.units).replace("\u00a0", " ") in read and f"{left.expiry:%m/%Y}" in read
    assert "11/2027" in read and spoken.date(TODAY) in read
    assert "\ufffd" not in read and "■" not in read
    if code != "en":
        assert not re.search(r"\b(the|units|people|tablets|lot and|Enough|nothing|until)\b", read, re.IGNORECASE)
    assert pdf == need_papers.paper_of(commune.desk, asked, spoken)


@pytest.mark.parametrize("code", CODES)
def test_nobody_is_in_the_letter(commune: Worker, asked: Request, code: str) -> None:
    read = all_text(need_papers.paper_of(commune.desk, asked, language(code)))
    with commune.desk.read() as connection:
        people = connection.execute(text("SELECT name, code, national_id, phone FROM patients")).all()
        houses = connection.execute(text("SELECT house, code, phone FROM households")).all()
    secrets = {str(value) for row in (*people, *houses) for value in row if value}
    secrets |= {part for row in people for part in re.split(r"[ ,]+", row[0]) if len(part) > 3}
    assert len(secrets) > 500
    assert [secret for secret in secrets if re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", read)] == []


def test_small_groups_are_hidden(commune: Worker, asked: Request) -> None:
    few = [one for one in asked.needs if 0 < one.people < 5]
    assert few
    read = all_text(need_papers.paper_of(commune.desk, asked, language("en")))
    assert read.count("<5") == len(few) + 1  # and once where it is explained


@pytest.mark.parametrize("code", CODES)
def test_an_empty_pharmacy_asks_for_nothing_and_lists_what_is_essential(worker: Worker, code: str, tmp_path: Path) -> None:
    spoken = language(code)
    found = requesting.request(worker.desk, 1)
    assert (found.needs, found.unwanted) == ((), ())
    pdf = need_papers.paper_of(worker.desk, found, spoken)
    assert outside(pdf, side=16, top=10, bottom=13) == [] and overlaps(pdf) == []
    read = all_text(pdf)
    assert spoken.tr("Nothing is missing at this moment.") in read
    assert spoken.tr("Of what is there, all will be used in time.") in read
    forms.write_request(worker.desk, tmp_path / "a.xlsx", spoken, found)  # the blank form
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].max_row == 1
