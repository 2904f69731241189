"""What every way of writing a donation shares: its lines and their rules, and the rows they become in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pharmacy_app.db.queries import arrival, supply
from pharmacy_app.db.queries.arrival import DecisionRow
from pharmacy_app.db.queries.supply import DonationRow, LineRow, ProductDraft
from pharmacy_app.domain.arrival import EXCEPTION, Judged, can_except
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import judging
from pharmacy_app.services.desk import Act, Connection, Desk
from pharmacy_app.services.recognising import KNOWN, Catalogue, recognised

LANGUAGE_OF_COUNTRY = {"IT": "it", "RU": "ru", "BY": "ru", "KZ": "ru"}
_SPANISH = frozenset("AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE".split())
# ISO 3166-1.
_COUNTRIES = frozenset(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM "
    "CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY "
    "HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF "
    "MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE "
    "RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ "
    "VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW".split()
)
OLDEST = date(2000, 1, 1)
MOST_UNITS = 10_000_000


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line as somebody types it or a file gives it. `quantity` counts dispensing units; `medicine_id` None: nobody has said what it is.

    `identity`: `known` where an exact key says which medicine it is, `told` where one person does; empty: `services.recognising` looks.
    """

    description: str
    quantity: int
    lot: str = ""
    expiry: date | None = None
    expiry_raw: str = ""
    medicine_id: int | None = None
    brand: str = ""
    pack_size: int | None = None
    gtin: str = ""
    manufacturer: str = ""
    code: str = ""
    quantity_on_paper: int | None = None
    status: str = "new"
    reason: str = ""
    sheet: str = ""
    row: int | None = None
    identity: str = ""
    undispensed_id: int | None = None

    @property
    def product(self) -> ProductDraft:
        told, never = self.identity != KNOWN, self.undispensed_id
        return ProductDraft(self.description, self.medicine_id, self.brand, self.pack_size, self.gtin, self.manufacturer, told, never)


@dataclass(frozen=True, slots=True)
class Received:
    """What receiving made of a donation."""

    donation_id: int
    batches: int
    units: int
    quarantined: int
    aside: int = 0  # units, in quarantined lots
    excepted: int = 0  # lines that were taken against the rules by the exception for all


def check_donor(name: str, country: str) -> str:
    """The country code of a donor to be made. Raises `Refusal`: `donor_without_name`, `donor_needs_country`, `country_unknown`."""
    if not name.strip():
        raise Refusal("donor_without_name", "donor")
    code = country.strip().upper()
    if not code:
        raise Refusal("donor_needs_country", "donor")
    if code not in _COUNTRIES:
        raise Refusal("country_unknown", "donor", country=country.strip()[:20])
    return code


def check_line(line: NewLine) -> None:
    """Raises `Refusal` `line_without_description`, `quantity_negative`, `quantity_too_large`, `expiry_implausible`."""
    if not line.description.strip():
        raise Refusal("line_without_description", "description")
    if line.quantity <= 0:
        raise Refusal("quantity_negative", "quantity", text=str(line.quantity))
    if line.quantity > MOST_UNITS:
        raise Refusal("quantity_too_large", "quantity", text=str(line.quantity))
    if line.expiry is not None and line.expiry < OLDEST:
        raise Refusal("expiry_implausible", "expiry", text=line.expiry_raw)


def check_received(desk: Desk, received_on: date) -> None:
    """Raises `Refusal` `received_in_future`, `received_long_ago`."""
    if received_on > desk.clock.today():
        raise Refusal("received_in_future", "received_on", day=received_on)
    if received_on < OLDEST:
        raise Refusal("received_long_ago", "received_on", day=received_on)


def donation_row(connection: Connection, donation_id: int) -> DonationRow:
    """The shipment. Raises `Refusal` `donation_unknown`."""
    found = supply.donations(connection, donation_id)
    if not found:
        raise Refusal("donation_unknown", "donation", donation=donation_id)
    return found[0]


