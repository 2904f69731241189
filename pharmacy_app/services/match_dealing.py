"""A run dealt and written: by the rules alone, and around what the committee decided in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pharmacy_app.db.queries import sharing
from pharmacy_app.db.queries.sharing import RunItemRow, RunRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.matching import propose as plan
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import Ask, Grant, Lot, Plan, Policy, Share, policy_from
from pharmacy_app.domain.priority import Reason, Standing
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.catalogue import medicines_among, medicines_of_substance
from pharmacy_app.services.desk import Act, Connection
from pharmacy_app.services.needs import Anew, asks_for
from pharmacy_app.services.proposals import reasons_of

KIT = Reason("kit")  # said by every line of a run that was made for families' kits
# Told what begins: reading, dealing, writing, checking, reserving. It may raise to cancel: then nothing of the act is kept.
Step = Callable[[str], None]
_FIRST_OF_ALL = 1_000_000  # points of a line that the committee decided itself


@dataclass(frozen=True, slots=True)
class Decision:
    """What the committee wrote for one item: so many units, and why; `refusal`, of `decisions.REFUSALS`, where it says no."""

    units: int
    note: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Dealt:
    """A run dealt twice: by the rules alone, and around what the committee decided."""

    asks: dict[int, Ask]
    lots: list[Lot]
    bare: Plan
    made: Plan
    anew: Anew | None


def open_run(connection: Connection, run_id: int, lock: bool = False) -> RunRow:
    """A run that is a proposal still. Raises `Refusal`: `run_unknown`, `run_not_open`."""
    if lock:  # whoever comes second sees what the first one did
        sharing.lock_proposals(connection)
    found = sharing.run(connection, run_id)
    if found is None:
        raise Refusal("run_unknown", "run", run=run_id)
    if found.status != "proposed":
        raise Refusal("run_not_open", "run", run=run_id)
    return found


def rules_of(found: RunRow) -> Policy:
    """The rules with which a run was made."""
    return policy_from(json.loads(found.rules))


def decided_in(lines: Iterable[RunItemRow]) -> dict[int, Decision]:
    """All that the committee decided in these lines."""
    return {
        line.item_id: Decision(line.decided_units, line.decision_note, line.refusal) for line in lines if line.decided_units is not None
    }


def kits_only(lines: Iterable[RunItemRow]) -> frozenset[int] | None:
    """The items of a run that was made for families' kits, as its lines say; None: it asks for everybody."""
    asked = [line.item_id for line in lines if any(reason.code == KIT.code for reason in reasons_of(line.reasons))]
    return frozenset(asked) if asked else None


def in_one_queue(medicine_id: int, catalogue: Mapping[int, Medicine], policy: Policy) -> frozenset[int]:
    """The medicine and its other strengths, whose people and lots are dealt together; what is decided in one such queue changes no other.

    Raises `Refusal` `medicine_not_found`.
    """
    mine = catalogue.get(medicine_id)
    if mine is None:
        raise Refusal("medicine_not_found", "medicine")
    if not policy.combine_strengths:
        return frozenset((medicine_id,))
    return frozenset(one.id for one in catalogue.values() if one.exchange_key == mine.exchange_key)


