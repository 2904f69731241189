"""The guards of version 2: what came with the intake."""

from __future__ import annotations

from pharmacy_app.db.guards import Guard, changed, never, not_again, of_version

BEFORE = of_version("0001")

ARRIVAL = [
    *never("arrival_rules", "policy_immutable"),
    not_again("arrival_rules", "policy_immutable", "t.id = NEW.id OR t.version = NEW.version"),
    Guard("donations_received", "donations", "UPDATE",
          f"NEW.id <> OLD.id OR (OLD.status <> 'draft' AND {changed('donor_id', 'received_on', 'status', 'arrival_rules_id')})", "donation_fixed"),
    Guard("batches_expired_on_arrival", "batches", "INSERT",
          "NEW.status = 'available' AND EXISTS (SELECT 1 FROM donations d WHERE d.id = NEW.donation_id AND NEW.expiry < d.received_on)",
          "expired_on_arrival"),
]  # fmt: skip

# What one person said of a box that no exact key knows is not dispensed until another person says the same.
SECOND_PERSON = [
    Guard("products_second_person", "products", "UPDATE",
          "NEW.identity = 'known' AND OLD.medicine_id IS NOT NULL AND NEW.medicine_id IS NOT NULL AND NEW.confirmed_by IS NULL "
          f"AND {changed('identity', 'medicine_id', 'identified_by')}", "second_person_needed"),
    *(guard._replace(forbidden=guard.forbidden.replace("p.medicine_id IS NOT NULL", "p.identity = 'known'"))
      for guard in BEFORE.guards if "p.medicine_id IS NOT NULL" in guard.forbidden),
]  # fmt: skip

# What a carrier brought back is noted while the round is open; afterwards the slips and the ledger say it.
ANSWERS = [
    Guard(f"slip_answers_{event.lower()}", "slip_answers", event,
          "NOT EXISTS (SELECT 1 FROM slips s JOIN deliveries d ON d.id = s.delivery_id JOIN rounds r ON r.id = d.round_id "
          "WHERE s.id = NEW.slip_id AND r.status = 'out')", "round_not_out")
    for event in ("INSERT", "UPDATE")
]  # fmt: skip

GUARDS = BEFORE.also(
    [*ARRIVAL, *SECOND_PERSON, *ANSWERS],
    never_emptied={"arrival_rules": "policy_immutable"},
    whole=(("donation_lines", "accepted"),),
    whole_or_nothing=True,
)
