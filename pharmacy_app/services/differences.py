"""What the paper said beside what was counted: a box is counted line by line, and the difference is a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date

from pharmacy_app.db.queries import arrival, counting, supply
from pharmacy_app.db.queries.counting import LineAct
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services import catalogue, donation_writing, judging
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.services.donation_writing import NewLine
from pharmacy_app.services.donations import line_of

# What a row of the report says: fewer or more than on the paper, not in the box at all, or in the box and not on the paper.
FEWER, MORE, NOT_IN_BOX, NOT_ON_PAPER, SAME = "fewer", "more", "not_in_box", "not_on_paper", "same"


@dataclass(frozen=True, slots=True)
class Missing:
    """A line of the paper that was not in the box; `token` names the act that said so, `position` is where it stood."""

    token: str
    position: int
    line: NewLine
    medicine: Medicine | None


@dataclass(frozen=True, slots=True)
class Count:
    """How far counting is: the positions of the lines that were counted, and the lines that were not in the box.

    `listed`: all of the paper is known, so that a line without it is not on it.
    """

    counted: frozenset[int]
    missing: tuple[Missing, ...]
    listed: bool


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One line: the box's words, the medicine if it is known, units on the paper (None: the paper does not have it) and counted.

    `reason` holds the codes of why it goes to quarantine, separated by `;` (`wording.trade.reasons` words them); empty where it does not.
    """

    description: str
    medicine: Medicine | None
    lot: str
    expiry: date | None
    on_paper: int | None
    counted: int
    pack_size: int
    reason: str = ""

    @property
    def difference(self) -> int:
        """Units counted less units on the paper."""
        return self.counted - (self.on_paper or 0)

    @property
    def kind(self) -> str:
        """`fewer`, `more`, `not_in_box`, `not_on_paper`, or `same`."""
        if self.on_paper is None:
            return NOT_ON_PAPER
        if not self.counted:
            return NOT_IN_BOX
        return FEWER if self.difference < 0 else MORE if self.difference else SAME


@dataclass(frozen=True, slots=True)
class Differences:
    """A donation's paper against its box. `rows` are all lines, in the paper's order; `status` is `draft` or `received`."""

    donation_id: int
    donor: str
    country: str
    language: str  # in which the donor reads
    reference: str
    received_on: date
    status: str
    rows: tuple[DifferenceRow, ...]

    @property
    def number(self) -> str:
        """`2026-031`."""
        return f"{self.received_on.year}-{self.donation_id:03d}"

    @property
    def differing(self) -> tuple[DifferenceRow, ...]:
        """The lines in which paper and box do not agree."""
        return tuple(row for row in self.rows if row.kind != SAME)

    @property
    def on_paper(self) -> int:
        """Units on the paper, of all lines."""
        return sum(row.on_paper or 0 for row in self.rows)

    @property
    def counted(self) -> int:
        """Units counted, of all lines."""
        return sum(row.counted for row in self.rows)

    @property
    def short(self) -> int:
        """Units that the paper has and the box had not."""
        return -sum(row.difference for row in self.rows if row.difference < 0)

    @property
    def over(self) -> int:
        """Units that the box had and the paper has not."""
        return sum(row.difference for row in self.rows if row.difference > 0)


def record(desk: Desk, donation_id: int) -> Differences:
    """Paper and box of a donation, line by line. Raises `Refusal`: `donation_unknown`, `nothing_on_paper`."""
    with desk.read() as connection:
        found = donation_writing.donation_row(connection, donation_id)
        donor = supply.donor(connection, found.donor_id)
        lines = supply.lines(connection, donation_id)
        medicines = catalogue.medicines(connection)
        gone = _missing(counting.line_acts(connection, donation_id), medicines)
        judged = judging.judged_donation(connection, found, lines, desk.clock.today())
        listed = donation_id in counting.listed(connection, donation_id)
    if not gone and all(line.quantity_on_paper is None for line in lines):
        raise Refusal("nothing_on_paper", "donation", donation=donation_id)
    rows = [
        (
            line.position,
            DifferenceRow(
                line.description, medicines.get(line.medicine_id or 0), line.lot, line.expiry,
                line.quantity if line.quantity_on_paper is None and not listed else line.quantity_on_paper,
                line.quantity, line.pack_size or 0, said.outcome.reason,
            ),
        )
        for line, (said, _) in zip(lines, judged, strict=True)
    ]  # fmt: skip
    rows += [
        (
            one.position,
            DifferenceRow(
                one.line.description, one.medicine, one.line.lot, one.line.expiry, one.line.quantity_on_paper, 0, one.line.pack_size or 0
            ),
        )
        for one in gone
    ]
    rows.sort(key=lambda row: row[0])
    language = donor.language if donor is not None else "es"
    return Differences(
        found.id, found.donor, found.country, language, found.reference, found.received_on, found.status, tuple(row for _, row in rows)
    )


