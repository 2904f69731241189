"""Free text of directions, phrase by phrase: every word must be known, or the whole is not understood."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from pharmacy_app.intake.direction_acts import (
    PERIODS,
    alone,
    applied,
    at_hour,
    at_hour_of_24,
    at_meal,
    at_site,
    at_slot,
    daily,
    every_days,
    every_hours,
    fasting,
    for_long,
    half_more,
    long_before_meal,
    maximum,
    note,
    on_weekdays,
    once_in,
    onward,
    packed_dose,
    plain_dose,
    scheme,
    skip,
    times,
    times_at_most,
    until,
    wait,
    when_needed,
)
from pharmacy_app.intake.direction_clause import Clause, Unclear
from pharmacy_app.intake.direction_words import ANY_WEEKDAY, NUMBER, RANGE, UNIT, normal, number

_LONGEST = 1000
_SWALLOWED = ("tablet", "capsule", "sachet")  # nobody puts these into an eye
_PERIOD = "|".join(PERIODS.values())
_HOURS = r"(?:h|hs|hrs?|horas?|hours?|hrly|hourly)\b"
_A_DAY = (
    r"(?:al dia|por dia|x dia|a day|per day|each day|/ ?d(?:ia|ay)?\b|diari[ao]s?\b|daily\b|en 24 ?h(?:oras)?\b|in 24 ?h(?:ours)?\b|dia\b)"
)
_A_WEEK = r"(?:a la semana|por semana|a week|per week|weekly\b|semanal(?:es)?\b)"
_AND = r"(?:\s*,\s*|\s+y\s+|\s+and\s+|\s*-\s*)"
_BETWEEN_DOSES = r"(?:entre (?:una|uno)(?: dosis)? y otr[ao]|entre dosis|between (?:doses|one (?:dose )?and the next))"
_SCHEME = r"(?:1/2|1/4|3/4|[0-9]{1,2})"
_AND_PART = r"(?:(?P<half> (?:y medi[ao]|and (?:a|one) half))|(?P<quarter> (?:y un cuarto|and a quarter))|(?P<three> (?:y tres cuartos|and three quarters)))?\b"
_TIMES = r"(?:veces|vez|times?|v|x)"
_MEAL = r"(?:desayuno|almuerzo|cena|breakfast|lunch|dinner)\b"
_ARTICLE = r"(?:(?:el|la|las|los|the|your) )?"
_LISTED = rf"{_ARTICLE}{_MEAL}(?:(?:, ?(?:y |and )?| y | e | and )(?:en |con |with )?{_ARTICLE}{_MEAL})*"
_MEALS = rf"(?:{_LISTED}|{_ARTICLE}(?:comidas|meals)\b|(?:cada comida|each meal|every meal)\b)"
_SOS = r"sos (?:si (?:hay |tiene )?|por |en caso de )?"
_IF = rf"(?:en caso de (?:que tenga )?|si (?:tiene |hay |presenta |siente |le da )?|{_SOS}|if (?:there is |you have |in )?)"
_PAIN = r"(?:aumento del? )?(?:dolor(?: de cabeza| fuerte| intenso)?|pain)"
_AT = r"(?P<at>a las? |at )?"
_CLOCK = r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-5][0-9]))?"
_MONTH_NAMES = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"

_NEEDED = r"(?:sos|s\.o\.s\.?|prn|p\.r\.n\.?|(?:as|if|when) (?:required|needed|necessary)|if you need it|si hace falta)"

_PHRASES: tuple[tuple[str, Callable[[Clause, re.Match[str]], None]], ...] = (
    (
        r"(?:administrar|administre|tomar(?:se)?|tome(?:se)?|take|give|dar(?:le)?|dele|usar|use|inhalar|inhale|inyectar(?:se)?|inyecte(?:se)?|inject|"
        r"colocar(?:se)?|coloque(?:se)?|poner(?:se)?|ponga(?:se)?|instilar|instile|instill|insert|introducir|introduzca)",
        skip,
    ),
    (r"y suspender\b", skip),
    (r"(?:(?:por )?via oral|v\.?o\b\.?|oral\b|orally|by mouth|po\b|to be taken|ademas|besides|y\b|and\b)", skip),
    (r"(?:aplicar|aplique|apply)", applied),
    (r"(?:(?:y )?(?:luego|despues) (?:termina|suspend(?:er|a)|par(?:ar|e))|(?:and )?then stop)\b", skip),
    (r"(?:hasta (?:terminar(?:l[oa]s?)?|acabar(?:l[oa]s?)?)(?: (?:el tratamiento|la caja|el frasco))?|until (?:finished|complete))\b", skip),
    (r"(?:seguidos|consecutivos|continuos)\b", skip),
    (
        rf"(?:(?P<before>{UNIT})\b:? ?)?(?P<scheme>{_SCHEME}(?: ?- ?{_SCHEME}){{2,3}})(?![0-9/-])(?:\s*(?P<after>{UNIT})\b)?",
        scheme,
    ),
    # as needed
    (rf"{_IF}(?:(?:el )?(?:dolor (?:o|y/o) fiebre|fiebre (?:o|y/o) dolor)|pain or (?:a )?fever)\b", when_needed("pain_or_fever")),
    (rf"{_IF}(?:el )?{_PAIN}\b", when_needed("pain")),
    (r"segun (?:la )?necesidad en base a la intensidad del dolor(?: renal)?", when_needed("pain")),
    (rf"{_IF}(?:la )?(?:fiebre|(?:a )?fever)\b", when_needed("fever")),
    (
        rf"(?:si (?:le )?falta (?:el )?aire|{_IF}(?:falta de aire|ahogo|disnea|dificultad (?:para respirar|respiratoria))|if you are short of breath)",
        when_needed("breathless"),
    ),
    (rf"(?:{_IF}nauseas?|if you feel sick)", when_needed("nausea")),
    (rf"(?:{_IF}(?:picazon|prurito)|if it itches)", when_needed("itching")),
    (rf"{_IF}(?:tos|(?:a )?cough)\b", when_needed("cough")),
    (r"(?:si no puede dormir|if you cannot sleep)", when_needed("sleepless")),
    (rf"{_NEEDED} for pain\b", when_needed("pain")),
    (rf"{_NEEDED}", when_needed("")),
    (r"(?:segun (?:la )?necesidad|si (?:es )?(?:necesario|necesita)|si l[oa] necesita)", when_needed("")),
    (rf"(?:max(?:imo|\.)?|no mas de|no more than|hasta un maximo de|maximum(?: of)?)\s*(?P<count>{NUMBER})\s*(?:(?P<unit>{UNIT})\b)?\s*{_A_DAY}", maximum),
    (r"(?:max(?:imo|\.)?|no mas de)\s*(?P<count>[1-9][0-9]?)(?P<unit>(?!))? ?/ ?d(?:ia)?\b", maximum),
    (rf"(?:espere|wait)\s+(?:de |from )?{RANGE}\s*{_HOURS} {_BETWEEN_DOSES}", wait),
    # how often
    (rf"(?:cada|c ?[/-]?|every|each|q)\s*{RANGE}\s*{_HOURS}", every_hours),
    (rf"{RANGE}\s*(?:hrly|hourly)", every_hours),
    (r"(?P<least>(?!))?(?:cada hora|every hour|hourly|qh)\b", every_hours),
    (rf"(?:x ?)?{RANGE}\s*{_TIMES}\s*{_A_DAY}", times("day")),
    (rf"(?:hasta|up to) {RANGE}\s*{_TIMES}\s*{_A_DAY}", times_at_most),
    (rf"x ?{RANGE} (?:al dia|por dia|diarias?\b)", times("day")),
    (rf"{RANGE}\s*{_TIMES}\s*{_A_WEEK}", times("week")),
    (rf"(?P<latin>once|twice|thrice) {_A_DAY}", times("day")),
    (r"(?:en )?(?:una )?(?:dosis unica|sola dosis|unica dosis) diaria\b", times("day")),
    (r"(?:en |como |por )?(?:dosis unica|(?:una )?sola dosis|unica dosis|(?:por )?una sola vez|(?:as a )?single dose|only once)\b", alone),
    (rf"(?P<latin>once|twice|thrice) {_A_WEEK}", times("week")),
    (r"(?:(?:cada|c ?/) ?(?:1 |una )?sem(?:ana)?\b|every week|weekly|semanal(?:mente)?)\b", times("week")),
    (r"(?:mensual(?:mente)?|(?:cada |c ?/ ?)mes|(?:1|una) vez (?:al|por) mes|once a month|every month|monthly)\b", once_in(30)),
    (r"(?:quincenal(?:mente)?|cada quincena)\b", once_in(15)),
    (r"(?P<latin>bd|bid|tds|tid|qds|qid|qd|b\.i\.d\.?|t\.i\.d\.?|q\.i\.d\.?|b\.d\.?|t\.d\.s\.?|q\.d\.s\.?)(?!\w)", times("day")),
    (r"(?:todos los dias|cada dia|every day)\b", daily),
    (r"(?:diariamente|c ?/ ?dia)\b", times("day")),
    (rf"(?:cada|every|c ?/)\s*(?P<count>{NUMBER})\s*(?P<of>dias?|days?|semanas|weeks|meses|months)\b", every_days),
    (
        r"(?P<count>(?!))?(?:(?:un )?dia (?:de )?por medio|interdiari[ao]s?|(?:un )?dia si,? (?:y )?(?:otro|un dia|dia) no|"
        r"(?:every|on) (?:other|alternate) days?)",
        every_days,
    ),
    (_A_DAY, times("day")),
    (
        rf"(?:en dias? |(?:el|los) dias? |los |el |de |cada |on |every )?{ANY_WEEKDAY}"
        rf"(?:(?:(?P<through>(?: a | to | through ))|{_AND})(?:los |el |on )?{ANY_WEEKDAY})*",
        on_weekdays,
    ),
    # when in the day
    (
        rf"(?:(?:media hora|30 ?min(?:utos)?\.?) antes del? |(?:half an hour|30 ?min(?:ute)?s?) (?P<relation>before) ){_MEALS}",
        long_before_meal("half_hour_before"),
    ),
    (rf"(?:(?:una|1) hora antes del? |(?:an|1|one) hour (?P<relation>before) ){_MEALS}", long_before_meal("hour_before")),
    (rf"(?P<relation>con|en|antes del?|despues del?|with|at|before|after) {_MEALS}", at_meal),
    (rf"(?P<relation>al|a) {_ARTICLE}{_MEAL}", at_meal),
    (rf"(?P<relation>)(?={_MEAL}){_MEALS}", at_meal),
    (
        r"(?:(?:en|por|a) (?:la manana|las mananas)|cada manana|todas las mananas|al (?:levantarse|despertar(?:se)?)|in the morning|every morning|each morning|"
        r"morning|mane|om)\b",
        at_slot(0),
    ),
    (r"(?:al mediodia|a mediodia|at noon|at midday|noon|midday)\b", at_slot(1)),
    (r"(?:(?:en|por|a) (?:la tarde|las tardes)|cada tarde|todas las tardes|in the evening|in the afternoon|evening|afternoon)\b", at_slot(2)),
    (r"(?:al acostarse|(?:a la hora|antes) de (?:irse a )?(?:dormir|acostarse)|al dormir|at bed ?time|before (?:bed|sleep))\b", at_slot(3, asleep=True)),
    (r"(?:(?:en|por|a) (?:la noche|las noches)|cada noche|todas las noches|at night(?: ?time)?|every night|each night|nightly|night|nocte)\b", at_slot(3)),
    (r"(?:manana(?= y | and |,))", at_slot(0)),
    (r"tarde\b", at_slot(2)),
    (r"noche\b", at_slot(3)),
    (rf"{_AT}{_CLOCK} ?(?P<half>[ap]m\b|[ap]\. ?m\b\.?|de la (?:manana|madrugada|tarde|noche)\b|del mediodia\b|m\b|noon\b|midnight\b)", at_hour),
    (r"(?:a las? |at )?(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])(?:(?: ?(?:h|hs|hrs?|horas))?\b)(?!:)", at_hour_of_24),
    (r"a las? (?P<hour>[01]?[0-9]|2[0-3])(?P<minute>(?!))?(?: ?(?:h|hs|hrs?|horas))?(?![\w/:%]|[.,][0-9]| ?y medi[ao])", at_hour_of_24),
    # where, how
    (r"(?:en (?:cada ojo|ambos ojos)|(?:in(?:to)?|to) (?:each eye|both eyes))", at_site("each_eye")),
    (r"(?:en (?:el )?ojo derecho|in(?:to)? the right eye)", at_site("right_eye")),
    (r"(?:en (?:el )?ojo izquierdo|in(?:to)? the left eye)", at_site("left_eye")),
    (r"(?:en (?:cada oido|ambos oidos)|in(?:to)? (?:each ear|both ears))", at_site("each_ear")),
    (r"(?:en (?:el )?oido derecho|in(?:to)? the right ear)", at_site("right_ear")),
    (r"(?:en (?:el )?oido izquierdo|in(?:to)? the left ear)", at_site("left_ear")),
    (r"(?:en cada (?:fosa nasal|lado de la nariz)|in(?:to)? each nostril)", at_site("each_nostril")),
    (r"(?:bajo la piel|(?:por )?via subcutanea|subcutane[ao]s?\b|(?:via )?sc\b|s\.c\.?(?!\w)|under the skin)", at_site("under_skin")),
    (r"(?:en el musculo|(?:por )?via intramuscular|intramuscular(?:es)?\b|(?:via )?im\b|i\.m\.?(?!\w)|into the muscle)", at_site("muscle")),
    (r"(?:en la vagina|(?:por )?via vaginal|(?:intra)?vaginal(?:es)?\b|into the vagina)", at_site("vagina")),
    (r"(?:debajo de la lengua|bajo la lengua|(?:por )?via sublingual|sublingual|sl\b|s\.l\.?(?!\w)|under the tongue)", at_site("under_tongue")),
    (r"(?:sobre la piel|en la piel|on the skin)", at_site("skin")),
    (r"(?:mida con la jeringa|measure with the syringe)", note("measure_with_syringe")),
    (r"(?:despues, enjuaguese la boca|afterwards, rinse your mouth)", note("rinse_mouth")),
    (r"(?:con el estomago vacio|on an empty stomach)", note("empty_stomach")),
    (r"en ayunas\b", fasting),
    (r"(?:media hora antes de comer|half an hour before eating)\b", note("half_hour_before")),
    (r"(?:una hora antes de comer|an hour before eating)\b", note("hour_before")),
    (r"(?:con (?:comida|alimentos)|with food)\b", note("with_food")),
    (r"(?:(?:disuelt[oa]|disolver|disuelva(?:l[oa])?) en (?:un|1) vaso (?:de|con) agua|dissolve it in a glass of water)\b", note("dissolve")),
    (r"(?:con (?:bastante|abundante) agua|with plenty of water)", note("plenty_of_water")),
    # for how long
    (rf"(?P<upto>hasta por |for up to |up to )?(?:por|durante|for|x)?\s*(?:{RANGE}|an?\b)\s*(?P<period>{_PERIOD})\b", for_long),
    (r"(?:hasta el|until)\s+(?:dia )?(?P<day>[0-9]{1,2})[/-](?P<month>[0-9]{1,2})(?:[/-](?P<year>[0-9]{4}|[0-9]{2}))?(?![0-9/-])", until),
    (rf"hasta el (?:dia )?(?P<day>[0-9]{{1,2}}) de (?P<month>{_MONTH_NAMES})(?:,? (?:de |del )?(?P<year>[0-9]{{4}}))?(?![0-9/-])", until),
    (r"(?:hasta que el doctor diga otra cosa|hasta (?:nueva orden|nuevo aviso|nueva indicacion)|until the doctor says otherwise)", onward),
    (
        r"(?:thereafter|en adelante|(?:tratamiento|uso) (?:cronico|permanente|continuo|indefinido)|cronico|permanente(?:mente)?|"
        r"indefinid[ao](?:mente)?|de por vida|long term)\b",
        onward,
    ),
    # how much
    (rf"(?P<count>{NUMBER}) x (?P<each>{NUMBER}) ?(?:ml|cc)\b", packed_dose),
    (rf"(?P<count>{NUMBER}) (?P<each>{NUMBER}) ?(?:ml|cc) spoonfuls?\b", packed_dose),
    (rf"(?P<count>{NUMBER}) (?:cucharaditas?|cucharadas?|cucharitas?) de (?P<each>{NUMBER}) ?(?:ml|cc)\b", packed_dose),
    (r"(?:una )?capa (?:fina|delgada)\b", skip),
    (r"(?P<unit>tableta|pastilla|comprimido|sobre|capsula) y medi[ao]\b", half_more),
    (
        rf"{RANGE}\s*(?:(?:de )?(?P<unit>{UNIT})(?!\w|/(?! ?d(?:ia)?\b)|\.\w))?{_AND_PART}(?![\w%]|/(?! ?d(?:ia)?\b))",
        plain_dose,
    ),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern), act) for pattern, act in _PHRASES)
_BETWEEN = re.compile(r"[\s,.;:()]*")
_STOP = r"(?! (?:termina|suspend|par(?:ar|e)\b))"
_THEN = re.compile(
    rf"(?:,|\.)?\s*\b(?:followed by|y (?:despues|luego){_STOP}|(?:and )?then(?! stop)|luego{_STOP}|"
    r"despues(?= (?:[0-9]|(?:un[ao]?|medi[ao]|dos|tres)\b)))\b"
)
_DAILY_OD = (re.compile(r"(?P<latin>od|o\.d\.)(?!\w)"), times("day"))
_SAID_TWICE = re.compile(rf"(?<!\w)({NUMBER}) ?\( ?({NUMBER}) ?\)")


def _once_said(found: re.Match[str]) -> str:
    """`una (1) tableta` is one; two numbers that differ stay, and are not understood."""
    return found[1] if number(found[1]) == number(found[2]) else found[0]


def scan(text: str, language: str = "", start: date | None = None) -> tuple[Clause, ...]:
    """The clauses of a text (several where something follows after something). Raises `Unclear` at the first word that is not known, `ValueError` at a zero.

    `od` is once daily in English; in Spanish it may be the right eye, and only what is swallowed is daily. `start` tells the year of a day without one.
    """
    if len(text) > _LONGEST:
        raise Unclear
    clauses: list[Clause] = []
    for part in _THEN.split(_SAID_TWICE.sub(_once_said, normal(text))):
        clause, place = Clause(start=start), _BETWEEN.match(part).end()  # type: ignore[union-attr]  # it matches the empty text too
        while place < len(part):
            swallowed = clause.last.unit or next((before.last.unit for before in clauses), "")
            for pattern, act in (*_COMPILED, _DAILY_OD) if language == "en" or swallowed in _SWALLOWED else _COMPILED:
                found = pattern.match(part, place)
                if found and (found.end() == len(part) or not (part[found.end() - 1].isalnum() and part[found.end()].isalnum())):
                    act(clause, found)
                    gap = _BETWEEN.match(part, found.end())
                    clause.after_and = found[0] in ("y", "and")
                    clause.joined = clause.after_and or (gap is not None and "," in gap[0])
                    break
            else:
                raise Unclear
            place = _BETWEEN.match(part, found.end()).end()  # type: ignore[union-attr]
        clauses.append(clause)
    return tuple(clauses)
