"""Working paper: the slips and the carriers' sheet of a round, and the weekly sheet of a council. Reads, words, hands to `reports`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pharmacy_app.db.queries import keeping, reporting, sharing
from pharmacy_app.db.queries.reporting import WeekStopRow
from pharmacy_app.db.queries.walking import BagRow, StopRow
from pharmacy_app.domain.cautions import cautions
from pharmacy_app.domain.directions import from_json
from pharmacy_app.domain.dosing import for_medicine
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.quantity import as_counted
from pharmacy_app.reports import records
from pharmacy_app.reports.round_sheet import round_sheet
from pharmacy_app.reports.slips import SlipSheets as SlipSheets
from pharmacy_app.reports.slips import slips
from pharmacy_app.reports.weekly_sheet import weekly_sheet
from pharmacy_app.services import rounds
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.desk import Connection, Desk
from pharmacy_app.services.rounds import RoundView
from pharmacy_app.services.setup import DEFAULTS
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording import trade
from pharmacy_app.wording.cautions import caution
from pharmacy_app.wording.directions import on_paper, picture

# A stop's result on the weekly sheet; what has no box of its own goes under "other".
_OUTCOMES: dict[str, records.Outcome] = {
    "delivered": "delivered",
    "nobody_home": "nobody_home",
    "refused": "refused",
    "moved": "moved",
    "part": "partial",
}
_COLD = mark("In the fridge, without freezing (2 to 8 °C).")


def slip_book(desk: Desk, round_id: int, language: Language, big: bool = False, only: str | None = None) -> bytes:
    """The PDF of `slip_sheets`. Raises what it raises."""
    return slip_sheets(desk, round_id, language, big, only).pdf


def slip_sheets(desk: Desk, round_id: int, language: Language, big: bool = False, only: str | None = None) -> SlipSheets:
    """The slips of a round as PDF (or the one with this code, for a reprint), and which lie on which page.

    Raises `Refusal`: `round_unknown`, `slip_unknown`, `lot_not_usable` (nothing expired or set aside is put on paper).
    """
    with desk.read() as connection:
        view = rounds.read_view(connection, round_id)
        kept = {**DEFAULTS, **keeping.settings(connection)}
        catalogue = medicines_by_id(connection)
    if view.round.status != "closed":
        rounds.refuse_unusable((bag for bags in view.bags.values() for bag in bags), view.round.walked_on)
    chosen = [stop for stop in view.stops if only is None or stop.code == only]
    if not chosen:
        raise Refusal("slip_unknown", "slip")
    made = tuple(_slip(stop, view, catalogue, language) for stop in chosen)
    book = records.SlipBook(kept["pharmacy_name"], kept["phone"], str(round_id), view.round.walked_on, made, big)
    return slips(book, language)


def carriers_sheet(desk: Desk, round_id: int, language: Language) -> bytes:
    """The carriers' list of a round as PDF. Raises `Refusal` `round_unknown`."""
    with desk.read() as connection:
        view = rounds.read_view(connection, round_id)
        kept = {**DEFAULTS, **keeping.settings(connection)}
        catalogue = medicines_by_id(connection)
    return round_sheet(_sheet(view, kept["pharmacy_name"], catalogue), language)


def weekly(desk: Desk, council: str, day: date, made_by: str, language: Language) -> bytes:
    """The sheet of one council for the week (Monday to Sunday) that holds `day`. Raises `Refusal` `council_unknown`."""
    first = day - timedelta(days=day.weekday())
    last = first + timedelta(days=6)
    with desk.read() as connection:
        council_id = sharing.council_named(connection, council)
        if council_id is None:
            raise Refusal("council_unknown", "council")
        record = _week(connection, council_id, first, last, made_by, desk.clock.today(), language)
    return weekly_sheet(record, language)


def _slip(stop: StopRow, view: RoundView, catalogue: dict[int, Medicine], language: Language) -> records.Slip:
    bags = view.bags.get(stop.slip_id, ())
    by_item: dict[int, list[BagRow]] = defaultdict(list)
    for bag in bags:
        by_item[bag.item_id].append(bag)
    medicines = tuple(_medicine(rows, catalogue, language) for rows in by_item.values())
    return records.Slip(
        code=stop.code,
        stop=stop.position,
        name=stop.patient,
        house=", ".join(part for part in (stop.house, stop.directions) if part),
        sector=stop.sector,
        medicines=medicines,
        bags=1,
        cold=any(catalogue[bag.medicine_id].cold_chain for bag in bags),
        house_short=stop.house,
        next=_next(bags, view.round.walked_on),
    )


