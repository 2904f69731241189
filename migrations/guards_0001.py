"""The guards of version 1: what the database itself refuses, whoever asks.

A migration that rebuilds a guarded table must create its guards again: dropping a table drops its triggers.
"""

from __future__ import annotations

from pharmacy_app.db.guards import Guard, Guards, changed, never, not_again

USABLE = """EXISTS (SELECT 1 FROM batches b JOIN products p ON p.id = b.product_id
    WHERE b.id = NEW.batch_id AND b.status = 'available' AND p.medicine_id IS NOT NULL)"""
OPEN = "('reserved', 'out')"
TOO_LATE = f"""NEW.status IN {OPEN} AND EXISTS (SELECT 1 FROM batches b
    WHERE b.id = NEW.batch_id AND (b.expiry < NEW.last_day OR b.expiry < NEW.reserved_on))"""


def _no_draft(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM donations d WHERE d.id = {row}.donation_id AND d.status <> 'draft')"


def _confirmed(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM matching_runs r WHERE r.id = {row}.run_id AND r.status = 'confirmed')"


def _handed_out(slips: str) -> str:
    return f"EXISTS (SELECT 1 FROM allocations a WHERE a.slip_id IN ({slips}) AND a.status = 'delivered')"


RECORD = [
    *never("stock_movements", "movement_immutable"),
    not_again("stock_movements", "movement_immutable", "t.id = NEW.id OR t.reverses_id = NEW.reverses_id"),
    *never("audit", "audit_immutable"),
    not_again("audit", "audit_immutable", "t.id = NEW.id OR t.token = NEW.token"),
    *never("policies", "policy_immutable"),
    not_again("policies", "policy_immutable", "t.id = NEW.id OR t.version = NEW.version"),
    # A past decision is explained with the run it was made in, and its lines.
    not_again("matching_runs", "run_fixed"),
    Guard("matching_runs_decided", "matching_runs", "UPDATE",
          f"OLD.status <> 'proposed' AND {changed('id', 'policy_id', 'council_id', 'from_day', 'days', 'status')}", "run_fixed"),
    not_again("run_items", "run_fixed"),
    Guard("run_items_decided", "run_items", "UPDATE", f"NEW.id <> OLD.id OR {_confirmed('OLD')} OR {_confirmed('NEW')}", "run_fixed"),
    Guard("run_items_kept", "run_items", "DELETE", _confirmed("OLD"), "run_fixed"),
]  # fmt: skip

SHELF = [
    not_again("donations", "donation_fixed"),
    Guard("donations_received", "donations", "UPDATE",
          f"NEW.id <> OLD.id OR (OLD.status <> 'draft' AND {changed('donor_id', 'received_on', 'status')})", "donation_fixed"),
    not_again("donation_lines", "donation_fixed"),
    Guard("donation_lines_added", "donation_lines", "INSERT", _no_draft("NEW"), "donation_fixed"),
    Guard("donation_lines_received", "donation_lines", "UPDATE", f"NEW.id <> OLD.id OR {_no_draft('OLD')} OR {_no_draft('NEW')}",
          "donation_fixed"),
    Guard("donation_lines_kept", "donation_lines", "DELETE", _no_draft("OLD"), "donation_fixed"),
    # A box that is promised, even in a proposal that nobody has confirmed yet, can't turn into another medicine on the way to the door.
    Guard("products_known", "products", "UPDATE",
          "NEW.id <> OLD.id OR (OLD.medicine_id IS NOT NULL AND NEW.medicine_id IS DISTINCT FROM OLD.medicine_id AND EXISTS "
          "(SELECT 1 FROM allocations a JOIN batches b ON b.id = a.batch_id WHERE b.product_id = OLD.id AND a.status <> 'released'))",
          "product_in_use"),
    not_again("batches", "batch_identity_fixed"),
    Guard("batches_start_empty", "batches", "INSERT", "NEW.on_hand <> 0 OR NEW.reserved <> 0", "batch_starts_empty"),
    Guard("batches_on_hand", "batches", "UPDATE OF on_hand",
          "NEW.on_hand <> (SELECT COALESCE(SUM(m.units), 0) FROM stock_movements m WHERE m.batch_id = NEW.id)", "on_hand_by_ledger_only"),
    Guard("batches_reserved", "batches", "UPDATE OF reserved",
          f"NEW.reserved <> (SELECT COALESCE(SUM(a.units), 0) FROM allocations a WHERE a.batch_id = NEW.id AND a.status IN {OPEN})",
          "reserved_by_allocations_only"),
    Guard("batches_identity", "batches", "UPDATE", changed("id", "product_id", "donation_id", "lot"), "batch_identity_fixed"),
    # A wrong date is put right while the batch is set aside, never under somebody's reservation.
    Guard("batches_expiry", "batches", "UPDATE OF expiry, expiry_raw", f"OLD.status = 'available' AND {changed('expiry', 'expiry_raw')}",
          "batch_identity_fixed"),
    # What is already in a carrier's bag can't be called back by a row; it can't be handed out either (stock_movements_delivery).
    Guard("batches_set_aside", "batches", "UPDATE OF status",
          "NEW.status <> 'available' AND EXISTS (SELECT 1 FROM allocations a WHERE a.batch_id = NEW.id AND a.status = 'reserved')",
          "batch_has_reservations"),
    Guard("stock_movements_donated", "stock_movements", "INSERT",
          "NOT EXISTS (SELECT 1 FROM batches b JOIN donations d ON d.id = b.donation_id WHERE b.id = NEW.batch_id AND d.status = 'received')",
          "donation_fixed"),
    Guard("stock_movements_reversal", "stock_movements", "INSERT",
          "NEW.kind = 'reversal' AND NOT EXISTS (SELECT 1 FROM stock_movements m WHERE m.id = NEW.reverses_id AND m.batch_id = NEW.batch_id "
          "AND m.units = -NEW.units AND m.kind <> 'reversal')", "reversal_unlike"),
]  # fmt: skip

