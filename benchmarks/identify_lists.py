"""The public lists that identification is measured on: each row as a text to identify, and what the list's OTHER columns say is right.

Nothing here uses the program's own reading of names, strengths or forms: substances come from the ATC or INN column, amounts are bare numbers of
another column, forms are one-word columns. Only cenabast's list has no such column: there the words before the first number decide.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from pharmacy_app.intake.catalogue import CatalogueEntry

# The lists keep these under the code of another use of the same substance.
_OTHER_USE = {
    "B05BB01": "sodium chloride", "B05CB01": "sodium chloride", "B05CX01": "glucose", "D07AC02": "betamethasone", "G02AD": "misoprostol",
    "L01BA01": "methotrexate", "G04CA": "doxazosin",
}  # fmt: skip
# What the Russian registers call substances that the Kazakh list names otherwise.
_REGISTERED = {
    "инсулин растворимый человеческий генно инженерный": "insulin human (rapid-acting)",
    "инсулин изофан человеческий генно инженерный": "insulin human (isophane)",
    "инсулин двухфазный человеческий генно инженерный": "insulin human (premixed)",
    "декстроза": "glucose", "смектит диоктаэдрический": "diosmectite",
}  # fmt: skip
_INSULINS = {"NPH": "insulin human (isophane)", "CRIS": "insulin human (rapid-acting)", "GLARGINA": "insulin glargine"}
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)?")
_MODIFIED = re.compile(
    r"(?i)prolung|ril(?:ascio|\.)? (?:modif|contr|prol)|\brp\b|retard|lib(?:\.|eraci[oó]n)? ?(?:prol|sost|ext|contr|modif)|extended release|"
    r"пролонг|модифицир|контролируем|замедленн|\bхроно\b|\bлонг\b"
)
_SOLID = ("tablet", "chewable_tablet", "dispersible_tablet", "effervescent_tablet", "sublingual_tablet", "vaginal_tablet", "lozenge")
_INJECTED = ("injection", "powder_for_injection", "infusion")


@dataclass(frozen=True, slots=True)
class Case:
    """A text, and what is right by the list's own columns.

    `right`: INNs of the catalogue, empty where it has none. `numbers`: all numbers that the row gives for the strength, None where it gives none.
    `forms`: what the form may be, empty where no column says. `modified`: the row says modified release, None where it can't be told.
    """

    text: str
    right: frozenset[str]
    numbers: frozenset[Fraction] | None = None
    forms: tuple[str, ...] = ()
    modified: bool | None = None
    pack: int | None = None


@dataclass(frozen=True, slots=True)
class PublicList:
    """One list: its name in the table, its cases, and what is compared."""

    name: str
    compared: str
    cases: Callable[[], Iterator[Case]] = field(repr=False)


def public_lists(data: Path, entries: Iterable[CatalogueEntry]) -> tuple[PublicList, ...]:
    """Every list under that folder, for a catalogue of these entries."""
    known = tuple(entries)
    by_code: dict[str, set[str]] = {code: {inn} for code, inn in _OTHER_USE.items()}
    for entry in known:
        for code in (entry.atc, *entry.former_atc):
            by_code.setdefault(code, set()).add(entry.inn)
    by_russian = _russian_names(data, by_code, known)
    pack = "ATC, numbers, release and route of the regulator's reference pack"
    inn = "INN column by its ATC in the Kazakh list, numbers"
    words = "words before the first number of the other text, its numbers"
    return (
        PublicList("AIFA, maker's name and label", pack, lambda: _aifa(data, by_code, known, "Farmaco")),
        PublicList("AIFA, substance and label", pack, lambda: _aifa(data, by_code, known, "Principio attivo")),
        PublicList("Kazakhstan, state lists", "ATC, unit, numbers of the phrase", lambda: _kazakhstan(data, by_code)),
        PublicList("Russia, price register", f"{inn} of the phrase", lambda: _price_register(data, by_russian)),
        PublicList("Russia, GTIN register", f"{inn} and form of their columns", lambda: _gtins(data, by_russian)),
        PublicList("Chile, CENABAST short label", words, lambda: _cenabast(data, known, short=True)),
        PublicList("Chile, CENABAST long text", words, lambda: _cenabast(data, known, short=False)),
        PublicList("Synthea, 128 descriptions", "RxNorm's own pattern: name, number, unit, form", lambda: _synthea(data, known)),
    )


def right_amounts(strength: str, numbers: frozenset[Fraction]) -> bool:
    """Whether every amount of a canonical strength stands among the row's numbers, in one of the ways lists write it (mg, mcg, g, %, per ml)."""
    amounts, _, per = strength.partition("/")
    found = [(Fraction(n.replace(",", ".")), amounts) for n in _NUMBERS.findall(amounts)]
    divisor = Fraction((_NUMBERS.findall(per) or ["1"])[0])
    scales = [
        Fraction(1),
        Fraction(1, 1000),
        Fraction(1000),
        Fraction(1, 10),
        Fraction(10),
        Fraction(1, 100),
        Fraction(1, 10_000),
        Fraction(1, 1_000_000),
    ]
    return all(any(value * scale / by in numbers for scale in scales for by in {Fraction(1), divisor}) for value, _ in found)


