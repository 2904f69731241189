"""The record of a meeting as PDF: who was there, by which rules, what was decided of each medicine and why. People stand in it by their number."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from pharmacy_app.db.queries import acta as day_of
from pharmacy_app.db.queries import deciding, keeping
from pharmacy_app.db.queries.acta import ActOfDay, LineOfDay, ReopenedRow, RunOfDay
from pharmacy_app.db.queries.deciding import MeetingRow, TierRow
from pharmacy_app.domain.decisions import DEFERRED, DOCTOR, GRANTED, PART, REFUSED
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import policy_from
from pharmacy_app.reports.acta import Acta, ActaChange, ActaDecision, ActaMedicine, ActaRun, acta
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.desk import Connection, Desk
from pharmacy_app.services.setup import DEFAULTS
from pharmacy_app.system.language import Language, nmark
from pharmacy_app.wording import deciding as words
from pharmacy_app.wording import trade

_ENDS = (
    (GRANTED, nmark("{n} whole", "{n} whole")),
    (PART, nmark("{n} in part", "{n} in part")),
    (DEFERRED, nmark("{n} deferred", "{n} deferred")),
    (REFUSED, nmark("the committee said no to {n}", "the committee said no to {n}")),
    (DOCTOR, nmark("{n} waits for a doctor", "{n} wait for a doctor")),
)


def days(desk: Desk) -> tuple[date, ...]:
    """Days on which there was a meeting, the newest first."""
    with desk.read() as connection:
        return day_of.days(connection)


def acta_paper(desk: Desk, day: date, language: Language) -> bytes:
    """The record of all that was decided in the meetings of this day. Raises `Refusal` `no_meeting`."""
    with desk.read() as connection:
        record = _record(connection, day, language)
    return acta(record, language)


def _record(connection: Connection, day: date, language: Language) -> Acta:
    held = sorted(deciding.meetings(connection, day), key=lambda row: row.id)
    if not held:
        raise Refusal("no_meeting", "date", day=day)
    runs, lines, acts = day_of.runs(connection, day), day_of.lines(connection, day), day_of.acts(connection, day)
    tiers = tuple(reversed(deciding.tier_decisions(connection, decided_on=day)))
    catalogue = medicines_by_id(connection)
    said = _Said(language, catalogue)
    rules = runs[-1] if runs else None
    return Acta(
        pharmacy={**DEFAULTS, **keeping.settings(connection)}["pharmacy_name"],
        number=held[0].id,
        held_on=day,
        present=_present(held),
        notes=tuple(row.note for row in held if row.note),
        rules=words.rules(language, policy_from(json.loads(rules.rules))) if rules else "",
        rules_version=rules.policy_version if rules else None,
        rules_day=rules.policy_day if rules else None,
        decisions=said.decisions(runs, lines, acts, tiers, day_of.reopened(connection, day)),
        runs=tuple(said.run(run, [line for line in lines if line.run_id == run.id], acts) for run in runs),
        changes=tuple(said.change(line) for line in lines if line.decided is not None),
        waiting=len([line for line in lines if line.outcome in (PART, DEFERRED, DOCTOR)]),
        waiting_people=len({line.patient_code for line in lines if line.outcome in (PART, DEFERRED, DOCTOR)}),
    )


def _present(held: Iterable[MeetingRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in held for name in row.present.splitlines()))


class _Said:
    """Rows turned into the words of one language."""

    def __init__(self, language: Language, catalogue: dict[int, Medicine]) -> None:
        self.language, self.catalogue = language, catalogue

    def title(self, medicine_id: int | None) -> str:
        medicine = self.catalogue.get(medicine_id or 0)
        return trade.medicine_title(self.language, medicine) if medicine else "—"

    def units(self, n: int, medicine_id: int) -> str:
        medicine = self.catalogue.get(medicine_id)
        return trade.units(self.language, n, medicine.unit) if medicine else self.language.number(n)

    def decisions(
        self, runs: Sequence[RunOfDay], lines: Sequence[LineOfDay], acts: Sequence[ActOfDay], tiers: Sequence[TierRow],
        reopened: Sequence[ReopenedRow],
    ) -> tuple[ActaDecision, ...]:  # fmt: skip
        """What was decided, in the order of an agenda: the proposals, the groups, what was taken back, what was given up."""
        tr = self.language.tr
        who = {act.run_id: act.user for act in acts if act.verb == "match.confirm"}
        found = [
            ActaDecision(self._approved(run, [line for line in lines if line.run_id == run.id]), tr("By the rules"), who.get(run.id, ""))
            for run in runs
        ]
        found += [ActaDecision(self._tier(row), row.why, row.user) for row in tiers]
        found += [
            ActaDecision(
                tr("Person {code}: {medicine} is asked for again.", code=row.patient_code, medicine=self.title(row.medicine_id)),
                row.why,
                row.user,
            )
            for row in reopened
        ]
        for act in acts:
            if act.verb == "match.release":
                given_up = self.language.ntr(
                    "{n} promised unit is free again.", "{n} promised units are free again.", _whole(act.after.get("units"))
                )
                found.append(ActaDecision(given_up, str(act.after.get("why", "")), act.user))
        return tuple(found)

    def _approved(self, run: RunOfDay, lines: Sequence[LineOfDay]) -> str:
        language, ended = self.language, Counter(line.outcome for line in lines)
        parts = ", ".join(language.ntr(*pair, ended[word]) for word, pair in _ENDS if ended[word])
        counted = language.ntr("{n} item", "{n} items", len(lines))
        said = language.tr("Proposal {run} is approved: {lines}", run=run.id, lines=counted)
        return f"{said}: {parts}." if parts else f"{said}."

    def _tier(self, row: TierRow) -> str:
        tr = self.language.tr
        if row.item_id is not None:
            medicine = self.title(row.medicine_id)
            if not row.tier:
                return tr("Person {code}, {medicine}: in the person's own group again.", code=row.patient_code, medicine=medicine)
            return tr("Person {code}, {medicine}: goes to group {tier}.", code=row.patient_code, medicine=medicine, tier=row.tier)
        if not row.tier:
            return tr("Person {code}: in the group of the points again.", code=row.patient_code)
        return tr("Person {code}: goes to group {tier}.", code=row.patient_code, tier=row.tier)

    def run(self, run: RunOfDay, lines: Sequence[LineOfDay], acts: Sequence[ActOfDay]) -> ActaRun:
        """One proposal, medicine by medicine: first what was not enough."""
        language = self.language
        kept = next((act.after.get("there") for act in acts if act.verb == "match.confirm" and act.run_id == run.id), None)
        there = kept if isinstance(kept, dict) else {}
        by_medicine: dict[int, list[LineOfDay]] = defaultdict(list)
        for line in lines:
            by_medicine[line.medicine_id].append(line)
        found = [self._medicine(medicine_id, mine, there) for medicine_id, mine in by_medicine.items()]
        found.sort(key=lambda one: (not one.waiting and not one.refused, one.medicine))
        last = run.from_day + timedelta(days=run.days - 1)
        where = run.council or language.tr("all councils")
        if run.medicine_id is not None:
            where = language.tr("{medicine} dealt anew, {where}", medicine=self.title(run.medicine_id), where=where)
        period = language.tr("from {first} to {last}, {where}", first=language.date(run.from_day), last=language.date(last), where=where)
        return ActaRun(run.id, period, tuple(found))

    def _medicine(self, medicine_id: int, lines: Sequence[LineOfDay], there: dict[str, object]) -> ActaMedicine:
        refused = [line for line in lines if line.outcome == REFUSED]
        kept = there.get(str(medicine_id), 0 if there else None)
        return ActaMedicine(
            medicine=self.title(medicine_id),
            there=None if kept is None else _whole(kept),
            people=len({line.patient_code for line in lines}),
            asked=sum(line.asked for line in lines),
            given=sum(line.granted for line in lines),
            waiting=sum(max(0, line.asked - line.granted) for line in lines if line.outcome != REFUSED),
            refused=sum(line.asked for line in refused),
        )

    def change(self, line: LineOfDay) -> ActaChange:
        """A line that the committee wrote otherwise than proposed."""
        if line.refusal:
            decided, why = self.language.tr("said no"), words.refusal(self.language, line.refusal, line.note)
        else:
            decided, why = self.language.number(line.granted), line.note
        proposed = f"{self.title(line.medicine_id)}: {self.units(line.proposed, line.medicine_id)}"
        return ActaChange(line.patient_code, proposed, decided, why)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
