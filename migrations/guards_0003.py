"""The triggers of version 3, for SQLite and PostgreSQL: what the database itself refuses, whoever asks.

Each guard is written once: (name, table, when, condition that must NOT hold, code). Both dialects are made from it.
A migration that rebuilds a guarded table must create its guards again: dropping a table drops its triggers.
"""

from __future__ import annotations

from typing import NamedTuple


class Guard(NamedTuple):
    """Before an `event` on `table`, the row is refused with `code` where `forbidden` holds.

    Columns are named in the event only where SQLite's other name of an id (`SET rowid = ...`) cannot slip past.
    """

    name: str
    table: str
    event: str  # INSERT, DELETE, UPDATE, or "UPDATE OF a, b"
    forbidden: str
    code: str


USABLE = """EXISTS (SELECT 1 FROM batches b JOIN products p ON p.id = b.product_id
    WHERE b.id = NEW.batch_id AND b.status = 'available' AND p.identity = 'known')"""
OPEN = "('reserved', 'out')"
TOO_LATE = f"""NEW.status IN {OPEN} AND EXISTS (SELECT 1 FROM batches b
    WHERE b.id = NEW.batch_id AND (b.expiry < NEW.last_day OR b.expiry < NEW.reserved_on))"""


def _changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns) + ")"


def _never(table: str, code: str) -> list[Guard]:
    return [Guard(f"{table}_no_{event.lower()}", table, event, "1 = 1", code) for event in ("UPDATE", "DELETE")]


def _not_again(table: str, code: str, key: str = "t.id = NEW.id") -> Guard:
    """`INSERT OR REPLACE` deletes the old row without asking its triggers: so a key that is there can't be inserted."""
    return Guard(f"{table}_not_again", table, "INSERT", f"EXISTS (SELECT 1 FROM {table} t WHERE {key})", code)


def _no_draft(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM donations d WHERE d.id = {row}.donation_id AND d.status <> 'draft')"


def _confirmed(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM matching_runs r WHERE r.id = {row}.run_id AND r.status = 'confirmed')"


def _handed_out(slips: str) -> str:
    return f"EXISTS (SELECT 1 FROM allocations a WHERE a.slip_id IN ({slips}) AND a.status = 'delivered')"


RECORD = [
    *_never("stock_movements", "movement_immutable"),
    _not_again("stock_movements", "movement_immutable", "t.id = NEW.id OR t.reverses_id = NEW.reverses_id"),
    *_never("audit", "audit_immutable"),
    _not_again("audit", "audit_immutable", "t.id = NEW.id OR t.token = NEW.token"),
    *_never("policies", "policy_immutable"),
    _not_again("policies", "policy_immutable", "t.id = NEW.id OR t.version = NEW.version"),
    *_never("arrival_rules", "policy_immutable"),
    *_never("kit_rules", "policy_immutable"),
    _not_again("kit_rules", "policy_immutable", "t.id = NEW.id OR t.version = NEW.version"),
    *_never("patient_events", "history_fixed"),
    _not_again("patient_events", "history_fixed"),
    _not_again("patient_merges", "history_fixed"),
    Guard("patient_merges_kept", "patient_merges", "DELETE", "1 = 1", "history_fixed"),
    Guard("patient_merges_undone_once", "patient_merges", "UPDATE",
          f"{_changed('id', 'kept_id', 'merged_id', 'moved')} OR (OLD.undone_at IS NOT NULL AND {_changed('undone_at', 'undone_by')})",
          "history_fixed"),
    _not_again("arrival_rules", "policy_immutable", "t.id = NEW.id OR t.version = NEW.version"),
    # A past decision is explained with the run it was made in, and its lines.
    _not_again("matching_runs", "run_fixed"),
    Guard("matching_runs_decided", "matching_runs", "UPDATE",
          f"OLD.status <> 'proposed' AND {_changed('id', 'policy_id', 'council_id', 'from_day', 'days', 'status')}", "run_fixed"),
    _not_again("run_items", "run_fixed"),
    Guard("run_items_decided", "run_items", "UPDATE", f"NEW.id <> OLD.id OR {_confirmed('OLD')} OR {_confirmed('NEW')}", "run_fixed"),
    Guard("run_items_kept", "run_items", "DELETE", _confirmed("OLD"), "run_fixed"),
]  # fmt: skip

