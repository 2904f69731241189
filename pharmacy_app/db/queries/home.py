"""What waits for somebody today: counts for the first room, a fixed number of statements however large the pharmacy is.

Plain SQL, because the first room is shown before SQLAlchemy is loaded (`db/glance.py`) and must say the same afterwards.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.asking import Ask, day, the_day


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """Lots with units that share a status, an expiry date, and what is known of the box: `identity`, and whether it is never handed out here."""

    status: str
    identity: str
    undispensed: bool
    expiry: date | None
    lots: int
    units: int
    free: int


def shelf(ask: Ask) -> tuple[ShelfRow, ...]:
    """All that stands on the shelf, the first to expire first."""
    rows = ask("""
        SELECT b.status, p.identity, p.undispensed_id IS NOT NULL AS undispensed, b.expiry, count(*), sum(b.on_hand), sum(b.on_hand - b.reserved)
        FROM batches b JOIN products p ON p.id = b.product_id
        WHERE b.on_hand > 0
        GROUP BY b.status, p.identity, p.undispensed_id IS NOT NULL, b.expiry
        ORDER BY b.expiry""")
    return tuple(
        ShelfRow(status, identity, bool(undispensed), day(expiry), lots, int(units), int(free))
        for status, identity, undispensed, expiry, lots, units, free in rows
    )


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round that is planned or out: its stops, and the slips that have no result yet."""

    id: int
    walked_on: date
    council: str
    status: str
    stops: int
    slips: int


def open_rounds(ask: Ask) -> tuple[OpenRound, ...]:
    """Rounds that are not closed, the oldest first."""
    rows = ask("""
        SELECT r.id, r.walked_on, c.name, r.status, count(DISTINCT d.id), count(s.id)
        FROM rounds r
        LEFT JOIN councils c ON c.id = r.council_id
        LEFT JOIN deliveries d ON d.round_id = r.id
        LEFT JOIN slips s ON s.delivery_id = d.id
        WHERE r.status IN ('planned', 'out')
        GROUP BY r.id, r.walked_on, c.name, r.status
        ORDER BY r.walked_on, r.id""")
    return tuple(OpenRound(id_, the_day(walked), name or "", status, stops, slips) for id_, walked, name, status, stops, slips in rows)


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """A proposal that nobody has confirmed: for which days, for how many lines, and how many of them get something."""

    id: int
    from_day: date
    days: int
    lines: int
    served: int


def open_proposal(ask: Ask) -> OpenProposal | None:
    """The newest proposal on the table, or None."""
    rows = ask("""
        SELECT m.id, m.from_day, m.days, count(i.id), count(nullif(i.units_granted, 0))
        FROM matching_runs m LEFT JOIN run_items i ON i.run_id = m.id
        WHERE m.status = 'proposed'
        GROUP BY m.id, m.from_day, m.days
        ORDER BY m.id DESC LIMIT 1""")
    return next((OpenProposal(id_, the_day(first), days, lines, served) for id_, first, days, lines, served in rows), None)


@dataclass(frozen=True, slots=True)
class Begun:
    """Drafts of donations, the first one's id; whether there is any donation and anybody in the census; how many councils there are."""

    drafts: int
    first_draft: int | None
    donations: bool
    people: bool
    councils: int


def begun(ask: Ask) -> Begun:
    """What needs no count of anything that grows."""
    ((drafts, first_draft, donations, people, councils),) = ask("""
        SELECT (SELECT count(*) FROM donations WHERE status = 'draft'), (SELECT min(id) FROM donations WHERE status = 'draft'),
               EXISTS (SELECT 1 FROM donations), EXISTS (SELECT 1 FROM patients), (SELECT count(*) FROM councils)""")
    return Begun(drafts, first_draft, bool(donations), bool(people), councils)


@dataclass(frozen=True, slots=True)
class Promised:
    """People with confirmed units and no round, those units; how many of these people have waited too long since a door was missed."""

    people: int
    units: int
    too_long: int


