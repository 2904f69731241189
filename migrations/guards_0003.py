"""The guards of version 3: what came with the community."""

from __future__ import annotations

from pharmacy_app.db.guards import Guard, changed, never, not_again, of_version

HISTORY = [
    *never("kit_rules", "policy_immutable"),
    not_again("kit_rules", "policy_immutable", "t.id = NEW.id OR t.version = NEW.version"),
    *never("patient_events", "history_fixed"),
    not_again("patient_events", "history_fixed"),
    not_again("patient_merges", "history_fixed"),
    Guard("patient_merges_kept", "patient_merges", "DELETE", "1 = 1", "history_fixed"),
    Guard("patient_merges_undone_once", "patient_merges", "UPDATE",
          f"{changed('id', 'kept_id', 'merged_id', 'moved')} OR (OLD.undone_at IS NOT NULL AND {changed('undone_at', 'undone_by')})",
          "history_fixed"),
]  # fmt: skip

# Nothing is ordered for somebody who has died, has left, or is another entry of the census.
SOMEBODY_HERE = [
    Guard(f"prescriptions_{event.split()[0].lower()}_somebody_here", "prescriptions", event,
          "EXISTS (SELECT 1 FROM patients p WHERE p.id = NEW.patient_id AND NOT p.active)", "person_left")
    for event in ("INSERT", "UPDATE OF patient_id")
]  # fmt: skip

GUARDS = of_version("0002").also(
    [*HISTORY, *SOMEBODY_HERE],
    never_emptied={"kit_rules": "policy_immutable", "patient_events": "history_fixed", "patient_merges": "history_fixed"},
)