def _medicine(rows: Sequence[BagRow], catalogue: dict[int, Medicine], language: Language) -> records.SlipMedicine:
    """One item of one person. Where another strength stands in, it is the box in the bag that is named."""
    rows = _together(rows)
    first = rows[0]
    medicine = catalogue[first.medicine_id]
    total = sum(row.units for row in rows)
    said = trade.counted_words(language, [as_counted(row.units, row.pack_size or 1) for row in rows], medicine.unit)
    received, _, counted = said.partition(": ")
    brands = list(dict.fromkeys(row.brand for row in rows if row.brand))
    latin = [brand for brand in brands if brand.isascii() or not _cyrillic(brand)]
    boxed = [row.description for row in rows if _cyrillic(row.description)]
    other = [brand for brand in brands if _cyrillic(brand)] or boxed
    return records.SlipMedicine(
        name=trade.medicine_title(language, medicine, plural=total != 1),
        directions=_directions(first, catalogue, language),
        received=received,
        counted=counted,
        lots=tuple(
            records.SlipLot(
                trade.units(language, row.units, medicine.unit),
                row.lot,
                row.expiry_raw or (f"{row.expiry:%m/%Y}" if row.expiry else ""),
                row.last_day,
            )
            for row in rows
        ),
        brand=latin[0] if latin else "",
        on_box=other[0] if other else "",
        warnings=_warnings(medicine, language),
    )


def _warnings(medicine: Medicine, language: Language) -> tuple[records.SlipWarning, ...]:
    """How it is kept, and what it does not go together with."""
    cold = (records.SlipWarning("cold", language.tr(_COLD)),) if medicine.cold_chain else ()
    return (*cold, *(records.SlipWarning("care", caution(language, code)) for code in cautions(medicine)))


def _together(rows: Sequence[BagRow]) -> list[BagRow]:
    """Two promises of one lot are one box in the bag: the later one's days follow the earlier one's."""
    boxes: dict[int, BagRow] = {}
    for row in rows:
        known = boxes.get(row.batch_id)
        boxes[row.batch_id] = (
            row
            if known is None
            else replace(known, units=known.units + row.units, covers=known.covers + row.covers, last_day=max(known.last_day, row.last_day))
        )
    return list(boxes.values())


