"""Every code that is raised anywhere has its sentence, in both languages, and no sentence asks for data that its code does not bring."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from pharmacy_app.cli_parser import _PROBLEMS
from pharmacy_app.db.store import GUARDS
from pharmacy_app.db.tables.supply import KINDS_IN
from pharmacy_app.domain.errors import Refusal, Trouble
from pharmacy_app.domain.expiry import STANDINGS, Standing
from pharmacy_app.domain.priority import Reason
from pharmacy_app.services.stock import HAND_KINDS
from pharmacy_app.system.language import language
from pharmacy_app.wording import acts, community, import_reason, imports, refusals, sentence
from pharmacy_app.wording.acts import ACTS, act_words
from pharmacy_app.wording.trade import standing

ES, EN = language("es"), language("en")
PROGRAM = Path(__file__).parents[2] / "pharmacy_app"
SENTENCES = {**community.SENTENCES, **refusals.REFUSALS}
# Where the code itself is worked out: (file, expression) and what it may be. Anything else that is not a plain word fails the test.
WORKED_OUT = {
    ("ui/screens/community/visits/planning.py", "f'{where}_out_of_range'"): ("houses_out_of_range", "weeks_out_of_range"),
    ("intake/spreadsheets.py", "code"): ("file_is_pdf", "file_is_picture", "file_not_a_table"),
    ("cli_parser.py", "code"): tuple(code for _, code in _PROBLEMS),
    ("services/people_writing.py", "code"): ("condition_unknown", "criterion_unknown"),
    ("db/store.py", "guard"): GUARDS,
    ("db/store.py", "_kind_of_trouble(said)"): (
        "disk_full",
        "folder_read_only",
        "database_damaged",
        "database_busy",
        "disk_failed",
        "database_failed",
    ),
}
ROWS_DECIDED = tuple(f"services/{name}.py" for name in ("donation_files", "prescription_import", "orders", "census_writing"))
TREES = {str(path.relative_to(PROGRAM)): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PROGRAM.rglob("*.py"))}


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield path, node


def words(path: str, node: ast.expr) -> tuple[str, ...]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return (node.value,)
    if isinstance(node, ast.IfExp):
        return (*words(path, node.body), *words(path, node.orelse))
    return WORKED_OUT[path, ast.unparse(node)]


def raised() -> dict[str, list[set[str]]]:
    """By code, the names of the data that each place brings."""
    found: dict[str, list[set[str]]] = defaultdict(list)
    for path, call in calls("Refusal", "Trouble"):
        for code in words(path, call.args[0]):
            names = {keyword.arg or "" for keyword in call.keywords}
            if (path, ast.unparse(call.args[0])) == ("cli_parser.py", "code"):  # its data are the named groups of the pattern
                names = {name for pattern, one in _PROBLEMS if one == code for name in re.compile(pattern).groupindex}
            found[code].append(names)
    return found


RAISED = raised()


def places(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name}


def test_the_walk_finds_what_is_raised() -> None:
    assert len(RAISED) > 100
    assert RAISED["stock_moved"] == [{"changes", "lots"}]


@pytest.mark.parametrize("code", sorted(RAISED))
def test_every_code_has_a_sentence_in_both_languages_and_its_data(code: str) -> None:
    assert code in SENTENCES, f"no sentence for {code}"
    said = ES.tr(SENTENCES[code])
    assert said != SENTENCES[code], f"no Spanish for {code}"
    assert places(said) == places(SENTENCES[code])
    for data in RAISED[code]:
        assert places(said) <= data, f"{code} lacks {places(said) - data}"
    given = dict.fromkeys(places(said), "7")
    for spoken in (ES, EN):
        told = sentence(spoken, Refusal(code, **given))
        assert told.endswith(".") and code not in told.split() and "{" not in told


def reasons_of_rows() -> set[str]:
    """Codes that readers of lists give a row: what they yield, append, list as refusing, and put aside."""
    found = {node.value.value for path, tree in TREES.items() if path.startswith("intake/") for node in ast.walk(tree)
             if isinstance(node, ast.Yield) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)}  # fmt: skip
    for path in ("intake/census_forms.py", "intake/prescription_forms.py", "intake/stock_lists.py"):
        for node in ast.walk(TREES[path]):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_REFUSING":
                found |= {one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("reasons.append", "LeftOut"):
                found |= {one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    for path, call in calls("Reason"):
        if path in ROWS_DECIDED and isinstance(call.args[0], ast.Constant):
            found.add(str(call.args[0].value))
    amounts = ("not_a_number", "negative", "zero", "too_large")
    found |= {f"{what}_{wrong}" for what in ("quantity", "days") for wrong in ("missing", "fractional", *amounts)}
    found |= {f"units_per_day_{wrong}" for wrong in amounts} | {f"expiry_{wrong}" for wrong in ("missing", "never", "unreadable")}
    found |= {"expiry_past", "expiry_far", "expiry_implausible", "date_order", "date_other_order", "date_cell_among_text"}
    return found | {"date_from_number", "date_in_text", "subtotal", "note", "header_again"}


@pytest.mark.parametrize("code", sorted(reasons_of_rows()))
def test_every_reason_of_a_row_has_a_sentence_even_without_its_data(code: str) -> None:
    known = {**imports.ROWS, **SENTENCES}
    assert code in known, f"no sentence for the row reason {code}"
    full = dict.fromkeys(places(known[code]), "7")
    in_spanish = import_reason(ES, Reason(code, full))
    assert in_spanish != import_reason(EN, Reason(code, full)), f"no Spanish for {code}"
    for reason in (Reason(code, full), Reason(code)):
        assert "{" not in import_reason(ES, reason) and import_reason(ES, reason).endswith((".", "?"))


def test_an_unknown_code_still_gets_a_sentence() -> None:
    assert "never_heard" in sentence(ES, Refusal("never_heard")) and "No se cambió nada" in sentence(ES, Refusal("never_heard"))
    assert "mire si se guardó" in sentence(ES, Trouble("never_heard")).lower()
    assert "never_heard" in import_reason(ES, Reason("never_heard"))


def test_dates_numbers_and_names_are_said_as_people_say_them() -> None:
    assert sentence(ES, Refusal("from_day_past", "from", day=date(2026, 11, 21))).startswith("El 21/11/2026 ya pasó")
    assert "1.640" in sentence(ES, Refusal("count_outdated", "quantity", now=1640))
    assert "1,640" in sentence(EN, Refusal("count_outdated", "quantity", now=1640))
    assert "donación 1640:" in sentence(ES, Refusal("file_imported_before", "file", donation=1640))
    assert sentence(ES, Refusal("csv_quotes", row=12)).startswith("Fila 12: Unas comillas")
    assert "medicamento, vencimiento o lote" in sentence(
        ES, Refusal("not_a_stock_list", missing="description, expiry", recognised="quantity")
    )
    assert sentence(ES, Refusal("policy_out_of_range", name="slice_days", least=1, most=366)).startswith("Días de cada vuelta: escriba")
    assert sentence(ES, Refusal("criteria_out_of_range", name="homebound")).startswith(ES.tr("cannot leave home"))


def test_every_act_in_the_record_has_its_words() -> None:
    verbs = set()
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "act" and len(node.args) > 1:
                verb = node.args[1]
                if isinstance(verb, ast.Constant):
                    verbs.add(str(verb.value))
    verbs |= {f"batch.{status}" for status in ("quarantine", "held", "recalled")} | {f"stock.{kind}" for kind in HAND_KINDS}
    assert len(verbs) > 40 and verbs <= set(ACTS), sorted(verbs - set(ACTS))
    assert not {f"stock.{kind}" for kind in KINDS_IN} & set(ACTS)
    for verb in verbs:
        assert act_words(ES, verb) not in (verb, acts.ACTS[verb])
    assert act_words(ES, "donation.receive") == "recibió una donación"
    assert act_words(ES, "new.thing") == "new.thing"


@pytest.mark.parametrize("code", STANDINGS)
def test_every_standing_is_said(code: str) -> None:
    assert standing(ES, Standing(code, 23)) not in (code, standing(EN, Standing(code, 23)))


def test_days_left_are_said() -> None:
    assert standing(ES, Standing("urgent", 9)) == "vence en 9 d"
    assert standing(ES, Standing("urgent", 0)) == "vence hoy"
    assert standing(ES, Standing("fine", 900)) == "vigente"
    assert standing(ES, Standing("expired", -3)) == "vencido"
