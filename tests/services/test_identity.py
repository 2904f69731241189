"""Who says what is in a box: an exact key is known at once, one person's word waits for a second, and only then it is learned."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake.undispensed import NeverHandedOut
from pharmacy_app.services import catalogue, donations, identity, medicine_search, safekeeping, setup, stock, undispensed
from pharmacy_app.services.desk import By
from pharmacy_app.services.donation_writing import NewLine
from pharmacy_app.services.stock import StockLine
from pharmacy_app.services.undispensed import NewUndispensed
from tests.support.desks import TODAY, Worker

FAR = date(2028, 8, 31)
CODE = "07612345678900"
_lots = itertools.count(1)


def medicine(worker: Worker, words: str) -> int:
    return medicine_search.search_medicines(worker.desk, words)[0].medicine.id


def received(worker: Worker, words: str, medicine_id: int | None = None, **more: object) -> StockLine:
    """A box of 30 comes in with these words; its lot as it stands now."""
    lot = f"L{next(_lots)}"
    donors = donations.donors(worker.desk)
    donor = donors[0].id if donors else donations.add_donor(worker.desk, worker.by(), "Quillay", "CL")
    draft = donations.open_draft(worker.desk, worker.by(), donor, TODAY)
    line = NewLine(words, 30, lot, FAR, "0828", medicine_id, **more)  # type: ignore[arg-type]
    donations.add_lines(worker.desk, worker.by(), draft, [line])
    donations.receive(worker.desk, worker.by(), draft)
    return again(worker, lot)


def again(worker: Worker, lot: str) -> StockLine:
    return next(line for line in stock.list_stock(worker.desk) if line.batch.lot == lot)


@pytest.fixture
def rosa(worker: Worker) -> int:
    return setup.add_user(worker.desk, worker.by(), "Rosa M.")


def other(worker: Worker, user: int) -> By:
    return worker.desk.by(user)


def learned(worker: Worker, words: str) -> int | None:
    with worker.desk.read() as connection:
        found = catalogue.identifier(connection).accept(words)
    return found.id if found else None


def test_exact_words_are_known_at_once_and_others_wait(worker: Worker) -> None:
    losartan, ibuprofen = medicine(worker, "losartan 50 mg tablet"), medicine(worker, "ibuprofeno 400")
    for words, said, now in (
        ("Losartán 50 mg, comprimidos", losartan, "known"),
        ("Лозартан таб. 50 мг №30", losartan, "known"),
        ("Losartán 50 mg, comprimidos", ibuprofen, "told"),  # the words say something else
        ("Losartán 50 mg, tableta", losartan, "known"),  # the medicine's own title
        ("Caja azul", losartan, "told"),
        ("losartan", losartan, "told"),
    ):
        line = received(worker, words, said)
        assert (line.batch.identity, line.free) == (now, 30 if now == "known" else 0), words
    assert learned(worker, "Caja azul") is None
    assert safekeeping.check(worker.desk).faults == ()


def test_a_second_person_confirms_and_only_then_the_words_are_learned(worker: Worker, rosa: int) -> None:
    losartan = medicine(worker, "losartan 50 mg tablet")
    line = received(worker, "Caja azul")
    assert identity.say(worker.desk, worker.by(), line.batch.product_id, losartan) == "told"
    (waiting,) = identity.waiting(worker.desk)
    assert (waiting.description, waiting.medicine.id, waiting.said_by_name, waiting.units) == ("Caja azul", losartan, "Carmen R.", 30)
    for act in (identity.confirm, identity.say):
        with pytest.raises(Refusal, match="second_person"):
            act(worker.desk, worker.by(), line.batch.product_id, losartan)
    assert learned(worker, "Caja azul") is None and again(worker, line.batch.lot).free == 0
    identity.confirm(worker.desk, other(worker, rosa), line.batch.product_id, losartan)
    assert again(worker, line.batch.lot).free == 30 and identity.waiting(worker.desk) == ()
    assert learned(worker, "CAJA  azul") == losartan
    assert received(worker, "Caja azul", losartan).batch.identity == "known"
    with pytest.raises(Refusal, match="identity_unchanged"):
        identity.confirm(worker.desk, worker.by(), line.batch.product_id, losartan)


def test_who_says_otherwise_waits_for_a_second_person_in_turn(worker: Worker, rosa: int) -> None:
    losartan, enalapril = medicine(worker, "losartan 50 mg tablet"), medicine(worker, "enalapril 10 mg tablet")
    line = received(worker, "Caja azul", losartan)
    product = line.batch.product_id
    assert identity.say(worker.desk, other(worker, rosa), product, enalapril) == "told"
    with pytest.raises(Refusal, match="identity_changed"):  # what Carmen sees is no longer said
        identity.confirm(worker.desk, worker.by(), product, losartan)
    with pytest.raises(Refusal, match="second_person"):
        identity.confirm(worker.desk, other(worker, rosa), product, enalapril)
    assert identity.say(worker.desk, worker.by(), product, enalapril) == "known"
    assert again(worker, line.batch.lot).batch.medicine_id == enalapril
    assert identity.say(worker.desk, other(worker, rosa), product, losartan) == "told"  # known, and put in doubt again
    assert again(worker, line.batch.lot).free == 0 and learned(worker, "Caja azul") is None


def test_what_was_said_is_taken_back_and_forgotten(worker: Worker, rosa: int) -> None:
    losartan = medicine(worker, "losartan 50 mg tablet")
    line = received(worker, "Caja azul", losartan)
    identity.confirm(worker.desk, other(worker, rosa), line.batch.product_id, losartan)
    identity.withdraw(worker.desk, worker.by(), line.batch.product_id)
    assert (again(worker, line.batch.lot).batch.identity, learned(worker, "Caja azul")) == ("unknown", None)
    with pytest.raises(Refusal, match="identity_unchanged"):
        identity.withdraw(worker.desk, worker.by(), line.batch.product_id)
    with pytest.raises(Refusal, match="product_unknown"):
        identity.withdraw(worker.desk, worker.by(), 99_999)


def test_boxes_with_the_same_words_or_code_are_meant_together(worker: Worker, rosa: int) -> None:
    losartan = medicine(worker, "losartan 50 mg tablet")
    blue, same = received(worker, "Caja azul", gtin=CODE), received(worker, "CAJA AZUL", brand="Azul")
    by_code = received(worker, "Otra caja", gtin=CODE)
    identity.say(worker.desk, worker.by(), blue.batch.product_id, losartan)
    identity.confirm(worker.desk, other(worker, rosa), blue.batch.product_id, losartan)
    assert {again(worker, line.batch.lot).batch.identity for line in (blue, same, by_code)} == {"known"}
    assert learned(worker, "Otra caja") is None
    inherits = received(worker, "Tercera caja", gtin=CODE[1:])  # the same code, written in 13 digits
    assert (inherits.batch.identity, inherits.batch.medicine_id) == ("known", losartan)
    against = received(worker, "Enalapril 20 mg comprimidos recubiertos", gtin=CODE)
    assert (against.batch.identity, against.batch.medicine_id) == ("unknown", None)
    contradicts = received(worker, "Enalapril 10 mg comprimidos", medicine(worker, "enalapril 10 mg tablet"), gtin=CODE)
    assert contradicts.batch.identity == "told"


def test_what_is_never_handed_out_is_set_apart_and_the_committee_decides(worker: Worker, rosa: int) -> None:
    for words in ("Корвалол капли 25 мл", "NIMESULIDE 100 MG 30 BUST", "Nimesulida 100mg comp."):
        line = received(worker, words)
        assert (line.batch.status, line.batch.reason, line.batch.medicine_id, line.free) == ("quarantine", "not_dispensed", None, 0), words
        assert line.batch.undispensed is not None
    for words in ("нимесулит таб. 100 мг №20", "Nimesulid 100 mg", "Nimseulide 100 mg", "Metronidazol 500 mg tabletas"):
        line = received(worker, words)
        assert (line.batch.reason == "perhaps_not_dispensed") == words.lower().startswith(("ним", "nim")), words
        assert line.batch.undispensed is None
    plain = received(worker, "Pomada de kava 30 g")
    assert plain.batch.status == "available" and plain.free == 0
    kava = undispensed.add(worker.desk, worker.by(), NewUndispensed("kava", "daña el hígado", "kava kava"))
    assert (again(worker, plain.batch.lot).batch.status, again(worker, plain.batch.lot).batch.undispensed) == ("quarantine", "kava")
    undispensed.activate(worker.desk, worker.by(), kava, False, "se discutió")
    assert (again(worker, plain.batch.lot).batch.status, again(worker, plain.batch.lot).batch.undispensed) == ("quarantine", None)
    assert received(worker, "Pomada de kava 30 g").batch.undispensed is None
    for new, code in (
        (NewUndispensed("nimesulide", "x"), "undispensed_exists"),
        (NewUndispensed("otra cosa", ""), "reason_missing"),
        (NewUndispensed("", "x"), "name_missing"),
        (NewUndispensed("otra cosa", "x", "Losartán"), "undispensed_is_medicine"),
    ):
        with pytest.raises(Refusal, match=code):
            undispensed.add(worker.desk, worker.by(), new)
    with pytest.raises(Refusal, match="undispensed_unchanged"):
        undispensed.activate(worker.desk, worker.by(), kava, False, "otra vez")
    # somebody may still say that a box was put there by mistake; a second person has to agree
    losartan = medicine(worker, "losartan 50 mg tablet")
    corvalol = received(worker, "Корвалол капли 50 мл")
    assert identity.say(worker.desk, worker.by(), corvalol.batch.product_id, losartan) == "told"
    identity.confirm(worker.desk, other(worker, rosa), corvalol.batch.product_id, losartan)
    assert again(worker, corvalol.batch.lot).free == 0  # still in quarantine


def test_a_combination_is_never_its_parts(worker: Worker) -> None:
    listed = NeverHandedOut([(1, ("metamizole sodium + caffeine", "Темпалгин")), (2, ("nimesulide",)), (3, ("nimesulide beta",))])
    assert listed.meant("Metamizole sodium 500 mg + caffeine 50 mg") == 1
    assert listed.meant("metamizole sodium 500 mg") is None and listed.meant("caffeine") is None
    assert listed.meant("«ТЕМПАЛГИН» №20") == 1
    assert listed.meant("nimesulide 100") == 2 and listed.meant("Nimesulide beta 400") == 3
    assert listed.meant("nimesulidex") is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_list(text: str) -> None:
    assert NeverHandedOut([(1, ("corvalol", "a + b", "+", ""))]).meant(text) in (1, None)