def _directions(bag: BagRow, catalogue: dict[int, Medicine], language: Language) -> records.SlipDirections:
    """In units of the box that is in the bag: two of 25 mg where one of 50 mg was written."""
    if not bag.directions:
        if bag.directions_text.strip():
            return records.SlipDirections(None, bag.directions_text)
        return records.SlipDirections(language.tr("Take it as your doctor told you."), "")  # nobody wrote a dose: none is printed
    try:
        read = for_medicine(from_json(bag.directions), catalogue[bag.prescribed_id])
    except Refusal:
        return records.SlipDirections(None, bag.directions_text)
    if bag.medicine_id != bag.prescribed_id:
        return records.SlipDirections(
            language.tr(
                "{sentence} Each {asked} is {units} of these.",
                sentence=on_paper(language, read, bag.first_day),
                asked=trade.strength(language, catalogue[bag.prescribed_id].strength),
                units=trade.units(language, max(1, bag.units // bag.covers), catalogue[bag.medicine_id].unit),
            ),
            bag.directions_text,
        )
    return records.SlipDirections(on_paper(language, read, bag.first_day), bag.directions_text, picture(language, read, bag.first_day))


def _next(bags: Sequence[BagRow], walked_on: date) -> records.SlipNext | None:
    """The next delivery when the first chronic medicine runs out, a call with the doctor where one was set sooner, else the end.

    What is taken only when needed has no day on which it runs out: nothing is announced for the day of the walk itself.
    """
    reviews = [bag.review_on for bag in bags if bag.review_on is not None]
    bags = [bag for bag in bags if not bag.chronic or bag.last_day > walked_on]
    chronic = [bag.last_day for bag in bags if bag.chronic]
    if reviews and min(reviews) <= min(chronic, default=min(reviews)):
        return records.SlipNext("review", min(reviews))
    if chronic:
        ends: dict[int, date] = {}
        for bag in bags:
            if bag.chronic:
                ends[bag.item_id] = max(bag.last_day, ends.get(bag.item_id, bag.last_day))
        return records.SlipNext("delivery", min(ends.values()))
    return records.SlipNext("ends", max(bag.last_day for bag in bags)) if bags else None


def _sheet(view: RoundView, pharmacy: str, catalogue: dict[int, Medicine]) -> records.RoundSheet:
    by_stop: dict[int, list[StopRow]] = defaultdict(list)
    for stop in view.stops:
        by_stop[stop.position].append(stop)
    stops = tuple(
        records.RoundStop(
            number=position,
            house=", ".join(part for part in (people[0].house, people[0].directions) if part),
            people=tuple(stop.patient for stop in people),
            bags=len(people),
            stubs=len(people),
            cold=any(catalogue[bag.medicine_id].cold_chain for stop in people for bag in view.bags.get(stop.slip_id, ())),
        )
        for position, people in sorted(by_stop.items())
    )
    found = view.round
    return records.RoundSheet(
        pharmacy=pharmacy,
        round_name=str(found.id),
        code=f"R-{found.walked_on.year}-{found.id:03d}",
        day=found.walked_on,
        councils=tuple(dict.fromkeys(stop.council for stop in view.stops)),
        sectors=tuple(dict.fromkeys(stop.sector for stop in view.stops)),
        carriers=tuple(name.strip() for name in found.carriers.split(",") if name.strip()),
        stops=stops,
    )


def _week(
    connection: Connection, council_id: int, first: date, last: date, made_by: str, today: date, language: Language
) -> records.WeeklySheet:
    kept = {**DEFAULTS, **keeping.settings(connection)}
    rows = reporting.week_slips(connection, council_id, first, last)
    units = reporting.week_units(connection, council_id, first, last)
    name = reporting.councils(connection)[council_id]
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[_outcome(row)] += 1
    done = [row for row in rows if row.result == "delivered"]
    initials = "".join(word[0] for word in name.split() if word[:1].isalpha()).upper()[:3]
    return records.WeeklySheet(
        pharmacy=kept["pharmacy_name"],
        code=f"S-{first:%G-%V}-{initials}",
        council=name,
        first=first,
        last=last,
        rounds=len({row.round_id for row in rows}),
        counts=records.StopCounts(**counts),
        open_stops=tuple(
            records.OpenStop(
                f"{row.round_id}·{row.position:02d}", row.house, row.patient, _OUTCOMES.get(row.result, "other"), row.walked_on, row.note
            )
            for row in rows
            if row.result not in ("", "delivered")
        ),
        unmet=_unmet(connection, council_id, language),
        delivered=tuple(records.DeliveredStop(row.walked_on, row.house, _short(row.patient)) for row in done),
        people=len({row.patient_id for row in done}),
        bags=len(done),
        units=units.units,
        treatment_days=units.treatment_days,
        made_by=made_by,
        made_on=today,
    )


def _outcome(row: WeekStopRow) -> str:
    return "waiting" if not row.result else _OUTCOMES.get(row.result, "other")


def _unmet(connection: Connection, council_id: int, language: Language) -> tuple[records.Unmet, ...]:
    catalogue = medicines_by_id(connection)
    short: dict[int, list[reporting.ShortRow]] = defaultdict(list)
    for row in reporting.shortfalls(connection):
        if row.council_id == council_id:
            short[row.medicine_id].append(row)
    made = []
    for medicine_id, rows in short.items():
        days = sum(row.missing * row.asked_days // max(1, row.asked) for row in rows)
        why = language.tr("waits for a doctor's answer") if all(row.refused for row in rows) else language.tr("not enough on the shelf")
        people = len({row.patient_id for row in rows})
        made.append(records.Unmet(trade.medicine_title(language, catalogue[medicine_id]), people, days, why))
    return tuple(sorted(made, key=lambda unmet: (-unmet.days, unmet.medicine)))


def _short(name: str) -> str:
    """`Luisa Marcano Gil`, `Luisa Elena Marcano Gil` -> `L. Marcano`: the first name's letter and the first surname, as it is read aloud."""
    words = [word for word in name.split() if word[:1].isupper()] or name.split()
    if len(words) < 2:
        return name
    return f"{words[0][0]}. {words[-2] if len(words) > 2 else words[-1]}"


def _cyrillic(text: str) -> bool:
    return any("\u0400" <= letter <= "\u04ff" for letter in text)
