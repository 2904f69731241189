"""What the paper said beside what was counted: nothing is lost between the two, whatever order people count in."""

from __future__ import annotations

from datetime import date

import pytest

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import difference_papers, differences, donations
from pharmacy_app.services.donation_writing import NewLine
from tests.support.desks import TODAY, Worker
from tests.support.pdf import all_text


def line(lot: str, units: int, paper: int | None = None, what: str = "Losartan 50 mg tablet") -> NewLine:
    return NewLine(what, units, lot, date(2028, 8, 31), "0828", pack_size=30, quantity_on_paper=paper)


@pytest.fixture
def draft(worker: Worker) -> int:
    donor = donations.add_donor(worker.desk, worker.by(), "Ponte Solidale", "IT")
    return donations.open_draft(worker.desk, worker.by(), donor, TODAY, "guía 4471")


def ids(worker: Worker, draft: int) -> dict[str, int]:
    return {one.row.lot: one.row.id for one in donations.donation(worker.desk, draft)[1]}


def told(worker: Worker, draft: int) -> list[tuple[str, int | None, int, str]]:
    return [(row.lot, row.on_paper, row.counted, row.kind) for row in differences.record(worker.desk, draft).rows]


def test_paper_and_box_line_by_line(worker: Worker, draft: int) -> None:
    donations.add_lines(worker.desk, worker.by(), draft, [line("A", 60, 60), line("B", 60, 60), line("C", 30, 30), line("D", 10, 10)])
    lots = ids(worker, draft)
    differences.count_line(worker.desk, worker.by(), draft, lots["A"], 60)
    differences.count_line(worker.desk, worker.by(), draft, lots["B"], 58)
    differences.count_line(worker.desk, worker.by(), draft, lots["C"], 31)
    differences.count_line(worker.desk, worker.by(), draft, lots["D"], 0)
    donations.add_lines(worker.desk, worker.by(), draft, [line("E", 5)])
    assert sorted(told(worker, draft)) == [
        ("A", 60, 60, "same"), ("B", 60, 58, "fewer"), ("C", 30, 31, "more"), ("D", 10, 0, "not_in_box"), ("E", None, 5, "not_on_paper"),
    ]  # fmt: skip
    found = differences.record(worker.desk, draft)
    assert (found.donor, found.language, found.reference, found.status) == ("Ponte Solidale", "it", "guía 4471", "draft")
    assert (found.on_paper, found.counted, found.short, found.over) == (160, 154, 12, 6)
    assert found.counted == found.on_paper - found.short + found.over
    other = donations.open_draft(worker.desk, worker.by(), donations.donors(worker.desk)[0].id, TODAY)
    donations.add_lines(worker.desk, worker.by(), other, [line("Z", 5, 6)])
    assert differences.counts(worker.desk) == {draft: 4, other: 1}
    assert differences.counts(worker.desk, draft) == {draft: 4}
    donations.receive(worker.desk, worker.by(), draft)
    assert (differences.record(worker.desk, draft).rows, differences.record(worker.desk, draft).status) == (found.rows, "received")


def test_a_line_that_was_missing_is_found_after_all_even_where_its_place_is_taken(worker: Worker, draft: int) -> None:
    donations.add_lines(worker.desk, worker.by(), draft, [line("A", 60, 60), line("B", 20, 25)])
    kept = donations.donation(worker.desk, draft)[1][1]
    token = differences.count_line(worker.desk, worker.by(), draft, kept.row.id, 0)
    donations.add_lines(worker.desk, worker.by(), draft, [line("C", 5)])
    (missing,) = differences.count(worker.desk, draft).missing
    assert (missing.token, missing.position, missing.line) == (token, 2, donations.line_of(kept.row))
    differences.arrived(worker.desk, worker.by(), draft, token)
    assert [one.row.lot for one in donations.donation(worker.desk, draft)[1]] == ["A", "C", "B"]
    assert differences.count(worker.desk, draft).missing == ()
    assert sorted(told(worker, draft)) == [("A", 60, 60, "same"), ("B", 25, 20, "fewer"), ("C", None, 5, "not_on_paper")]
    with pytest.raises(Refusal, match="line_unknown"):
        differences.arrived(worker.desk, worker.by(), draft, token)


