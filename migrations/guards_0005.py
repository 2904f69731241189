"""The guards of version 5: a round comes out even, and what closed it is taken back only by counter-entries that name it."""

from __future__ import annotations

from pharmacy_app.db.guards import Guard, changed, never, not_again, of_version

# A movement that no counter-entry takes back.
STANDS = "m.kind <> 'reversal' AND NOT EXISTS (SELECT 1 FROM stock_movements c WHERE c.reverses_id = m.id)"
ROUND_OF = "slips s JOIN deliveries d ON d.id = s.delivery_id JOIN rounds r ON r.id = d.round_id"


def _booked(allocation: str, kind: str) -> str:
    """Units of this kind that the ledger has of an allocation."""
    return f"(SELECT COALESCE(-SUM(m.units), 0) FROM stock_movements m WHERE m.allocation_id = {allocation} AND m.kind = '{kind}' AND {STANDS})"


def _on_round(slip: str, standing: str) -> str:
    return f"EXISTS (SELECT 1 FROM {ROUND_OF} WHERE s.id = {slip} AND r.status {standing})"


CLOSED_OLD = _on_round("OLD.id", "= 'closed'")
LEFT_OLD = _on_round("OLD.slip_id", "IN ('out', 'closed')")
LEFT_NEW = _on_round("NEW.slip_id", "<> 'planned'")
UNEVEN = f"""(NEW.closed_act IS NULL OR EXISTS (SELECT 1 FROM {ROUND_OF} JOIN allocations a ON a.slip_id = s.id
    WHERE r.id = NEW.id AND (a.status NOT IN ('delivered', 'released') OR a.units <> a.delivered_units + a.returned_units + a.lost_units
    OR a.delivered_units <> {_booked("a.id", "delivery")} OR a.lost_units <> {_booked("a.id", "loss")}
    OR a.returned_units < {_booked("a.id", "apart")}))
    OR (SELECT COALESCE(SUM(m.units), 0) FROM stock_movements m WHERE m.act = NEW.closed_act AND m.kind = 'apart') <> 0)"""

# Out again: its round was reopened, and nothing in the ledger stands that says how it ended.
OUT_AGAIN = f"""(NEW.status = 'out' AND NEW.delivered_units + NEW.returned_units + NEW.lost_units = 0 AND NEW.slip_id = OLD.slip_id
    AND EXISTS (SELECT 1 FROM {ROUND_OF} JOIN round_reopenings o ON o.round_id = r.id WHERE s.id = OLD.slip_id AND r.status = 'out')
    AND NOT EXISTS (SELECT 1 FROM stock_movements m WHERE m.allocation_id = OLD.id AND {STANDS}))"""

REOPENED = f"""(NEW.status = 'out' AND NEW.closed_act IS NULL
    AND EXISTS (SELECT 1 FROM round_reopenings o WHERE o.round_id = OLD.id AND o.closed_act = OLD.closed_act)
    AND NOT EXISTS (SELECT 1 FROM stock_movements m WHERE m.act = OLD.closed_act AND {STANDS}))"""

ROUNDS = [
    not_again("rounds", "round_fixed"),
    Guard("rounds_born_open", "rounds", "INSERT", "NEW.status = 'closed'", "round_fixed"),
    Guard("rounds_fixed", "rounds", "UPDATE",
          f"NEW.id <> OLD.id OR (OLD.status = 'cancelled' AND NEW.status <> 'cancelled') OR (OLD.status = 'closed' AND NOT {REOPENED} "
          f"AND {changed('status', 'walked_on', 'closed_on', 'closed_act')})", "round_fixed"),
    Guard("rounds_even", "rounds", "UPDATE OF status", f"NEW.status = 'closed' AND OLD.status <> 'closed' AND {UNEVEN}", "round_not_even"),
    Guard("rounds_kept", "rounds", "DELETE", "OLD.status IN ('out', 'closed')", "round_fixed"),
    *never("round_reopenings", "round_fixed"),
    not_again("round_reopenings", "round_fixed", "t.id = NEW.id OR t.closed_act = NEW.closed_act"),
    Guard("round_reopenings_of_closed", "round_reopenings", "INSERT",
          "NOT EXISTS (SELECT 1 FROM rounds r WHERE r.id = NEW.round_id AND r.status = 'closed' AND r.closed_act = NEW.closed_act)",
          "round_fixed"),
    # What was said of a door stays as long as its round is closed.
    Guard("slips_answered", "slips", "UPDATE", f"{changed('delivery_id', 'code', 'result', 'received_by', 'note')} AND {CLOSED_OLD}",
          "slip_fixed"),
]  # fmt: skip

