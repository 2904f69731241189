"""Sentences of the census and of prescriptions: why a row or an item is not simply taken, and what is refused. No Qt."""

from __future__ import annotations

from datetime import date
from string import Formatter

from pharmacy_app.domain.priority import Reason
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording.census import fields

# Why a row of an import is doubtful, known or refused, and why an item waits.
REASONS = {
    "person_known": mark("Is in the census already; nothing was changed."),
    "person_changed": mark("The file says otherwise: {fields}. That is written."),
    "person_elsewhere": mark("The census has {code} in another house; nothing was changed: if they moved, say so on their page."),
    "person_gone": mark("{code} has left or died, as the census says; nothing was changed."),
    "age_unclear": mark("The age is not clear: write the years."),
    "age_too_great": mark("Nobody is that old: look at the age."),
    "age_disagrees": mark("The age and the birth date do not agree: the birth date was taken, please look."),
    "consent_unclear": mark("Whether they agreed is not clear: write the day, or yes."),
    "patient_code_of_other": mark("The code {code} belongs to somebody else: correct the code or leave it empty."),
    "patient_code_repeated": mark("The same code stands twice in this file: correct one of the two."),
    "patient_code_taken": mark("The code belongs to {patient}: choose another or leave it empty."),
    "patient_code_unknown": mark("Nobody in the census has the code {code}: enter the person first."),
    "patient_code_missing": mark("No code says whose prescription this is."),
    "patient_inactive": mark("{patient} has died or moved away: nothing can be prescribed."),
    "possible_duplicate": mark("Perhaps the same person as {code} (same name and birth date): please look."),
    "person_repeated": mark("The same name and birth date stands twice in this file: please look."),
    "person_exists": mark("This person lives there already, as {patient}."),
    "person_dead": mark("Has died: not taken into the census."),
    "national_id_shared": mark("The ID number is also that of {code}: please look."),
    "national_id_taken": mark("This ID number belongs to {patient}: look whether it is the same person."),
    "name_missing": mark("The name is missing."),
    "council_missing": mark("The communal council is missing."),
    "house_missing": mark("Say which house: a number, a name, how people call it."),
    "condition_unknown": mark("These words are not on the list of illnesses: {text}."),
    "criterion_unknown": mark("A criterion is not on the list; the words are in the form."),
    "sex_unclear": mark("The sex is not clear: write F or M, or leave it empty."),
    "birth_date_unreadable": mark("The birth date cannot be read: write it as 24/11/1950."),
    "birth_date_future": mark("The birth date lies in the future: {day}."),
    "birth_date_implausible": mark("Nobody is that old: born {day}. Look at the year."),
    "text_too_long": mark("A text is too long."),
    "not_current": mark("Has ended: not taken."),
    "repeated": mark("The same treatment again; the latest was taken."),
    "item_known": mark("Is there already; nothing was changed."),
    "medicine_unknown": mark("Nobody has said yet what medicine this is: {text}."),
    "medicine_missing": mark("The medicine is missing."),
    "directions_unclear": mark("The directions are kept as written; say how many units a day: {text}."),
    "dose_not_given": mark("No dose is written: say how many units a day."),
    "dose_not_countable": mark("The units cannot be counted from these directions: say how many a day."),
    "dose_disagrees": mark("Typed are {typed} a day, the directions say {said}: which is right?"),
    "dose_assumed": mark("No dose was written: {units} a day was taken, as decided for this file."),
    "length_unknown": mark("Until when is not said: give the days, or mark it as chronic."),
    "allergy": mark("Allergy: {allergy}. A doctor must answer."),
    "duplicate": mark("Already takes {medicine}. A doctor must answer."),
    "warning": mark("The medicine has a warning for this person. A doctor must answer."),
    "dose_high": mark("{amount} a day is far more than is usual ({usual}). A doctor must answer."),
    "not_weekly": mark("This medicine is taken once a week, never every day. A doctor must answer."),
}
REFUSED = {
    "list_empty": mark("Nobody is on this list: choose others first."),
    "list_too_long": mark("More than {most} people: choose a council or a sector first, or type more of the name."),
    "sheets_out_of_range": mark("Between 1 and {most} sheets at a time."),
    "sector_empty": mark("Nobody has written down a house of this sector yet."),
    "council_exists": mark("A communal council of this name is there already."),
    "council_unknown": mark("This communal council is not there any more: choose it again."),
    "sector_exists": mark("A sector of this name is there already."),
    "sector_unknown": mark("This sector is not there any more: choose it again."),
    "household_unknown": mark("Say in which house the person lives."),
    "patient_unknown": mark("This person is not in the census any more: look for them again."),
    "age_implausible": mark("Nobody is {age}: look at the number."),
    "due_day_implausible": mark("{day} cannot be the day of this birth: look at the month and the year."),
    "consent_in_future": mark("{day} has not come yet: write the day on which the person agreed."),
    "consent_implausible": mark("{day} is before the person's life: look at the year in which they agreed."),
    "same_house": mark("They live in that house already: choose another."),
    "before_birth": mark("{patient} was not born yet on {day}: look at the year."),
    "leaving_unknown": mark("Say whether the person moved away, died, or is gone for another reason."),
    "person_is_here": mark("{patient} lives here already."),
    "person_merged": mark("{patient} is written down twice: change the entry it was joined to, or part the two first."),
    "mother_is_male": mark("{patient} stands in the census as a man: look at the sex, or choose the mother."),
    "same_entry": mark("These are one and the same entry: choose two."),
    "kept_has_left": mark("{patient} is gone: let the other entry stay, or write down that the person came back."),
    "field_unknown": mark("The entry has no “{field}”."),
    "slip_on_round": mark("A bag for {patient} is on a round: close the round first, or take it back."),
    "not_merged": mark("{patient} stands alone: there is nothing to part."),
    "merge_later_first": mark("{patient} was joined to another entry afterwards: part those two first."),
    "merge_mixed": mark("A prescription written since then replaces treatments of both: end it first, then part the two."),
    "sector_order_incomplete": mark("The sectors have changed meanwhile: put them in order again."),
    "tier_unknown": mark("The priority is A, B or C, or empty."),
    "dates_ambiguous": mark("The dates can be read in two ways, day first or month first: say which."),
    "note_missing": mark("Write what the doctor says to it: a few words are enough."),
    "dose_missing": mark("Say the new dose: in words, or how many units a day."),
    "doctor_missing": mark("Say which doctor: a name is enough."),
    "prescription_empty": mark("There is nothing on the prescription yet: add a medicine."),
    "written_in_future": mark("{day} has not come yet: write the day of the prescription."),
    "medicine_not_found": mark("This medicine is not in the catalogue any more: look for it again."),
    "medicine_without_name": mark("Write the active ingredient, three letters at least."),
    "medicine_word_unknown": mark("“{word}” is not a form, unit or number that the catalogue knows."),
    "medicine_unchanged": mark("Nothing was changed: the medicine is as it was."),
    "medicine_not_shipped": mark("The committee added this medicine: there is nothing to put back."),
    "atc_unclear": mark("“{text}” is no ATC code: write it as C09CA01, or leave it empty."),
    "warning_unknown": mark("“{text}” is no warning: write pregnancy, pregnancy_late, weekly, or under_12 with the age."),
    "name_of_another": mark("“{text}” is a name of {medicine}: one name cannot mean two medicines."),
    "undispensed_exists": mark("This is on the list already: put it back into force instead."),
    "undispensed_is_medicine": mark("“{text}” is a name of {medicine} in the catalogue: what is never handed out needs a name of its own."),
    "undispensed_unknown": mark("This line is not on the list any more: read it again."),
    "undispensed_unchanged": mark("Nothing changes: that is how the list stands already."),
    "medicine_exists": mark("This medicine is in the catalogue already."),
    "strength_unclear": mark("“{text}” is no strength: write it as 50 mg, 250 mg/5 ml or 1 %."),
    "units_per_day_unclear": mark("“{text}” is no number of units a day: write 2, or 1/2, or 0.5."),
    "days_out_of_range": mark("{days} days is not possible: between 1 and {most}."),
    "nothing_chosen": mark("Choose at least one line."),
    "item_unknown": mark("This line is not there any more: read the list again."),
    "item_closed": mark("This treatment has ended: write a new prescription."),
    "item_waiting": mark("One of the lines waits for an answer: answer it first."),
    "reason_unknown": mark("Choose why it ends."),
    "question_unknown": mark("There is no such question on this line."),
    "sheet_unknown": mark("No visit sheet of ours has this number. Look whether the code is written right."),
    "sheet_returned": mark("This sheet has come back already: open it again first."),
    "sheet_lost": mark("This sheet was given up as lost: if it was found, open it again first."),
    "next_visit_implausible": mark("The next visit comes after {first} and by {last}: look at the day and the month."),
    "line_unknown": mark("This line is not on the sheet any more: read the sheet again."),
    "line_not_noted": mark("Nothing was noted of this line yet."),
    "purpose_unknown": mark("“{text}” is none of the letters: they stand above."),
    "visit_treatments_changed": mark("Somebody changed these treatments after the visit was noted: put it right in Prescriptions."),
    "houses_out_of_range": mark("Write how many houses, from 1 to {most}."),
    "weeks_out_of_range": mark("Write how many weeks, from 1 to {most}."),
    "nobody_to_visit": mark("Nobody here has to be visited in that week, or all of them stand on a sheet that is still out."),
    "not_a_census": mark("This is no census: these columns are missing: {missing}. The empty form shows how it looks."),
    "register_of_other_things": mark(
        "This list does not look like one of medicines: few of its lines say an amount, as “losartan 50 mg” does. Look whether it is the right file."
    ),
    "not_prescriptions": mark("These are no prescriptions: these columns are missing: {missing}. The empty form shows how it looks."),
}
SENTENCES = {**REASONS, **REFUSED}
"""By code, for `wording`: a refusal or a reason, its places filled from the data of the same name."""