def test_what_was_typed_is_the_paper_where_nothing_else_says_it(worker: Worker, draft: int) -> None:
    with pytest.raises(Refusal, match="donation_empty"):
        differences.begin_count(worker.desk, worker.by(), draft)
    donations.add_lines(worker.desk, worker.by(), draft, [line("A", 60), line("B", 20)])
    with pytest.raises(Refusal, match="nothing_on_paper"):
        differences.record(worker.desk, draft)
    assert differences.counts(worker.desk) == {}
    differences.begin_count(worker.desk, worker.by(), draft)
    differences.count_line(worker.desk, worker.by(), draft, ids(worker, draft)["A"], 59)
    donations.add_lines(worker.desk, worker.by(), draft, [line("C", 5)])
    differences.begin_count(worker.desk, worker.by(), draft)  # counting goes on: what was added since is not on the paper
    assert told(worker, draft) == [("A", 60, 59, "fewer"), ("B", 20, 20, "same"), ("C", None, 5, "not_on_paper")]


def test_one_line_that_differs_says_nothing_of_the_others(worker: Worker, draft: int) -> None:
    donations.add_lines(worker.desk, worker.by(), draft, [line("A", 58, 60), line("B", 20)])
    assert told(worker, draft) == [("A", 60, 58, "fewer"), ("B", 20, 20, "same")]
    assert differences.counts(worker.desk) == {draft: 1}
    differences.begin_count(worker.desk, worker.by(), draft)
    donations.add_lines(worker.desk, worker.by(), draft, [line("C", 5)])
    assert told(worker, draft) == [("A", 60, 58, "fewer"), ("B", 20, 20, "same"), ("C", None, 5, "not_on_paper")]
    assert differences.counts(worker.desk) == {draft: 2}


def test_what_was_counted_is_remembered_and_forgotten_with_its_line(worker: Worker, draft: int) -> None:
    donations.add_lines(worker.desk, worker.by(), draft, [line("A", 60, 60), line("B", 20, 20)])
    lots = ids(worker, draft)
    for lot in lots.values():
        differences.count_line(worker.desk, worker.by(), draft, lot, 20)
    assert differences.count(worker.desk, draft).counted == {1, 2}
    donations.drop_line(worker.desk, worker.by(), draft, lots["B"])
    donations.add_lines(worker.desk, worker.by(), draft, [line("C", 5)])  # it takes the number 2
    assert differences.count(worker.desk, draft).counted == {1}


def test_a_received_donation_is_counted_no_more_and_odd_numbers_are_refused(worker: Worker, draft: int) -> None:
    donations.add_lines(worker.desk, worker.by(), draft, [line("A", 60, 60)])
    lot = ids(worker, draft)["A"]
    for units, code in ((-1, "quantity_negative"), (10_000_001, "quantity_too_large")):
        with pytest.raises(Refusal, match=code):
            differences.count_line(worker.desk, worker.by(), draft, lot, units)
    donations.receive(worker.desk, worker.by(), draft)
    for act in (
        lambda: differences.count_line(worker.desk, worker.by(), draft, lot, 5),
        lambda: differences.begin_count(worker.desk, worker.by(), draft),
        lambda: differences.arrived(worker.desk, worker.by(), draft, "whatever"),
    ):
        with pytest.raises(Refusal, match="donation_fixed"):
            act()


def test_a_line_taken_out_comes_back_behind_the_others_where_its_place_was_given_away(worker: Worker, draft: int) -> None:
    donations.add_lines(worker.desk, worker.by(), draft, [line("A", 60), line("B", 20)])
    kept = donations.drop_line(worker.desk, worker.by(), draft, ids(worker, draft)["B"])
    donations.add_lines(worker.desk, worker.by(), draft, [line("C", 5)])
    donations.put_line_back(worker.desk, worker.by(), draft, 2, kept)
    assert [one.row.lot for one in donations.donation(worker.desk, draft)[1]] == ["A", "C", "B"]


def test_the_difference_is_a_paper_in_the_donors_language(worker: Worker, draft: int) -> None:
    with pytest.raises(Refusal, match="nothing_on_paper"):
        difference_papers.difference_paper(worker.desk, draft)
    donations.add_lines(worker.desk, worker.by(), draft, [line("A", 60, 60), line("B", 58, 60)])
    differences.begin_count(worker.desk, worker.by(), draft)
    donations.add_lines(worker.desk, worker.by(), draft, [line("C", 5)])
    text = all_text(difference_papers.difference_paper(worker.desk, draft))
    assert "Ponte Solidale" in text and "Documento e scatola" in text and "−2" in text and "+5" in text
    assert "El papel y la caja" in all_text(difference_papers.difference_paper(worker.desk, draft, "es"))
