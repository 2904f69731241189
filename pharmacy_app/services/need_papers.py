"""The need letter for donors: counts of people alone go in; a test searches the paper for every name."""

from __future__ import annotations

import re
from collections import defaultdict

from pharmacy_app.db.queries import keeping
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.text import fold
from pharmacy_app.reports import donor_needs as paper
from pharmacy_app.reports.donor_words import form_name, release_name, strength_text
from pharmacy_app.services.defaults import DEFAULTS
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.requesting import Request
from pharmacy_app.system.language import Language


def paper_of(desk: Desk, found: Request, spoken: Language) -> bytes:
    """The letter as PDF, in this language."""
    with desk.read() as connection:
        kept = {**DEFAULTS, **keeping.settings(connection)}
    return paper.needs_letter(_letter(found, kept["pharmacy_name"], spoken), spoken)


def _letter(found: Request, pharmacy: str, spoken: Language) -> paper.NeedsLetter:
    return paper.NeedsLetter(
        number=f"N-{found.day:%Y-%m-%d}",
        pharmacy=pharmacy,
        place="Caracas",
        made_on=found.day,
        months=found.months,
        least=found.least,
        needs=tuple(
            paper.NeedLine(
                _title(one.medicine, spoken), _international(one.medicine, spoken), one.units, one.medicine.unit, one.people, one.chronic, one.lasts
            )
            for one in found.needs
        ),
        gaps=_gaps(found.gaps, spoken),
        unwanted=tuple(
            paper.UnwantedLine(_title(one.medicine, spoken), one.units, one.medicine.unit, one.expiry) for one in found.unwanted
        ),
    )  # fmt: skip


def _title(medicine: Medicine, spoken: Language) -> str:
    """`Metformina 850 mg, compresse a rilascio modificato`: another release is another medicine, so it is said."""
    return f"{_capital(medicine.name(spoken.code))} {_kind(medicine, spoken)}"


def _kind(medicine: Medicine, spoken: Language) -> str:
    form = " ".join(part for part in (form_name(medicine.form, spoken), release_name(medicine.release, spoken)) if part)
    return ", ".join(part for part in (strength_text(medicine.strength, spoken), form) if part)


def _international(medicine: Medicine, spoken: Language) -> str:
    """The INN, where the language calls it something else."""
    return "" if medicine.inn.casefold() == medicine.name(spoken.code).casefold() else medicine.inn


def _gaps(medicines: tuple[Medicine, ...], spoken: Language) -> tuple[paper.GapLine, ...]:
    """A line for each substance, in the order of the language; weaker ones first."""
    of: dict[str, list[Medicine]] = defaultdict(list)
    for medicine in medicines:
        of[medicine.inn].append(medicine)
    lines = []
    for some in of.values():
        international = _international(some[0], spoken)
        substance = _capital(some[0].name(spoken.code)) + (f" ({international})" if international else "")
        ordered = sorted(some, key=lambda one: (one.form, one.release, _amount(one.strength), one.strength))
        lines.append(paper.GapLine(substance, tuple(dict.fromkeys(_kind(one, spoken) for one in ordered))))
    return tuple(sorted(lines, key=lambda line: fold(line.substance)))


def _amount(strength: str) -> float:
    found = re.match(r"[0-9.]+", strength)
    return float(found[0]) if found else 0.0


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
