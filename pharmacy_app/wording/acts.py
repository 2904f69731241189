"""What people did, as the record of acts is read: the words that follow a name. No Qt."""

from __future__ import annotations

from pharmacy_app.system.language import Language, mark

ACTS = {
    "pharmacy.open": mark("opened the pharmacy"),
    "user.add": mark("added somebody who works here"),
    "settings.change": mark("changed the settings"),
    "policy.decide": mark("wrote down new criteria"),
    "council.add": mark("added a communal council"),
    "council.change": mark("changed a communal council"),
    "sector.add": mark("added a sector"),
    "household.add": mark("added a house"),
    "household.change": mark("changed a house"),
    "patient.add": mark("added a person"),
    "patient.change": mark("changed a person's data"),
    "census.import": mark("brought in a census"),
    "medicine.add": mark("added a medicine"),
    "medicine.mark": mark("changed what a medicine is marked as"),
    "product.identify": mark("said what a box is"),
    "prescription.write": mark("wrote down a prescription"),
    "prescription.extend": mark("extended a prescription"),
    "prescription.close": mark("ended a treatment"),
    "prescription.say_medicine": mark("said which medicine is prescribed"),
    "prescription.set_dose": mark("wrote down a dose"),
    "prescription.answer": mark("wrote down a doctor's answer"),
    "prescription.import": mark("brought in prescriptions"),
    "donor.add": mark("added a donor"),
    "donation.open": mark("began a donation"),
    "donation.change": mark("changed a donation"),
    "donation.lines": mark("entered lines of a donation"),
    "donation.line.change": mark("corrected a line of a donation"),
    "donation.line.drop": mark("took a line out of a donation"),
    "donation.line.back": mark("put a line back into a donation"),
    "donation.discard": mark("discarded a donation"),
    "donation.receive": mark("received a donation"),
    "donation.import": mark("received a donor's list"),
    "batch.quarantine": mark("put a lot into quarantine"),
    "batch.held": mark("put a lot on hold"),
    "batch.recalled": mark("recalled a lot"),
    "batch.release": mark("put a lot back on the shelf"),
    "batch.shelf": mark("noted where a lot stands"),
    "stock.damage": mark("noted damaged units"),
    "stock.loss": mark("noted lost units"),
    "stock.disposal": mark("disposed of units"),
    "stock.given_back": mark("gave units back to the donor"),
    "stock.count": mark("corrected a count"),
    "match.propose": mark("made a proposal"),
    "match.decide": mark("changed a line of a proposal"),
    "match.confirm": mark("confirmed a proposal"),
    "match.discard": mark("discarded a proposal"),
    "round.plan": mark("planned a round"),
    "round.reorder": mark("put the houses of a round in order"),
    "round.out": mark("sent a round out"),
    "round.cancel": mark("cancelled a round"),
    "round.close": mark("closed a round"),
}


def act_words(language: Language, verb: str) -> str:
    """`recibió una donación` of `donation.receive`; the verb itself where the list does not have it."""
    return language.tr(ACTS[verb]) if verb in ACTS else verb