def draft_row(connection: Connection, donation_id: int) -> DonationRow:
    """The shipment while it can be changed. Raises `Refusal` `donation_unknown`, `donation_fixed`."""
    found = donation_row(connection, donation_id)
    if found.status != "draft":
        raise Refusal("donation_fixed", "donation", donation=donation_id)
    return found


def line_row(connection: Connection, donation_id: int, line_id: int) -> LineRow:
    """A line of a shipment. Raises `Refusal` `line_unknown`."""
    found = {row.id: row for row in supply.lines(connection, donation_id)}.get(line_id)
    if found is None:
        raise Refusal("line_unknown", "line")
    return found


def free_position(connection: Connection, donation_id: int, wanted: int) -> int:
    """Where a line that was taken out may stand again: its old place, or behind the last where that was given away."""
    lines = supply.lines(connection, donation_id)
    return supply.last_position(connection, donation_id) + 1 if any(line.position == wanted for line in lines) else wanted


def write_donor(act: Act, name: str, country: str, language: str = "", contact: str = "") -> int:
    """A new donor's id. Raises what `check_donor` raises, and `Refusal` `donor_exists`."""
    code = check_donor(name, country)
    if supply.donor_named(act.connection, name) is not None:
        raise Refusal("donor_exists", "donor")
    reads = language or LANGUAGE_OF_COUNTRY.get(code, "es" if code in _SPANISH else "en")
    donor_id = supply.add_donor(act.connection, name, code, reads, contact)
    act.about("donor", donor_id)
    act.after |= {"country": code, "language": reads}
    return donor_id


def write_draft(act: Act, donor_id: int, received_on: date, reference: str, digest: str = "") -> int:
    """A new draft's id; `digest` is that of the file it comes from."""
    donation_id = supply.add_donation(act.connection, donor_id, received_on, reference, digest, act.entered_at, act.by.user_id)
    act.about("donation", donation_id)
    act.after |= {"donor": donor_id, "received_on": received_on}
    return donation_id


def write_lines(
    act: Act, donation_id: int, lines: Sequence[NewLine], start: int | None = None, known: Catalogue | None = None
) -> list[dict[str, object]]:
    """Puts lines under a draft, from position `start` on, or behind the last; gives their columns. Raises what `check_line` raises.

    `known`: the catalogue, where this act has read it already.
    """
    first = supply.last_position(act.connection, donation_id) + 1 if start is None else start
    values = line_values(act, donation_id, first, lines, known)
    supply.add_lines(act.connection, values)
    return values


def line_values(
    act: Act, donation_id: int, start: int, lines: Sequence[NewLine], known: Catalogue | None = None
) -> list[dict[str, object]]:
    """The columns of these lines, numbered from `start`; their products are found or made."""
    for line in lines:
        check_line(line)
    lines = recognised(act.connection, lines, known)
    drafts = [line.product for line in lines]
    keys = [draft.key for draft in drafts]
    products = supply.products_for(act.connection, dict(zip(keys, drafts, strict=True)), act.by.user_id)
    return [
        {
            "donation_id": donation_id,
            "position": position,
            "product_id": products[key],
            "code": line.code,
            "lot": line.lot.strip(),
            "expiry": line.expiry,
            "expiry_raw": line.expiry_raw,
            "quantity": line.quantity,
            "quantity_on_paper": line.quantity_on_paper,
            "status": line.status,
            "reason": line.reason,
            "sheet": line.sheet,
            "row": line.row,
        }
        for position, (line, key) in enumerate(zip(lines, keys, strict=True), start)
    ]


def receive_lines(act: Act, donation_id: int, today: date, exception: str = "") -> Received:
    """Makes the lines of a draft batches, as they are judged today, and books them. Raises `Refusal` `donation_empty`."""
    donated = donation_row(act.connection, donation_id)
    lines = supply.lines(act.connection, donation_id)
    if not lines:
        raise Refusal("donation_empty", "donation", donation=donation_id)
    by_line = {row.line_id: row for row in arrival.decisions(act.connection, donation_id)}
    decided = [by_line.get(line.id) for line in lines]
    return book_lines(act, donation_id, donated.received_on, lines, [line.product_id for line in lines], today, decided, exception)


