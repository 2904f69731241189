"""Words of the trade in the four languages of donors: medicines, forms, units, groups of illness."""

from __future__ import annotations

import re

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.system.language import Language

# Symbols, not words: the international ones, and how Russian packs print them.
_SYMBOLS = {
    "es": {"ug": "mcg", "ml": "mL", "IU": "UI", "dose": "dosis"},
    "en": {"ug": "mcg", "ml": "mL"},
    "it": {"ug": "mcg", "ml": "mL", "IU": "UI"},
    "ru": {"ug": "мкг", "mg": "мг", "g": "г", "kg": "кг", "ml": "мл", "l": "л", "IU": "МЕ", "mmol": "ммоль", "dose": "доза", "h": "ч"},
}


def strength_text(strength: str, language: Language) -> str:
    """A canonical strength (`250 mg/5 ml`, `0.5 mg`) as people of that language print it (`0,5 мг`)."""
    symbols = _SYMBOLS[language.code]
    text = re.sub(r"[A-Za-z]+", lambda found: symbols.get(found[0], found[0]), strength)
    return text if language.code == "en" else re.sub(r"(?<=\d)\.(?=\d)", ",", text)


def medicine_title(medicine: Medicine, language: Language) -> str:
    """`Losartan 50 mg, compresse`: substance, strength and form in the language."""
    name = medicine.name(language.code)
    start = f"{name[:1].upper()}{name[1:]} {strength_text(medicine.strength, language)}".strip()
    form = form_name(medicine.form, language)
    return f"{start}, {form}" if form else start


def form_name(form: str, language: Language) -> str:
    """A form of `domain.medicines.FORMS` in the language, in the plural where it is counted; empty for `other`."""
    tr = language.tr
    forms = {
        "tablet": tr("tablets"), "chewable_tablet": tr("chewable tablets"), "dispersible_tablet": tr("dispersible tablets"),
        "effervescent_tablet": tr("effervescent tablets"), "sublingual_tablet": tr("sublingual tablets"), "vaginal_tablet": tr("vaginal tablets"),
        "lozenge": tr("lozenges"), "capsule": tr("capsules"), "sachet": tr("sachets"), "powder_for_oral_liquid": tr("powder for syrup"),
        "oral_liquid": tr("syrup"), "oral_drops": tr("oral drops"), "oral_spray": tr("oral spray"), "injection": tr("injection"),
        "powder_for_injection": tr("powder for injection"), "infusion": tr("infusion"), "inhaler": tr("inhaler"),
        "inhalation_powder": tr("powder for inhalation"), "nebuliser_solution": tr("nebuliser solution"), "nasal_spray": tr("nasal spray"),
        "nasal_drops": tr("nasal drops"), "eye_drops": tr("eye drops"), "ear_drops": tr("ear drops"), "eye_ointment": tr("eye ointment"),
        "cream": tr("cream"), "ointment": tr("ointment"), "gel": tr("gel"), "lotion": tr("lotion"), "shampoo": tr("shampoo"),
        "topical_solution": tr("solution for the skin"), "topical_powder": tr("powder for the skin"), "patch": tr("patches"),
        "suppository": tr("suppositories"), "pessary": tr("pessaries"), "implant": tr("implant"), "intrauterine": tr("intrauterine device"),
    }  # fmt: skip
    return forms.get(form, "")


def release_name(release: str, language: Language) -> str:
    """A release of `domain.medicines.RELEASES` as it stands behind the form; empty where there is nothing to say."""
    return {"modified": language.tr("modified-release"), "enteric": language.tr("enteric-coated")}.get(release, "")


def unit_amount(count: int, unit: str, language: Language) -> str:
    """`1.080 compresse`: a number of dispensing units (of `domain.medicines.UNITS`)."""
    ntr = language.ntr
    amounts = {
        "tablet": ntr("{n} tablet", "{n} tablets", count),
        "capsule": ntr("{n} capsule", "{n} capsules", count),
        "sachet": ntr("{n} sachet", "{n} sachets", count),
        "ml": ntr("{n} mL", "{n} mL", count),
        "ampoule": ntr("{n} ampoule", "{n} ampoules", count),
        "vial": ntr("{n} vial", "{n} vials", count),
        "syringe": ntr("{n} syringe", "{n} syringes", count),
        "pen": ntr("{n} pen", "{n} pens", count),
        "bottle": ntr("{n} bottle", "{n} bottles", count),
        "inhaler": ntr("{n} inhaler", "{n} inhalers", count),
        "tube": ntr("{n} tube", "{n} tubes", count),
        "patch": ntr("{n} patch", "{n} patches", count),
        "suppository": ntr("{n} suppository", "{n} suppositories", count),
        "pessary": ntr("{n} pessary", "{n} pessaries", count),
    }
    return amounts.get(unit) or ntr("{n} piece", "{n} pieces", count)


def unit_plural(unit: str, language: Language) -> str:
    """The word for many of a dispensing unit: `compresse`."""
    tr = language.tr
    words = {
        "tablet": tr("tablets"), "capsule": tr("capsules"), "sachet": tr("sachets"), "ml": tr("mL"), "ampoule": tr("ampoules"),
        "vial": tr("vials"), "syringe": tr("syringes"), "pen": tr("pens"), "bottle": tr("bottles"), "inhaler": tr("inhalers"),
        "tube": tr("tubes"), "patch": tr("patches"), "suppository": tr("suppositories"), "pessary": tr("pessaries"),
    }  # fmt: skip
    return words.get(unit, tr("pieces"))


def group_name(code: str, language: Language) -> str:
    """A group of `domain.disease_groups.GROUPS` in the language."""
    tr = language.tr
    names = {
        "heart": tr("Blood pressure and heart"), "diabetes": tr("Diabetes"), "thyroid": tr("Thyroid"), "infections": tr("Infections"),
        "breathing": tr("Asthma and lungs"), "pain": tr("Pain and fever"), "stomach": tr("Stomach and gut"), "vitamins": tr("Vitamins and anaemia"),
        "skin": tr("Skin"), "women": tr("Women's health"), "kidneys": tr("Kidneys and bladder"), "inflammation": tr("Inflammation"),
        "cancer": tr("Cancer and immunity"), "nerves": tr("Epilepsy and nerves"), "mind": tr("Mental health"), "colds": tr("Colds and allergies"),
        "eyes": tr("Eyes and ears"),
    }  # fmt: skip
    return names.get(code, tr("Other groups"))


def page_of(page: int, pages: int, language: Language) -> str:
    """`Page 2 of 4`: here and not with the sheets, because donors read it in their own language."""
    return language.tr("Page {page} of {pages}", page=page, pages=pages)
