"""The short list of conditions: code, ICD-10, whether it stays, and the words people and registers use for it in Spanish and English."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pharmacy_app.domain.text import fold


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the short list. `words` are folded beginnings: a told condition that starts with, or holds, one of them is meant."""

    code: str
    icd10: str
    chronic: bool
    words: tuple[str, ...]


CONDITIONS = (
    Condition("hypertension", "I10", True, ("hypertension", "hipertension", "hipertenso", "tension alta", "high blood pressure", "hta")),
    Condition("diabetes_type_1", "E10", True, ("diabetes tipo 1", "type 1 diabetes", "diabetes mellitus tipo 1", "type i diabetes", "dm1")),
    Condition("diabetes", "E11", True, ("diabetes", "diabetic", "diabetico", "diabetica", "azucar alta", "dm2", "type ii diabetes")),
    Condition("heart_failure", "I50", True, ("heart failure", "insuficiencia cardiaca", "falla cardiaca")),
    Condition("coronary_disease", "I25", True, ("coronary", "coronaria", "cardiopatia isquemica", "ischemic heart", "angina", "infarto")),
    Condition("atrial_fibrillation", "I48", True, ("atrial fibrillation", "fibrilacion auricular", "arritmia")),
    Condition("stroke", "I69", True, ("stroke", "acv", "ictus", "derrame cerebral", "accidente cerebrovascular")),
    Condition("thrombosis", "I82", False, ("deep venous thrombosis", "trombosis", "pulmonary embolism", "embolia pulmonar")),
    Condition("high_cholesterol", "E78", True, (
        "hyperlipid", "hypertriglycerid", "dislipidemia", "colesterol", "trigliceridos", "high cholesterol")),
    Condition("asthma", "J45", True, ("asthma", "childhood asthma", "asma", "asmatic")),
    Condition("copd", "J44", True, ("copd", "epoc", "chronic obstructive", "pulmonary emphysema", "enfisema", "bronquitis cronica")),
    Condition("allergic_rhinitis", "J30", True, ("allergic rhinitis", "perennial allergic rhinitis", "rinitis")),
    Condition("epilepsy", "G40", True, ("epilepsy", "epilepsia", "seizure disorder", "convulsiones")),
    Condition("parkinson", "G20", True, ("parkinson", "enfermedad de parkinson")),
    Condition("dementia", "F03", True, ("alzheimer", "dementia", "demencia", "enfermedad de alzheimer")),
    Condition("migraine", "G43", True, ("migraine", "chronic intractable migraine", "migrana", "jaqueca")),
    Condition("neuropathy", "G62", True, ("neuropathy", "neuropatia")),
    Condition("cerebral_palsy", "G80", True, ("cerebral palsy", "paralisis cerebral")),
    Condition("depression", "F32", True, ("depression", "depresion", "major depress")),
    Condition("anxiety", "F41", True, ("anxiety", "ansiedad")),
    Condition("schizophrenia", "F20", True, ("schizophren", "esquizofrenia", "psicosis")),
    Condition("bipolar", "F31", True, ("bipolar", "trastorno bipolar")),
    Condition("kidney_disease", "N18", True, (
        "chronic kidney", "kidney disease", "diabetic renal disease", "enfermedad renal", "insuficiencia renal", "erc")),
    Condition("prostate", "N40", True, ("prostat", "hiperplasia prostatica", "benign prostatic", "bph", "hpb")),
    Condition("hypothyroidism", "E03", True, ("hypothyroid", "hipotiroid", "tiroides", "tiroides baja")),
    Condition("hyperthyroidism", "E05", True, ("hyperthyroid", "hipertiroid")),
    Condition("anemia", "D64", False, ("anemia", "anaemia")),
    Condition("gastritis", "K29", False, ("gastritis", "gastroesophageal reflux", "reflujo", "ulcera", "ulcer", "acidez")),
    Condition("arthritis", "M19", True, (
        "osteoarthritis", "arthritis", "artritis", "artrosis", "rheumatoid", "localized primary osteoarthritis")),
    Condition("osteoporosis", "M81", True, ("osteoporosis",)),
    Condition("gout", "M10", True, ("gout", "gota", "acido urico")),
    Condition("chronic_pain", "R52", True, (
        "chronic pain", "chronic low back pain", "chronic neck pain", "dolor cronico", "fibromyalgia", "fibromialgia")),
    Condition("cancer", "C80", True, (
        "cancer", "malignant", "carcinoma", "neoplasm", "leukemia", "leucemia", "tumor maligno", "cancer de prostata", "cancer de la prostata",
        "prostate cancer", "neoplasm of prostate", "carcinoma of prostate", "cancer de tiroides", "cancer de la tiroides", "thyroid cancer")),
    Condition("hiv", "B24", True, ("hiv", "vih", "sida", "human immunodeficiency")),
    Condition("tuberculosis", "A15", False, ("tuberculosis", "tbc")),
    Condition("glaucoma", "H40", True, ("glaucoma",)),
    Condition("psoriasis", "L40", True, ("psoriasis",)),
    Condition("dermatitis", "L30", False, ("atopic dermatitis", "contact dermatitis", "dermatitis", "eczema")),
    Condition("obesity", "E66", True, ("body mass index 30", "body mass index 40", "obesity", "obesidad")),
    Condition("pregnancy", "Z33", False, ("normal pregnancy", "pregnancy", "pregnant", "embarazo", "embarazada", "preeclampsia")),
    Condition("disability", "Z73", True, ("disability", "disabled", "discapacidad", "discapacitad")),
    Condition("after_surgery", "Z48", False, ("after surgery", "postoperatorio", "posoperatorio", "recien operad", "operado", "operada")),
)  # fmt: skip

