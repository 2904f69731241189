"""The shipped catalogue: complete, exact, and nowhere against the references."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from pharmacy_app.domain.medicines import FORMS, RELEASES, UNITS
from pharmacy_app.intake.catalogue import UNCONFIRMED, CatalogueEntry, load, load_undispensed
from pharmacy_app.intake.names import Identifier, known
from pharmacy_app.intake.strengths import canonical_strength
from pharmacy_app.intake.undispensed import NeverHandedOut
from pharmacy_app.wording.trade import UNDISPENSED_REASONS

ROUTES = {"oral", "sublingual", "rectal", "vaginal", "parenteral", "inhaled", "nasal", "ocular", "cutaneous"}


@pytest.fixture(scope="module")
def entries(root: Path) -> tuple[CatalogueEntry, ...]:
    return load(root / "resources" / "catalogue")


def test_it_holds_what_was_promised(entries: tuple[CatalogueEntry, ...]) -> None:
    assert len(entries) >= 240
    assert len({e.inn for e in entries}) >= 200
    assert len({e.inn for e in entries if e.essential}) == 106


def test_every_entry_can_stand_in_the_database(entries: tuple[CatalogueEntry, ...]) -> None:
    for e in entries:
        assert e.form in FORMS and e.unit in UNITS and e.release in RELEASES and e.route in ROUTES, e
        assert e.doses_per_unit > 0 and all(e.names), e
        assert e.strength == "" or canonical_strength(e.strength) == e.strength, e
        assert not any(";" in name for name in (*e.synonyms, *e.brands)), e
    keys = [(e.inn, e.strength, e.form, e.release, e.route) for e in entries]
    assert len(set(keys)) == len(keys)


def test_a_combination_has_as_many_amounts_and_names_as_substances(entries: tuple[CatalogueEntry, ...]) -> None:
    together = [e for e in entries if "+" in e.inn]
    assert len(together) > 10
    for e in together:
        assert e.strength.count(" + ") == e.inn.count(" + "), e
        assert all(name.count(" + ") == e.inn.count(" + ") for name in e.names), e


def test_what_must_not_be_swapped_is_marked(entries: tuple[CatalogueEntry, ...]) -> None:
    fixed = {"levothyroxine", "warfarin", "digoxin", "lithium carbonate", "phenytoin", "carbamazepine", "valproic acid", "insulin glargine"}
    assert fixed <= {e.inn for e in entries}
    for e in entries:
        if e.inn in fixed or e.form in ("inhaler", "inhalation_powder") or e.release == "modified":
            assert not e.swappable, e
        if e.inn.startswith("insulin"):
            assert e.cold_chain, e


def test_warnings_are_codes_that_the_rules_know(entries: tuple[CatalogueEntry, ...]) -> None:
    for e in entries:
        for code in e.warnings:
            assert code in ("pregnancy", "pregnancy_late", "weekly") or code.removeprefix("under_").isdigit(), e
    by_inn = {e.inn: e for e in entries}
    assert "pregnancy" in by_inn["losartan"].warnings and "weekly" in by_inn["methotrexate"].warnings


def test_brands_belong_to_medicines_and_general_knowledge_is_marked(root: Path, entries: tuple[CatalogueEntry, ...]) -> None:
    inns = {e.inn for e in entries}
    with (root / "resources" / "catalogue" / "brands.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["inn"] for row in rows} <= inns
    assert all(row["source"] and row["country"] for row in rows)
    losartan = next(e for e in entries if e.inn == "losartan")
    assert "Лозап" in losartan.brands and UNCONFIRMED + "Cozaar" in losartan.brands


def test_a_strength_that_cannot_be_read_is_named_with_its_line(root: Path, tmp_path: Path) -> None:
    shipped = root / "resources" / "catalogue"
    text = (shipped / "medicines.csv").read_text("utf-8")
    assert ",325 mg," in text
    (tmp_path / "medicines.csv").write_text(text.replace(",325 mg,", ",1.000 mg,", 1), "utf-8")
    (tmp_path / "brands.csv").write_bytes((shipped / "brands.csv").read_bytes())
    with pytest.raises(ValueError, match="line 3"):
        load(tmp_path)


def test_what_is_never_handed_out_is_no_medicine_of_the_catalogue(root: Path, entries: tuple[CatalogueEntry, ...]) -> None:
    never = load_undispensed(root / "resources" / "catalogue")
    assert {"nimesulide", "phenobarbital + ethyl bromisovalerate"} <= {one.inn for one in never}
    assert all(one.reason in UNDISPENSED_REASONS and "reason" in one.unconfirmed for one in never)
    listed = NeverHandedOut((number, (*one.names, *one.brands)) for number, one in enumerate(never, 1))
    for entry in entries:
        for name in (entry.inn, *entry.names, *entry.synonyms, *(brand.removeprefix(UNCONFIRMED) for brand in entry.brands)):
            assert listed.meant(f"{name} {entry.strength} {entry.form}") is None, name
    identifier = Identifier([known(number, entry) for number, entry in enumerate(entries, 1)])
    for number, one in enumerate(never, 1):
        for name in (*one.names, *one.brands):
            assert identifier.accept(f"{name} 500 mg tabletas") is None, name
            assert listed.meant(f"{name.upper()} 500 mg tabletas") is not None, (name, number)


def test_the_references_contradict_nothing(root: Path, shared: Path) -> None:
    checker = shared.parent / "check_catalogue.py"
    done = subprocess.run(
        [sys.executable, str(checker), str(root / "resources" / "catalogue" / "medicines.csv"), "--quiet-ok"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert "0 ERROR" in done.stdout