def _numbers(text: str) -> frozenset[Fraction]:
    return frozenset(Fraction(n.replace(",", ".")) for n in _NUMBERS.findall(re.sub(r"(?<=\d)[ .](?=000)", "", text)))


def _aifa(data: Path, by_code: dict[str, set[str]], known: tuple[CatalogueEntry, ...], name: str) -> Iterator[Case]:
    routes = {
        "ORALE": (*_SOLID, "capsule", "sachet", "powder_for_oral_liquid", "oral_liquid", "oral_drops"),
        "PARENTERALE": _INJECTED,
        "RETTALE": ("suppository", "other"),
        "OFTALMICO": ("eye_drops", "eye_ointment", "other"),
        "RESPIRATORIO": ("inhaler", "inhalation_powder", "nebuliser_solution"),
        "DERMATOLOGICO": ("cream", "ointment", "gel", "lotion", "topical_solution"),
    }
    italian = {entry.inn: frozenset(_plain(entry.names[2]).split()) for entry in known}
    path = next((data / "aifa-transparency-2020-10").glob("*.csv"))
    for row in csv.DictReader(io.StringIO(path.read_bytes().decode("cp1252")), delimiter=";"):
        pack = row["Confezione di riferimento"]
        route = re.search(r"USO (\w+)(?! E )", pack)
        units = re.match(r"(\d+) UNITA", pack)
        yield Case(
            f"{row[name]} {row['Confezione']}",
            _of_names(by_code.get(row["ATC"], set()), row["Principio attivo"], italian),
            _numbers(pack.partition("UNITA")[2] or pack) | _numbers(row["Confezione"].partition("COMPRESS")[0]),
            routes.get(route[1], ()) if route and " E " not in pack else (),
            bool(_MODIFIED.search(pack)) or bool(_MODIFIED.search(row["Confezione"])),
            int(units[1]) if units else None,
        )


def _of_names(inns: set[str], said: str, italian: dict[str, frozenset[str]]) -> frozenset[str]:
    """Of the substances under one code, those named: a code such as N04BA02 stands for more than one combination."""
    words = frozenset(_plain(said).replace("acido", "").split())
    return frozenset(inn for inn in inns if "+" not in inn or words >= italian[inn] - {"acido", "e"})