_BY_CODE = {condition.code: condition.code for condition in CONDITIONS}
# The longest words first, so that `diabetes tipo 1` is not taken for `diabetes`.
_BY_WORD = sorted(((word, condition.code) for condition in CONDITIONS for word in condition.words), key=lambda pair: -len(pair[0]))
# A pregnancy that ended, a history of something, a suspicion: not what the person lives with.
_NOT_NOW = ("history of", "antecedente", "suspected", "sospecha", "tubal pregnancy", "miscarriage", "pre diabetes", "prediabet", "no ")
# What stands between two illnesses; a stroke between figures is a date.
_APART = re.compile(r"[,;\n\u2028\u2029|]|\s+(?:y|e|and)\s+|(?<=[^\W\d])\s*[+/&]\s*(?=[^\W\d])")


def condition_code(told: str) -> str:
    """The code for a condition as told (`HTA`, `Diabetes tipo 2`, `Chronic kidney disease stage 1`); empty where it is on no list."""
    text = _plain(told)
    code = _BY_CODE.get(text.replace(" ", "_"))
    if code or text.startswith(_NOT_NOW):
        return code or ""
    return next((code for word, code in _BY_WORD if f" {text}".find(f" {word}") >= 0 and _whole(word, text)), "")


def conditions_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All that one person is told to live with: the codes (`HTA y diabetes`, `asma, epilepsia`, `hipertensión diabetes`), each once, and the
    parts that are on no list."""
    if code := condition_code(text) if _plain(text).replace(" ", "_") in _BY_CODE else "":
        return (code,), ()
    codes: dict[str, None] = {}
    unknown: list[str] = []
    for part in (part.strip() for part in _APART.split(text)):
        found = _codes_of(part)
        codes.update(dict.fromkeys(found))
        if part and not found:
            unknown.append(part)
    return tuple(codes), tuple(unknown)


def _codes_of(part: str) -> list[str]:
    """Every condition that this part names; what is taken for one, with what follows it (`cáncer de mama`), is not taken for another."""
    if code := condition_code(part) if _plain(part).replace(" ", "_") in _BY_CODE else "":
        return [code]
    text, found = f" {_plain(part)}", []
    if text.strip().startswith(_NOT_NOW):
        return []
    for word, code in _BY_WORD:
        if f" {word}" in text and _whole(word, text):
            found.append(code)
            text = re.sub(rf" {re.escape(word)}\w*(?: (?:de|of|in|en) (?:la |el |the )?\w+)?", " ", text)
    return found


def _plain(told: str) -> str:
    return " ".join(re.sub(r"[^\w]+|_", " ", fold(told)).split())


def _whole(word: str, text: str) -> bool:
    """Abbreviations (`hta`, `acv`, `erc`) count as whole words alone; longer words as the beginning of one."""
    return len(word) > 4 or word in text.split()
