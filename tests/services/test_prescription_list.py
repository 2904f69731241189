"""The list of prescriptions: a page of each kind, its figures beside it, and what each costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import event

from pharmacy_app.domain.text import fold
from pharmacy_app.services import census, histories, medicine_search, people, prescription_list, prescriptions, setup
from pharmacy_app.services.people import PersonForm
from pharmacy_app.services.prescription_list import KINDS, Asked
from pharmacy_app.services.prescriptions import ItemFilter, ItemRow, Order
from tests.support import reading
from tests.support.desks import TODAY, Worker

SOON = int(setup.DEFAULTS["renewal_days"])


def person(worker: Worker, name: str, council: str) -> int:
    home = census.add_house_at(worker.desk, worker.by(), council, "La Escalera", f"Casa de {name}")
    return people.add_patient(worker.desk, worker.by(), PersonForm(home, name, date(1950, 1, 1)))


def ordered(worker: Worker, patient: int, words: str, directions: str = "1 tableta diaria", day: date = TODAY, **more: object) -> int:
    found = medicine_search.search_medicines(worker.desk, words)
    order = Order(words, found[0].medicine.id if found else None, directions, **more)  # type: ignore[arg-type]
    return prescriptions.write(worker.desk, worker.by(), patient, "Dra. Luz Gil", day, [order]).items[0][0]


def community(worker: Worker) -> None:
    """Two councils; what runs, is to be renewed, waits, was ended; and somebody who left with all of that."""
    for council, names in (("Los Pinos", ("Ana Díaz", "Luis Gil", "Rosa Paz")), ("El Mirador", ("Ana Rojas", "José Gil"))):
        for name in names:
            one = person(worker, name, council)
            ordered(worker, one, "losartan 50 mg tablet", chronic=True, days=90)
            ordered(worker, one, "metformin 500 mg tablet", chronic=True, days=SOON)
            ordered(worker, one, "amlodipine 5 mg tablet", days=SOON)
            ordered(worker, one, "pastillita rosada", "como le dijo la doctora")
            ended = ordered(worker, one, "ibuprofen 400 mg tablet", "1 tableta diaria por 7 días")
            prescriptions.close_item(worker.desk, worker.by(), ended, "doctor")
            if name == "Rosa Paz":
                histories.leave(worker.desk, worker.by(), [one], "moved")


def meant(row: ItemRow, kind: str) -> bool:
    """What a kind means, told once more."""
    match kind:
        case "due":
            return row.status == "active" and row.chronic and row.review_on is not None and row.review_on <= TODAY + timedelta(days=SOON)
        case "all":
            return row.status in ("active", "waiting")
    return row.status == kind


def test_figures_are_what_the_pages_hold(worker: Worker) -> None:
    community(worker)
    desk = worker.desk
    everything = [row for row in reading.items(desk, ItemFilter(statuses=())) if row.patient != "Rosa Paz"]
    councils = [None, *(key for key, _ in prescription_list.first_page(desk, Asked(), 1).councils)]
    assert len(everything) == 20 and len(councils) == 3
    for council in councils:
        here = [row for row in everything if council in (None, row.council_id)]
        counts = {kind: sum(meant(row, kind) for row in here) for kind in KINDS}
        assert all(counts.values())
        for kind in KINDS:
            for words in ("", "ana", "losartan", "rosada", "nadie"):
                wanted = {
                    row.id for row in here
                    if meant(row, kind) and (not words or words in fold(f"{row.patient} {row.inn or ''} {row.medicine_text}"))
                }  # fmt: skip
                asked = Asked(kind, council, words)
                page, figures = prescription_list.first_page(desk, asked, 100), prescription_list.figures(desk, asked)
                assert {row.id for row in page.rows} == wanted and not page.more
                assert (figures.counts, figures.total) == (counts, len(wanted))


def test_a_page_says_whether_there_is_more(worker: Worker) -> None:
    assert not prescription_list.first_page(worker.desk, Asked(), 10).anything
    community(worker)
    whole = prescription_list.first_page(worker.desk, Asked(), 100)
    page = prescription_list.first_page(worker.desk, Asked(), 5)
    assert page.more and not whole.more and page.rows == whole.rows[:5] and page.anything
    assert prescription_list.first_page(worker.desk, Asked(words="nadie"), 5).anything
    setup.change_settings(worker.desk, worker.by(), {"renewal_days": "40"})
    assert prescription_list.first_page(worker.desk, Asked(), 5).soon == 40


def statements(worker: Worker, work: Callable[[], object]) -> int:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(worker.desk.store.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(worker.desk.store.engine, "before_cursor_execute", note)
    return sum(statement.startswith("SELECT") for statement in said)


def test_statements_do_not_grow_with_items(worker: Worker) -> None:
    ordered(worker, person(worker, "Ana Díaz", "Los Pinos"), "losartan 50 mg tablet", chronic=True, days=90)
    desk = worker.desk
    page = statements(worker, lambda: prescription_list.first_page(desk, Asked(), 3))
    community(worker)
    assert statements(worker, lambda: prescription_list.first_page(desk, Asked(), 3)) == page
    assert statements(worker, lambda: prescription_list.figures(desk, Asked())) == 2  # the settings; all kinds at once
