"""What a command answers: lines for a person, and one JSON object for a script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pharmacy_app.domain.fairness import Tally
from pharmacy_app.services.consumption import Consumed, Used
from pharmacy_app.services.donation_files import Imported
from pharmacy_app.services.expiring import Ahead, ExpiringLot
from pharmacy_app.services.fairness import Fairness, Group
from pharmacy_app.services.identity import Box, WaitingBox
from pharmacy_app.services.importing import ImportReport
from pharmacy_app.services.matching import Line, Proposal
from pharmacy_app.services.round_reopening import Preview
from pharmacy_app.services.rounds import Closed, RoundView
from pharmacy_app.services.safekeeping import Health
from pharmacy_app.services.stock import Card, StockLine
from pharmacy_app.system.language import Language
from pharmacy_app.wording import expiring as ahead_words
from pharmacy_app.wording import fairness as group_words
from pharmacy_app.wording import import_reason, trade


@dataclass(frozen=True, slots=True)
class Answer:
    """`lines` for the screen, `data` for `--json`, and the exit code."""

    lines: tuple[str, ...]
    data: dict[str, object] = field(default_factory=dict)
    exit: int = 0


def begun(settings: dict[str, str], sample: str | None, spoken: Language) -> Answer:
    """After `init`."""
    words = spoken.tr("The pharmacy is ready.") if sample is None else spoken.tr("The practice pharmacy is ready: nothing in it is real.")
    return Answer((words,), {"training": settings.get("training", ""), "pharmacy": settings["pharmacy_name"]})


def imported(report: ImportReport, spoken: Language) -> Answer:
    """Counts, then each row that is not simply new."""
    said = [
        spoken.ntr("{n} row read", "{n} rows read", report.read)
        + ": "
        + spoken.tr(
            "{new} new, {doubtful} to look at, {refused} refused, {known} known before.",
            new=report.new,
            doubtful=report.doubtful,
            refused=report.refused,
            known=report.known,
        )
    ]
    for row in report.rows:
        if row.reasons:
            place = f"{row.sheet} {row.row}".strip()
            said.append(f"  {place}: " + " ".join(import_reason(spoken, reason) for reason in row.reasons))
    if report.dry_run:
        said.append(spoken.tr("Nothing was written: this was only a look."))
    return Answer(tuple(said), report.as_json())


def imported_donation(made: Imported, spoken: Language) -> Answer:
    """The same, and the donor where it is new."""
    answer = imported(made.report, spoken)
    extra = [spoken.tr("{sheet} repeats {other} and was read once.", sheet=a, other=b) for a, b in made.copies]
    if made.alike is not None:
        extra.append(
            spoken.tr("It has the same lots and units as donation {donation}: look whether the box was counted twice.", donation=made.alike)
        )
    if made.donor_is_new:
        extra.append(spoken.tr("New donor: {name}.", name=made.donor))
    data = {**answer.data, "donation": made.donation_id, "donor": made.donor, "donor_new": made.donor_is_new, "alike": made.alike}
    if made.received is not None:
        booked = made.received
        data |= {"units": booked.units, "set_aside": booked.aside, "exceptions": booked.excepted}
        if booked.aside:
            extra.append(
                spoken.ntr("{n} unit was set aside, with its reason.", "{n} units were set aside, each with its reason.", booked.aside)
            )
        if booked.excepted:
            extra.append(
                spoken.ntr(
                    "{n} line has less shelf life than the committee asks for: it was taken as an exception of whoever runs the command.",
                    "{n} lines have less shelf life than the committee asks for: they were taken as an exception of whoever runs the command.",
                    booked.excepted,
                )
            )
    return Answer((*answer.lines, *extra), data)


def stock(lines: tuple[StockLine, ...], spoken: Language) -> Answer:
    """Every batch, first to expire first."""
    rows = [
        {
            "id": line.batch.id,
            "code": line.batch.code,
            "description": line.batch.description,
            "inn": line.batch.inn,
            "strength": line.batch.strength,
            "form": line.batch.form,
            "lot": line.batch.lot,
            "expiry": line.batch.expiry,
            "on_hand": line.batch.on_hand,
            "reserved": line.batch.reserved,
            "status": line.standing.code if line.standing.code not in ("fine", "soon", "urgent") else "available",
            "reason": line.batch.reason,
            "identity": line.batch.identity,
            "donor": line.batch.donor,
        }
        for line in lines
    ]
    said = [
        f"{line.batch.description}  {line.batch.lot}  {spoken.date(line.batch.expiry) if line.batch.expiry else '—'}  "
        f"{spoken.number(line.batch.on_hand)} ({spoken.number(line.batch.reserved)})  {trade.standing(spoken, line.standing)}"
        for line in lines
    ]
    said.append(spoken.ntr("{n} batch", "{n} batches", len(lines)))
    return Answer(tuple(said), {"batches": rows})


def match(made: Proposal, confirm: bool, spoken: Language) -> Answer:
    """Who gets what; people by their census number. `confirm`: it was to be confirmed, and was where anybody gets anything."""
    items = [_item(line, made) for line in made.lines]
    granted = sum(line.item.units_granted for line in made.lines)
    asked = sum(line.item.units_asked for line in made.lines)
    status = spoken.tr("confirmed") if made.run.status == "confirmed" else spoken.tr("proposed")
    said = spoken.ntr("Match {run}, {status}: {n} item", "Match {run}, {status}: {n} items", len(items), run=made.run.id, status=status)
    units = spoken.tr("{granted} of {asked} units.", granted=spoken.number(granted), asked=spoken.number(asked))
    lines = [f"{said}, {units}"]
    if confirm and made.run.status != "confirmed":
        lines.append(spoken.tr("Nobody gets anything, so nothing was confirmed."))
    return Answer(tuple(lines), {"run": made.run.id, "status": made.run.status, "policy": made.policy.plain(), "items": items})


def _item(line: Line, made: Proposal) -> dict[str, object]:
    medicine = next(balance.medicine for balance in made.medicines if balance.medicine.id == line.item.medicine_id)
    return {
        "item": line.item.item_id,
        "patient_code": line.item.patient_code,
        "inn": medicine.inn,
        "strength": medicine.strength,
        "tier": line.item.tier,
        "rank": line.item.rank,
        "units_asked": line.item.units_asked,
        "units_granted": line.item.units_granted,
        "first_day": line.item.first_day,
        "last_day": line.item.last_day,
        "outcome": line.item.outcome,
        "refusal": line.item.refusal,
        "allocations": [
            {"lot": share.lot, "expiry": share.expiry, "units": share.units, "first_day": share.first_day, "last_day": share.last_day}
            for share in line.shares
        ],
        "reasons": [reason.code for reason in line.reasons],
    }


def planned(view: RoundView, spoken: Language) -> Answer:
    """The new round."""
    stops = len({stop.position for stop in view.stops})
    said = spoken.ntr("Round {id}: {n} stop.", "Round {id}: {n} stops.", stops, id=view.round.id)
    return Answer((said,), {"round": view.round.id, "stops": stops, "slips": [stop.code for stop in view.stops]})


def closed(made: Closed, spoken: Language) -> Answer:
    """How the bags came out."""
    said = spoken.tr(
        "Round closed: {out} units out = {delivered} delivered + {returned} back + {lost} lost.",
        out=spoken.number(made.out),
        delivered=spoken.number(made.delivered),
        returned=spoken.number(made.returned),
        lost=spoken.number(made.lost),
    )
    data: dict[str, object] = {
        "out": made.out,
        "delivered": made.delivered,
        "returned": made.returned,
        "lost": made.lost,
        "apart": made.apart,
        "slips": made.slips,
    }
    return Answer((said,), data)


def reopened(round_id: int, found: Preview, spoken: Language) -> Answer:
    """What is in the bags again."""
    units = found.delivered + found.returned + found.apart + found.lost
    said = spoken.ntr(
        "Round {number} is open again: {n} unit in its bags.",
        "Round {number} is open again: {n} units in its bags.",
        units,
        number=round_id,
    )
    return Answer((said,), {"round": round_id, "units": units})


def written(path: Path, spoken: Language) -> Answer:
    """A file that was written."""
    return Answer((spoken.tr("Written: {path}", path=path),), {"out": str(path)})


def trace(cards: tuple[Card, ...], spoken: Language) -> Answer:
    """From the donor to the doors; people and houses by their census numbers."""
    said: list[str] = []
    for card in cards:
        row = card.line.batch
        said.append(
            spoken.tr(
                "Batch {id}, lot {lot}: donation {donation} from {donor}, received {day}; {on_hand} on hand, {reserved} reserved.",
                id=row.id,
                lot=row.lot,
                donation=row.donation_id,
                donor=row.donor,
                day=spoken.date(row.received_on),
                on_hand=spoken.number(row.on_hand),
                reserved=spoken.number(row.reserved),
            )
        )
        said += [
            f"  {spoken.date(m.occurred_on)}  {m.units:+}  {spoken.tr(trade.MOVEMENTS[m.kind])}  {m.reason}".rstrip()
            for m in card.movements
        ]
        said += [f"  {spoken.date(d.occurred_on)}  {d.units}  → {d.household_code} {d.patient_code} ({d.slip_code})" for d in card.doors]
    return Answer(tuple(said), {"batches": [_traced(card) for card in cards]})


def _traced(card: Card) -> dict[str, object]:
    row = card.line.batch
    return {
        "id": row.id,
        "lot": row.lot,
        "expiry": row.expiry,
        "description": row.description,
        "donation": row.donation_id,
        "donor": row.donor,
        "received": row.received_on,
        "on_hand": row.on_hand,
        "reserved": row.reserved,
        "movements": [{"units": m.units, "kind": m.kind, "on": m.occurred_on, "reason": m.reason} for m in card.movements],
        "doors": [
            {"patient_code": d.patient_code, "household_code": d.household_code, "units": d.units, "on": d.occurred_on, "round": d.round_id}
            for d in card.doors
        ],
    }


def waiting(boxes: Sequence[WaitingBox], spoken: Language) -> Answer:
    """Boxes that one person has named."""
    said = [
        spoken.tr(
            "{batch}: «{text}» is {medicine}, said {name}; {n} wait.",
            batch=one.batch_id or "—",
            text=one.description,
            medicine=trade.medicine_title(spoken, one.medicine),
            name=one.said_by_name,
            n=spoken.number(one.units),
        )
        for one in boxes
    ]
    rows = [
        {
            "batch": one.batch_id,
            "description": one.description,
            "inn": one.medicine.inn,
            "strength": one.medicine.strength,
            "form": one.medicine.form,
            "said_by": one.said_by_name,
            "said_on": one.said_on,
            "units": one.units,
            "lines_in_drafts": one.in_drafts,
        }
        for one in boxes
    ]
    said.append(spoken.ntr("{n} box to be confirmed", "{n} boxes to be confirmed", len(boxes)))
    return Answer(tuple(said), {"waiting": rows})


def box(found: Box, spoken: Language) -> Answer:
    """What is said of a box now."""
    title = trade.medicine_title(spoken, found.medicine) if found.medicine is not None else ""
    words = {
        "known": spoken.tr("«{text}» is {medicine}", text=found.description, medicine=title),
        "told": spoken.tr("Written down: {medicine}. Another person has to confirm it.", medicine=title),
    }
    said = words.get(found.identity) or spoken.tr("Taken back: nobody has said what «{text}» is.", text=found.description)
    inn = found.medicine.inn if found.medicine is not None else None
    return Answer((said,), {"description": found.description, "identity": found.identity, "inn": inn, "said_by": found.said_by_name})


def expiring(found: Ahead, days: int | None, spoken: Language) -> Answer:
    """Every lot that expires within so many days and what would be left over of it; whom it would fit, as counts."""
    rows = found.within(days, left_over=False)
    said = [
        f"{spoken.date(row.lot.expiry)}  {trade.medicine_title(spoken, row.medicine)}  {row.lot.lot}  "
        f"{ahead_words.used(spoken, row.outlook.first, row.outlook.last, bool(row.per_day))}  "
        + spoken.tr("{left} of {units} left over", left=spoken.number(row.outlook.at_risk), units=spoken.number(row.lot.free))
        for row in rows
    ]
    left = sum(row.outlook.at_risk > 0 for row in rows)
    said.append(spoken.ntr("Something of {n} lot would be left over.", "Something of {n} lots would be left over.", left))
    return Answer(tuple(said), {"day": found.day, "lots": [_lot_ahead(row) for row in rows]})


def _lot_ahead(row: ExpiringLot) -> dict[str, object]:
    return {
        "batch": row.lot.id,
        "inn": row.medicine.inn,
        "strength": row.medicine.strength,
        "form": row.medicine.form,
        "lot": row.lot.lot,
        "expiry": row.lot.expiry,
        "units": row.lot.free,
        "per_day": float(row.per_day),
        "first_day": row.outlook.first,
        "last_day": row.outlook.last,
        "at_risk": row.outlook.at_risk,
        "waiting": len(row.whom.waiting),
        "other_strengths": len(row.whom.other_strengths),
        "offices": [
            {"council": office.council, "people": office.people, "inns": [one.inn for one in office.medicines]}
            for office in row.whom.offices
        ],
    }


def consumption(found: Consumed, spoken: Language) -> Answer:
    """Each medicine: what was handed out in these months, what lacked, the days without stock, the average month."""
    said = [
        f"{trade.medicine_title(spoken, row.medicine)}: "
        + spoken.tr(
            "{delivered} handed over, {unmet} lacking, {days} days without stock, {average} a month",
            delivered=spoken.number(row.use.delivered),
            unmet=spoken.number(row.use.unmet),
            days=row.use.without,
            average=spoken.number(row.use.monthly),
        )
        for row in found.rows
    ]
    said.append(spoken.ntr("{n} medicine was used or was lacking.", "{n} medicines were used or were lacking.", len(found.rows)))
    return Answer(tuple(said), {"from": found.first, "to": found.last, "medicines": [_used(row) for row in found.rows]})


def _used(row: Used) -> dict[str, object]:
    medicine, use = row.medicine, row.use
    months = [
        {"month": f"{one.first:%Y-%m}", "delivered": one.delivered, "unmet": one.unmet, "days": one.days, "without_stock": one.without}
        for one in use.months
    ]
    return {"inn": medicine.inn, "strength": medicine.strength, "form": medicine.form, "average": float(use.average), "months": months}


def letter_written(letter: Path, packing_list: Path, spoken: Language) -> Answer:
    """A letter to donors and the packing list beside it."""
    said = tuple(spoken.tr("Written: {path}", path=path) for path in (letter, packing_list))
    return Answer(said, {"out": str(letter), "packing_list": str(packing_list)})


def fairness(found: Fairness, spoken: Language) -> Answer:
    """Decisions by group, and how long people wait by medicine; nobody is named."""

    def line(group: Group) -> str:
        share = "—" if group.tally.share is None else f"{spoken.number(round(group.tally.share * 100))} %"
        people = spoken.ntr("{n} person", "{n} people", group.tally.people)
        return f"{group_words.kind(spoken, group.by)}: {group_words.group(spoken, group.by, group.key)}: {people}, {share}"

    waits = [
        {"inn": one.medicine.inn, "strength": one.medicine.strength, "form": one.medicine.form, "people": len(one.people), "longest_days": one.people[0].days}
        for one in found.waits
    ]  # fmt: skip
    data: dict[str, object] = {"from": found.first, "to": found.last, "all": _counted(found.whole)}
    data |= {"groups": [{"by": group.by, "group": group.key, **_counted(group.tally)} for group in found.groups], "waits": waits}
    decided = spoken.ntr("{n} decision", "{n} decisions", found.whole.lines)
    return Answer((decided, *(line(group) for group in found.groups)), data)


def _counted(tally: Tally) -> dict[str, object]:
    return {**asdict(tally), "share": tally.share}


def health(found: Health, spoken: Language) -> Answer:
    """`check`: sound, or every fault; a faulty pharmacy is bad news, not a bug."""
    if found.sound:
        said = spoken.ntr(
            "All is well: {n} act in the record, every sum agrees.", "All is well: {n} acts in the record, every sum agrees.", found.acts
        )
        return Answer((said,), {"sound": True, "version": found.version, "acts": found.acts, "faults": []})
    counted = Counter(found.faults)
    data: dict[str, object] = {"sound": False, "version": found.version, "acts": found.acts, "faults": list(found.faults)}
    return Answer((spoken.tr("Something does not agree. Make no changes and call your technician:"), *counted), data, exit=2)