def book_lines(
    act: Act,
    donation_id: int,
    received_on: date,
    lines: Sequence[LineRow | NewLine],
    products: Sequence[object],
    today: date,
    decided: Sequence[DecisionRow | None] = (),
    exception: str = "",
) -> Received:
    """Fixes a draft with these lines of these products (ids, one for each line) and puts them on the shelf, or aside with the reason.

    `decided` is one for each line, or none at all. `exception`: why everything with a short life is taken all the same, where nobody decided otherwise.
    """
    rules_id, rules = judging.rules_in_force(act.connection)
    facts = judging.facts_of(lines, arrival.essential(act.connection), decided)
    found = judging.judged(act.connection, facts, rules, received_on, today)
    names = {at: row.user for at, row in enumerate(decided) if row is not None}
    excepted = [at for at, line in enumerate(found) if can_except(facts[at], line)] if exception else []
    if excepted:
        taken = frozenset(excepted)
        names |= dict.fromkeys(excepted, _take_all_the_same(act, donation_id, excepted, exception))
        facts = [replace(line, decision="accept", note=exception) if at in taken else line for at, line in enumerate(facts)]
        found = judging.judged(act.connection, facts, rules, received_on, today)
    arrival.judged_by(act.connection, donation_id, rules_id)
    supply.set_donation_status(act.connection, donation_id, "received")
    parts = [part for at, line in enumerate(found) for part in _parts(at, line, facts[at].note, names.get(at, ""))]
    batches = [_batch(donation_id, lines[at], products[at], reason) for at, _, reason, _ in parts]
    made = supply.add_batches(act.connection, batches)
    common = {
        "kind": "receipt",
        "occurred_on": received_on,
        "entered_at": act.entered_at,
        "entered_by": act.by.user_id,
        "act": act.by.token,
    }
    supply.add_movements(
        act.connection,
        [
            {"batch_id": batch, "units": units, "reason": reason or said, **common}
            for batch, (_, units, reason, said) in zip(made, parts, strict=True)
        ],
    )
    units = sum(line.quantity for line in lines)
    aside = sum(line.outcome.aside for line in found)
    act.after |= {"batches": len(made), "units": units, "aside": aside, "exceptions": sum(line.exception for line in found)}
    return Received(donation_id, len(made), units, sum(row["status"] == "quarantine" for row in batches), aside, len(excepted))


def _take_all_the_same(act: Act, donation_id: int, places: Sequence[int], note: str) -> str:
    """Writes the same exception to these lines (by their place); returns the name of who answers for it."""
    ids = arrival.line_ids(act.connection, donation_id)
    values = {"decision": "accept", "accepted": None, "decision_note": note, "decided_by": act.by.user_id}
    arrival.decide(act.connection, [ids[at] for at in places], values)
    return arrival.user_name(act.connection, act.by.user_id)


def _parts(at: int, line: Judged, why: str, who: str) -> list[tuple[int, int, str, str]]:
    """(place of the line, units, why they are set aside, what exception let them in) of the lots that a line becomes: one, or two."""
    exception = f"{EXCEPTION}{why.replace(';', ',')} ({who})" if line.exception and line.outcome.shelf else ""
    parts = [(at, line.outcome.shelf, "", exception), (at, line.outcome.aside, line.outcome.reason, "")]
    return [part for part in parts if part[1]]


def _batch(donation_id: int, line: LineRow | NewLine, product_id: object, reason: str) -> dict[str, object]:
    return {
        "product_id": product_id,
        "donation_id": donation_id,
        "code": line.code,
        "lot": line.lot.strip(),
        "expiry": line.expiry,
        "expiry_raw": line.expiry_raw,
        "status": "quarantine" if reason else "available",
        "reason": reason,
    }
