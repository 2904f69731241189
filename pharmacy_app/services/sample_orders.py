"""The sample's prescriptions: for what people live with, for what comes and goes, and some that wait until somebody says what is meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from pharmacy_app.db.queries import care, people
from pharmacy_app.db.queries.care import Prescribed
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.text import fold
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.services.order_checks import item_values, people_for_checks
from pharmacy_app.services.orders import Order, understand
from pharmacy_app.services.sample_people import Person, doctors
from pharmacy_app.services.sample_words import MedicineKey, Treatment, by_key, treatments, words

_FIRST_WRITTEN = 160  # days before today
_IN_TREATMENT = 0.36  # of those who live with something that can be treated
_SECOND_MEDICINE = 0.3
_ACUTE_A_WEEK = 9  # per council
_WAITING = 4  # per council


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a doctor: each treatment with its length in days, None where the words say it."""

    person: str
    doctor: str
    written_on: date
    lines: tuple[tuple[Treatment, int | None], ...]


def invent(rng: Random, census: Sequence[Person], councils: int, today: date) -> dict[date, list[Paper]]:
    """Papers by the Friday (or today) on which they are typed in."""
    known, of_council = treatments(), doctors(words(), councils)
    papers = list(_chronic(rng, census, known, of_council, today))
    by_council: dict[int, list[Person]] = defaultdict(list)
    for person in census:
        by_council[person.council].append(person)
    for council, mine in sorted(by_council.items()):
        papers += _passing(rng, mine, known["acute"], of_council[council], today)
        papers += _unclear(rng, mine, known, of_council[council], today)
    found: dict[date, list[Paper]] = defaultdict(list)
    for paper in papers:
        friday = paper.written_on + timedelta(days=(4 - paper.written_on.weekday()) % 7)
        found[min(friday, today)].append(paper)
    return dict(found)


def write(desk: Desk, by: By, papers: Sequence[Paper], medicines: Mapping[int, Medicine]) -> None:
    """Types papers in, in one act; what is not certain waits, by the same rules as everything that people type."""
    today, keys = desk.clock.today(), by_key(medicines)
    with desk.act(by, "prescription.import") as act:
        ids = people.ids_of_codes(act.connection, [paper.person for paper in papers])
        of = {key: person for key, (person, _) in people_for_checks(act.connection, sorted(ids.values()), today).items()}
        doctor = care.doctor_ids(act.connection, sorted({paper.doctor for paper in papers}))
        rows = [Prescribed(ids[paper.person], doctor[fold(paper.doctor)], paper.written_on) for paper in papers]
        values = []
        for paper, paper_id in zip(papers, care.add_prescriptions(act.connection, rows, act.entered_at, by.user_id), strict=True):
            for treatment, days in paper.lines:
                order = _order(treatment, days, keys)
                person = of[ids[paper.person]]
                found = understand(order, paper.written_on, today, person, medicines)
                values.append(item_values(paper_id, order, found, paper.written_on))
                if order.medicine_id is not None:
                    of[person.id] = replace(person, taking=(*person.taking, order.medicine_id))
        care.add_items(act.connection, values)
        act.after = {"prescriptions": len(rows), "items": len(values), "waiting": sum(row["status"] == "waiting" for row in values)}


def _order(treatment: Treatment, days: int | None, keys: Mapping[MedicineKey, int]) -> Order:
    medicine_id = keys[treatment.medicine] if treatment.medicine else None
    return Order(treatment.text, medicine_id, treatment.directions, treatment.per_day or None, days, treatment.chronic)


def _chronic(
    rng: Random, census: Sequence[Person], known: Mapping[str, Sequence[Treatment]], doctor: Sequence[str], today: date
) -> Iterator[Paper]:
    """One paper for each person in treatment; a third of what stays ends, or has just ended, within the month."""
    for person in census:
        chosen: list[Treatment] = []
        for condition in person.row.conditions:
            fitting = [one for one in known.get(condition, ()) if one.from_age <= person.age <= one.to_age]
            if not fitting or rng.random() > _IN_TREATMENT:
                continue
            for _ in range(2 if rng.random() < _SECOND_MEDICINE else 1):
                one = rng.choices(fitting, [each.weight for each in fitting])[0]
                if all(one.medicine != other.medicine for other in chosen):
                    chosen.append(one)
        if chosen:
            passing = all(not one.chronic for one in chosen)
            written_on = today - timedelta(days=rng.randint(1, 20 if passing else _FIRST_WRITTEN))
            until = today + timedelta(days=rng.randint(-6, 29) if rng.random() < 0.35 else rng.randint(30, 110))
            length = max(30, (until - written_on).days + 1)
            yield Paper(
                person.code, doctor[person.council], written_on, tuple((one, length if one.chronic else one.days) for one in chosen)
            )


def _passing(rng: Random, mine: Sequence[Person], known: Sequence[Treatment], doctor: str, today: date) -> Iterator[Paper]:
    """Colds, infections and pain of the last three months, some of them of these days."""
    for days_ago in [*(rng.randint(5, 90) for _ in range(_ACUTE_A_WEEK * 4)), *(rng.randint(0, 2) for _ in range(_ACUTE_A_WEEK))]:
        person = rng.choice(mine)
        fitting = [one for one in known if one.from_age <= person.age <= one.to_age]
        if fitting:
            one = rng.choices(fitting, [each.weight for each in fitting])[0]
            yield Paper(person.code, doctor, today - timedelta(days=days_ago), ((one, one.days),))


def _unclear(rng: Random, mine: Sequence[Person], known: Mapping[str, Sequence[Treatment]], doctor: str, today: date) -> Iterator[Paper]:
    """What waits: nobody can tell the medicine or the dose, or somebody is allergic to it."""
    adults = [person for person in mine if person.age >= 40]
    for person, one in zip(rng.sample(adults, _WAITING), rng.sample(list(known["waiting"]), _WAITING), strict=True):
        yield Paper(person.code, doctor, today - timedelta(days=rng.randint(1, 25)), ((one, one.days),))
    penicillin = next(one for one in known["acute"] if one.medicine and one.medicine[0] == "amoxicillin" and one.from_age >= 12)
    allergic = [person for person in mine if "penicilina" in person.row.allergies and person.age >= 12]
    for person in allergic[:1]:
        yield Paper(person.code, doctor, today - timedelta(days=1), ((penicillin, penicillin.days),))