CLOSED = {
    "ended": mark("the treatment is over"),
    "doctor": mark("a doctor ended it"),
    "replaced": mark("replaced by another"),
    "died": mark("the person died"),
    "moved": mark("the person moved away"),
    "left": mark("the person is gone"),
    "mistake": mark("it was a mistake"),
    "extended": mark("extended"),
}


# The same questions where an item keeps the code alone.
_ASKED = {
    "allergy": mark("An allergy of this person stands against it. A doctor must answer."),
    "duplicate": mark("The person takes the same treatment already. A doctor must answer."),
    "dose_disagrees": mark("What was typed and what the directions say are two different doses: which is right?"),
    "dose_high": mark("The dose is far higher than is usual. A doctor must answer."),
}


def reason(language: Language, found: Reason) -> str:
    """The sentence of a reason; without its data a more general one, and the code itself where nobody has written any."""
    places = {name: language.date(value) if isinstance(value, date) else value for name, value in found.data.items()}
    if found.code == "person_changed":
        places["fields"] = fields(language, str(found.data.get("fields", "")))
    message = SENTENCES.get(found.code, found.code)
    if all(name in places for _, name, _, _ in Formatter().parse(message) if name):
        return language.tr(message, **places)
    return language.tr(_ASKED[found.code]) if found.code in _ASKED else short_reason(language, found.code)


# In a list there is room for a word or two.
_SHORT = {
    "medicine_unknown": mark("which medicine?"),
    "directions_unclear": mark("directions unclear"),
    "dose_not_given": mark("no dose written"),
    "dose_not_countable": mark("dose not countable"),
    "dose_disagrees": mark("two different doses"),
    "length_unknown": mark("until when?"),
    "allergy": mark("allergy"),
    "duplicate": mark("same treatment twice"),
    "warning": mark("warning"),
    "dose_high": mark("very high dose"),
    "not_weekly": mark("not every day"),
    **CLOSED,
}


def short_reason(language: Language, code: str) -> str:
    """A word or two for a list."""
    return language.tr(_SHORT[code]) if code in _SHORT else code


def short_reasons(language: Language, codes: str) -> str:
    """The same for a column of codes separated by `;`."""
    return ", ".join(short_reason(language, code) for code in codes.split(";") if code)