def _kazakhstan(data: Path, by_code: dict[str, set[str]]) -> Iterator[Case]:
    units = {"таблетка": _SOLID, "капсула": ("capsule", "inhalation_powder"), "ампула": (*_INJECTED, "nebuliser_solution"), "шприц": _INJECTED,
             "суппозиторий": ("suppository", "pessary"), "туба": ("cream", "ointment", "gel", "eye_ointment")}  # fmt: skip
    with (data / "kz-essential-ru" / "kz_lists_ru.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            said = row["form_strength_ru"]
            right = frozenset(by_code.get(row["atc"], ()))
            yield Case(f"{row['mnn_ru']} {said}", right, _numbers(said), units.get(row["unit_ru"], ()), bool(_MODIFIED.search(said)))


def _price_register(data: Path, by_russian: dict[str, frozenset[str]]) -> Iterator[Case]:
    with (data / "ru-price-registry" / "ru_price_monitor.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            said = f"{row['trade_name_ru']} {row['form_dose_ru']}"
            right = by_russian.get(_plain(row["mnn_ru"]), frozenset())
            numbers = _numbers(row["form_dose_ru"] + row["packaging_ru"])
            yield Case(f"{said} {row['packaging_ru']}", right, numbers, (), bool(_MODIFIED.search(said)))


def _gtins(data: Path, by_russian: dict[str, frozenset[str]]) -> Iterator[Case]:
    forms = {
        "TABLET": _SOLID,
        "CAPSULE": ("capsule",),
        "INJECTION": _INJECTED,
        "SUPPOSITORY": ("suppository", "pessary"),
        "OINTMENT": ("ointment", "cream", "gel"),
        "DROPS": ("oral_drops", "eye_drops", "ear_drops", "nasal_drops"),
        "SYRUP": ("oral_liquid",),
        "SUSPENSION": ("oral_liquid", "powder_for_oral_liquid"),
        "SPRAY": ("nasal_spray", "oral_spray"),
    }
    with (data / "ru-gtin-sample" / "gtin_sample.csv").open(encoding="utf-8") as file:
        for line in list(file)[1:]:
            cells = line.rstrip("\n").split(";")
            gtin_and_name, (inn, form, strength, unit) = cells[:-4], cells[-4:]
            name = " ".join(gtin_and_name[1:])
            numbers = _numbers(strength) or None
            modified = True if _MODIFIED.search(name) else None  # the register has no column for it
            yield Case(f"{name} {form} {strength} {unit}", by_russian.get(_plain(inn), frozenset()), numbers, forms.get(form, ()), modified)


def _cenabast(data: Path, known: tuple[CatalogueEntry, ...], *, short: bool) -> Iterator[Case]:
    spanish, together = _spanish_names(known), _combinations(known)
    text = (data / "cenabast-cl" / "listado_medicamentos.utf16.tsv").read_bytes().decode("utf-16")
    for row in csv.DictReader(io.StringIO(text), delimiter="\t"):
        label, description = (
            row["Nombre producto genérico"] or "",
            (row["Descripción producto genérico"] or "").removeprefix("MATERIAL UNIDAD DE ESTUDIOS: ").strip(),
        )
        read, other = (label, description or label) if short else (description, label)
        both = f"{label} {description}"
        modified = bool(_MODIFIED.search(both)) or bool(re.search(r"\b(LP|LC|XR|SR|ER|PROL|RETARD)\b", both))
        yield Case(read, _chilean(re.split(r"\d", other)[0], spanish, together), _numbers(other) | _numbers(read), (), modified)


def _synthea(data: Path, known: tuple[CatalogueEntry, ...]) -> Iterator[Case]:
    names = {name.casefold(): entry.inn for entry in known if "+" not in entry.inn for name in (entry.inn, entry.names[1], *entry.synonyms)}
    names |= {"clavulanate": "clavulanic acid", "vitamin b12": "cyanocobalamin"}
    together = _combinations(known)
    with (data / "synthea-sample" / "medications.csv").open(encoding="utf-8") as file:
        texts = sorted({row["DESCRIPTION"] for row in csv.DictReader(file)})
    for text in texts:
        bare = re.sub(r"\[.*?\]|\bNDA\d+|\d*\.?\d+ (?:HR|ML|ACTUAT) (?!/)", " ", text).strip().replace("B 12", "B12")
        parts = [_american(re.split(r"\s\d", part)[0], names) for part in bare.split(" / ")]
        inn = together.get(frozenset(parts), "")
        yield Case(text, frozenset({inn} - {""}), _numbers(text), (), "Extended Release" in text)


def _american(name: str, names: dict[str, str]) -> str:
    """`Amlodipine`, `Metformin hydrochloride`: the whole name, or without its last words."""
    words = name.casefold().split()
    return next((names[" ".join(words[:n])] for n in range(len(words), 0, -1) if " ".join(words[:n]) in names), name)


def _russian_names(data: Path, by_code: dict[str, set[str]], known: tuple[CatalogueEntry, ...]) -> dict[str, frozenset[str]]:
    """The Kazakh list's name of each code -> our substances; and our own Russian names, for what that list leaves out."""
    found: dict[str, set[str]] = {name: {inn} for name, inn in _REGISTERED.items()}
    for entry in known:
        found.setdefault(_plain(entry.names[3]), set()).add(entry.inn)
    with (data / "kz-essential-ru" / "kz_lists_ru.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["mnn_ru"] and row["atc"] in by_code:
                found.setdefault(_plain(row["mnn_ru"]), set()).update(by_code[row["atc"]])
    return {name: frozenset(inns) for name, inns in found.items()}


def _chilean(words: str, names: dict[str, str], combined: dict[frozenset[str], str]) -> frozenset[str]:
    """`AMLODIPINO BESILATO`: the longest beginning that is a name; several joined by `/`, `+` or `Y` must all be ours and a combination of it."""
    if "INSULINA" in words:
        kind = next((inn for word, inn in _INSULINS.items() if word in words), "")
        return frozenset({kind} - {""})
    parts = []
    for part in re.split(r"[/+]| Y | CON ", words):
        said = _plain(part).split()
        parts.append(next((names[key] for n in range(len(said), 0, -1) if (key := " ".join(sorted(said[:n]))) in names), ""))
    return frozenset({" ".join(sorted(parts)) if len(parts) == 1 else combined.get(frozenset(parts), "")} - {""})


def _combinations(known: tuple[CatalogueEntry, ...]) -> dict[frozenset[str], str]:
    return {frozenset(entry.inn.split(" + ")): entry.inn for entry in known}


def _spanish_names(known: tuple[CatalogueEntry, ...]) -> dict[str, str]:
    """Every Spanish name and synonym of a single substance, its words in alphabetical order."""
    found = {}
    for entry in known:
        for name in (entry.inn, *entry.names[:3], *entry.synonyms):
            for piece, inn in zip(name.split("+"), entry.inn.split(" + "), strict=False):
                found[" ".join(sorted(_plain(piece).split()))] = inn if name.count("+") == entry.inn.count("+") else entry.inn
    return found


def _plain(name: str) -> str:
    """Small letters without accents; brackets and what they hold, signs and doubled blanks gone."""
    flat = "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w ]+", " ", re.sub(r"[\[\]()]", " ", flat)).split())
