"""The shelf by medicine, as the stock room shows it: lots under their medicine, what can be handed out, for how many days it lasts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from pharmacy_app.db.queries import care
from pharmacy_app.db.queries import catalogue as shelved
from pharmacy_app.db.queries import stock as shelf
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.text import fold
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.recognising import KNOWN, TOLD
from pharmacy_app.services.stock import StockLine, standing_of

USE_DAYS = 90  # over which what went to the doors is reckoned as use
SET_ASIDE = frozenset(("quarantine", "held", "recalled", "no_date"))


@dataclass(frozen=True, slots=True)
class OnShelf:
    """A medicine, or a box of which it is not known what it is (`medicine` None), with its lots, the first to expire first.

    `per_day`: units used in a day, the greater of what went to doors lately and what is prescribed; None until it is reckoned.
    `words`: all its names, folded, for search.
    """

    medicine: Medicine | None
    description: str
    lines: tuple[StockLine, ...]
    per_day: float | None
    words: str

    @property
    def key(self) -> str:
        """Tells it from the others, also after it was read again."""
        return f"medicine {self.medicine.id}" if self.medicine else f"said {fold(self.description)}"

    @property
    def waits(self) -> StockLine | None:
        """A lot that one person has named, and that waits for a second one."""
        return next((line for line in self.stocked if line.batch.identity == TOLD), None)

    @property
    def never(self) -> StockLine | None:
        """A lot of what is received and never handed out here."""
        return next((line for line in self.stocked if line.batch.undispensed is not None), None)

    @property
    def stocked(self) -> tuple[StockLine, ...]:
        """Its lots of which anything is left."""
        return tuple(line for line in self.lines if line.batch.on_hand)

    @property
    def units(self) -> int:
        """Units that may be handed out, those promised to somebody included; nothing expired or set aside."""
        return sum(line.batch.on_hand for line in self.lines if line.standing.usable)

    @property
    def reserved(self) -> int:
        return sum(line.batch.reserved for line in self.lines)

    @property
    def aside(self) -> int:
        """Units that wait for a decision: quarantine, hold, recall, no date."""
        return sum(line.batch.on_hand for line in self.lines if line.standing.code in SET_ASIDE)

    @property
    def expired(self) -> int:
        return sum(line.batch.on_hand for line in self.lines if line.standing.code == "expired")

    @property
    def days(self) -> int | None:
        """For how many days it lasts; None where nobody takes it, nobody knows what it is, or it is not reckoned yet."""
        return int(self.units / self.per_day) if self.per_day and self.medicine else None

    @property
    def out(self) -> bool:
        """Known, and nothing of it can be handed out: what is expired only does not count."""
        return self.medicine is not None and not self.units and not self.aside


def overview(desk: Desk, donor_id: int | None = None) -> tuple[OnShelf, ...]:
    """Every medicine that is or was on the shelf, or is prescribed and is not there; boxes that are not known, by their words, last.

    With `donor_id`, only what that donor sent. For how long it lasts is reckoned apart: `lasting`, with `daily_rates`.
    """
    today = desk.clock.today()
    with desk.read() as connection:
        lines = standing_of(connection, shelf.batches(connection, donor_id=donor_id), today)
        known = {one.medicine.id: one for one in shelved.medicines(connection)}
        taken = care.taken_medicines(connection, today) if donor_id is None else frozenset()
    by_medicine: dict[int, list[StockLine]] = defaultdict(list)
    unknown: dict[str, list[StockLine]] = defaultdict(list)
    for line in lines:
        if line.batch.identity != KNOWN or line.batch.medicine_id is None:
            unknown[fold(line.batch.description)].append(line)
        else:
            by_medicine[line.batch.medicine_id].append(line)
    found = []
    for medicine_id in sorted(by_medicine.keys() | taken):
        one, lots = known[medicine_id], tuple(by_medicine.get(medicine_id, ()))
        names = (one.medicine.inn, *one.medicine.names, *one.synonyms, *one.brands)
        found.append(OnShelf(one.medicine, "", lots, None, _words(names, one.medicine.strength, lots)))
    for alike in unknown.values():
        description = alike[0].batch.description
        found.append(OnShelf(None, description, tuple(alike), 0.0, _words((description,), "", tuple(alike))))
    return tuple(found)


def daily_rates(desk: Desk) -> dict[int, float]:
    """Units a day by medicine: the greater of what went to doors lately and what is prescribed now."""
    today = desk.clock.today()
    with desk.read() as connection:
        taken = care.taken_daily(connection, today)
        used = shelf.daily_use(connection, today - timedelta(days=USE_DAYS), USE_DAYS)
    return {medicine_id: max(taken.get(medicine_id, 0.0), used.get(medicine_id, 0.0)) for medicine_id in taken.keys() | used.keys()}


def lasting(found: Iterable[OnShelf], rates: Mapping[int, float]) -> tuple[OnShelf, ...]:
    """The same, with what is used of each in a day."""
    return tuple(replace(one, per_day=rates.get(one.medicine.id, 0.0) if one.medicine else 0.0) for one in found)


def _words(names: tuple[str, ...], strength: str, lots: tuple[StockLine, ...]) -> str:
    told = [word for line in lots for word in (line.batch.description, line.batch.brand, line.batch.lot, line.batch.code)]
    return fold(" ".join(dict.fromkeys(word for word in (*names, strength, *told) if word)))