SHELF = [
    _not_again("donations", "donation_fixed"),
    Guard("donations_received", "donations", "UPDATE",
          f"NEW.id <> OLD.id OR (OLD.status <> 'draft' AND {_changed('donor_id', 'received_on', 'status', 'arrival_rules_id')})", "donation_fixed"),
    _not_again("donation_lines", "donation_fixed"),
    Guard("donation_lines_added", "donation_lines", "INSERT", _no_draft("NEW"), "donation_fixed"),
    Guard("donation_lines_received", "donation_lines", "UPDATE", f"NEW.id <> OLD.id OR {_no_draft('OLD')} OR {_no_draft('NEW')}",
          "donation_fixed"),
    Guard("donation_lines_kept", "donation_lines", "DELETE", _no_draft("OLD"), "donation_fixed"),
    # A box that is promised, even in a proposal that nobody has confirmed yet, can't turn into another medicine on the way to the door.
    Guard("products_known", "products", "UPDATE",
          "NEW.id <> OLD.id OR (OLD.medicine_id IS NOT NULL AND NEW.medicine_id IS DISTINCT FROM OLD.medicine_id AND EXISTS "
          "(SELECT 1 FROM allocations a JOIN batches b ON b.id = a.batch_id WHERE b.product_id = OLD.id AND a.status <> 'released'))",
          "product_in_use"),
    # What one person said of a box that no exact key knows is not dispensed until another person says the same.
    Guard("products_second_person", "products", "UPDATE",
          "NEW.identity = 'known' AND OLD.medicine_id IS NOT NULL AND NEW.medicine_id IS NOT NULL AND NEW.confirmed_by IS NULL "
          f"AND {_changed('identity', 'medicine_id', 'identified_by')}", "second_person_needed"),
    _not_again("batches", "batch_identity_fixed"),
    Guard("batches_expired_on_arrival", "batches", "INSERT",
          "NEW.status = 'available' AND EXISTS (SELECT 1 FROM donations d WHERE d.id = NEW.donation_id AND NEW.expiry < d.received_on)",
          "expired_on_arrival"),
    Guard("batches_start_empty", "batches", "INSERT", "NEW.on_hand <> 0 OR NEW.reserved <> 0", "batch_starts_empty"),
    Guard("batches_on_hand", "batches", "UPDATE OF on_hand",
          "NEW.on_hand <> (SELECT COALESCE(SUM(m.units), 0) FROM stock_movements m WHERE m.batch_id = NEW.id)", "on_hand_by_ledger_only"),
    Guard("batches_reserved", "batches", "UPDATE OF reserved",
          f"NEW.reserved <> (SELECT COALESCE(SUM(a.units), 0) FROM allocations a WHERE a.batch_id = NEW.id AND a.status IN {OPEN})",
          "reserved_by_allocations_only"),
    Guard("batches_identity", "batches", "UPDATE", _changed("id", "product_id", "donation_id", "lot"), "batch_identity_fixed"),
    # A wrong date is put right while the batch is set aside, never under somebody's reservation.
    Guard("batches_expiry", "batches", "UPDATE OF expiry, expiry_raw", f"OLD.status = 'available' AND {_changed('expiry', 'expiry_raw')}",
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

CARE = [
    # Nothing is ordered for somebody who has died, has left, or is another entry of the census.
    *(Guard(f"prescriptions_{event.split()[0].lower()}_somebody_here", "prescriptions", event,
            "EXISTS (SELECT 1 FROM patients p WHERE p.id = NEW.patient_id AND NOT p.active)", "person_left")
      for event in ("INSERT", "UPDATE OF patient_id")),
]  # fmt: skip

PROMISES = [
    _not_again("allocations", "allocation_fixed"),
    Guard("allocations_born_open", "allocations", "INSERT", "NEW.status IN ('delivered', 'released')", "allocation_fixed"),
    Guard("allocations_reserve_new", "allocations", "INSERT", f"NEW.status IN {OPEN} AND NOT {USABLE}", "not_dispensable"),
    Guard("allocations_reserve", "allocations", "UPDATE OF status", f"NEW.status IN {OPEN} AND NEW.status <> OLD.status AND NOT {USABLE}",
          "not_dispensable"),
    Guard("allocations_expiry_new", "allocations", "INSERT", TOO_LATE, "expired_on_day"),
    Guard("allocations_expiry", "allocations", "UPDATE OF status, reserved_on, first_day, last_day", TOO_LATE, "expired_on_day"),
    Guard("allocations_fixed", "allocations", "UPDATE",
          f"NEW.id <> OLD.id OR (OLD.status <> 'proposed' AND ({_changed('batch_id', 'units', 'run_item_id')} OR NEW.status = 'proposed' "
          f"OR (OLD.status IN ('delivered', 'released') AND {_changed('status', 'delivered_units')}) "
          f"OR (OLD.status = 'delivered' AND {_changed('slip_id')})))", "allocation_fixed"),
    Guard("allocations_delivered", "allocations", "UPDATE OF status", "NEW.status = 'delivered' AND OLD.status NOT IN ('out', 'delivered')",
          "allocation_fixed"),
    Guard("allocations_kept", "allocations", "DELETE", "OLD.status <> 'proposed'", "allocation_fixed"),
    # From a unit at a door one can go back: who got it and where is not rewritten afterwards.
    Guard("slips_fixed", "slips", "UPDATE", f"{_changed('id', 'delivery_id', 'patient_id', 'code')} AND {_handed_out('OLD.id')}",
          "slip_fixed"),
    Guard("deliveries_fixed", "deliveries", "UPDATE",
          f"{_changed('id', 'round_id', 'household_id')} AND {_handed_out('SELECT s.id FROM slips s WHERE s.delivery_id = OLD.id')}",
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
    # What a carrier brought back is noted while the round is open; afterwards the slips and the ledger say it.
    *(Guard(f"slip_answers_{event.lower()}", "slip_answers", event,
            "NOT EXISTS (SELECT 1 FROM slips s JOIN deliveries d ON d.id = s.delivery_id JOIN rounds r ON r.id = d.round_id "
            "WHERE s.id = NEW.slip_id AND r.status = 'out')", "round_not_out") for event in ("INSERT", "UPDATE")),
]  # fmt: skip

GUARDS = [*RECORD, *SHELF, *CARE, *PROMISES]

# SQLite keeps `1.5` in an integer column and `soon` in a date column; PostgreSQL's types refuse both.
WHOLE = (("stock_movements", "units"), ("allocations", "units"), ("donation_lines", "quantity"), ("donation_lines", "accepted"))
DAYS = (("stock_movements", "occurred_on"), ("allocations", "last_day"), ("allocations", "reserved_on"), ("batches", "expiry"),
        ("donation_lines", "expiry"))  # fmt: skip
SQLITE_TYPES = [
    *(Guard(f"{table}_{column}_whole_{event.lower()}", table, f"{event}{of}", f"typeof(NEW.{column}) NOT IN ('integer', 'null')", "units_not_whole")
      for table, column in WHOLE for event, of in (("INSERT", ""), ("UPDATE", f" OF {column}"))),
    *(Guard(f"{table}_{column}_day_{event.lower()}", table, f"{event}{of}", f"NEW.{column} IS NOT date(NEW.{column})", "not_a_day")
      for table, column in DAYS for event, of in (("INSERT", ""), ("UPDATE", f" OF {column}"))),
]  # fmt: skip

# PostgreSQL can also empty a table at once.
NEVER_EMPTIED = {
    "stock_movements": "movement_immutable", "audit": "audit_immutable", "policies": "policy_immutable", "allocations": "allocation_fixed",
    "batches": "batch_identity_fixed", "donations": "donation_fixed", "donation_lines": "donation_fixed", "run_items": "run_fixed",
    "arrival_rules": "policy_immutable", "kit_rules": "policy_immutable", "patient_events": "history_fixed",
    "patient_merges": "history_fixed",
}  # fmt: skip

# (name, table, event, statement): what keeps the two figures of a batch true.
KEEPERS = [
    ("stock_movements_book", "stock_movements", "INSERT",
     "UPDATE batches SET on_hand = (SELECT COALESCE(SUM(m.units), 0) FROM stock_movements m WHERE m.batch_id = NEW.batch_id) "
     "WHERE id = NEW.batch_id"),
    *((name, "allocations", event,
       f"UPDATE batches SET reserved = (SELECT COALESCE(SUM(a.units), 0) FROM allocations a WHERE a.batch_id = NEW.batch_id "
       f"AND a.status IN {OPEN}) WHERE id = NEW.batch_id")
      for name, event in (("allocations_book_new", "INSERT"), ("allocations_book", "UPDATE OF status, units, batch_id"))),
]  # fmt: skip

# On PostgreSQL two people write at once. Whoever promises or moves units of a batch takes its lock before the guards look at it:
# else one could reserve what the other, not yet committed, has just recalled. ("first" comes before "guard": triggers fire by name.)
FIRST = (
    ("allocations", "INSERT OR UPDATE OF status, units, batch_id", "NEW.status <> 'proposed'"),
    ("stock_movements", "INSERT", "true"),
)


def statements(dialect: str) -> list[str]:
    """All CREATE statements, for `sqlite` or `postgresql`."""
    return _sqlite() if dialect == "sqlite" else _postgresql()


def _sqlite() -> list[str]:
    return [
        *(
            f"CREATE TRIGGER guard_{guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW WHEN {guard.forbidden} "
            f"BEGIN SELECT RAISE(ABORT, '{guard.code}'); END"
            for guard in (*GUARDS, *SQLITE_TYPES)
        ),
        *(
            f"CREATE TRIGGER keep_{name} AFTER {event} ON {table} FOR EACH ROW BEGIN {statement}; END"
            for name, table, event, statement in KEEPERS
        ),
    ]


def _postgresql() -> list[str]:
    made = []
    for table, event, when in FIRST:
        lock = f"IF {when} THEN PERFORM 1 FROM batches b WHERE b.id = NEW.batch_id FOR UPDATE; END IF; RETURN NEW;"
        made += _trigger(f"first_lock_{table}", f"BEFORE {event} ON {table} FOR EACH ROW", lock)
    for guard in GUARDS:
        row = "OLD" if guard.event == "DELETE" else "NEW"
        body = f"IF {guard.forbidden} THEN {_raise(guard.code)} END IF; RETURN {row};"
        made += _trigger(f"guard_{guard.name}", f"BEFORE {guard.event} ON {guard.table} FOR EACH ROW", body)
    for name, table, event, statement in KEEPERS:
        made += _trigger(f"keep_{name}", f"AFTER {event} ON {table} FOR EACH ROW", f"{statement}; RETURN NULL;")
    for table, code in NEVER_EMPTIED.items():
        made += _trigger(f"guard_{table}_truncate", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT", f"{_raise(code)} RETURN NULL;")
    return made


def _raise(code: str) -> str:
    return f"RAISE EXCEPTION '{code}' USING ERRCODE = 'check_violation';"


def _trigger(name: str, when: str, body: str) -> list[str]:
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()",
    ]
