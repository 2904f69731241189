"""Which of the dates in a longer text is the expiry: the words beside it tell it from the day of making, and from the lot's number.

A date that a word for expiry points to is sure; a lone date is offered as doubtful; of several dates nobody points to, none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pharmacy_app.domain.text import fold
from pharmacy_app.intake.dates import NO_DATE, Possible, possible

_LONGEST = 200

# Phrases between commas, without accents and points: words for the expiry, for other days, for a lot, and what may stand in between.
_EXPIRY = """
    vencimiento, vencim, vence, venc, ven, vto, vcto, fv, f v, v, f venc, f vto, f vcto, fec venc, fec vto, fecha de vencimiento,
    fecha de venc, fecha vencimiento, fecha venc, fecha vto, fecha de vto, fecha de caducidad, fecha caducidad, fecha cad,
    fecha de expiracion, fecha expiracion, fecha exp, fecha de exp, f exp, f cad, fcad, fc, caducidad, caduca, cad, expira, expiracion,
    valido hasta, valida hasta, vigencia, vigencia hasta, vigente hasta, usar antes de, usese antes de, consumir antes de, scadenza,
    scad, sc, data di scadenza, data scadenza, data scad, data di scad, valido fino a, valido fino al, valida fino a, validita,
    usare entro, utilizzare entro, da usarsi entro, da utilizzare entro, da consumarsi entro, entro, exp, expiry, expires, expiration,
    exp date, expiry date, xp, expiration date, expires on, expires end, expire, exp dt, date of expiry, use by, use before,
    best before, best by, bb, bbe, valid until, valid till, valid thru, valid to, good until, good thru, do not use after, use until,
    peremption, date de peremption, date peremption, per, perime le, utiliser avant, a utiliser avant, a utiliser avant le, dlu, dluo,
    dlc, ddm, expire le, valable jusqu au, valable jusque, date d expiration, date expiration, date limite, validade, val,
    data de validade, valido ate, val ate, prazo de validade, data de vencimento, vencimento, verwendbar bis, verw bis, haltbar bis,
    verfalldatum, verfall, годен до, годна до, годны до, годно до, годен, срок годности, срок годности до, срок годн, срок годн до,
    ср годн, ср годности, срок, использовать до, исп до, употребить до, применять до, применить до, действителен до, до, хранить до,
    реализовать до, срок на годност, окончание срока годности, срок хранения до
"""
_OTHER = """
    elab, elaborado, elaboracion, fecha de elaboracion, fecha elaboracion, fecha elab, fec elab, f elab, fe, f e, fab, fabr, fabricado,
    fabricacion, fecha de fabricacion, fecha fabricacion, fecha de fab, fecha fab, fec fab, f fab, ff, f f, ffab, produccion,
    fecha de produccion, envasado, fecha de envasado, env, acond, ingreso, fecha de ingreso, recibido, recepcion, fecha de recepcion,
    data di produzione, data produzione, data prod, prodotto, prodotto il, prod, produzione, data di fabbricazione, data fabbricazione,
    data fabbr, fabbricato, fabbricazione, fabbr, confezionato, confezionato il, ricevuto, ricevuto il, mfd, mfg, mfg date, mfd date,
    mfg dt, mfgd, mnf, manuf, man, md, manufactured, manufactured on, manufacture, manufacture date, manufacturing date,
    date of manufacture, date of mfg, dom, made on, produced, produced on, production, production date, prod date, packed, packed on,
    pkd, received, received on, fabrique, fabrique le, fabrication, date de fabrication, date fabrication, produit le, recu le,
    fabricacao, data de fabricacao, fabricado em, herst, hergestellt, hergestellt am, herstellungsdatum, изг, изготовлен, изготовлено,
    дата изготовления, дата изг, дата производства, дата произв, произведен, произведено, произв, дата выпуска, выпуск, выпущен,
    выпущено, вып, от, дата упаковки, упакован, упаковано, дата поступления, произведено на, дата на производство
"""
_LOT = """
    lotto, lote, lot, batch, l, bn, b n, lot no, lote no, lote nro, lotto n, batch no, batch number, lot number, numero de lote,
    numero lote, nro lote, n lote, n lotto, n de lote, numero di lotto, n di lotto, numero lotto, charge, серия, сер, партия, парт,
    номер серии, серия no, партида, lt
"""
_FILL = """
    el, en, on, le, il, al, a, de, di, del, fin, fine, fin de, end, end of, конца, y, e, and, и, aprox
