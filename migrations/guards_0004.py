"""The guards of version 4: what came with the committee's meetings."""

from __future__ import annotations

from pharmacy_app.db.guards import Guard, changed, never, not_again, of_version

SAID_IN = "EXISTS (SELECT 1 FROM matching_runs r WHERE r.meeting_id = OLD.id AND r.status = 'confirmed')"

DECISIONS = [
    *never("tier_decisions", "decision_fixed"),
    not_again("tier_decisions", "decision_fixed"),
    *never("reopenings", "decision_fixed"),
    not_again("reopenings", "decision_fixed", "t.id = NEW.id OR t.run_item_id = NEW.run_item_id"),
    # Only a line that the committee refused, and confirmed so, can be taken back.
    Guard("reopenings_of_refused", "reopenings", "INSERT",
          "NOT EXISTS (SELECT 1 FROM run_items i JOIN matching_runs r ON r.id = i.run_id WHERE i.id = NEW.run_item_id AND i.refusal <> '' "
          "AND r.status = 'confirmed')", "line_not_refused"),
    # Who sat there when something was confirmed is not rewritten afterwards.
    not_again("meetings", "meeting_fixed"),
    Guard("meetings_held", "meetings", "UPDATE", f"NEW.id <> OLD.id OR {SAID_IN}", "meeting_fixed"),
    Guard("meetings_kept", "meetings", "DELETE", SAID_IN, "meeting_fixed"),
    # No confirmation without who was there. Proposals of earlier versions were confirmed before meetings were written down.
    Guard("matching_runs_meeting", "matching_runs", "UPDATE OF status",
          "NEW.status = 'confirmed' AND OLD.status <> 'confirmed' AND NEW.meeting_id IS NULL", "meeting_missing"),
    Guard("matching_runs_born_proposed", "matching_runs", "INSERT", "NEW.status = 'confirmed'", "run_fixed"),
    Guard("matching_runs_decided", "matching_runs", "UPDATE",
          f"OLD.status <> 'proposed' AND {changed('id', 'policy_id', 'council_id', 'medicine_id', 'meeting_id', 'from_day', 'days', 'status')}",
          "run_fixed"),
]  # fmt: skip

GUARDS = of_version("0003").also(
    DECISIONS, never_emptied={"tier_decisions": "decision_fixed", "reopenings": "decision_fixed", "meetings": "meeting_fixed"}
)
