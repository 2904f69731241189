"""Counting a box against its paper: what the record of acts and the lines say of it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select, update

from pharmacy_app.db.tables import Audit, Donation, DonationLine

COUNTED, ABSENT, ARRIVED = "donation.line.count", "donation.line.absent", "donation.line.arrived"
_GONE, _BEGAN = "donation.line.drop", "donation.count"


@dataclass(frozen=True, slots=True)
class LineAct:
    """One act on a line of a donation: its token, its verb, and the line before and after it."""

    token: str
    donation_id: int
    verb: str
    before: dict[str, object]
    after: dict[str, object]


def line_acts(connection: Connection, donation_id: int | None = None) -> tuple[LineAct, ...]:
    """What was counted, missing, found after all or taken out, of this donation (or of all), in the order in which it was done."""
    statement = (
        select(Audit.token, Audit.subject_id, Audit.verb, Audit.before, Audit.after)
        .where(Audit.verb.in_((COUNTED, ABSENT, ARRIVED, _GONE)), Audit.subject_kind == "donation", Audit.subject_id.is_not(None))
        .order_by(Audit.id)
    )
    if donation_id is not None:
        statement = statement.where(Audit.subject_id == donation_id)
    return tuple(
        LineAct(token, subject or 0, verb, json.loads(before or "{}"), json.loads(after or "{}"))
        for token, subject, verb, before, after in connection.execute(statement)
    )


@dataclass(frozen=True, slots=True)
class PaperRow:
    """Of one donation: how many lines stand on its paper, how many of them were counted otherwise, how many lines the paper does not have."""

    donation_id: int
    on_paper: int
    otherwise: int
    not_on_paper: int


def papers(connection: Connection, donation_id: int | None = None) -> tuple[PaperRow, ...]:
    """The same for every donation that has lines (or for this one)."""
    paper = DonationLine.quantity_on_paper
    chosen = () if donation_id is None else (DonationLine.donation_id == donation_id,)
    rows = connection.execute(
        select(
            DonationLine.donation_id,
            func.count(paper),
            func.count().filter(paper != DonationLine.quantity),
            func.count().filter(paper.is_(None)),
        )
        .where(*chosen)
        .group_by(DonationLine.donation_id)
    )
    return tuple(PaperRow(*row) for row in rows)


def listed(connection: Connection, donation_id: int | None = None) -> frozenset[int]:
    """The donations whose whole paper is known, so that a line without it is not on it: a sheet came with them, or a count was begun.

    Of any other a line that says nothing of its paper is as the paper says.
    """
    began = select(Audit.subject_id).where(Audit.verb.in_((_BEGAN, COUNTED, ABSENT)), Audit.subject_kind == "donation")
    chosen = () if donation_id is None else (Donation.id == donation_id,)
    rows = connection.execute(select(Donation.id).where(or_(Donation.file_digest != "", Donation.id.in_(began)), *chosen))
    return frozenset(rows.scalars())


def take_as_paper(connection: Connection, donation_id: int) -> None:
    """What stands in the lines of a draft is what its paper says, where they do not say otherwise."""
    silent = (DonationLine.donation_id == donation_id, DonationLine.quantity_on_paper.is_(None))
    connection.execute(update(DonationLine).where(*silent).values(quantity_on_paper=DonationLine.quantity))
