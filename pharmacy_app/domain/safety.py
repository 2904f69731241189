"""When an item must wait for a doctor: allergy, the same treatment twice, a warning of the medicine. A question, never a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import Ask
from pharmacy_app.domain.priority import Reason
from pharmacy_app.domain.text import fold

_CEPHALOSPORINS = ("J01DB", "J01DC", "J01DD", "J01DE")
_NSAIDS = ("M01A", "N02BA", "B01AC06")
# How ATC codes of a group begin, and the group as people and doctors name it, folded, in Spanish and English.
_NAMED = (
    (("J01C",), "penicillin penicillins penicilina penicilinas"),
    (_CEPHALOSPORINS, "cephalosporins cefalosporinas"),
    (("J01C", *_CEPHALOSPORINS), "beta-lactams betalactamicos"),
    (("J01E",), "sulfonamides sulfonamidas sulfa sulfas"),
    (("J01FA",), "macrolides macrolidos"),
    (("J01M",), "quinolones quinolonas"),
    (("J01AA",), "tetracyclines tetraciclinas"),
    (_NSAIDS, "nsaid nsaids aine aines aspirin aspirina"),
    (("N02BB",), "dipyrone dipirona"),
    (("C09A", "C09B"), "ieca ace-inhibitors"),
    (("C10AA",), "statins estatinas"),
    (("N02A",), "opioids opioides"),
)
_GROUPS = {word: codes for codes, words in _NAMED for word in words.split()}
# ATC groups of which nobody takes two at once; elsewhere only the same substance twice is a question.
_ONE_OF = (
    "A02BA", "A02BC", "A10BA", "A10BB", "A10BH", "B01AA", "B01AF", "C03AA", "C07A", "C08C", "C09A", "C09C", "C10AA", "G04CB", "H03AA",
    "M01A", "N05BA", "N05CD", "N06AB", "R06A",
)  # fmt: skip
# What a medicine's label warns of -> the words for persons whom it concerns.
_CONCERNS = {"pregnancy": "pregnant", "breastfeeding": "breastfeeding", "children": "child", "elderly": "elderly"}


def allergic(medicine: Medicine, allergies: Iterable[str]) -> str:
    """The first of the person's allergies that this medicine touches: its ingredient, its group, its ATC code's beginning; else empty."""
    words = {fold(part) for name in (medicine.inn, *medicine.names) for part in name.replace("/", "+").split("+")} - {""}
    for allergy in allergies:
        said = fold(allergy)
        groups = _GROUPS.get(said, ())
        by_code = len(said) >= 3 and said[0].isalpha() and said[1:3].isdigit() and fold(medicine.atc).startswith(said)
        if by_code or said in words or (medicine.atc and medicine.atc.startswith(groups)):
            return allergy
    return ""


def same_treatment(one: Medicine, other: Medicine) -> bool:
    """Whether these are the same treatment twice: one substance by one route, or two of a group of which one is enough."""
    if one.route != other.route:
        return False
    return one.inn == other.inn or any(one.atc.startswith(group) and other.atc.startswith(group) for group in _ONE_OF)


def questions(ask: Ask, medicines: Mapping[int, Medicine]) -> tuple[Reason, ...]:
    """What a doctor has to answer before this item can be served; empty where nothing stands in the way or all was answered."""
    medicine = medicines[ask.medicine_id]
    found = []
    if "allergy" not in ask.cleared and (allergy := allergic(medicine, ask.allergies)):
        found.append(Reason("allergy", {"allergy": allergy}))
    if "duplicate" not in ask.cleared:
        twice = next((i for i in ask.taking if i in medicines and same_treatment(medicine, medicines[i])), None)
        if twice is not None:
            found.append(Reason("duplicate", {"medicine_id": twice}))
    if "warning" not in ask.cleared:
        word = next((w for w in medicine.warnings if _CONCERNS.get(w, w) in ask.circumstances), "")
        if word:
            found.append(Reason("warning", {"warning": word}))
    return tuple(found)