def promised(ask: Ask, missed_until: date) -> Promised:
    """What waits for a round; too long waits what first came back from a door on that day or before."""
    ((people, units, too_long),) = ask(
        """
        SELECT count(DISTINCT p.patient_id), coalesce(sum(a.units), 0),
            count(DISTINCT CASE WHEN a.missed_on <= :until THEN p.patient_id END)
        FROM allocations a
        JOIN run_items r ON r.id = a.run_item_id
        JOIN prescription_items i ON i.id = r.item_id
        JOIN prescriptions p ON p.id = i.prescription_id
        WHERE a.status = 'reserved' AND a.slip_id IS NULL""",
        until=missed_until.isoformat(),
    )
    return Promised(people, int(units), too_long)


def freed(ask: Ask, day: date) -> tuple[str, ...]:
    """What the acts of this day that freed bags nobody was at home for wrote into the record (JSON)."""
    rows = ask("SELECT after FROM audit WHERE verb = 'round.release' AND occurred_on = :day ORDER BY id", day=day.isoformat())
    return tuple(row[0] for row in rows)


@dataclass(frozen=True, slots=True)
class Orders:
    """Open lines of prescriptions of people who are here."""

    waiting: int
    ending: int
    first_end: date | None


def orders(ask: Ask, ending_by: date) -> Orders:
    """How many lines wait for an answer, and how many chronic ones a doctor must look at again by this day."""
    ((waits, ending, first_end),) = ask(
        """
        SELECT count(*) FILTER (WHERE i.status = 'waiting'), count(*) FILTER (WHERE i.status = 'active'),
               min(i.review_on) FILTER (WHERE i.status = 'active')
        FROM prescription_items i
        JOIN prescriptions p ON p.id = i.prescription_id
        JOIN patients n ON n.id = p.patient_id
        WHERE (i.status = 'waiting' OR i.status = 'active' AND i.chronic AND i.review_on <= :ending_by) AND n.active""",
        ending_by=ending_by.isoformat(),
    )
    return Orders(waits, ending, day(first_end))


def out_of_stock(ask: Ask, today: date) -> tuple[int, int]:
    """(medicines that somebody takes today and of which nothing usable stands on the shelf, people who take them)."""
    ((medicines, people),) = ask(
        """
        SELECT count(DISTINCT i.medicine_id), count(DISTINCT p.patient_id)
        FROM prescription_items i
        JOIN prescriptions p ON p.id = i.prescription_id
        JOIN patients n ON n.id = p.patient_id
        WHERE i.status = 'active' AND i.starts_on <= :today AND (i.chronic OR i.review_on >= :today) AND n.active
          AND i.medicine_id NOT IN (
            SELECT g.medicine_id FROM products g JOIN batches b ON b.product_id = g.id
            WHERE g.medicine_id IS NOT NULL AND g.identity = 'known' AND b.status = 'available' AND b.on_hand > 0 AND b.expiry >= :today)""",
        today=today.isoformat(),
    )
    return medicines, people


@dataclass(frozen=True, slots=True)
class CouncilNeeds:
    """Treatments taken today in a council, and those of them whose medicine is in the house or promised for the day."""

    council: str
    taken: int
    covered: int


def needs_by_council(ask: Ask, today: date) -> tuple[CouncilNeeds, ...]:
    """Every council with treatments, in the order of the census. Counted by house first: there are fewer houses to look up than lines."""
    rows = ask(
        """
        SELECT c.name, sum(x.taken), sum(x.covered)
        FROM (
            SELECT n.household_id, count(*) AS taken, count(*) FILTER (WHERE i.id IN (
                SELECT r.item_id FROM run_items r JOIN allocations a ON a.run_item_id = r.id
                WHERE a.status IN ('reserved', 'out', 'delivered') AND a.last_day >= :today)) AS covered
            FROM prescription_items i
            JOIN prescriptions p ON p.id = i.prescription_id
            JOIN patients n ON n.id = p.patient_id
            WHERE i.status = 'active' AND i.starts_on <= :today AND (i.chronic OR i.review_on >= :today) AND n.active AND NOT i.as_needed
            GROUP BY n.household_id
        ) x
        JOIN households h ON h.id = x.household_id
        JOIN sectors s ON s.id = h.sector_id
        JOIN councils c ON c.id = s.council_id
        GROUP BY c.id, c.name, c.position
        ORDER BY c.position, c.name""",
        today=today.isoformat(),
    )
    return tuple(CouncilNeeds(name, int(taken), int(covered)) for name, taken, covered in rows)


