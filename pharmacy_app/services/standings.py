"""The committee puts a person, or one item of a person, into another tier than the points would: who, when, why; never silently."""

from __future__ import annotations

from pharmacy_app.db.queries import deciding
from pharmacy_app.db.queries.deciding import TierRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.priority import TIERS
from pharmacy_app.services.desk import Act, By, Desk
from pharmacy_app.services.typed import short

__all__ = ["TierRow", "decide_tier", "decide_tiers_in", "person_coded", "tiers_of"]


def decide_tier(desk: Desk, by: By, patient_id: int, tier: str, why: str, item_id: int | None = None) -> None:
    """From now on this person (or this one item) stands in `tier`; empty: by the points again (an item: as its person stands).

    Proposals made from now on go by it; the newest decision counts, an item's before its person's. Raises `Refusal`: `tier_unknown`,
    `reason_missing`, `text_too_long`, `patient_unknown`, `item_unknown`.
    """
    said = _why(tier, why)
    with desk.act(by, "tier.decide") as act:
        if item_id is not None and deciding.person_of_item(act.connection, item_id) != patient_id:
            raise Refusal("item_unknown", "item", item=item_id)
        if not deciding.person_is_known(act.connection, patient_id):
            raise Refusal("patient_unknown", "patient")
        before = deciding.decided_tiers(act.connection, [patient_id])
        act.about("patient", patient_id)
        act.before = {"tier": before.of(patient_id, item_id), "item": item_id}
        decide_tiers_in(act, {patient_id: tier}, said, item_id)
        act.after = {"tier": tier, "item": item_id, "why": said}


def decide_tiers_in(act: Act, tiers: dict[int, str], why: str, item_id: int | None = None) -> None:
    """The same for many people (tier by person), as a part of an act that is open. Raises `Refusal`: `tier_unknown`, `reason_missing`."""
    signed = {"decided_on": act.by.occurred_on, "entered_at": act.entered_at, "entered_by": act.by.user_id}
    rows: list[dict[str, object]] = [
        {"patient_id": patient_id, "item_id": item_id, "tier": tier, "why": _why(tier, why), **signed} for patient_id, tier in tiers.items()
    ]
    deciding.add_tier_decisions(act.connection, rows)


def tiers_of(desk: Desk, patient_id: int) -> tuple[TierRow, ...]:
    """All that was decided about a person and their items, the newest first; what holds is the newest of each."""
    with desk.read() as connection:
        return deciding.tier_decisions(connection, patient_id)


def person_coded(desk: Desk, code: str) -> int:
    """The person with this number in the census. Raises `Refusal` `patient_unknown`."""
    with desk.read() as connection:
        found = deciding.person_coded(connection, code.strip())
    if found is None:
        raise Refusal("patient_unknown", "patient")
    return found


def _why(tier: str, why: str) -> str:
    if tier not in ("", *TIERS):
        raise Refusal("tier_unknown", "tier", tier=tier[:10])
    said = short(why, "why")
    if not said:
        raise Refusal("reason_missing", "why")
    return said
