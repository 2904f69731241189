"""The triggers of version 1, for SQLite and PostgreSQL: what the database itself refuses, whoever asks.

Each guard is written once: (name, table, when, columns, condition that must NOT hold, code). Both dialects are made from it.
A migration that rebuilds a guarded table must create its guards again: dropping a table drops its triggers.
"""

from __future__ import annotations

from typing import NamedTuple


class Guard(NamedTuple):
    """Before an `event` on `table`, the row is refused with `code` where `forbidden` holds."""

    name: str
    table: str
    event: str  # INSERT, DELETE, UPDATE, or "UPDATE OF a, b"
    forbidden: str
    code: str


USABLE = """EXISTS (SELECT 1 FROM batches b JOIN products p ON p.id = b.product_id
    WHERE b.id = NEW.batch_id AND b.status = 'available' AND p.medicine_id IS NOT NULL)"""
OPEN = "('reserved', 'out')"


def _never(table: str, code: str) -> list[Guard]:
    return [Guard(f"{table}_no_{event.lower()}", table, event, "1 = 1", code) for event in ("UPDATE", "DELETE")]


def _not_again(table: str, code: str, key: str = "t.id = NEW.id") -> Guard:
    """`INSERT OR REPLACE` deletes the old row without asking its triggers: so a key that is there can't be inserted."""
    return Guard(f"{table}_not_again", table, "INSERT", f"EXISTS (SELECT 1 FROM {table} t WHERE {key})", code)


GUARDS = [
    *_never("stock_movements", "movement_immutable"),
    _not_again("stock_movements", "movement_immutable", "t.id = NEW.id OR t.reverses_id = NEW.reverses_id"),
    *_never("audit", "audit_immutable"),
    _not_again("audit", "audit_immutable", "t.id = NEW.id OR t.token = NEW.token"),
    *_never("policies", "policy_immutable"),
    _not_again("policies", "policy_immutable", "t.id = NEW.id OR t.version = NEW.version"),
    _not_again("batches", "batch_identity_fixed"),
    _not_again("allocations", "allocation_fixed"),
    Guard("batches_start_empty", "batches", "INSERT", "NEW.on_hand <> 0 OR NEW.reserved <> 0", "batch_starts_empty"),
    Guard("batches_on_hand", "batches", "UPDATE OF on_hand",
          "NEW.on_hand <> (SELECT COALESCE(SUM(m.units), 0) FROM stock_movements m WHERE m.batch_id = NEW.id)", "on_hand_by_ledger_only"),
    Guard("batches_reserved", "batches", "UPDATE OF reserved",
          f"NEW.reserved <> (SELECT COALESCE(SUM(a.units), 0) FROM allocations a WHERE a.batch_id = NEW.id AND a.status IN {OPEN})",
          "reserved_by_allocations_only"),
    Guard("batches_identity", "batches", "UPDATE OF id, product_id, donation_id, lot",
          "NEW.id <> OLD.id OR NEW.product_id <> OLD.product_id OR NEW.donation_id <> OLD.donation_id OR NEW.lot <> OLD.lot", "batch_identity_fixed"),
    # A wrong date is put right while the batch is set aside, never under somebody's reservation.
    Guard("batches_expiry", "batches", "UPDATE OF expiry, expiry_raw",
          "OLD.status = 'available' AND (NEW.expiry <> OLD.expiry OR NEW.expiry IS NULL OR NEW.expiry_raw <> OLD.expiry_raw)", "batch_identity_fixed"),
    # What is already in a carrier's bag can't be called back by a row; it can't be handed out either (stock_movements_delivery).
    Guard("batches_set_aside", "batches", "UPDATE OF status",
          "NEW.status <> 'available' AND EXISTS (SELECT 1 FROM allocations a WHERE a.batch_id = NEW.id AND a.status = 'reserved')", "batch_has_reservations"),
    Guard("products_known", "products", "UPDATE OF medicine_id",
          "OLD.medicine_id IS NOT NULL AND (NEW.medicine_id IS NULL OR NEW.medicine_id <> OLD.medicine_id) AND EXISTS "
          "(SELECT 1 FROM allocations a JOIN batches b ON b.id = a.batch_id WHERE b.product_id = NEW.id AND a.status IN ('reserved', 'out', 'delivered'))",
          "product_in_use"),
    Guard("donations_received", "donations", "UPDATE OF donor_id, status, id",
          "OLD.status <> 'draft' AND (NEW.donor_id <> OLD.donor_id OR NEW.status <> OLD.status OR NEW.id <> OLD.id)", "donation_fixed"),
    Guard("donation_lines_received", "donation_lines", "UPDATE",
          "EXISTS (SELECT 1 FROM donations d WHERE d.id = OLD.donation_id AND d.status = 'received')", "donation_fixed"),
    Guard("donation_lines_kept", "donation_lines", "DELETE",
          "EXISTS (SELECT 1 FROM donations d WHERE d.id = OLD.donation_id AND d.status = 'received')", "donation_fixed"),
    Guard("allocations_reserve_new", "allocations", "INSERT", f"NEW.status IN {OPEN} AND NOT {USABLE}", "not_dispensable"),
    Guard("allocations_reserve", "allocations", "UPDATE OF status", f"NEW.status IN {OPEN} AND NEW.status <> OLD.status AND NOT {USABLE}", "not_dispensable"),
    Guard("allocations_expiry_new", "allocations", "INSERT",
          f"NEW.status IN {OPEN} AND EXISTS (SELECT 1 FROM batches b WHERE b.id = NEW.batch_id AND (b.expiry < NEW.last_day OR b.expiry < NEW.reserved_on))",
          "expired_on_day"),
    Guard("allocations_expiry", "allocations", "UPDATE OF status, reserved_on, first_day, last_day",
          f"NEW.status IN {OPEN} AND EXISTS (SELECT 1 FROM batches b WHERE b.id = NEW.batch_id AND (b.expiry < NEW.last_day OR b.expiry < NEW.reserved_on))",
          "expired_on_day"),
    Guard("allocations_born_open", "allocations", "INSERT", "NEW.status IN ('delivered', 'released')", "allocation_fixed"),
    Guard("allocations_fixed", "allocations", "UPDATE",
          "OLD.status <> 'proposed' AND (NEW.id <> OLD.id OR NEW.batch_id <> OLD.batch_id OR NEW.units <> OLD.units OR NEW.run_item_id <> OLD.run_item_id "
          "OR NEW.status = 'proposed' OR (OLD.status IN ('delivered', 'released') AND (NEW.status <> OLD.status OR NEW.delivered_units <> OLD.delivered_units)))",
          "allocation_fixed"),
    Guard("allocations_delivered", "allocations", "UPDATE OF status", "NEW.status = 'delivered' AND OLD.status NOT IN ('out', 'delivered')", "allocation_fixed"),
    Guard("allocations_kept", "allocations", "DELETE", "OLD.status <> 'proposed'", "allocation_fixed"),
    Guard("stock_movements_delivery", "stock_movements", "INSERT",
          f"NEW.kind = 'delivery' AND NOT ({USABLE} AND EXISTS (SELECT 1 FROM allocations a WHERE a.id = NEW.allocation_id "
          "AND a.batch_id = NEW.batch_id AND a.status = 'delivered'))", "not_dispensable"),
    Guard("stock_movements_expiry", "stock_movements", "INSERT",
          "NEW.kind = 'delivery' AND EXISTS (SELECT 1 FROM batches b WHERE b.id = NEW.batch_id AND b.expiry < NEW.occurred_on)", "expired_on_day"),
    Guard("stock_movements_exceed", "stock_movements", "INSERT",
          "NEW.kind = 'delivery' AND -NEW.units + (SELECT COALESCE(-SUM(m.units), 0) FROM stock_movements m WHERE m.allocation_id = NEW.allocation_id) "
          "> (SELECT a.delivered_units FROM allocations a WHERE a.id = NEW.allocation_id)", "delivery_exceeds_allocation"),
    Guard("stock_movements_receipt", "stock_movements", "INSERT",
          "NEW.kind = 'receipt' AND NOT EXISTS (SELECT 1 FROM batches b JOIN donations d ON d.id = b.donation_id WHERE b.id = NEW.batch_id AND d.status = 'received')",
          "donation_fixed"),
    Guard("stock_movements_reversal", "stock_movements", "INSERT",
          "NEW.kind = 'reversal' AND NOT EXISTS (SELECT 1 FROM stock_movements m WHERE m.id = NEW.reverses_id AND m.batch_id = NEW.batch_id "
          "AND m.units = -NEW.units AND m.kind <> 'reversal')", "reversal_unlike"),
]  # fmt: skip