@dataclass(frozen=True, slots=True)
class KitsDue:
    """Families of a council with a chronic treatment whose last kit was for a quarter that is over."""

    council_id: int
    council: str
    families: int


def kits_due(ask: Ask, quarter_ago: date) -> tuple[KitsDue, ...]:
    """Councils with such families, the one with most first; none where the committee's rules leave treatments that run out of the kit.

    Who never had a kit is not counted, nor who was handed one later than planned; nor those to whom the rules may give nothing this time:
    what they give each person is worked out where kits are prepared.
    """
    rows = ask(
        """
        SELECT c.id, c.name, count(*), (SELECT rules FROM kit_rules ORDER BY version DESC LIMIT 1)
        FROM (
            SELECT household_id FROM family_kits WHERE status <> 'cancelled'
            GROUP BY household_id HAVING max(due_on) <= :quarter_ago
        ) k
        JOIN households h ON h.id = k.household_id
        JOIN sectors s ON s.id = h.sector_id
        JOIN councils c ON c.id = s.council_id
        WHERE EXISTS (
            SELECT 1 FROM patients n
            JOIN prescriptions p ON p.patient_id = n.id
            JOIN prescription_items i ON i.prescription_id = p.id
            WHERE n.household_id = k.household_id AND n.active AND i.chronic AND i.status = 'active')
          AND NOT EXISTS (
            SELECT 1 FROM deliveries d
            JOIN rounds r ON r.id = d.round_id
            JOIN slips l ON l.delivery_id = d.id
            JOIN allocations a ON a.slip_id = l.id
            JOIN run_items m ON m.id = a.run_item_id
            JOIN prescription_items i ON i.id = m.item_id
            JOIN prescriptions p ON p.id = i.prescription_id
            WHERE d.household_id = k.household_id AND r.walked_on > :quarter_ago AND a.status = 'delivered'
              AND (p.kit_id IS NOT NULL OR m.reasons LIKE :of_a_kit))
        GROUP BY c.id, c.name, c.position
        ORDER BY count(*) DESC, c.position, c.id""",
        quarter_ago=quarter_ago.isoformat(),
        of_a_kit='%["kit", {}]%',
    )
    if rows and rows[0][3] and not json.loads(rows[0][3])["chronic"]:
        return ()
    return tuple(KitsDue(*row[:3]) for row in rows)


@dataclass(frozen=True, slots=True)
class SheetsOut:
    """Visit sheets that have not come back, nor are given up, though their week is over: how many, the oldest one's Monday and number."""

    sheets: int
    week_of: date | None
    first: int | None


def sheets_out(ask: Ask, week_until: date) -> SheetsOut:
    """Those of weeks that began on this day or before."""
    rows = ask(
        "SELECT id, week_of FROM visit_sheets WHERE returned_on IS NULL AND lost_on IS NULL AND week_of <= :until ORDER BY week_of, id",
        until=week_until.isoformat(),
    )
    return SheetsOut(len(rows), the_day(rows[0][1]), rows[0][0]) if rows else SheetsOut(0, None, None)


@dataclass(frozen=True, slots=True)
class UserRow:
    """A neighbour who works here."""

    id: int
    name: str
    active: bool


def users(ask: Ask) -> tuple[UserRow, ...]:
    """Everybody who works here, by name."""
    return tuple(UserRow(id_, name, bool(active)) for id_, name, active in ask("SELECT id, name, active FROM users ORDER BY name"))


def settings(ask: Ask) -> dict[str, str]:
    """All settings by name."""
    return dict(ask("SELECT name, value FROM settings"))


@dataclass(frozen=True, slots=True)
class ActRow:
    """One line of the record, as far as the first room shows it."""

    user: str
    verb: str
    occurred_on: date


def latest_acts(ask: Ask, limit: int) -> tuple[ActRow, ...]:
    """The last things that anybody did, the newest first."""
    rows = ask(
        "SELECT u.name, a.verb, a.occurred_on FROM audit a JOIN users u ON u.id = a.user_id "
        "WHERE a.verb <> 'person.opened' ORDER BY a.id DESC LIMIT :most",
        most=limit,
    )
    return tuple(ActRow(user, verb, the_day(on)) for user, verb, on in rows)