PROMISES = [
    not_again("allocations", "allocation_fixed"),
    Guard("allocations_born_open", "allocations", "INSERT", "NEW.status IN ('delivered', 'released')", "allocation_fixed"),
    Guard("allocations_reserve_new", "allocations", "INSERT", f"NEW.status IN {OPEN} AND NOT {USABLE}", "not_dispensable"),
    Guard("allocations_reserve", "allocations", "UPDATE OF status", f"NEW.status IN {OPEN} AND NEW.status <> OLD.status AND NOT {USABLE}",
          "not_dispensable"),
    Guard("allocations_expiry_new", "allocations", "INSERT", TOO_LATE, "expired_on_day"),
    Guard("allocations_expiry", "allocations", "UPDATE OF status, reserved_on, first_day, last_day", TOO_LATE, "expired_on_day"),
    Guard("allocations_fixed", "allocations", "UPDATE",
          f"NEW.id <> OLD.id OR (OLD.status <> 'proposed' AND ({changed('batch_id', 'units', 'run_item_id')} OR NEW.status = 'proposed' "
          f"OR (OLD.status IN ('delivered', 'released') AND {changed('status', 'delivered_units')}) "
          f"OR (OLD.status = 'delivered' AND {changed('slip_id')})))", "allocation_fixed"),
    Guard("allocations_delivered", "allocations", "UPDATE OF status", "NEW.status = 'delivered' AND OLD.status NOT IN ('out', 'delivered')",
          "allocation_fixed"),
    Guard("allocations_kept", "allocations", "DELETE", "OLD.status <> 'proposed'", "allocation_fixed"),
    # From a unit at a door one can go back: who got it and where is not rewritten afterwards.
    Guard("slips_fixed", "slips", "UPDATE", f"{changed('id', 'delivery_id', 'patient_id', 'code')} AND {_handed_out('OLD.id')}",
          "slip_fixed"),
    Guard("deliveries_fixed", "deliveries", "UPDATE",
          f"{changed('id', 'round_id', 'household_id')} AND {_handed_out('SELECT s.id FROM slips s WHERE s.delivery_id = OLD.id')}",
          "slip_fixed"),
    Guard("stock_movements_delivery", "stock_movements", "INSERT",
          f"NEW.kind = 'delivery' AND NOT ({USABLE} AND EXISTS (SELECT 1 FROM allocations a WHERE a.id = NEW.allocation_id "
          "AND a.batch_id = NEW.batch_id AND a.status = 'delivered'))", "not_dispensable"),
    Guard("stock_movements_expiry", "stock_movements", "INSERT",
          "NEW.kind = 'delivery' AND EXISTS (SELECT 1 FROM batches b WHERE b.id = NEW.batch_id AND b.expiry < NEW.occurred_on)",
          "expired_on_day"),
    Guard("stock_movements_exceed", "stock_movements", "INSERT",
          "NEW.kind = 'delivery' AND -NEW.units + (SELECT COALESCE(-SUM(m.units), 0) FROM stock_movements m "
          "WHERE m.allocation_id = NEW.allocation_id) > (SELECT a.delivered_units FROM allocations a WHERE a.id = NEW.allocation_id)",
          "delivery_exceeds_allocation"),
]  # fmt: skip

# (name, table, event, statement): what keeps the two figures of a batch true.
KEEPERS = (
    ("stock_movements_book", "stock_movements", "INSERT",
     "UPDATE batches SET on_hand = (SELECT COALESCE(SUM(m.units), 0) FROM stock_movements m WHERE m.batch_id = NEW.batch_id) "
     "WHERE id = NEW.batch_id"),
    *((name, "allocations", event,
       f"UPDATE batches SET reserved = (SELECT COALESCE(SUM(a.units), 0) FROM allocations a WHERE a.batch_id = NEW.batch_id "
       f"AND a.status IN {OPEN}) WHERE id = NEW.batch_id")
      for name, event in (("allocations_book_new", "INSERT"), ("allocations_book", "UPDATE OF status, units, batch_id"))),
)  # fmt: skip

# On PostgreSQL two people write at once. Whoever promises or moves units of a batch takes its lock before the guards look at it:
# else one could reserve what the other, not yet committed, has just recalled. ("first" comes before "guard": triggers fire by name.)
FIRST = (
    ("allocations", "INSERT OR UPDATE OF status, units, batch_id", "NEW.status <> 'proposed'"),
    ("stock_movements", "INSERT", "true"),
)

NEVER_EMPTIED = {
    "stock_movements": "movement_immutable", "audit": "audit_immutable", "policies": "policy_immutable", "allocations": "allocation_fixed",
    "batches": "batch_identity_fixed", "donations": "donation_fixed", "donation_lines": "donation_fixed", "run_items": "run_fixed",
}  # fmt: skip

GUARDS = Guards(
    guards=(*RECORD, *SHELF, *PROMISES),
    whole=(("stock_movements", "units"), ("allocations", "units"), ("donation_lines", "quantity")),
    days=(
        ("stock_movements", "occurred_on"),
        ("allocations", "last_day"),
        ("allocations", "reserved_on"),
        ("batches", "expiry"),
        ("donation_lines", "expiry"),
    ),
    never_emptied=NEVER_EMPTIED,
    keepers=KEEPERS,
    first=FIRST,
)
