"""What the committee decides, by command: refusals in a proposal, the waiting list, promises given up, one medicine anew, the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import Pharmacy
from tests.support.desks import TODAY
from tests.support.week import Week

MATCH = ("match", "--from", "2026-11-23", "--days", "14")
LOSARTAN = "losartan 50 mg tablet"


@pytest.fixture
def people(practice: Pharmacy) -> tuple[int, int, int]:
    """Three who take losartan, and 30 tablets."""
    with practice.worker(TODAY) as worker:
        week = Week(worker)
        items = week.person("Ana"), week.person("Luis"), week.person("Eva")
        week.box("L1", 30)
    return items


def test_a_meeting_from_the_proposal_to_its_record(practice: Pharmacy, people: tuple[int, int, int], tmp_path: Path) -> None:
    ana, luis, eva = people
    words = (
        "--refuse",
        f"{ana}=has_enough: le queda",
        "--defer",
        f"{luis}=vuelve en diciembre",
        "--present",
        "Carmen",
        "--present",
        "Luis P.",
    )
    made = practice(*MATCH, *words, "--confirm")
    said = {item["item"]: (item["units_granted"], item["outcome"], item["refusal"]) for item in made["items"]}
    assert said == {ana: (0, "refused", "has_enough"), luis: (0, "deferred", ""), eva: (14, "granted", "")}
    waits = {row["item"]: row for row in practice("committee", "waiting", "--days", "14")["waiting"]}
    assert {item: (row["state"], row["returned"], row["would_get"]) for item, row in waits.items()} == {
        ana: ("refused", False, 0),
        luis: ("deferred", True, 14),
    }
    assert practice("committee", "reopen", "--item", str(ana), "--why", "se le acabó") == {"lines": 1}
    assert practice("committee", "tier", "--person", waits[luis]["patient_code"], "--tier", "A", "--why", "vive solo") == {"tier": "A"}
    anew = practice(*MATCH, "--medicine", LOSARTAN, "--confirm")
    before = {row["item"]: row["before"] for rows in anew["difference"].values() for row in rows}
    assert (before[eva], before[luis]) == (14, 0)
    assert (luis, 14) in {(row["item"], row["after"]) for row in anew["difference"]["gaining"]}
    assert {item["item"]: item["tier"] for item in anew["items"]}[luis] == "A"
    assert practice("committee", "release", "--run", str(anew["run"]), "--why", "no hay ronda")["units"] > 14
    file = tmp_path / "acta.pdf"
    assert practice("report", "acta", "--date", "2026-11-23", "--out", file) == {"out": str(file)}
    assert file.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((*MATCH, "--refuse", "has_enough"), "pair_unclear"),
        ((*MATCH, "--defer", "1="), "pair_unclear"),
        ((*MATCH, "--refuse", "99999=away"), "line_unknown"),
        ((*MATCH, "--refuse", "1=because"), "refusal_unknown"),
        ((*MATCH, "--medicine", "azucar"), "medicine_not_exact"),
        (("committee", "waiting", "--days", "0"), "days_out_of_range"),
        (("committee", "waiting", "--council", "Nadie"), "council_unknown"),
        (("committee", "release", "--item", "1", "--why", "x"), "nothing_promised"),
        (("committee", "release", "--why", "x"), "argument_missing"),
        (("committee", "reopen", "--item", "1", "--why", "x"), "line_not_refused"),
        (("committee", "tier", "--person", "P-999999", "--tier", "A", "--why", "x"), "patient_unknown"),
        (("committee", "tier", "--person", "P-000001", "--tier", "D", "--why", "x"), "word_unknown"),
        (("report", "acta", "--date", "2026-11-20", "--out", "x.pdf"), "no_meeting"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    practice: Pharmacy, people: tuple[int, int, int], words: tuple[str, ...], code: str
) -> None:
    assert people
    assert practice.refused(*words) == code


def test_the_waiting_list_is_read_by_people_too(practice: Pharmacy, people: tuple[int, int, int]) -> None:
    said = practice.run("committee", "waiting").out.replace("\u00a0", " ").splitlines()
    assert len(said) == 4
    assert all("ninguna reunión lo ha visto todavía" in line and "Losartán 50 mg" in line for line in said[:3])
    assert said[3] == "esperan 3 renglones"
    assert not any(name in "\n".join(said) for name in ("Ana", "Luis", "Eva"))
    assert people
