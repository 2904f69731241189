"""Free text of directions, phrase by phrase: every word must be known, or the whole is not understood."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from pharmacy_app.intake.direction_clause import Clause, Ends, Group, Unclear
from pharmacy_app.intake.direction_words import ANY_WEEKDAY, NUMBER, RANGE, UNIT, normal, number, positive, spread, unit, weekday

_LONGEST = 1000
_AND_PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "three": Fraction(3, 4)}


def _once(known: object, new: object) -> None:
    """A thing said twice must be said alike."""
    if known and known != new:
        raise Unclear


def _dose(clause: Clause, ends: Ends, code: str) -> None:
    group = clause.last
    if group.dose is not None:
        group = Group(unit=group.unit)
        clause.groups.append(group)
    elif group.slots or group.clock:
        raise Unclear  # "in the morning 1 and at night 2": which belongs to which is a guess
    group.dose = ends
    group.unit = code or group.unit


def _plain_dose(clause: Clause, found: re.Match[str]) -> None:
    least, most = spread(found)
    part = next((part for name, part in _AND_PARTS.items() if found[name]), Fraction(0))
    if part and least != most:
        raise Unclear
    _dose(clause, (least + part, most + part), unit(found["unit"]) if found["unit"] else "")


def _packed_dose(clause: Clause, found: re.Match[str]) -> None:
    amount = positive(found["count"]) * positive(found["each"])
    _dose(clause, (amount, amount), "ml")


def _scheme(clause: Clause, found: re.Match[str]) -> None:
    parts = [number(part) for part in found["scheme"].replace(" ", "").split("-")]
    named = {unit(word) for word in (found["before"], found["after"]) if word}
    if len(named) > 1:
        raise Unclear
    for slot, amount in zip((0, 1, 2, 3) if len(parts) == 4 else (0, 1, 3), parts, strict=True):
        if amount:
            _dose(clause, (amount, amount), "".join(named))
            clause.last.slots.append(slot)


def _slot(slot: int) -> Callable[[Clause, re.Match[str]], None]:
    def read(clause: Clause, found: re.Match[str]) -> None:
        clause.last.slots.append(slot)

    return read


def _meal(clause: Clause, found: re.Match[str]) -> None:
    relation = {"c": "with", "w": "with", "a": "before", "b": "before", "d": "after"}[found["relation"][0]]
    if found["relation"] == "after":
        relation = "after"
    group = clause.last
    _once(group.meals, relation)
    group.meals = relation
    what = found["meal"][0]
    slots = {"d": [2] if found["meal"] == "dinner" else [0], "b": [0], "a": [1], "l": [1], "c": [2], "m": [0, 1, 2]}[what]
    slots = [0, 1, 2] if found["meal"] == "comidas" else slots
    group.slots += slots
    group.meal_slots.update(slots)


def _clock(clause: Clause, found: re.Match[str]) -> None:
    hour = int(found["hour"])
    if not 1 <= hour <= 12:
        raise Unclear
    clause.last.clock.append(
        hour % 12 + (12 if found["half"] in ("pm", "p.m.") or "mediodia" in found["half"] or "noon" in found["half"] else 0)
    )


def _hours(clause: Clause, found: re.Match[str]) -> None:
    ends = spread(found) if found["least"] else (Fraction(1), Fraction(1))
    _once(clause.last.hours, ends)
    clause.last.hours = ends


def _times(per: str) -> Callable[[Clause, re.Match[str]], None]:
    def read(clause: Clause, found: re.Match[str]) -> None:
        words = found.groupdict()
        latin = {"once": 1, "twice": 2, "thrice": 3, "bd": 2, "bid": 2, "tds": 3, "tid": 3, "qds": 4, "qid": 4, "od": 1, "qd": 1}
        ends = spread(found) if words.get("least") else (Fraction(latin.get(words.get("latin") or "", 1)),) * 2
        _once(clause.last.times if per == "day" else clause.last.per_week, ends)
        if per == "day":
            clause.last.times = ends
        else:
            clause.last.per_week = ends

    return read


def _daily(clause: Clause, found: re.Match[str]) -> None:
    clause.last.daily = True
    clause.onward = True


def _every_days(clause: Clause, found: re.Match[str]) -> None:
    step = positive(found["count"]) if found["count"] else Fraction(2)
    if step.denominator != 1:
        raise Unclear
    _once(clause.last.every, int(step))
    clause.last.every = int(step)


def _weekdays(clause: Clause, found: re.Match[str]) -> None:
    named = [weekday(word) for word in re.findall(ANY_WEEKDAY, found[0])]
    if found["through"]:
        named = list(range(named[0], named[-1] + 1)) if len(named) == 2 else []
    days = tuple(sorted(set(named)))
    if not days or (clause.last.weekdays and clause.last.weekdays != days):
        raise Unclear
    clause.last.weekdays = days


def _needed(reason: str) -> Callable[[Clause, re.Match[str]], None]:
    def read(clause: Clause, found: re.Match[str]) -> None:
        _once(clause.last.reason, reason or clause.last.reason)
        clause.last.as_needed = True
        clause.last.reason = reason or clause.last.reason

    return read


def _maximum(clause: Clause, found: re.Match[str]) -> None:
    group, amount = clause.last, positive(found["count"])
    _once(group.maximum, amount)
    if found["unit"]:
        _once(group.unit, unit(found["unit"]))
        group.unit = unit(found["unit"])
    group.maximum = amount


def _wait(clause: Clause, found: re.Match[str]) -> None:
    _once(clause.last.wait, spread(found))
    clause.last.wait = spread(found)


def _duration(clause: Clause, found: re.Match[str]) -> None:
    least, most = spread(found) if found["least"] else (Fraction(1), Fraction(1))
    word = found["period"]
    period = next(code for code, words in _PERIODS.items() if re.fullmatch(words, word))
    _once(clause.duration, (least, most, period))
    clause.duration = (Fraction(0) if found["upto"] else least, most, period)


def _until(clause: Clause, found: re.Match[str]) -> None:
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise Unclear from None
    _once(clause.until, day)
    clause.until = day


def _onward(clause: Clause, found: re.Match[str]) -> None:
    clause.onward = True


def _site(code: str) -> Callable[[Clause, re.Match[str]], None]:
    def read(clause: Clause, found: re.Match[str]) -> None:
        _once(clause.site, code)
        clause.site = code

    return read


def _note(code: str) -> Callable[[Clause, re.Match[str]], None]:
    def read(clause: Clause, found: re.Match[str]) -> None:
        if code not in clause.notes:
            clause.notes.append(code)

    return read


def _apply(clause: Clause, found: re.Match[str]) -> None:
    clause.applied = True


def _skip(clause: Clause, found: re.Match[str]) -> None:
    """A word that changes nothing."""


_PERIODS = {
    "hour": r"h|hrs?|horas?|hours?",
    "day": r"d|dias?|days?",
    "week": r"semanas?|weeks?",
    "month": r"mes|meses|months?",
    "year": r"anos?|years?",
}
_PERIOD = "|".join(_PERIODS.values())
_HOURS = r"(?:h|hs|hrs?|horas?|hours?|hrly|hourly)\b"
_A_DAY = r"(?:al dia|por dia|a day|per day|each day|/ ?dia|diari[ao]s?\b|daily\b|en 24 ?h(?:oras)?\b|in 24 ?h(?:ours)?\b|dia\b)"
_A_WEEK = r"(?:a la semana|por semana|a week|per week|weekly\b|semanal(?:es)?\b)"
_AND = r"(?:\s*,\s*|\s+y\s+|\s+and\s+|\s*-\s*)"
_BETWEEN_DOSES = r"(?:entre (?:una|uno)(?: dosis)? y otr[ao]|entre dosis|between (?:doses|one (?:dose )?and the next))"
_SCHEME = r"(?:1/2|1/4|3/4|[0-9]{1,2})"
_AND_PART = r"(?:(?P<half> (?:y medi[ao]|and (?:a|one) half))|(?P<quarter> (?:y un cuarto|and a quarter))|(?P<three> (?:y tres cuartos|and three quarters)))?\b"
_TIMES = r"(?:veces|vez|times?|v|x)"

_PHRASES: tuple[tuple[str, Callable[[Clause, re.Match[str]], None]], ...] = (
    (r"(?:administrar|administre|tomar|tome|take|give|dar|usar|use|inhalar|inhale|inyectar|inyecte|inject|colocar|coloque)", _skip),
    (r"(?:via oral|vo\b|by mouth|ademas|besides|y\b|and\b)", _skip),
    (r"(?:aplicar|aplique|apply)", _apply),
    (r"(?:luego termina|then stop)", _skip),
    (
        rf"(?:(?P<before>{UNIT})\b:? ?)?(?P<scheme>{_SCHEME}(?: ?- ?{_SCHEME}){{2,3}})(?![0-9/-])(?:\s*(?P<after>{UNIT})\b)?",
        _scheme,
    ),
    # as needed
    (r"(?:(?:en caso de|si tiene) (?:dolor o fiebre|fiebre o dolor)|if you have pain or (?:a )?fever)", _needed("pain_or_fever")),
    (r"(?:en caso de (?:aumento del? )?dolor|si (?:tiene |hay )?dolor|if (?:there is |you have |in )?pain)", _needed("pain")),
    (r"segun (?:la )?necesidad en base a la intensidad del dolor(?: renal)?", _needed("pain")),
    (r"(?:en caso de fiebre|si (?:tiene |hay )?fiebre|if (?:there is |you have )?(?:a )?fever)", _needed("fever")),
    (r"(?:si le falta el aire|if you are short of breath)", _needed("breathless")),
    (r"(?:si tiene nauseas|if you feel sick)", _needed("nausea")),
    (r"(?:si tiene picazon|if it itches)", _needed("itching")),
    (r"(?:si tiene tos|if you have a cough)", _needed("cough")),
    (r"(?:si no puede dormir|if you cannot sleep)", _needed("sleepless")),
    (r"(?:sos|s\.o\.s\.?|prn|as required|(?:as|if|when) needed|if you need it|si hace falta)", _needed("")),
    (r"(?:segun (?:la )?necesidad|si (?:es )?(?:necesario|necesita)|si l[oa] necesita)", _needed("")),
    (rf"(?:max(?:imo|\.)?|no mas de|no more than|hasta un maximo de)\s*(?P<count>{NUMBER})\s*(?:(?P<unit>{UNIT})\b)?\s*{_A_DAY}", _maximum),
    (rf"(?:espere|wait)\s+(?:de |from )?{RANGE}\s*{_HOURS} {_BETWEEN_DOSES}", _wait),
    # how often
    (rf"(?:cada|c ?/|every|each|q)\s*{RANGE}\s*{_HOURS}", _hours),
    (rf"{RANGE}\s*(?:hrly|hourly)", _hours),
    (r"(?P<least>(?!))?(?:cada hora|every hour|hourly|qh)\b", _hours),
    (rf"{RANGE}\s*{_TIMES}\s*{_A_DAY}", _times("day")),
    (rf"{RANGE}\s*{_TIMES}\s*{_A_WEEK}", _times("week")),
    (rf"(?P<latin>once|twice|thrice) {_A_DAY}", _times("day")),
    (rf"(?P<latin>once|twice|thrice) {_A_WEEK}", _times("week")),
    (r"(?:cada (?:1 |una )?semana\b|every week|weekly|semanal)\b", _times("week")),
    (r"(?P<latin>bd|bid|tds|tid|qds|qid|qd)\b", _times("day")),
    (r"(?:todos los dias|cada dia|every day|diariamente)\b", _daily),
    (rf"(?:cada|every|c ?/)\s*(?P<count>{NUMBER})\s*(?:dias?|days?)\b", _every_days),
    (r"(?P<count>(?!))?(?:un dia si y (?:otro|un dia) no|dia por medio|interdiari[ao]s?|every other day|on alternate days)", _every_days),
    (_A_DAY, _times("day")),
    (
        rf"(?:en dias? |(?:el|los) dias? |los |el |cada |on |every )?{ANY_WEEKDAY}"
        rf"(?:(?:(?P<through>(?: a | to | through ))|{_AND})(?:los |el |on )?{ANY_WEEKDAY})*",
        _weekdays,
    ),
    # when in the day
    (
        r"(?P<relation>con|antes del?|despues del?|with|before|after) (?:(?:el|la|las|the|your) )?"
        r"(?P<meal>desayuno|almuerzo|cena|comidas|breakfast|lunch|dinner|meals)\b",
        _meal,
    ),
    (r"(?:(?:en|por|a) la (?:manana|mananas)|in the morning|every morning|each morning|morning|mane)\b", _slot(0)),
    (r"(?:al mediodia|a mediodia|at noon|at midday|noon|midday)\b", _slot(1)),
    (r"(?:(?:en|por|a) la tarde|in the evening|in the afternoon|evening|afternoon)\b", _slot(2)),
    (r"(?:(?:en|por|a) la noche|at night(?: ?time)?|every night|nightly|night|nocte)\b", _slot(3)),
    (r"(?:al acostarse|antes de (?:dormir|acostarse)|at bedtime)\b", _slot(3)),
    (r"(?:manana(?= y | and |,))", _slot(0)),
    (r"(?:noche)\b", _slot(3)),
    (r"(?P<hour>[0-9]{1,2}) ?(?P<half>am|pm|a\.m\.|p\.m\.|del mediodia|de la noche|noon|midnight)(?!\w)", _clock),
    # where, how
    (r"(?:en (?:cada ojo|ambos ojos)|in(?:to)? (?:each eye|both eyes))", _site("each_eye")),
    (r"(?:en el ojo derecho|in(?:to)? the right eye)", _site("right_eye")),
    (r"(?:en el ojo izquierdo|in(?:to)? the left eye)", _site("left_eye")),
    (r"(?:en (?:cada oido|ambos oidos)|in(?:to)? (?:each ear|both ears))", _site("each_ear")),
    (r"(?:en el oido derecho|in(?:to)? the right ear)", _site("right_ear")),
    (r"(?:en el oido izquierdo|in(?:to)? the left ear)", _site("left_ear")),
    (r"(?:en cada (?:fosa nasal|lado de la nariz)|in(?:to)? each nostril)", _site("each_nostril")),
    (r"(?:bajo la piel|via subcutanea|subcutane[ao]|under the skin)", _site("under_skin")),
    (r"(?:debajo de la lengua|bajo la lengua|sublingual|under the tongue)", _site("under_tongue")),
    (r"(?:sobre la piel|en la piel|on the skin)", _site("skin")),
    (r"(?:mida con la jeringa|measure with the syringe)", _note("measure_with_syringe")),
    (r"(?:despues, enjuaguese la boca|afterwards, rinse your mouth)", _note("rinse_mouth")),
    (r"(?:con el estomago vacio|en ayunas|on an empty stomach)", _note("empty_stomach")),
    (r"(?:con (?:bastante|abundante) agua|with plenty of water)", _note("plenty_of_water")),
    # for how long
    (rf"(?P<upto>hasta por |for up to |up to )?(?:por|durante|for|x)?\s*(?:{RANGE}|an?\b)\s*(?P<period>{_PERIOD})\b", _duration),
    (r"(?:hasta el|until)\s+(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})", _until),
    (r"(?:hasta que el doctor diga otra cosa|until the doctor says otherwise)", _onward),
    (r"(?:thereafter|en adelante|tratamiento cronico|cronico|permanente|indefinido|de por vida|long term)\b", _onward),
    # how much
    (rf"(?P<count>{NUMBER}) x (?P<each>{NUMBER}) ?(?:ml|cc)\b", _packed_dose),
    (rf"(?P<count>{NUMBER}) (?P<each>{NUMBER}) ?(?:ml|cc) spoonfuls?\b", _packed_dose),
    (rf"(?P<count>{NUMBER}) (?:cucharaditas?|cucharadas?|cucharitas?) de (?P<each>{NUMBER}) ?(?:ml|cc)\b", _packed_dose),
    (
        rf"{RANGE}\s*(?:(?P<unit>{UNIT})(?![\w.]|/))?{_AND_PART}(?![\w%/])",
        _plain_dose,
    ),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern), act) for pattern, act in _PHRASES)
_BETWEEN = re.compile(r"[\s,.;:()]*")
_THEN = re.compile(
    r"(?:,|\.)?\s*\b(?:followed by|y (?:despues|luego)|(?:and )?then(?! stop)|luego(?! termina)|despues(?= (?:[0-9]|(?:un[ao]?|medi[ao]|dos|tres)\b)))\b"
)
_DAILY_OD = (re.compile(r"(?P<latin>od)\b"), _times("day"))


def scan(text: str, language: str = "") -> tuple[Clause, ...]:
    """The clauses of a text (several where something follows after something). Raises `Unclear` at the first word that is not known, `ValueError` at a zero.

    `od` is once daily in English; in Spanish it may be the right eye, and is not understood.
    """
    if len(text) > _LONGEST:
        raise Unclear
    phrases = (*_COMPILED, _DAILY_OD) if language == "en" else _COMPILED
    clauses = []
    for part in _THEN.split(normal(text)):
        clause, place = Clause(), _BETWEEN.match(part).end()  # type: ignore[union-attr]  # it matches the empty text too
        while place < len(part):
            for pattern, act in phrases:
                found = pattern.match(part, place)
                if found and (found.end() == len(part) or not (part[found.end() - 1].isalnum() and part[found.end()].isalnum())):
                    act(clause, found)
                    break
            else:
                raise Unclear
            place = _BETWEEN.match(part, found.end()).end()  # type: ignore[union-attr]
        clauses.append(clause)
    return tuple(clauses)
