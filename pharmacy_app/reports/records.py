"""What each sheet is made from: frozen values, already read and decided; the sheets only draw them.

Texts that people wrote (names, houses, brands, lots) come as they were written. Words of the trade that a record carries
(`received`, `why`) are already in the language of the sheet; dates are dates, and the sheet writes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from pharmacy_app.domain.pictures import Picture

# --- directions: one sentence and one picture -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SlipDirections:
    """How to take it. Without `sentence` it was not understood: the doctor's words are printed whole, and no picture."""

    sentence: str | None
    verbatim: str
    picture: Picture | None = None


# --- slips ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SlipLot:
    """Units from one lot: `amount` as counted (`20 tabletas`), `expiry` as on the pack (`08/2027`), `until` the last day covered."""

    amount: str
    lot: str
    expiry: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class SlipWarning:
    """A symbol and its words; `note` has no symbol and is not bold."""

    kind: Literal["cold", "food", "care", "note"]
    text: str


@dataclass(frozen=True, slots=True)
class SlipMedicine:
    """One medicine of one person.

    `name` is `Enalapril 10 mg, tabletas`; `brand` the brand on this box; `on_box` what is printed there in other letters (`ЭНАП`).
    `received` is the whole amount (`60 tabletas`), `counted` how it was counted (`2 cajas de 30`, may be empty).
    `lots` are in the order in which they are used: the first is box A.
    """

    name: str
    directions: SlipDirections
    received: str
    counted: str
    lots: tuple[SlipLot, ...]
    brand: str = ""
    on_box: str = ""
    warnings: tuple[SlipWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class SlipNext:
    """What the person waits for: the next delivery, a call with the doctor, or (`ends`) nothing: the course ends on `day`."""

    kind: Literal["delivery", "review", "ends"]
    day: date


@dataclass(frozen=True, slots=True)
class Slip:
    """One person at one stop. `code` is that of `domain.codes.slip_code`; `house_short` goes on the stub (empty: the house)."""

    code: str
    stop: int
    name: str
    house: str
    sector: str
    medicines: tuple[SlipMedicine, ...]
    bags: int
    cold: bool = False
    house_short: str = ""
    next: SlipNext | None = None


@dataclass(frozen=True, slots=True)
class SlipBook:
    """All slips of a round, in walking order. `round_name` is `47`; `big` sets them two to a sheet in large type."""

    pharmacy: str
    phone: str
    round_name: str
    day: date
    slips: tuple[Slip, ...]
    big: bool = False


# --- shelf labels -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShelfLabel:
    """One lot. `code` is that of `domain.codes.batch_code`; `on_box` what is printed on the box where that is something else.

    `amount` is `360 tabletas: 12 cajas de 30`, `donation` `Donación 2026-031`, `place` where it stands. `aside` says why nobody may take it
    (empty: it may be), `cold` how it is kept (empty: like everything).
    """

    code: str
    name: str
    lot: str
    expiry: date | None
    amount: str
    donation: str = ""
    place: str = ""
    on_box: str = ""
    aside: str = ""
    cold: str = ""


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Labels in the order in which they are printed."""

    pharmacy: str
    labels: tuple[ShelfLabel, ...]


# --- paper against box --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One line of a donation in which the sender's paper and the box differ; units. `on_paper` None: the paper does not have it."""

    what: str
    lot: str
    expiry: date | None
    on_paper: int | None
    counted: int

    @property
    def difference(self) -> int:
        """Units counted less units on the paper."""
        return self.counted - (self.on_paper or 0)


@dataclass(frozen=True, slots=True)
class DifferenceSheet:
    """A donation's paper against its box: the lines that differ, how many agree, and the units of all. `code` is `2026-031`."""

    pharmacy: str
    code: str
    donor: str
    reference: str
    received_on: date
    made_on: date
    lines: tuple[DifferenceLine, ...]
    agreeing: int
    on_paper: int
    counted: int
    short: int
    over: int


# --- the carriers' sheet ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoundStop:
    """One door: no medicine stands beside a name here."""

    number: int
    house: str
    people: tuple[str, ...]
    bags: int
    stubs: int = 1
    cold: bool = False


@dataclass(frozen=True, slots=True)
class RoundSheet:
    """The carriers' list of one round. `code` is `R-2026-047`; `leaves` None leaves the hour open."""

    pharmacy: str
    round_name: str
    code: str
    day: date
    councils: tuple[str, ...]
    sectors: tuple[str, ...]
    carriers: tuple[str, ...]
    stops: tuple[RoundStop, ...]
    leaves: time | None = None


# --- the weekly sheet -------------------------------------------------------------------------------------------

Outcome = Literal["delivered", "nobody_home", "refused", "moved", "partial", "other"]


@dataclass(frozen=True, slots=True)
class StopCounts:
    """Stops of the week by what happened; `waiting` are those of rounds that are not closed."""

    delivered: int = 0
    nobody_home: int = 0
    refused: int = 0
    moved: int = 0
    partial: int = 0
    other: int = 0
    waiting: int = 0

    @property
    def total(self) -> int:
        """All stops of the week."""
        return self.delivered + self.nobody_home + self.refused + self.moved + self.partial + self.other + self.waiting


@dataclass(frozen=True, slots=True)
class OpenStop:
    """A door that somebody has to think about. `stop` is `47·03`; `times` how often the same happened; `note` the carrier's words."""

    stop: str
    house: str
    person: str
    outcome: Outcome
    day: date
    note: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True)