"""


def _phrases(listed: str) -> str:
    """The longest first; between the words of a phrase may stand points, blanks or strokes."""
    phrases = sorted((fold(phrase) for phrase in listed.split(",")), key=len, reverse=True)
    return "|".join(r"[\s./_-]*".join(map(re.escape, phrase.split())) for phrase in phrases)


_WORDS = re.compile(
    rf"(?:(?P<expiry>{_phrases(_EXPIRY)})|(?P<other>{_phrases(_OTHER)})|(?P<lot>{_phrases(_LOT)})|(?P<fill>{_phrases(_FILL)}))(?![^\W\d_])"
)
_MONTH = r"(?:[^\W\d_]{3,10}|[ivx]{1,4})"
_GAP = r"\s?[-/., ]?\s?"
_DATES = tuple(
    re.compile(rf"{shape}(?:\s?г(?:ода?)?\b\.?)?(?![-/.]?\d)(?!(?!t\d)[^\W\d_])")
    for shape in (
        r"\d{4}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2}",
        r"\d{1,2}\s?([-/. ])\s?\d{1,2}\s?\1\s?(?:\d{4}|\d{2})",
        rf"\d{{1,2}}(?:{_GAP}(?:de|del|of|di)\b)?{_GAP}{_MONTH}(?:{_GAP}(?:de|del|of|di)\b)?{_GAP}(?:\d{{4}}|\d{{2}})",
        rf"{_MONTH}{_GAP}\d{{1,2}}\s?,\s?\d{{4}}",
        rf"{_MONTH}(?:{_GAP}(?:de|del|of|di)\b)?{_GAP}(?:\d{{4}}|\d{{2}})",
        rf"\d{{4}}{_GAP}{_MONTH}(?:{_GAP}\d{{1,2}})?",
        r"\d{1,2}\s?[-/., ]\s?\d{4}",
        r"\d{4}\s?[-/., ]\s?\d{1,2}",
        r"\d{1,2}\s?[-/., ]\s?\d{2}",
        r"\d{8}|\d{6}|\d{4}",
    )
)
_BARE_DIGITS = re.compile(r"\d+")
_SIGNS = re.compile(r"[\s.,:;/()\[\]=*#№°|_+-]+")
_REST = re.compile(r"\S[^\s,;:()]*")


@dataclass(frozen=True, slots=True)
class Dated:
    """What a longer text says of the expiry: the ways to read its date, and a reason where that is doubtful or nothing."""

    possible: Possible
    reason: str = ""


@dataclass(slots=True)
class _Run:
    """Labels that stand together, and the dates that stand together behind them."""

    labels: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)


def expiry_in(text: str) -> Dated:
    """The expiry in a text that is more than a date.

    Reasons: `date_in_text` (a date that nothing says is the expiry), `several` (more than one, and nothing says which), `unreadable`.
    """
    pieces = list(_pieces(fold(text[:_LONGEST])))
    while pieces and pieces[-1][0] == "rest":
        pieces.pop()
    if pieces and pieces[0][0] == "date" and pieces[-1][0] in ("expiry", "other"):  # 01/2024 (FAB) 01/2027 (EXP)
        pieces.reverse()
    runs = _runs(pieces)
    told = [date for run in runs for label, date in _pairs(run) if label == "expiry"]
    lone = [date for run in runs if not run.labels for date in run.dates]
    found = {date: possible(date) for date in told or lone}
    if len({tuple(sorted(one.days.items())) for one in found.values()}) > 1:
        return Dated(NO_DATE, "several")
    if not found:
        return Dated(NO_DATE, "unreadable")
    sure = bool(told) and all(len(run.labels) == 1 or len(run.labels) == len(run.dates) for run in runs if "expiry" in run.labels)
    return Dated(next(iter(found.values())), "" if sure else "date_in_text")


def _pairs(run: _Run) -> list[tuple[str, str]]:
    """FAB/VENC: 08/2024 08/2027 goes in order; where the counts differ, the nearest label has the first date, and the rest has none."""
    if len(run.labels) == len(run.dates):
        return list(zip(run.labels, run.dates, strict=True))
    return [(run.labels[-1], date) for date in run.dates] if run.labels else []


def _runs(pieces: Sequence[tuple[str, str]]) -> list[_Run]:
    runs = [_Run()]
    for kind, text in pieces:
        run = runs[-1]
        if kind == "date":
            run.dates.append(text)
        elif kind == "rest" or run.dates:
            runs.append(run := _Run())
        if kind in ("expiry", "other") and run.labels[-1:] != [kind]:
            run.labels.append(kind)
    return runs


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Labels, dates and the rest, in order; a lot's number is passed over. A number without signs is a date only behind a label."""
    place, before = 0, ""
    while place < len(text):
        if signs := _SIGNS.match(text, place):
            place = signs.end()
            continue
        if found := _WORDS.match(text, place):
            kind = found.lastgroup or ""
        elif found := _date_at(text, place, bare=before in ("expiry", "other")):
            kind = "date"
        else:
            found = _REST.match(text, place)
            kind = "rest"
        assert found is not None
        place = found.end()
        if before == "lot" and kind in ("rest", "date"):
            kind = "number"
        if kind != "fill":
            yield kind, found[0]
            before = kind


def _date_at(text: str, place: int, bare: bool) -> re.Match[str] | None:
    for shape in _DATES:
        found = shape.match(text, place)
        if found and possible(found[0]).days and (bare or not _BARE_DIGITS.fullmatch(found[0])):
            return found
    return None
