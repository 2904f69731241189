"""What a text or a code means: with the pharmacy's own names, without a pharmacy, and the list of what is never handed out."""

from __future__ import annotations

import pytest

from pharmacy_app.services import catalogue, identifying
from pharmacy_app.services.catalogue import NewMedicine
from tests.support.desks import Worker


def told(text: str, recogniser: identifying.Recogniser | None = None) -> dict[str, object]:
    return next(identifying.identify(recogniser or identifying.shipped(), [text]))


def first(found: dict[str, object]) -> dict[str, object]:
    candidates = found["candidates"]
    assert isinstance(candidates, list)
    best = candidates[0]
    assert isinstance(best, dict)
    return best


def test_a_text_has_exactly_the_promised_keys() -> None:
    found = told("Эналаприл таб. 10 мг №20")
    assert list(found) == ["text", "accepted", "candidates", "code"]
    assert found["accepted"] is True and found["code"] is None
    assert first(found) == {
        "inn": "enalapril", "atc": "C09AA02", "form": "tablet", "release": "immediate", "strength": "10 mg", "pack": 20, "score": 100,
        "why": ["name_exact", "strength_equal", "form_equal"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "inn", "reason"),
    [
        ("Нимесулид 100 мг таблетки №20", "nimesulide", "withdrawn_elsewhere"),
        ("AULIN 100 MG COMPRESSE", "nimesulide", "withdrawn_elsewhere"),
        ("Корвалол капли для приема внутрь 25 мл", "phenobarbital + ethyl bromisovalerate", "unsafe"),
        ("Метамизол натрия + питофенон + фенпивериния бромид таблетки", "metamizole sodium + pitofenone + fenpiverinium bromide", "unsafe"),
        ("Темпалгин таблетки №20", "metamizole sodium + triacetonamine", "unsafe"),
        ("Buscapina Compositum tabletas", "metamizole sodium + butylscopolamine", "unsafe"),
        ("Metamizol 500 mg + Hioscina 10 mg tabletas", "metamizole sodium + butylscopolamine", "unsafe"),
        ("Валидол 60 мг таблетки подъязычные", "levomenthol in menthyl isovalerate", "no_proven_use"),
    ],
)
def test_what_is_never_handed_out_is_said_and_never_taken(text: str, inn: str, reason: str) -> None:
    found = told(text)
    assert found["accepted"] is False
    best = first(found)
    assert best["inn"] == inn
    assert best["why"] == ["not_dispensed", reason]


@pytest.mark.parametrize("text", ["Dipirona 500 mg tabletas", "Метамизол натрия 500 мг таблетки", "Losartan 50 mg tabletas"])
def test_the_list_takes_nothing_that_may_be_handed_out(text: str) -> None:
    assert told(text)["accepted"] is True


def test_a_medicine_that_only_sounds_like_one_of_the_list_is_not_it() -> None:
    assert "not_dispensed" not in str(told("Корвитол 50 мг таблетки")["candidates"])


def test_a_code_without_a_pharmacy_is_read_and_nothing_is_claimed() -> None:
    found = told("(01)08011111111112(17)270831(10)AB12(21)xY9")
    code = found["code"]
    assert isinstance(code, dict)
    assert (code["lot"], code["expiry"], code["serial"]) == ("AB12", "2027-08-31", "xY9")
    assert found["accepted"] is False and found["candidates"] == []


def test_the_committees_medicines_are_known_in_its_pharmacy_alone(worker: Worker) -> None:
    new = NewMedicine("zopiclone", "7,5 mg", "tablet", "tablet", brands=("Imovane",))
    catalogue.add_medicine(worker.desk, worker.by(), new)
    ours = identifying.of_pharmacy(worker.desk)
    assert told("Imovane 7.5 mg tabletas", ours)["accepted"] is True
    assert told("Imovane 7.5 mg tabletas")["accepted"] is False
    assert told("Эналаприл таб. 10 мг №20", ours)["accepted"] is True