def queue_of(connection: Connection, medicine_id: int, policy: Policy) -> frozenset[int]:
    """`in_one_queue`, reading no more of the catalogue than that."""
    return in_one_queue(medicine_id, medicines_of_substance(connection, medicine_id), policy)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run deals, or one queue of it: who asks, which lots there are, under which rules; `anew`: what is dealt a second time."""

    asks: list[Ask]
    lots: list[Lot]
    catalogue: dict[int, Medicine]
    policy: Policy
    anew: Anew | None


def asked_in(connection: Connection, found: RunRow, queue: Collection[int] | None = None) -> Asked:
    """Reads what the run deals; with `queue`, in the queue of these medicines alone."""
    policy, anew = rules_of(found), None
    if found.medicine_id is not None:
        queue = queue_of(connection, found.medicine_id, policy)
        anew = Anew.of(connection, queue, found.council_id)
    asks = asks_for(connection, found.from_day, found.days, found.council_id, policy, medicines=queue, anew=anew)
    catalogue = medicines_by_id(connection) if queue is None else medicines_among(connection, (*queue, *_named(asks)))
    return Asked(asks, free_lots(connection, queue, anew.free if anew is not None else {}), catalogue, policy, anew)


def _named(asks: Iterable[Ask]) -> set[int]:
    """The medicines that a deal of these has to know: what is asked for, and what the people take besides."""
    return {medicine_id for ask in asks for medicine_id in (ask.medicine_id, *ask.taking)}


def silent(_begins: str) -> None:
    """A `Step` that tells nobody."""


def plans(
    connection: Connection, found: RunRow, decided: Mapping[int, Decision], queue: Collection[int] | None = None, step: Step = silent
) -> Dealt:
    """What the run would give with these decisions; with `queue`, in the queue of these medicines alone."""
    step("reading")
    read = asked_in(connection, found, queue)
    step("dealing")
    bare = plan(found.from_day, read.lots, read.asks, read.catalogue, read.policy)
    made = plan(found.from_day, read.lots, around(read.asks, decided), read.catalogue, read.policy) if decided else bare
    return Dealt({ask.item_id: ask for ask in read.asks}, read.lots, bare, made, read.anew)


def around(asks: Iterable[Ask], decided: Mapping[int, Decision]) -> list[Ask]:
    """The asks, those that the committee decided as it decided them."""
    return [as_decided(ask, decided.get(ask.item_id)) for ask in asks]


def free_lots(connection: Connection, medicines: Collection[int] | None = None, besides: Mapping[int, int] | None = None) -> list[Lot]:
    """Every lot on the shelf (of these medicines, or of all) of which it is known what it is. `besides`: units by lot that are promised,
    and free all the same."""
    free = besides or {}
    return [
        Lot(row.id, row.lot, row.medicine_id, row.on_hand, row.expiry, row.status, row.pack_size or 1, row.reserved - free.get(row.id, 0))
        for row in sharing.supply(connection, medicines)
    ]


def as_decided(ask: Ask, decision: Decision | None) -> Ask:
    """The ask as the committee wants it served: before all others, exactly so many units, for the days on which they are taken."""
    if decision is None:
        return ask
    days = 0 if not decision.units else (ask.rate.day_of(ask.start, decision.units) - ask.start).days + 1
    standing = Standing("A", _FIRST_OF_ALL)
    return replace(ask, standing=standing, days=min(ask.days, days), most=decision.units, least_ok=True, continuing=True)


def deal(
    act: Act,
    found: RunRow,
    decided: Mapping[int, Decision],
    only: Collection[int] | None,
    queue: Collection[int] | None = None,
    step: Step = silent,
) -> tuple[int, int]:
    """Deals a run (or one queue of it) around what the committee decided, and writes its lines. Returns how many lines and units."""
    dealt = plans(act.connection, found, decided, queue, step)
    step("writing")
    grants = [grant for grant in dealt.made.grants if only is None or grant.item_id in only]
    sharing.clear_run(act.connection, found.id, queue)
    bare = {grant.item_id: grant for grant in dealt.bare.grants}
    besides, said = () if only is None else (KIT,), _Said()
    rows = [_row(found.id, grant, bare[grant.item_id], dealt, decided.get(grant.item_id), besides, said) for grant in grants]
    ids = sharing.add_run_items(act.connection, rows)
    expiry = {lot.id: lot.expiry for lot in dealt.lots}
    sharing.add_allocations(
        act.connection,
        [
            {
                "run_item_id": run_item_id,
                "batch_id": share.lot_id,
                "units": share.units,
                "covers": share.covers,
                "first_day": share.first_day,
                "last_day": _lasts(share, dealt.asks[grant.item_id], expiry[share.lot_id]),
            }
            for run_item_id, grant in zip(ids, grants, strict=True)
            for share in grant.shares
        ],
    )
    return len(ids), sum(grant.units_granted for grant in grants)


def _row(
    run_id: int, grant: Grant, bare: Grant, dealt: Dealt, decision: Decision | None, besides: tuple[Reason, ...], said: _Said
) -> dict[str, object]:
    """A line as it is written: what it gets, beside what the rules alone would give."""
    ask = dealt.asks[grant.item_id]
    units, until = dealt.anew.former(grant.item_id) if dealt.anew is not None else (None, None)
    return {
        "run_id": run_id,
        "item_id": grant.item_id,
        "medicine_id": grant.medicine_id,
        "tier": ask.standing.tier,
        "points": ask.standing.points,
        "rank": bare.rank,
        "units_asked": bare.units_asked,
        "units_granted": grant.units_granted,
        "units_extra": grant.units_extra,
        "proposed_units": bare.units_granted,
        "decided_units": decision.units if decision else None,
        "decision_note": decision.note if decision else "",
        "refusal": decision.refusal if decision else "",
        "former_units": units,
        "former_until": until,
        "people_before": bare.people_before,
        "refused": bare.refused,
        "asked_from": ask.start,
        "asked_days": ask.days,
        "first_day": grant.first_day,
        "last_day": grant.last_day,
        "reasons": said.text((*(_reasons(ask.standing, grant.reasons) if decision else grant.reasons), *besides)),
    }


def _lasts(share: Share, ask: Ask, expiry: date | None) -> date:
    """Until when these units serve: one that was begun (an inhaler, a weekly tablet) lasts until the next is due, but never past its date.

    The plan says when the last unit is taken; what a person has in hand, and so the next ask, goes by this.
    """
    served = ask.rate.last_day(share.first_day, share.covers)
    return max(share.last_day, min(served, expiry) if expiry else served)


def _reasons(standing: Standing, dealt: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The reasons of a line that the committee decided: where the person really stands, and what the deal says beside that."""
    own = ("tier", "continuing", "complete", "no_days", "course_ended")
    said = tuple(reason for reason in dealt if reason.code not in own)
    return (Reason("tier", {"tier": standing.tier, "points": standing.points}), *standing.reasons, *said)


_JSON = json.JSONEncoder(default=str, ensure_ascii=False)


class _Said:
    """Reasons as a run keeps them; one that many lines of a deal share is written down once."""

    def __init__(self) -> None:
        self._texts: dict[int, tuple[Reason, str]] = {}  # by identity; held, so that no other takes its place

    def text(self, reasons: tuple[Reason, ...]) -> str:
        """A JSON list of [code, data]."""
        texts = self._texts
        for reason in reasons:
            if id(reason) not in texts:
                texts[id(reason)] = reason, _JSON.encode((reason.code, reason.data))
        return f"[{', '.join([texts[id(reason)][1] for reason in reasons])}]"
