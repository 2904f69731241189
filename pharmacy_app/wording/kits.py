"""What is said of families' kits: the committee's rules in sentences, why somebody gets something or not, and how a family stands. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.kit_rules import Key, KitRule
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.priority import Reason
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording import reasons, trade
from pharmacy_app.wording.directions import on_paper

_PLAIN = {
    "age_unknown": mark("Nobody has written when this person was born."),
    "age_uncertain": mark("The age is estimated, and is near the rule's limit: write the date of birth."),
    "sex_unknown": mark("The rule is for one sex, and nobody has written this person's."),
    "kit_not_listed": mark("{medicine} is not in the catalogue in this strength."),
    "kit_already": mark("Has {medicine} already: it is not given twice."),
    "kit_recent": mark("Got {medicine} on {day}: not again so soon."),
    "kit_condition": mark("Not with {word}."),
    "kit_dose": mark("{medicine} cannot be counted in this dose: put the rule right."),
}
STATES = {
    "due": mark("Due now"),
    "soon": mark("Due soon"),
    "planned": mark("Planned"),
    "given": mark("Given"),
    "none": mark("Needs none"),
    "missed": mark("Missed quarters"),
}


def why_not(language: Language, reason: Reason, catalogue: Mapping[int, Medicine]) -> str:
    """One sentence for why a rule gives nothing to somebody."""
    if reason.code not in _PLAIN:
        return reasons.sentence(language, reason)
    data: dict[str, object] = dict(reason.data)
    if "medicine" in data:
        data["medicine"] = _name(language, str(data["medicine"]), catalogue)
    if isinstance(day := data.get("day"), date):
        data["day"] = language.date(day)
    if "word" in data:
        data["word"] = trade.condition(language, str(data["word"])).lower()
    return language.tr(_PLAIN[reason.code], **data)


def _name(language: Language, inn: str, catalogue: Mapping[int, Medicine]) -> str:
    return next((one.name(language.code) for one in catalogue.values() if one.inn == inn), inn)


def gives(language: Language, rule: KitRule, medicines: Mapping[Key, Medicine]) -> str:
    """`Albendazol 400 mg, tableta masticable; si no hay: Mebendazol 500 mg, tableta masticable`."""
    names = []
    for option in rule.options:
        medicine = medicines.get(option.key)
        names.append(trade.medicine_title(language, medicine) if medicine else f"{option.inn} {option.strength}")
    first, *rest = names
    return language.tr("{first}; if there is none: {others}", first=first, others=", ".join(rest)) if rest else first


def taken(language: Language, rule: KitRule, medicines: Mapping[Key, Medicine]) -> str:
    """`1 tableta, una sola vez`, `1 tableta cada día, por 90 días`: of the first medicine."""
    medicine = medicines.get(rule.options[0].key)
    if medicine is None:
        return language.tr("not in the catalogue")
    try:
        return on_paper(language, rule.options[0].directions(medicine, rule.days)).rstrip(".")
    except Refusal:
        return ""


def whom(language: Language, rule: KitRule) -> str:
    """`Mujeres · de 12 a 49 años · con embarazo`."""
    tr = language.tr
    who = {"F": tr("Women and girls"), "M": tr("Men and boys"), "": tr("Everybody")}[rule.sex]
    parts = [who, _ages(language, rule)]
    has = [trade.condition(language, word) for word in rule.conditions]
    parts += [tr("with {what}", what=_either(language, has).lower())] if has else []
    held = [tr(trade.CRITERIA[word]) for word in rule.criteria]
    parts += [_either(language, held).lower()] if held else []
    return " · ".join(part for part in parts if part)


def except_for(language: Language, rule: KitRule) -> str:
    """`No con embarazo; no antes de 150 días`; empty where nothing speaks against it."""
    tr = language.tr
    parts = []
    if rule.without:
        parts.append(tr("not with {what}", what=_either(language, [trade.condition(language, word) for word in rule.without]).lower()))
    if rule.rest_days:
        parts.append(language.ntr("not again within {n} day", "not again within {n} days", rule.rest_days))
    words = "; ".join(parts)
    return words[:1].upper() + words[1:]


def _ages(language: Language, rule: KitRule) -> str:
    tr = language.tr
    least, most = rule.least_months, rule.most_months
    if least is None and most is None:
        return ""
    if (least or 0) % 12 == 0 and (most is None or (most % 12 == 11 and most >= 35)):
        years = language.number((least or 0) // 12)
        if most is None:
            return tr("from {n} years on", n=years)
        return tr("{n} to {most} years", n=years, most=language.number(most // 12))
    if most is None:
        return tr("from {n} months on", n=language.number(least or 0))
    return tr("{n} to {most} months", n=language.number(least or 0), most=language.number(most))


def _either(language: Language, words: Sequence[str]) -> str:
    return language.tr("{some} or {last}", some=", ".join(words[:-1]), last=words[-1]) if len(words) > 1 else words[0]


def age(language: Language, birth_date: date | None, estimated: bool, months: int) -> str:
    """`7 años`, `18 meses`, `unos 60 años`; what is not known is said."""
    if birth_date is None:
        return language.tr("age unknown")
    words = language.ntr("{n} year", "{n} years", months // 12) if months >= 24 else language.ntr("{n} month", "{n} months", months)
    return language.tr("about {age}", age=words) if estimated else words