class Unmet:
    """Need that stock did not cover: people and days of treatment, by medicine; `why` in words."""

    medicine: str
    people: int
    days: int
    why: str


@dataclass(frozen=True, slots=True)
class DeliveredStop:
    """`Casa 1`, `L. Marcano +1`: short, as read aloud in a meeting."""

    day: date
    house: str
    person: str


@dataclass(frozen=True, slots=True)
class WeeklySheet:
    """One council's week. `code` is `S-2026-47-LN`; `meeting` the day on which it is presented."""

    pharmacy: str
    code: str
    council: str
    first: date
    last: date
    rounds: int
    counts: StopCounts
    open_stops: tuple[OpenStop, ...]
    unmet: tuple[Unmet, ...]
    delivered: tuple[DeliveredStop, ...]
    people: int
    bags: int
    units: int
    treatment_days: int
    made_by: str
    made_on: date
    meeting: date | None = None


# --- the donor report -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """One medicine and lot in dispensing units: received = delivered + reserved + on_hand + expired + damaged + given_back + lost.

    `medicine` is in the report's language (`donor_words.medicine_title`), `expiry` as on the pack; `on_hand` are the free units only.
    """

    medicine: str
    lot: str
    expiry: str
    received: int
    delivered: int = 0
    reserved: int = 0
    on_hand: int = 0
    expired: int = 0
    damaged: int = 0
    given_back: int = 0
    lost: int = 0

    @property
    def parts(self) -> tuple[int, int, int, int, int, int, int]:
        """Where the units are, in the order of the table."""
        return (self.delivered, self.reserved, self.on_hand, self.expired, self.damaged, self.given_back, self.lost)


@dataclass(frozen=True, slots=True)
class DonorGroup:
    """Days of treatment delivered for one group of illnesses; `code` is one of `domain.disease_groups.GROUPS`."""

    code: str
    people: int
    days: int


@dataclass(frozen=True, slots=True)
class DonorNote:
    """Why units did not reach anybody, in the committee's words."""

    kind: Literal["expired", "damaged", "given_back", "lost"]
    text: str


@dataclass(frozen=True, slots=True)
class DonorNeed:
    """What is needed next: `units` of the dispensing unit `unit` (one of `domain.medicines.UNITS`) for so many months."""

    medicine: str
    units: int
    unit: str
    months: int


@dataclass(frozen=True, slots=True)
class DonorReport:
    """What became of one donor's gifts between two days; never a patient.

    `number` is `D-2026-08`; `people`, `households` and `councils` were reached with at least one delivery; `units` are
    the kinds of dispensing units among the lines (of `domain.medicines.UNITS`); `not_needed` are medicines not to send now.
    """

    number: str
    pharmacy: str
    place: str
    donor: str
    first: date
    last: date
    made_on: date
    donations: int
    people: int
    households: int
    councils: int
    treatment_days: int
    lines: tuple[BalanceLine, ...]
    groups: tuple[DonorGroup, ...] = ()
    notes: tuple[DonorNote, ...] = ()
    needs: tuple[DonorNeed, ...] = ()
    units: tuple[str, ...] = ()
    not_needed: tuple[str, ...] = ()
    least_months: int = 12
    signed_by: tuple[str, ...] = ()