def counts(desk: Desk, donation_id: int | None = None) -> dict[int, int]:
    """In how many lines paper and box differ, for each donation that came with a paper (or for this one, if it did)."""
    with desk.read() as connection:
        absent = Counter(act.donation_id for act in _absent(counting.line_acts(connection, donation_id)))
        papers = {row.donation_id: row for row in counting.papers(connection, donation_id)}
        listed = counting.listed(connection, donation_id)
    found = {
        donation: row.otherwise + (row.not_on_paper if donation in listed else 0)
        for donation, row in papers.items()
        if row.on_paper or absent[donation]
    }
    return {donation: found.get(donation, 0) + absent[donation] for donation in {*found, *absent}}


# counting -----------------------------------------------------------------------------------------


def count(desk: Desk, donation_id: int) -> Count:
    """How far counting is."""
    with desk.read() as connection:
        acts = counting.line_acts(connection, donation_id)
        medicines = catalogue.medicines(connection)
        listed = donation_id in counting.listed(connection, donation_id)
    counted: set[int] = set()
    for act in acts:
        if act.verb == counting.COUNTED:
            counted.add(_position(act.after))
        else:
            counted.discard(_position(act.before))
    return Count(frozenset(counted), _missing(acts, medicines), listed)


def begin_count(desk: Desk, by: By, donation_id: int) -> None:
    """What was typed is the paper, where nobody typed otherwise and no sheet came. Raises `Refusal`: `donation_fixed`, `donation_empty`."""
    with desk.act(by, "donation.count") as act:
        donation_writing.draft_row(act.connection, donation_id)
        lines = supply.lines(act.connection, donation_id)
        act.about("donation", donation_id)
        if not lines:
            raise Refusal("donation_empty", "donation", donation=donation_id)
        if donation_id not in counting.listed(act.connection, donation_id):
            counting.take_as_paper(act.connection, donation_id)
        act.after = {"lines": len(lines), "units": sum(line.quantity for line in lines)}


def count_line(desk: Desk, by: By, donation_id: int, line_id: int, units: int) -> str:
    """So many units of this line are in the box. 0: the line leaves the draft and stays in the report; gives the token that `arrived` takes.

    Raises `Refusal`: `donation_fixed`, `line_unknown`, `quantity_negative`, `quantity_too_large`.
    """
    if units < 0:
        raise Refusal("quantity_negative", "quantity", text=str(units))
    verb = counting.COUNTED if units else counting.ABSENT
    with desk.act(by, verb) as act:
        donation_writing.draft_row(act.connection, donation_id)
        found = donation_writing.line_row(act.connection, donation_id, line_id)
        act.about("donation", donation_id)
        act.before = {"line": found.position, "lot": found.lot, "expiry": found.expiry, "quantity": found.quantity}
        if units:
            donation_writing.check_line(replace(line_of(found), quantity=units))
            supply.change_line(act.connection, line_id, {"quantity": units, **arrival.UNDECIDED})
            act.after = {"line": found.position, "quantity": units}
            return ""
        kept = replace(line_of(found), quantity_on_paper=found.quantity_on_paper or found.quantity)
        act.before["paper"] = asdict(kept)
        act.after = {"quantity": 0}
        supply.drop_line(act.connection, line_id)
        return by.token


def arrived(desk: Desk, by: By, donation_id: int, token: str) -> None:
    """A line that was not in the box is there after all, as many as on the paper. Raises `Refusal`: `donation_fixed`, `line_unknown`."""
    with desk.act(by, counting.ARRIVED) as act:
        donation_writing.draft_row(act.connection, donation_id)
        act.about("donation", donation_id)
        found = next((one for one in _absent(counting.line_acts(act.connection, donation_id)) if one.token == token), None)
        if found is None:
            raise Refusal("line_unknown", "line")
        line, position = _line(found), _position(found.before)
        donation_writing.write_lines(act, donation_id, [line], donation_writing.free_position(act.connection, donation_id, position))
        act.after = {"absent": token, "line": position, "quantity": line.quantity}


def _absent(acts: Iterable[LineAct]) -> list[LineAct]:
    """The acts that said of a line that it was not in the box, unless it was found after all."""
    open_acts: dict[str, LineAct] = {}
    for act in acts:
        if act.verb == counting.ABSENT:
            open_acts[act.token] = act
        elif act.verb == counting.ARRIVED:
            open_acts.pop(str(act.after.get("absent")), None)
    return list(open_acts.values())


def _missing(acts: Iterable[LineAct], medicines: dict[int, Medicine]) -> tuple[Missing, ...]:
    found = ((act, _line(act)) for act in _absent(acts))
    return tuple(Missing(act.token, _position(act.before), line, medicines.get(line.medicine_id or 0)) for act, line in found)


def _line(act: LineAct) -> NewLine:
    """The line as the act kept it."""
    kept = act.before["paper"]
    assert isinstance(kept, dict)
    values = {key: value for key, value in kept.items() if key in NewLine.__dataclass_fields__}
    return NewLine(**{**values, "expiry": values["expiry"] and date.fromisoformat(values["expiry"])})


def _position(values: dict[str, object]) -> int:
    position = values.get("line")
    return position if isinstance(position, int) else 0
