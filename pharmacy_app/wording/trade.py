"""Words of the trade, for window, commands and paper alike: forms, units, routes, conditions, criteria, movements. No Qt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pharmacy_app.domain.arrival import EXCEPTION, REFUSED
from pharmacy_app.domain.expiry import Standing
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.quantity import Counted
from pharmacy_app.domain.text import fold
from pharmacy_app.system.language import Language, mark, nmark

NBSP = "\u00a0"

FORMS = {
    "tablet": nmark("tablet", "tablets"),
    "chewable_tablet": nmark("chewable tablet", "chewable tablets"),
    "dispersible_tablet": nmark("dispersible tablet", "dispersible tablets"),
    "effervescent_tablet": nmark("effervescent tablet", "effervescent tablets"),
    "sublingual_tablet": nmark("sublingual tablet", "sublingual tablets"),
    "vaginal_tablet": nmark("vaginal tablet", "vaginal tablets"),
    "lozenge": nmark("lozenge", "lozenges"),
    "capsule": nmark("capsule", "capsules"),
    "sachet": nmark("sachet", "sachets"),
    "powder_for_oral_liquid": nmark("powder for oral liquid", "powders for oral liquid"),
    "oral_liquid": nmark("syrup or oral liquid", "syrups or oral liquids"),
    "oral_drops": nmark("bottle of oral drops", "oral drops"),
    "oral_spray": nmark("mouth spray", "mouth sprays"),
    "injection": nmark("injection", "injections"),
    "powder_for_injection": nmark("powder for injection", "powders for injection"),
    "infusion": nmark("infusion", "infusions"),
    "inhaler": nmark("inhaler", "inhalers"),
    "inhalation_powder": nmark("powder inhaler", "powder inhalers"),
    "nebuliser_solution": nmark("nebuliser solution", "nebuliser solutions"),
    "nasal_spray": nmark("nasal spray", "nasal sprays"),
    "nasal_drops": nmark("bottle of nasal drops", "nasal drops"),
    "eye_drops": nmark("bottle of eye drops", "eye drops"),
    "ear_drops": nmark("bottle of ear drops", "ear drops"),
    "eye_ointment": nmark("eye ointment", "eye ointments"),
    "cream": nmark("cream", "creams"),
    "ointment": nmark("ointment", "ointments"),
    "gel": nmark("gel", "gels"),
    "lotion": nmark("lotion", "lotions"),
    "shampoo": nmark("shampoo", "shampoos"),
    "topical_solution": nmark("solution for the skin", "solutions for the skin"),
    "topical_powder": nmark("powder for the skin", "powders for the skin"),
    "patch": nmark("patch", "patches"),
    "suppository": nmark("suppository", "suppositories"),
    "pessary": nmark("pessary", "pessaries"),
    "implant": nmark("implant", "implants"),
    "intrauterine": nmark("intrauterine device", "intrauterine devices"),
    "other": nmark("other form", "other forms"),
}
UNITS = {
    "tablet": nmark("tablet", "tablets"),
    "capsule": nmark("capsule", "capsules"),
    "sachet": nmark("sachet", "sachets"),
    "ml": nmark("mL", "mL"),
    "ampoule": nmark("ampoule", "ampoules"),
    "vial": nmark("vial", "vials"),
    "syringe": nmark("syringe", "syringes"),
    "pen": nmark("pen", "pens"),
    "bottle": nmark("bottle", "bottles"),
    "inhaler": nmark("inhaler", "inhalers"),
    "tube": nmark("tube", "tubes"),
    "patch": nmark("patch", "patches"),
    "suppository": nmark("suppository", "suppositories"),
    "pessary": nmark("pessary", "pessaries"),
    "piece": nmark("piece", "pieces"),
}
RELEASES = {"modified": mark("modified release"), "enteric": mark("gastro-resistant")}
CONDITIONS = {
    "hypertension": mark("high blood pressure"),
    "diabetes": mark("diabetes"),
    "diabetes_type_1": mark("diabetes, type 1"),
    "heart_failure": mark("heart failure"),
    "coronary_disease": mark("coronary disease"),
    "atrial_fibrillation": mark("atrial fibrillation"),
    "stroke": mark("stroke"),
    "thrombosis": mark("thrombosis"),
    "high_cholesterol": mark("high cholesterol"),
    "asthma": mark("asthma"),
    "copd": mark("COPD"),
    "allergic_rhinitis": mark("allergic rhinitis"),
    "epilepsy": mark("epilepsy"),
    "parkinson": mark("Parkinson's disease"),
    "dementia": mark("dementia"),
    "migraine": mark("migraine"),
    "neuropathy": mark("neuropathy"),
    "cerebral_palsy": mark("cerebral palsy"),
    "depression": mark("depression"),
    "anxiety": mark("anxiety"),
    "schizophrenia": mark("schizophrenia"),
    "bipolar": mark("bipolar disorder"),
    "kidney_disease": mark("kidney disease"),
    "prostate": mark("enlarged prostate"),
    "hypothyroidism": mark("underactive thyroid"),
    "hyperthyroidism": mark("overactive thyroid"),
    "anemia": mark("anaemia"),
    "gastritis": mark("gastritis or reflux"),
    "arthritis": mark("arthritis"),
    "osteoporosis": mark("osteoporosis"),
    "gout": mark("gout"),
    "chronic_pain": mark("chronic pain"),
    "cancer": mark("cancer"),
    "hiv": mark("HIV"),
    "tuberculosis": mark("tuberculosis"),
    "glaucoma": mark("glaucoma"),
    "psoriasis": mark("psoriasis"),
    "dermatitis": mark("dermatitis"),
    "obesity": mark("obesity"),
    "pregnancy": mark("pregnancy"),
    "disability": mark("disability"),
    "after_surgery": mark("after an operation"),
}
CRITERIA = {
    "homebound": mark("cannot leave home"),
    "disabled": mark("lives with a disability"),
    "chronic": mark("chronic illness"),
    "low_income": mark("low income"),
    "elderly": mark("elderly"),
    "child": mark("child"),
    "pregnant": mark("pregnant"),
    "immunosuppressed": mark("weak immune system"),
    "respiratory_risk": mark("respiratory risk"),
    "lives_alone": mark("lives alone"),
}
MOVEMENTS = {
    "receipt": mark("receipt"),
    "delivery": mark("delivery"),
    "return": mark("return to the shelf"),
    "loss": mark("loss"),
    "damage": mark("damage"),
    "disposal": mark("disposal"),
    "count": mark("correction by count"),
    "given_back": mark("given back to the donor"),
    "reversal": mark("counter-entry"),
    "apart": mark("set aside on coming back"),
}
BATCH_STATUSES = {
    "available": mark("available"),
    "quarantine": mark("in quarantine"),
    "held": mark("on hold"),
    "recalled": mark("recalled"),
    "unidentified": mark("not identified"),
    "unconfirmed": mark("to be confirmed"),
    "no_date": mark("no expiry date"),
    "expired": mark("expired"),
}
# Why a line of a donation is doubtful or refused: the words that follow "in quarantine:".
LINE_REASONS = {
    "medicine_unknown": mark("nobody has said yet what it is"),
    "came_back_opened": mark("it came back from a door opened or warm"),
    "not_dispensed": mark("it is received, but never handed out here"),
    "perhaps_not_dispensed": mark("it may be something that is never handed out here: look at the box"),
    "expiry_missing": mark("no expiry date"),
    "expiry_never": mark("it says that it never expires"),
    "expiry_unreadable": mark("the expiry date cannot be read"),
    "expiry_implausible": mark("the expiry date is before the year 2000"),
    "expiry_far": mark("the expiry date is more than 15 years ahead"),
    "expiry_past": mark("it had expired when it came"),
    "expiry_several": mark("it has several dates, and nothing says which is the expiry"),
    "expiry_russian_unset": mark("a month on a Russian pack: the earlier day is taken until the committee chooses"),
    "date_order": mark("the date can be read in two ways"),
    "date_other_order": mark("the date is written in another order than the rest"),
    "date_cell_among_text": mark("the spreadsheet turned this date into a day by itself"),
    "date_from_number": mark("the date is a bare number"),
    "date_in_text": mark("the date stands among other words"),
    "lot_missing": mark("no lot number"),
    "lot_damaged": mark("a spreadsheet program has changed the lot number"),
    "pack_size_unclear": mark("the size of the box is not clear"),
    "packs_without_size": mark("it counts boxes, and nobody says how many units a box holds"),
    "quantity_disagrees": mark("units and boxes do not agree"),
    "description_from_above": mark("the name was taken from the row above"),
    "description_missing": mark("it does not say what it is"),
    "text_too_long": mark("a text is far too long"),
    "quantity_missing": mark("no quantity"),
    "quantity_not_a_number": mark("the quantity is not a number"),
    "quantity_negative": mark("the quantity is below zero"),
    "quantity_zero": mark("the quantity is zero"),
    "quantity_fractional": mark("the quantity is not a whole number"),
    "quantity_too_large": mark("the quantity is far too large"),
    "box_opened": mark("the box was opened"),
    "label_unreadable": mark("the label cannot be read"),
    "returned_by_patient": mark("a patient gave it back"),
    "free_sample": mark("it is a free sample"),
    "cold_chain_broken": mark("it came warm and should be kept cold"),
    "box_damaged": mark("the box is damaged"),
    "other_doubt": mark("somebody must look at it"),
    "not_listed": mark("it is not on the list of essential medicines"),
    "short_life_surplus": mark("more came than will be used before it expires"),
    "too_short": mark("it expires too soon"),
    "short_refused": mark("its shelf life is shorter than the committee accepts"),
    "imported_by_command": mark("it was imported by command"),
}
# Why something is received and never handed out here; the committee may write words of its own instead.
UNDISPENSED_REASONS = {
    "withdrawn_elsewhere": mark("withdrawn in several countries for the harm it did"),
    "no_proven_use": mark("nobody has shown that it helps"),
    "unsafe": mark("its risk is greater than its use"),
}
TIERS = {"A": mark("A: first"), "B": mark("B: next"), "C": mark("C: afterwards")}

_SHOWN = {"ml": "mL", "ug": "µg", "mcg": "µg"}


def undispensed_name(language: Language, inn: str, names: Sequence[str]) -> str:
    """What is never handed out as people here call it: its Spanish name, the first of its other names, or the INN."""
    spoken = next(iter(names), "") if language.code == "es" else ""
    name = spoken if spoken and fold(spoken).replace(" ", "").replace("+", "").isascii() else inn
    return name[:1].upper() + name[1:]


def undispensed_reason(language: Language, reason: str) -> str:
    """Why something is never handed out here: the words of a code, or what the committee wrote, as it stands."""
    return language.tr(UNDISPENSED_REASONS[reason]) if reason in UNDISPENSED_REASONS else reason


def unit_word(language: Language, unit: str, n: int) -> str:
    """`tableta` for one, `tabletas` otherwise, of a dispensing unit."""
    return language.ntr(*UNITS[unit], n)


def units(language: Language, n: int, unit: str) -> str:
    """`70 tabletas`, number and unit held together."""
    return f"{language.number(n)}{NBSP}{unit_word(language, unit, n)}"


def strength(language: Language, text: str) -> str:
    """A canonical strength as people here read it: `7.5 mg` is `7,5 mg`, `250 mg/5 ml` is `250 mg/5 mL`; blanks do not break.

    Thousands are parted from five figures on (`200.000 UI`): `1.000 mg` could be read as one.
    """
    comma = "," if language.number(0.5, 1)[1] == "," else "."
    shown = re.sub(r"(?<=[0-9])\.(?=[0-9])", comma, text)
    shown = re.sub(r"(?<![0-9.,])[0-9]{5,}(?![0-9.,])", lambda number: language.number(int(number[0])), shown)
    shown = re.sub(r"\b(?:ml|ug|mcg)\b", lambda word: _SHOWN[word[0]], shown)
    shown = re.sub(r"\bIU\b", language.tr("IU"), shown)
    shown = re.sub(r"\bmillion\b", language.tr("million"), shown)
    return re.sub(r"\bdose\b", language.tr("dose"), shown).replace(" ", NBSP)


def form(language: Language, medicine: Medicine, plural: bool = False) -> str:
    """`tableta`, or `tabletas`; a release that is not the usual one is said: `tableta de liberación prolongada`."""
    word = language.ntr(*FORMS[medicine.form], 2 if plural else 1)
    release = RELEASES.get(medicine.release)
    return language.tr("{release} {form}", release=language.tr(release), form=word) if release else word


def medicine_title(language: Language, medicine: Medicine, plural: bool = False) -> str:
    """`Losartán 50 mg, tableta`."""
    name = medicine.name(language.code)
    shown = strength(language, medicine.strength)
    return f"{name[:1].upper()}{name[1:]}{' ' if shown else ''}{shown}, {form(language, medicine, plural)}"


def _packs(language: Language, unit: str, counted: Counted) -> str:
    pair = nmark("{n} bottle of {size}", "{n} bottles of {size}") if unit == "ml" else nmark("{n} box of {size}", "{n} boxes of {size}")
    return language.ntr(*pair, counted.packs, size=language.number(counted.size)).replace(" ", NBSP)


def counted_words(language: Language, parts: Sequence[Counted], unit: str) -> str:
    """Units, then as counted: `70 tabletas: 2 cajas de 30 + 10`, `150 mL: 1 frasco de 100 + 1 de 50`; one entry for each pack size."""
    total = sum(part.units for part in parts)
    loose = sum(part.loose for part in parts)
    packed = [part for part in parts if part.packs]
    said = units(language, total, unit)
    if not packed:
        return said
    shown = [_packs(language, unit, packed[0])]
    shown += [
        language.tr("{n} of {size}", n=language.number(part.packs), size=language.number(part.size)).replace(" ", NBSP)
        for part in packed[1:]
    ]
    shown += [language.number(loose)] if loose else []
    return f"{said}: {' + '.join(shown)}"


def condition(language: Language, code: str) -> str:
    """The condition's name as neighbours say it; the code itself where the list does not have it."""
    return language.tr(CONDITIONS[code]) if code in CONDITIONS else code


