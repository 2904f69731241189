"""Who waits: the count for the first room, in plain SQL, because that room is shown before SQLAlchemy is loaded."""

from __future__ import annotations

from datetime import date

from pharmacy_app.db.asking import Ask


def returned(ask: Ask, day: date) -> tuple[int, int]:
    """Lines that were deferred or given in part, and whose medicine is free on the shelf on this day; and how many people those are."""
    rows = ask(
        """
        SELECT count(DISTINCT i.item_id), count(DISTINCT p.patient_id)
        FROM run_items i
        JOIN matching_runs r ON r.id = i.run_id AND r.status = 'confirmed'
        JOIN prescription_items t ON t.id = i.item_id AND t.status = 'active'
        JOIN prescriptions p ON p.id = t.prescription_id
        JOIN patients w ON w.id = p.patient_id AND w.active
        WHERE i.units_granted < i.units_asked AND i.refusal = '' AND NOT i.refused
        AND NOT EXISTS (
            SELECT 1 FROM run_items n JOIN matching_runs m ON m.id = n.run_id AND m.status = 'confirmed'
            WHERE n.item_id = i.item_id AND n.run_id > i.run_id)
        AND EXISTS (
            SELECT 1 FROM products o JOIN batches b ON b.product_id = o.id
            WHERE o.medicine_id = i.medicine_id AND o.identity = 'known' AND b.status = 'available' AND b.on_hand > b.reserved
            AND b.expiry >= :day)""",
        day=str(day),
    )
    items, people = rows[0]
    return int(str(items)), int(str(people))
