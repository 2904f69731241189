"""Who says what is in a box: one person names it, a second one confirms it, and only then it is handed out and its words are learned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.queries import catalogue as names
from pharmacy_app.db.queries import identity as boxes
from pharmacy_app.db.queries.identity import BoxRow, WaitingRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.text import fold
from pharmacy_app.services import catalogue
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.recognising import KNOWN, TOLD, says_exactly, ways_to_write

SAYING = "product.say"


@dataclass(frozen=True, slots=True)
class Box:
    """What is said of a box: `identity` is `unknown`, `told` (by `said_by`, who cannot confirm it too) or `known`."""

    product_id: int
    description: str
    identity: str
    medicine: Medicine | None
    said_by: int | None
    said_by_name: str


@dataclass(frozen=True, slots=True)
class WaitingBox:
    """Boxes with the same words that one person has named: what she said, on which day, and how many units wait on the shelf for a second person.

    `batch_id` is a lot of them (None: all of them lie in a draft still); `in_drafts` counts lines of donations that are not received yet.
    """

    product_id: int
    description: str
    medicine: Medicine
    said_by: int
    said_by_name: str
    said_on: date | None
    units: int
    batch_id: int | None
    in_drafts: int


def box(desk: Desk, product_id: int) -> Box:
    """What is said of this box. Raises `Refusal` `product_unknown`."""
    with desk.read() as connection:
        row = _row(connection, product_id)
        said = catalogue.medicines(connection).get(row.medicine_id or 0)
        return Box(row.id, row.description, row.identity, said, row.said_by, row.said_by_name or "")


def meant(desk: Desk, text: str) -> int:
    """The one medicine that this text says exactly. Raises `Refusal` `medicine_not_exact` (`text`)."""
    with desk.read() as connection:
        found = catalogue.identifier(connection).accept(text)
    if found is None:
        raise Refusal("medicine_not_exact", "medicine", text=text[:60])
    return found.id


def waiting(desk: Desk) -> tuple[WaitingBox, ...]:
    """Everything that waits for a second person, what holds most units first; a constant number of statements."""
    with desk.read() as connection:
        rows = boxes.waiting(connection, SAYING)
        medicines = catalogue.medicines(connection) if rows else {}
    alike: dict[tuple[str, int, int], list[WaitingRow]] = defaultdict(list)
    for row in rows:
        alike[(fold(row.description), row.medicine_id, row.said_by)].append(row)
    found = [_waiting_box(group, medicines) for group in alike.values()]
    return tuple(sorted(found, key=lambda one: (-one.units, one.product_id)))


def _waiting_box(rows: Sequence[WaitingRow], medicines: dict[int, Medicine]) -> WaitingBox:
    first = rows[0]
    said = max((row.said_at for row in rows if row.said_at is not None), default=None)
    came = max((row.received_on for row in rows if row.received_on is not None), default=None)
    return WaitingBox(
        product_id=first.product_id,
        description=first.description,
        medicine=medicines[first.medicine_id],
        said_by=first.said_by,
        said_by_name=first.said_by_name,
        said_on=said.date() if said is not None else came,
        units=sum(row.units for row in rows),
        batch_id=next((row.batch_id for row in rows if row.batch_id is not None), None),
        in_drafts=sum(row.drafts for row in rows),
    )


def say(desk: Desk, by: By, product_id: int, medicine_id: int) -> str:
    """Somebody says what is in a box, and in all that carry the same words or code; returns what it is from now on: `told` or `known`.

    It is known at once where its own words are an exact key of that medicine, or where another person has said the same before: then this is
    the confirmation. Who says otherwise than the first waits for a second person in turn.
    Raises `Refusal`: `product_unknown`, `medicine_not_found`, `second_person` (you said so yourself), `identity_unchanged` (it is known as
    that), and from the database `product_in_use` (units were promised or handed out as another medicine).
    """
    with desk.act(by, SAYING) as act:
        row, group = _group(act, product_id)
        words, medicines = catalogue.identifier_and_medicines(act.connection)
        if medicine_id not in medicines:
            raise Refusal("medicine_not_found", "medicine")
        if row.medicine_id == medicine_id and row.identity == KNOWN:
            raise Refusal("identity_unchanged", "medicine")
        if row.medicine_id == medicine_id and row.identity == TOLD:
            _confirm(act, row, group)
            return KNOWN
        exact = says_exactly(row.description, medicines[medicine_id], words)
        changed = [one for one in group if one.identity == "unknown" or _said_alike(one, row)]
        _record(act, row, changed, {"medicine": medicine_id, "identity": KNOWN if exact else TOLD})
        ids = [one.id for one in changed]
        boxes.write_identity(act.connection, ids, "unknown", None, None)
        boxes.write_identity(act.connection, ids, KNOWN if exact else TOLD, medicine_id, by.user_id)
        if not exact:
            names.forget(act.connection, row.description)
        return KNOWN if exact else TOLD


def confirm(desk: Desk, by: By, product_id: int, medicine_id: int) -> None:
    """A second person says the same: the box can be handed out, and its words and code are learned.

    `medicine_id` is what the person saw as said. Raises `Refusal`: `product_unknown`, `second_person`, `identity_changed` (something else is
    said by now), `identity_unchanged` (it is known already).
    """
    with desk.act(by, "product.confirm") as act:
        row, group = _group(act, product_id)
        if row.identity == KNOWN and row.medicine_id == medicine_id:
            raise Refusal("identity_unchanged", "medicine")
        if row.identity != TOLD or row.medicine_id != medicine_id:
            raise Refusal("identity_changed", "medicine")
        _confirm(act, row, group)


def withdraw(desk: Desk, by: By, product_id: int) -> None:
    """Takes back what was said of a box, by whomever: nobody knows any more what it is, and its words are forgotten.

    Raises `Refusal`: `product_unknown`, `identity_unchanged` (nobody has said anything), and from the database `product_in_use`.
    """
    with desk.act(by, "product.withdraw") as act:
        row, group = _group(act, product_id)
        if row.identity == "unknown":
            raise Refusal("identity_unchanged", "medicine")
        changed = [one for one in group if _said_alike(one, row)]
        _record(act, row, changed, {"medicine": None, "identity": "unknown"})
        boxes.write_identity(act.connection, [one.id for one in changed], "unknown", None, None)
        names.forget(act.connection, row.description)


def _confirm(act: Act, row: BoxRow, group: Sequence[BoxRow]) -> None:
    """The other person's word counts: whoever spoke first cannot be the second too."""
    if row.said_by == act.by.user_id:
        raise Refusal("second_person", "medicine")
    changed = [one for one in group if one.identity != KNOWN and one.medicine_id in (None, row.medicine_id)]
    _record(act, row, changed, {"medicine": row.medicine_id, "identity": KNOWN, "said_by": row.said_by})
    boxes.write_identity(act.connection, [one.id for one in changed], KNOWN, row.medicine_id, row.said_by, act.by.user_id)
    if row.medicine_id is not None:
        names.learn(act.connection, row.description, row.medicine_id, act.by.user_id)


def _said_alike(one: BoxRow, row: BoxRow) -> bool:
    """Whether the same was said of both; what is known of other words stays, even under the same code."""
    same = (one.identity, one.medicine_id) == (row.identity, row.medicine_id)
    return same and (row.identity != KNOWN or fold(one.description) == fold(row.description))


def _record(act: Act, row: BoxRow, changed: Sequence[BoxRow], after: dict[str, object]) -> None:
    act.before = {"medicine": row.medicine_id, "identity": row.identity, "said_by": row.said_by}
    act.after = {**after, "products": [one.id for one in changed]}


def _group(act: Act, product_id: int) -> tuple[BoxRow, tuple[BoxRow, ...]]:
    """The box as it stands now, and all that are meant with it: the same words, or the same code."""
    first = _row(act.connection, product_id)
    group = boxes.alike(act.connection, first.description, ways_to_write(first.gtin))
    act.about("product", product_id)
    return next(one for one in group if one.id == product_id), group


def _row(connection: Connection, product_id: int) -> BoxRow:
    found = boxes.box(connection, product_id)
    if found is None:
        raise Refusal("product_unknown", "product")
    return found
