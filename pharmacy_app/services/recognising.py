"""What the words and the code of a line say of its box: known by an exact key, named by one person alone, or never handed out here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from pharmacy_app.db.queries import identity as boxes
from pharmacy_app.db.queries.identity import UndispensedRow
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.names import Identification
from pharmacy_app.intake.pack_codes import same_gtin
from pharmacy_app.intake.undispensed import NeverHandedOut
from pharmacy_app.services import catalogue
from pharmacy_app.services.catalogue import KnownWords
from pharmacy_app.services.desk import Connection
from pharmacy_app.services.importing import DOUBTFUL
from pharmacy_app.system.language import language
from pharmacy_app.wording import trade

if TYPE_CHECKING:
    from pharmacy_app.services.donation_writing import NewLine

Catalogue = tuple[KnownWords, Mapping[int, Medicine]]
"""What recognises medicines by their names, and all of them by id."""

TOLD, KNOWN = "told", "known"
NOT_DISPENSED, PERHAPS_NOT = "not_dispensed", "perhaps_not_dispensed"


def recognised(connection: Connection, lines: Sequence[NewLine], known: Catalogue | None = None) -> list[NewLine]:
    """The lines with what is certain of them; asking twice changes nothing. `known`: the catalogue, where it has been read already.

    A medicine that a person named (`identity` empty) is `known` only where the line's own words mean exactly that, or its code is known as it.
    A box that nobody named is what its code is known as, unless its words speak against it; or it is on the list of what is never handed out,
    and then doubtful for that reason; doubtful too where its words are a slip of one letter away from that list and name no medicine.
    """
    codes = medicines_of_codes(connection, [line.gtin for line in lines if line.gtin])
    listed = never_handed_out(boxes.undispensed(connection))
    words, medicines = known or catalogue.identifier_and_medicines(connection)
    return [_recognised(line, codes.get(line.gtin, frozenset()), listed, words, medicines) for line in lines]


def _recognised(
    line: NewLine, by_code: frozenset[int], listed: NeverHandedOut, words: KnownWords, medicines: Mapping[int, Medicine]
) -> NewLine:
    if line.medicine_id is not None:
        if by_code:
            return replace(line, identity=KNOWN if by_code == {line.medicine_id} else TOLD)
        if line.identity:
            return line
        if line.brand and _only_offered(words.identify(line.brand)):
            return replace(line, identity=TOLD)
        medicine = medicines.get(line.medicine_id)  # one that is not there the database refuses
        return replace(line, identity=KNOWN if medicine is not None and says_exactly(line.description, medicine, words) else TOLD)
    if len(by_code) == 1 and not _speaks_against(words.identify(line.description), *by_code):
        return replace(line, medicine_id=next(iter(by_code)), identity=KNOWN)
    number = listed.meant(f"{line.description} {line.brand}")
    if number is None and (listed.likely(f"{line.description} {line.brand}") is None or words.identify(line.description).candidates):
        return line
    why = PERHAPS_NOT if number is None else NOT_DISPENSED
    reasons = dict.fromkeys((*(reason for reason in line.reason.split(";") if reason), why))
    return replace(line, undispensed_id=number, status=DOUBTFUL, reason=";".join(reasons))


def _only_offered(found: Identification) -> bool:
    """Whether a brand leads to a medicine by nobody's word but general knowledge: such names are offered, never accepted."""
    return bool(found.candidates) and found.candidates[0].why[0] == "name_unconfirmed"


def says_exactly(text: str, medicine: Medicine, words: KnownWords) -> bool:
    """Whether these words are an exact key of this medicine: accepted by the catalogue, learned, or the medicine's own title."""
    accepted = words.accept(text)
    if accepted is not None:
        return accepted.id == medicine.id
    return fold(text) in {fold(trade.medicine_title(language(code), medicine)) for code in ("es", "en")}


def _speaks_against(found: Identification, medicine_id: int) -> bool:
    """Whether the words name another medicine than this, or another strength, form or release of it; words that name none do not."""
    named = [candidate for candidate in found.candidates if candidate.why[0] in ("name_exact", "name_brand")]
    differs = {"strength_differs", "form_differs", "release_differs"}
    return bool(named) and not any(one.medicine.id == medicine_id and not differs & set(one.why) for one in named)


def medicines_of_codes(connection: Connection, codes: Sequence[str]) -> dict[str, frozenset[int]]:
    """What boxes with each of these codes are known as, however the code was written; codes that nobody knows are not in it."""
    ways = {code: ways_to_write(code) for code in dict.fromkeys(codes)}
    known = boxes.medicines_of_codes(connection, sorted({way for written in ways.values() for way in written})) if ways else {}
    found = {code: frozenset().union(*(known.get(way, frozenset()) for way in written)) for code, written in ways.items()}
    return {code: medicines for code, medicines in found.items() if medicines}


def ways_to_write(code: str) -> tuple[str, ...]:
    """The forms in which one code may be kept: 14 digits, or as it came."""
    return tuple(dict.fromkeys((code, *same_gtin(code)))) if code else ()


@lru_cache(maxsize=2)
def never_handed_out(rows: tuple[UndispensedRow, ...]) -> NeverHandedOut:
    """The list that the committee keeps to, ready for comparing."""
    return NeverHandedOut((row.id, (row.inn, *row.names, *row.brands)) for row in rows if row.active)
