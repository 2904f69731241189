"""What a text or a pack's code means, said with reasons: by the pharmacy's own catalogue where there is one, else by the shipped one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pharmacy_app.db.queries import identity as boxes
from pharmacy_app.intake.catalogue import load, load_undispensed
from pharmacy_app.intake.names import Candidate, Identification, Identifier, Known, known
from pharmacy_app.intake.pack_codes import PackCode, read_pack_code
from pharmacy_app.intake.text_columns import Column, read_column, read_lines
from pharmacy_app.intake.undispensed import NeverHandedOut
from pharmacy_app.services import catalogue
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.recognising import NOT_DISPENSED, medicines_of_codes
from pharmacy_app.system import paths

_NAMED = ("name_exact", "name_brand", "name_unconfirmed", "name_partly")
_REMEMBERED = 20_000  # texts: a list repeats its lines


@dataclass(frozen=True, slots=True)
class NeverOffered:
    """One line of what is received and never handed out: its INN and the reason."""

    inn: str
    reason: str


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Everything by which texts and codes are recognised; `by_id` the medicines, `listed` what is never handed out, by its number."""

    words: Identifier
    by_id: Mapping[int, Known]
    names: NeverHandedOut
    listed: Mapping[int, NeverOffered]
    desk: Desk | None = None


@lru_cache(maxsize=1)
def shipped() -> Recogniser:
    """By the catalogue that comes with the program; codes of packs are known to nobody then."""
    folder = paths.resources() / "catalogue"
    medicines = [known(number, entry) for number, entry in enumerate(load(folder), 1)]
    never = dict(enumerate(load_undispensed(folder), 1))
    return Recogniser(
        Identifier(medicines),
        {one.id: one for one in medicines},
        NeverHandedOut((number, (*one.names, *one.brands)) for number, one in never.items()),
        {number: NeverOffered(one.inn, one.reason) for number, one in never.items()},
    )


def of_pharmacy(desk: Desk) -> Recogniser:
    """By what this pharmacy knows: its committee's medicines and list, and what people explained once."""
    with desk.read() as connection:
        words = catalogue.identifier(connection)
        rows = [row for row in boxes.undispensed(connection) if row.active]
    return Recogniser(
        words,
        {one.id: one for one in words.medicines},
        NeverHandedOut((row.id, (row.inn, *row.names, *row.brands)) for row in rows),
        {row.id: NeverOffered(row.inn, row.reason) for row in rows},
        desk,
    )


def texts_of(path: Path, columns: Sequence[str], recogniser: Recogniser) -> Column:
    """The texts of a file: the lines of a `.txt`, else the named columns, or those that say most of medicines.

    Raises what `intake.text_columns` raises.
    """
    if path.suffix.casefold() in (".txt", "") and not columns:
        return read_lines(path)

    def names_medicines(text: str) -> int:
        found = recogniser.words.identify(text) if text else None
        if found is None or not found.candidates or found.candidates[0].why[0] not in _NAMED:
            return 0
        return found.candidates[0].score + (50 if found.accepted else 0)

    return read_column(path, columns, names_medicines)


def identify(recogniser: Recogniser, texts: Sequence[str]) -> Iterator[dict[str, object]]:
    """For each text `text`, `accepted`, `candidates` and `code`, as plain values for JSON; best candidate first.

    A medicine's `why` has the codes of `intake.names.Candidate`, `learned` (a person explained this very text) or `code_known`; a candidate that
    is never handed out has `not_dispensed` and the reason, and no text that names one is accepted. `code` is None where the text is no pack's code.
    """
    codes = {text: code for text in dict.fromkeys(texts) if (code := read_pack_code(text)) is not None}
    by_code = _medicines(recogniser, [code.product for code in codes.values() if code.product])
    told: dict[str, dict[str, object]] = {}
    for text in texts:
        if text not in told:
            if len(told) >= _REMEMBERED:
                told.clear()
            code = codes.get(text)
            told[text] = _by_code(text, code, by_code.get(code.product, ())) if code else _by_words(recogniser, text)
        yield told[text]


def _medicines(recogniser: Recogniser, codes: Sequence[str]) -> dict[str, tuple[Known, ...]]:
    if recogniser.desk is None or not codes:
        return {}
    with recogniser.desk.read() as connection:
        found = medicines_of_codes(connection, codes)
    return {code: tuple(recogniser.by_id[one] for one in sorted(ids) if one in recogniser.by_id) for code, ids in found.items()}


def _by_code(text: str, code: PackCode, medicines: Sequence[Known]) -> dict[str, object]:
    said = {"gtin": code.gtin, "lot": code.lot, "expiry": code.expiry.isoformat() if code.expiry else None, "serial": code.serial}
    if code.aic:
        said["aic"] = code.aic
    if code.doubt:
        said["doubt"] = code.doubt
    candidates = [_medicine(one, 100 if len(medicines) == 1 else 50, ("code_known",), None) for one in medicines]
    return {"text": text, "accepted": len(medicines) == 1 and not code.doubt, "candidates": candidates, "code": said}


def _by_words(recogniser: Recogniser, text: str) -> dict[str, object]:
    found = recogniser.words.identify(text)
    number = recogniser.names.meant(text) if text else None
    offered = _offered(found)
    if number is not None:
        never = recogniser.listed[number]
        listed = {"inn": never.inn, "atc": "", "form": "", "release": "", "strength": found.strength or "", "pack": found.pack, "score": 100,
                  "why": [NOT_DISPENSED, never.reason]}  # fmt: skip
        candidates = [listed, *(_medicine(one.medicine, one.score, one.why, found.pack) for one in offered if one.why[0] in _NAMED)]
    else:
        candidates = [_medicine(one.medicine, one.score, one.why, found.pack) for one in offered]
    return {"text": text, "accepted": found.accepted is not None and number is None, "candidates": candidates, "code": None}


def _offered(found: Identification) -> list[Candidate]:
    """The candidates, what is accepted in front; what a person explained once needs no other reason."""
    rest = [one for one in found.candidates if one.medicine != found.accepted]
    if found.accepted is None:
        return rest
    reckoned = next((one for one in found.candidates if one.medicine == found.accepted), None)
    return [reckoned or Candidate(found.accepted, 100, ("learned",)), *rest]


def _medicine(one: Known, score: int, why: Sequence[str], pack: int | None) -> dict[str, object]:
    return {"inn": one.inn, "atc": one.atc, "form": one.form, "release": one.release, "strength": one.strength, "pack": pack, "score": score,
            "why": list(why)}  # fmt: skip