def reasons(language: Language, text: str) -> str:
    """Why something was set aside: codes of `LINE_REASONS` separated by `;`, or what a person wrote, as it stands."""
    parts = (part.strip() for part in text.split(";"))
    return "; ".join(_reason(language, part) for part in parts if part)


def _reason(language: Language, part: str) -> str:
    """One code, also behind `refused_on_arrival:` or `accepted_exception:` (this one ends with who answers for it); else the words as they are."""
    if part.startswith(REFUSED):
        return language.tr("not accepted when it came: {why}", why=_reason(language, part.removeprefix(REFUSED)))
    if part.startswith(EXCEPTION):
        why, _, who = part.removeprefix(EXCEPTION).rpartition(" (")
        return language.tr("accepted as an exception by {who}: {why}", who=who.removesuffix(")"), why=_reason(language, why))
    return language.tr(LINE_REASONS[part]) if part in LINE_REASONS else part


def standing(language: Language, found: Standing) -> str:
    """How a batch stands: `vigente`, `vence en 23 d`, `vence hoy`, `vencido`, `en cuarentena`."""
    if found.code in BATCH_STATUSES:
        return language.tr(BATCH_STATUSES[found.code])
    if found.code == "fine" or found.days is None:
        return language.tr("in date")
    return language.tr("expires in {days} d", days=language.number(found.days)) if found.days else language.tr("expires today")