LEDGER = ("stock_movements", "audit", "policies")  # PostgreSQL can also empty a table at once: not these

_RESERVED = f"(SELECT COALESCE(SUM(a.units), 0) FROM allocations a WHERE a.batch_id = {{0}}.batch_id AND a.status IN {OPEN})"
# (name, table, event, statement): what keeps the two figures of a batch true.
KEEPERS = [
    ("stock_movements_book", "stock_movements", "INSERT", "UPDATE batches SET on_hand = on_hand + NEW.units WHERE id = NEW.batch_id"),
    ("allocations_book_new", "allocations", "INSERT", f"UPDATE batches SET reserved = {_RESERVED.format('NEW')} WHERE id = NEW.batch_id"),
    ("allocations_book", "allocations", "UPDATE", f"UPDATE batches SET reserved = {_RESERVED.format('NEW')} WHERE id = NEW.batch_id"),
]


def statements(dialect: str) -> list[str]:
    """All CREATE statements, for `sqlite` or `postgresql`."""
    made = []
    for guard in GUARDS:
        if dialect == "sqlite":
            made.append(
                f"CREATE TRIGGER guard_{guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW WHEN {guard.forbidden} "
                f"BEGIN SELECT RAISE(ABORT, '{guard.code}'); END"
            )
        else:
            row = "OLD" if guard.event == "DELETE" else "NEW"
            made.append(
                f"CREATE FUNCTION guard_{guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {guard.forbidden} "
                f"THEN RAISE EXCEPTION '{guard.code}' USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$"
            )
            made.append(
                f"CREATE TRIGGER guard_{guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW EXECUTE FUNCTION guard_{guard.name}()"
            )
    for name, table, event, statement in KEEPERS:
        if dialect == "sqlite":
            made.append(f"CREATE TRIGGER keep_{name} AFTER {event} ON {table} FOR EACH ROW BEGIN {statement}; END")
        else:
            made.append(f"CREATE FUNCTION keep_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {statement}; RETURN NULL; END $$")
            made.append(f"CREATE TRIGGER keep_{name} AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION keep_{name}()")
    if dialect != "sqlite":
        made.append(
            "CREATE FUNCTION guard_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'movement_immutable'; END $$"
        )
        made += [
            f"CREATE TRIGGER guard_{t}_truncate BEFORE TRUNCATE ON {t} FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()" for t in LEDGER
        ]
    return made