UNITS = [
    Guard("allocations_fixed", "allocations", "UPDATE",
          f"NEW.id <> OLD.id OR (OLD.status <> 'proposed' AND ({changed('batch_id', 'units', 'run_item_id', 'again_of_id')} "
          f"OR NEW.status = 'proposed' OR (OLD.status IN ('delivered', 'released') "
          f"AND {changed('status', 'delivered_units', 'returned_units', 'lost_units')} AND NOT {OUT_AGAIN}) "
          f"OR (OLD.status = 'delivered' AND {changed('slip_id')})))", "allocation_fixed"),
    # A promise is on one round only; nothing is put on a round that has left, nor taken off it.
    Guard("allocations_one_round", "allocations", "UPDATE OF slip_id",
          "OLD.slip_id IS NOT NULL AND NEW.slip_id IS NOT NULL AND NEW.slip_id <> OLD.slip_id AND OLD.status <> 'delivered'",
          "promise_on_a_round"),
    *(
        Guard(f"allocations_{name}", "allocations", event,
              f"NEW.slip_id IS NOT NULL{also} AND {LEFT_NEW}", "round_not_planned")
        for name, event, also in (("put_on_new", "INSERT", ""), ("put_on", "UPDATE OF slip_id", f" AND {changed('slip_id')}"))
    ),
    Guard("allocations_taken_off", "allocations", "UPDATE OF slip_id",
          f"NEW.slip_id IS NULL AND {LEFT_OLD}", "allocation_fixed"),
    Guard("stock_movements_exceed", "stock_movements", "INSERT",
          f"NEW.kind = 'delivery' AND -NEW.units + {_booked('NEW.allocation_id', 'delivery')} > "
          "(SELECT a.delivered_units FROM allocations a WHERE a.id = NEW.allocation_id)", "delivery_exceeds_allocation"),
    *(
        Guard(f"stock_movements_{kind}_of_door", "stock_movements", "INSERT",
              f"NEW.kind = '{kind}' AND NEW.allocation_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM allocations a "
              f"WHERE a.id = NEW.allocation_id AND a.batch_id = NEW.batch_id "
              f"AND -NEW.units + {_booked('NEW.allocation_id', kind)} <= a.{column})", "delivery_exceeds_allocation")
        for kind, column in (("loss", "lost_units"), ("apart", "returned_units"))
    ),
    # Into what is set aside comes only what the same act took out of the same lot; out of a lot, only what came back from a door.
    Guard("stock_movements_apart", "stock_movements", "INSERT",
          "NEW.kind = 'apart' AND ((NEW.units < 0) = (NEW.allocation_id IS NULL) OR NEW.units > 0 AND NOT EXISTS "
          "(SELECT 1 FROM batches b WHERE b.id = NEW.batch_id AND b.status <> 'available' AND NEW.units + "
          "(SELECT COALESCE(SUM(m.units), 0) FROM stock_movements m JOIN batches o ON o.id = m.batch_id WHERE m.kind = 'apart' "
          "AND m.act = NEW.act AND o.product_id = b.product_id AND o.donation_id = b.donation_id AND o.lot = b.lot) <= 0))",
          "apart_unlike"),
]  # fmt: skip

TAKEN_OFF = [*never("slips_taken_off", "slip_fixed"), not_again("slips_taken_off", "slip_fixed", "t.code = NEW.code")]

GUARDS = of_version("0004").also(
    [*ROUNDS, *UNITS, *TAKEN_OFF],
    never_emptied={"round_reopenings": "round_fixed", "slips_taken_off": "slip_fixed"},
    whole=(("allocations", "returned_units"), ("allocations", "lost_units")),
)
