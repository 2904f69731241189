"""A proposal made: the period, whom it asks for, the rules in force; an earlier one that nobody confirmed goes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.queries import deciding, keeping, sharing
from pharmacy_app.db.queries.sharing import RunRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services.catalogue import medicines_among
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.match_dealing import Decision, Step, deal, open_run, silent

LONGEST = 366  # days in one proposal


@dataclass(frozen=True, slots=True)
class Proposed:
    """A run that was just made, with how many lines and units."""

    run: RunRow
    lines: int
    units: int


def propose(
    desk: Desk,
    by: By,
    from_day: date,
    days: int,
    council: str | None = None,
    medicine: int | None = None,
    decided: Mapping[int, Decision] | None = None,
    step: Step = silent,
) -> int:
    """Makes a proposal by the rules in force and keeps it; an earlier one that nobody confirmed is discarded. Returns the run's id.

    With `medicine`, only this one and its other strengths are dealt, anew: what is reserved of them and not yet out counts as free and asks again
    in full (at least until the day for which it was promised); confirming gives up the old promises and makes the new ones in one act.
    Who was deferred stands where the rule says: the days already without raise the points. `decided`: what the committee has said already, by
    item. `step` is told what begins. Raises `Refusal`: `days_out_of_range`, `from_day_past`, `council_unknown`, `medicine_not_found`,
    `line_unknown` (decided, and not asked for).
    """
    check_period(desk, from_day, days)
    with desk.act(by, "match.propose") as act:
        if medicine is not None and medicine not in medicines_among(act.connection, [medicine]):
            raise Refusal("medicine_not_found", "medicine")
        made = propose_in(act, from_day, days, council_id(act.connection, council), medicine_id=medicine, decided=decided, step=step)
        if decided and not decided.keys() <= deciding.open_lines(act.connection).keys():
            raise Refusal("line_unknown", "line")
        act.about("run", made.run.id)
        act.after = {"from": from_day, "days": days, "council": made.run.council_id, "policy": made.run.policy_version}
        act.after |= {"lines": made.lines, "units": made.units} | ({} if medicine is None else {"medicine": medicine})
        return made.run.id


def propose_in(
    act: Act,
    from_day: date,
    days: int,
    council: int | None,
    only: Collection[int] | None = None,
    medicine_id: int | None = None,
    decided: Mapping[int, Decision] | None = None,
    step: Step = silent,
) -> Proposed:
    """`propose` inside an act that does more. With `only` (families' kits), the run keeps the lines of these items alone: everybody stands in
    line as ever, and what the rule would give to the others stays on the shelf for them. `decided`: what the committee has said already."""
    for old in sharing.open_runs(act.connection):
        discard_in(act.connection, old)
    values: dict[str, object] = {"policy_id": keeping.policies(act.connection)[0].id, "council_id": council, "medicine_id": medicine_id}
    values |= {"from_day": from_day, "days": days, "entered_at": act.entered_at, "entered_by": act.by.user_id}
    made = sharing.run(act.connection, sharing.add_run(act.connection, values))
    assert made is not None
    lines, granted = deal(act, made, decided or {}, only, step=step)
    return Proposed(made, lines, granted)


def discard(desk: Desk, by: By, run_id: int) -> None:
    """Throws a proposal away. Raises `Refusal`: `run_unknown`, `run_not_open`."""
    with desk.act(by, "match.discard") as act:
        open_run(act.connection, run_id, lock=True)
        act.about("run", run_id)
        discard_in(act.connection, run_id)


def check_period(desk: Desk, from_day: date, days: int) -> None:
    """Whether a proposal can be made for these days. Raises `Refusal`: `days_out_of_range`, `from_day_past`."""
    if not 1 <= days <= LONGEST:
        raise Refusal("days_out_of_range", "days", days=days, most=LONGEST)
    if from_day < desk.clock.today():
        raise Refusal("from_day_past", "from", day=from_day)


def discard_in(connection: Connection, run_id: int) -> None:
    """Takes a proposal's lines away, and it with them."""
    sharing.clear_run(connection, run_id)
    sharing.discard_run(connection, run_id)


def council_id(connection: Connection, name: str | None) -> int | None:
    """The council of this name; None: all. Raises `Refusal` `council_unknown`."""
    if name is None:
        return None
    found = sharing.council_named(connection, name)
    if found is None:
        raise Refusal("council_unknown", "council")
    return found
