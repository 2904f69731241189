"""`python -m benchmarks.identify [LIST ...]`: how well labels of public lists are identified, as a table; 1 where a promise is not held.

Wrong accepted: accepted with another substance, amount, form or release than the list's own other columns say (see `identify_lists`).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.identify_lists import Case, PublicList, public_lists, right_amounts
from pharmacy_app.intake.catalogue import load
from pharmacy_app.intake.names import Identifier, Known, known

ROOT = Path(__file__).resolve().parents[1]
FIRST_AT_LEAST = 0.97


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the table. `wrong` and `missed` keep texts, with what was accepted or offered instead."""

    name: str
    rows: int
    ours: int
    first: int
    exact: tuple[int, int]
    accepted: int
    wrong: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]

    @property
    def share(self) -> float:
        """How many of the rows whose substance the catalogue has were proposed first."""
        return self.first / self.ours if self.ours else 1.0


def measure(identifier: Identifier, medicines: Sequence[Known], one: PublicList) -> Measured:
    """Every row of a list."""
    by_inn: dict[str, list[Known]] = {}
    for medicine in medicines:
        by_inn.setdefault(medicine.inn, []).append(medicine)
    rows = ours = first = accepted = had = had_first = 0
    wrong, missed = [], []
    for case in one.cases():
        rows += 1
        found = identifier.identify(case.text)
        best = found.candidates[0].medicine if found.candidates else None
        if found.accepted is not None:
            accepted += 1
            if not _right(found.accepted, case):
                wrong.append((case.text, _named(found.accepted)))
        if case.right:
            ours += 1
            first += best is not None and best.inn in case.right
            if best is None or best.inn not in case.right:
                missed.append((case.text, _named(best) if best else "nothing"))
            exact = [m for inn in case.right for m in by_inn.get(inn, ()) if _right(m, case)] if case.numbers else []
            had += bool(exact)
            had_first += bool(exact) and best in exact
    return Measured(one.name, rows, ours, first, (had_first, had), accepted, tuple(wrong), tuple(missed))


def _right(medicine: Known, case: Case) -> bool:
    return (
        medicine.inn in case.right
        and (case.numbers is None or right_amounts(medicine.strength, case.numbers))
        and (not case.forms or medicine.form in case.forms)
        and (case.modified is None or case.modified == (medicine.release == "modified"))
    )


def _named(medicine: Known) -> str:
    return f"{medicine.inn} | {medicine.strength} | {medicine.form} | {medicine.release}"


def table(measured: Sequence[Measured]) -> str:
    """The table of a note, in Markdown."""
    lines = [
        "| list | rows | substance in catalogue | proposed first | same strength, form, release first, where there is one | accepted | wrong accepted |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for one in measured:
        exact = f"{one.exact[0]} of {one.exact[1]} ({one.exact[0] / one.exact[1]:.1%})" if one.exact[1] else "-"
        lines.append(
            f"| {one.name} | {one.rows} | {one.ours} | {one.first} ({one.share:.1%}) | {exact} | {one.accepted} | {len(one.wrong)} |"
        )
    return "\n".join(lines)


def main(wanted: list[str]) -> int:
    data = ROOT.parent / "shared" / "data"
    if not data.is_dir():
        print(f"the public lists are not here: {data.name}", file=sys.stderr)
        return 2
    entries = load(ROOT / "resources" / "catalogue")
    medicines = [known(number, entry) for number, entry in enumerate(entries, 1)]
    identifier = Identifier(medicines)
    lists = [one for one in public_lists(data, entries) if not wanted or any(word.casefold() in one.name.casefold() for word in wanted)]
    measured = [measure(identifier, medicines, one) for one in lists]
    print(table(measured))
    for one in measured:
        for said, texts in (("wrong accepted", one.wrong), ("not proposed first", one.missed[:20])):
            for text, what in texts:
                print(f"{one.name}: {said}: {text!r} -> {what}", file=sys.stderr)
    return int(any(one.wrong or one.share < FIRST_AT_LEAST for one in measured))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
