"""The members of families as the kits' rules see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from pharmacy_app.db.queries import care, people
from pharmacy_app.db.queries import kits as kept
from pharmacy_app.db.queries.kits import MemberRow
from pharmacy_app.domain.allergies import allergy_words
from pharmacy_app.domain.circumstances import circumstances
from pharmacy_app.domain.kit_rules import KitRules
from pharmacy_app.domain.kits import Member, held_on
from pharmacy_app.services.desk import Connection
from pharmacy_app.services.order_checks import runs


def members_of(connection: Connection, household_ids: Sequence[int], rules: KitRules, day: date) -> tuple[tuple[MemberRow, Member], ...]:
    """Everybody who lives in these houses, in order of house; seven kinds of statement, whatever the number of people."""
    rows = kept.members(connection, household_ids)
    ids = [row.id for row in rows]
    since = day - timedelta(days=max((rule.rest_days for rule in rules.rules), default=0))
    told = people.allergies(connection, ids)
    ill = kept.conditions(connection, ids)
    held = kept.criteria(connection, ids)
    late = kept.received(connection, ids, since)
    taking: dict[int, list[int]] = defaultdict(list)
    for item in care.open_items_of_people(connection, ids):
        if item.medicine_id is not None and runs(item, day):
            taking[item.patient_id].append(item.medicine_id)
    found = []
    for row in rows:
        criteria = frozenset(held.get(row.id, ()))
        conditions = held_on(ill.get(row.id, ()), day) | ({"pregnancy"} if "pregnant" in criteria else set())
        said = tuple(word for one in told.get(row.id, ()) for word in allergy_words(one.told, one.inn, one.atc))
        words = circumstances(criteria, conditions, row.birth_date, day)
        found.append(
            (
                row,
                Member(
                    row.id, row.birth_date, row.birth_estimated, row.sex, conditions, criteria, said, words,
                    tuple(taking[row.id]), late.get(row.id, ()),
                ),
            )
        )  # fmt: skip
    return tuple(found)
