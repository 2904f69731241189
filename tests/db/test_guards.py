"""What the database itself refuses, whoever asks and however: each truth attacked with plain SQL, on SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import text

from pharmacy_app.db.store import Store
from pharmacy_app.db.version import guards_expected
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import safekeeping
from tests.db.conftest import Scene

BOTH, SQLITE, POSTGRES = ("sqlite", "postgresql"), ("sqlite",), ("postgresql",)
LEDGER = "stock_movements (batch_id, units, kind, reason, occurred_on, entered_at, entered_by, allocation_id, reverses_id, act)"
PROMISE = (
    "allocations (run_item_id, batch_id, units, covers, first_day, last_day, status, reserved_on, slip_id, delivered_units, returned_units, "
    "lost_units)"
)


def moved(batch: str, units: object, kind: str, day: str = "2026-11-23", allocation: str = "NULL", reverses: str = "NULL") -> str:
    return (
        f"INSERT INTO {LEDGER} VALUES ({{{batch}}}, {units}, '{kind}', 'x', '{day}', '2026-11-23 12:00:00', {{user}}, {allocation}, "
        f"{reverses}, '{{token}}')"
    )


def promised(batch: str, units: object, status: str = "reserved", last_day: str = "2026-11-24", reserved_on: str = "2026-11-23") -> str:
    delivered, slip = (units, "{slip}") if status == "delivered" else (0, "{slip}" if status == "out" else "NULL")
    return (
        f"INSERT INTO {PROMISE} VALUES ({{run_item}}, {{{batch}}}, {units}, 1, '2026-11-23', '{last_day}', '{status}', '{reserved_on}', "
        f"{slip}, {delivered}, 0, 0)"
    )


def replaced(table: str, key: str, key_column: str = "id") -> str:
    """`INSERT OR REPLACE` of a row by itself with other figures: SQLite asks no DELETE trigger for the row that goes."""
    return f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {key_column} = {{{key}}}"


@dataclass(frozen=True, slots=True)
class Attack:
    """SQL that must be refused with this code; where two guards stand in its way, with either: databases ask triggers in their own order."""

    name: str
    code: str
    sql: str
    on: tuple[str, ...] = BOTH


ATTACKS = [
    # The ledger and the record are never changed.
    Attack("movement changed", "movement_immutable", "UPDATE stock_movements SET units = units + 1 WHERE id = {receipt_good}"),
    Attack("movement redated", "movement_immutable", "UPDATE stock_movements SET occurred_on = '2020-01-01'"),
    Attack("movement deleted", "movement_immutable", "DELETE FROM stock_movements WHERE id = {delivery}"),
    Attack("ledger deleted", "movement_immutable", "DELETE FROM stock_movements"),
    Attack("movement replaced", "movement_immutable", replaced("stock_movements", "receipt_good"), SQLITE),
    Attack("movement renumbered", "movement_immutable", "UPDATE OR REPLACE stock_movements SET rowid = 1 WHERE id = {delivery}", SQLITE),
    Attack("movement upserted", "movement_immutable", "INSERT INTO stock_movements SELECT * FROM stock_movements WHERE id = {receipt_other} "
           "ON CONFLICT (id) DO UPDATE SET units = 7"),
    Attack("ledger emptied", "movement_immutable", "TRUNCATE stock_movements", POSTGRES),
    Attack("audit changed", "audit_immutable", "UPDATE audit SET verb = 'nothing'"),
    Attack("audit deleted", "audit_immutable", "DELETE FROM audit WHERE token = '{token}'"),
    Attack("audit replaced", "audit_immutable", replaced("audit", "quoted_token", "token"), SQLITE),
    Attack("audit emptied", "audit_immutable", "TRUNCATE audit CASCADE", POSTGRES),
    Attack("policy changed", "policy_immutable", "UPDATE policies SET rules = '{{}}'"),
    Attack("policy deleted", "policy_immutable", "DELETE FROM policies"),
    Attack("policy replaced", "policy_immutable", replaced("policies", "policy"), SQLITE),
    Attack("policy emptied", "policy_immutable", "TRUNCATE policies CASCADE", POSTGRES),
    Attack("decided run under other rules", "run_fixed", "UPDATE matching_runs SET days = 30 WHERE id = {run}"),
    Attack("decided run reopened", "run_fixed", "UPDATE matching_runs SET status = 'proposed' WHERE id = {run}"),
    Attack("decided line rewritten", "run_fixed", "UPDATE run_items SET reasons = '[1]' WHERE id = {run_item}"),
    Attack("decided line deleted", "run_fixed", "DELETE FROM run_items WHERE id = {run_item}"),
    # On hand is what the ledger says, reserved what was promised.
    Attack("on hand by hand", "on_hand_by_ledger_only", "UPDATE batches SET on_hand = on_hand + 1 WHERE id = {good}"),
    Attack("on hand replaced", "batch_identity_fixed|batch_starts_empty", replaced("batches", "good"), SQLITE),
    Attack("born with stock", "batch_starts_empty", "INSERT INTO batches (product_id, donation_id, code, lot, expiry, expiry_raw, status, reason, "
           "shelf, on_hand, reserved) VALUES ({product}, {donation}, '', 'X', '2027-08-31', '', 'available', '', '', 5, 0)"),
    Attack("reserved by hand", "reserved_by_allocations_only", "UPDATE batches SET reserved = 0 WHERE id = {good}"),
    Attack("below zero", "on_hand_not_negative", moved("other", -51, "loss")),
    Attack("reserved units lost", "reserved_within_stock", moved("good", -66, "loss")),
    Attack("more than there is", "reserved_within_stock", promised("other", 51)),
    Attack("more than is free", "reserved_within_stock", promised("good", 66)),
    Attack("promise raised", "allocation_fixed", "UPDATE allocations SET units = 30 WHERE id = {reserved}"),
    Attack("half a tablet", "units_not_whole", moved("other", 0.5, "count"), SQLITE),
    Attack("half a tablet promised", "units_not_whole", promised("other", 0.5), SQLITE),
    # Nothing unusable is reserved.
    *(Attack(f"{status} {batch}", "expired_on_day" if batch == "expired" else "not_dispensable", promised(batch, 1, status))
      for batch in ("quarantine", "held", "recalled", "unidentified", "told", "expired") for status in ("reserved", "out")),
    Attack("proposal of a lot set aside", "not_dispensable", "UPDATE allocations SET batch_id = {held}, status = 'reserved', "
           "reserved_on = '2026-11-23' WHERE id = {proposed}"),
    Attack("days after its expiry", "expired_on_day", promised("soon", 1, last_day="2026-11-27")),
    Attack("confirmed after its expiry", "expired_on_day", "UPDATE allocations SET status = 'reserved', last_day = '2026-11-25', "
           "reserved_on = '2026-11-27' WHERE id = {promised_aside}"),
    Attack("days moved behind its expiry", "expired_on_day", "UPDATE allocations SET last_day = '2027-09-01' WHERE id = {reserved}"),
    Attack("no day", "not_a_day", promised("soon", 1, last_day="2026-02-30"), SQLITE),
    # Nothing is handed out but what was promised and may be used.
    Attack("delivery of a promise that did not leave", "not_dispensable|delivery_exceeds_allocation",
           moved("good", -20, "delivery", allocation="{reserved}")),
    Attack("delivery of another lot's promise", "not_dispensable|delivery_exceeds_allocation",
           moved("other", -5, "delivery", allocation="{delivered}")),
    Attack("more than was delivered", "delivery_exceeds_allocation", moved("good", -1, "delivery", allocation="{delivered}")),
    Attack("born delivered", "allocation_fixed", promised("good", 1, "delivered")),
    Attack("delivered without leaving", "allocation_fixed", "UPDATE allocations SET status = 'delivered', delivered_units = 1 WHERE id = {reserved}"),
    # What a lot is, and what was promised of it, stays.
    Attack("another donation", "batch_identity_fixed", "UPDATE batches SET donation_id = {draft} WHERE id = {good}"),
    Attack("another product", "batch_identity_fixed", "UPDATE batches SET product_id = {unknown_product} WHERE id = {good}"),
    Attack("another lot", "batch_identity_fixed", "UPDATE batches SET lot = 'ELSE' WHERE id = {good}"),
    Attack("another id", "batch_identity_fixed", "UPDATE batches SET rowid = 999 WHERE id = {of_draft}", SQLITE),
    Attack("a longer life on the shelf", "batch_identity_fixed", "UPDATE batches SET expiry = '2030-01-31' WHERE id = {good}"),
    Attack("no expiry on the shelf", "batch_identity_fixed", "UPDATE batches SET expiry = NULL WHERE id = {good}"),
    Attack("set aside under promises", "batch_has_reservations", "UPDATE batches SET status = 'recalled', reason = 'x' WHERE id = {good}"),
    Attack("another medicine in a promised box", "product_in_use|second_person_needed",
           "UPDATE products SET medicine_id = {other_medicine} WHERE id = {product}"),
    Attack("unknown again in a promised box", "product_in_use", "UPDATE products SET medicine_id = NULL WHERE id = {product}"),
    Attack("told by one person, known by nobody else", "second_person_needed", "UPDATE products SET identity = 'known' WHERE id = {told_product}"),
    Attack("the same person twice", "second_person",
           "UPDATE products SET identity = 'known', confirmed_by = {user} WHERE id = {told_product}"),
    Attack("known as nothing", "identity_has_medicine", "UPDATE products SET identity = 'known' WHERE id = {unknown_product}"),
    Attack("another medicine without a second person", "second_person_needed|product_in_use",
           "UPDATE products SET medicine_id = {other_medicine}, identity = 'known' WHERE id = {told_product}"),
    Attack("on the shelf, expired when it came", "expired_on_arrival", "INSERT INTO batches (product_id, donation_id, code, lot, expiry, "
           "expiry_raw, status, reason, shelf, on_hand, reserved) VALUES ({product}, {donation}, '', 'X', '2026-11-01', '', 'available', '', '', 0, 0)"),
    Attack("rules of arrival changed", "policy_immutable", "UPDATE arrival_rules SET rules = '[]'"),
    Attack("rules of arrival deleted", "policy_immutable", "DELETE FROM arrival_rules"),
    Attack("a line accepted beyond what came", "part_within_quantity",
           "UPDATE donation_lines SET decision = 'part', accepted = 500, decided_by = {user} WHERE id = {draft_line}"),
    Attack("a decision without a name", "decision_has_name", "UPDATE donation_lines SET decision = 'accept' WHERE id = {draft_line}"),
    Attack("an answer to a slip that is not out", "round_not_out", "INSERT INTO slip_answers (slip_id, answer, entered_at, entered_by) "
           "VALUES (99999, '{{}}', '2026-11-23 10:00:00', {user})"),
    # Who lived where, and who was whom.
    Attack("rules of kits changed", "policy_immutable", "UPDATE kit_rules SET rules = '[]'"),
    Attack("history changed", "history_fixed", "UPDATE patient_events SET kind = 'died' WHERE id = {event}"),
    Attack("history deleted", "history_fixed", "DELETE FROM patient_events WHERE id = {event}"),
    Attack("history replaced", "history_fixed", replaced("patient_events", "event"), SQLITE),
    Attack("another merge", "history_fixed", "UPDATE patient_merges SET kept_id = {stranger} WHERE id = {merge}"),
    Attack("merge deleted", "history_fixed", "DELETE FROM patient_merges WHERE id = {merge}"),
    # What the committee decided, and who sat there.
    Attack("decision changed", "decision_fixed", "UPDATE tier_decisions SET tier = 'C' WHERE id = {tier_decision}"),
    Attack("decision deleted", "decision_fixed", "DELETE FROM tier_decisions WHERE id = {tier_decision}"),
    Attack("decision replaced", "decision_fixed", replaced("tier_decisions", "tier_decision"), SQLITE),
    Attack("refusal taken back twice", "decision_fixed", "INSERT INTO reopenings (run_item_id, why, decided_on, entered_at, entered_by) "
           "VALUES ({refused_item}, 'x', '2026-11-23', '2026-11-23 12:00:00', {user})"),
    Attack("taken back what nobody refused", "line_not_refused", "INSERT INTO reopenings (run_item_id, why, decided_on, entered_at, entered_by) "
           "VALUES ({run_item}, 'x', '2026-11-23', '2026-11-23 12:00:00', {user})"),
    Attack("taking back rewritten", "decision_fixed", "UPDATE reopenings SET why = 'y' WHERE id = {reopening}"),
    Attack("taking back deleted", "decision_fixed", "DELETE FROM reopenings WHERE id = {reopening}"),
    Attack("taking back replaced", "decision_fixed", replaced("reopenings", "reopening"), SQLITE),
    Attack("all taking back emptied", "decision_fixed", "TRUNCATE reopenings CASCADE", POSTGRES),
    Attack("people of a meeting rewritten", "meeting_fixed", "UPDATE meetings SET present = 'Otros' WHERE id = {meeting}"),
    Attack("meeting deleted", "meeting_fixed", "DELETE FROM meetings WHERE id = {meeting}"),
    Attack("meeting replaced", "meeting_fixed", replaced("meetings", "meeting"), SQLITE),
    Attack("confirmed by nobody", "meeting_missing", "UPDATE matching_runs SET status = 'confirmed' WHERE id = {open_run}"),
    Attack("born confirmed", "run_fixed", "INSERT INTO matching_runs (policy_id, from_day, days, status, meeting_id, entered_at, entered_by) "
           "VALUES ({policy}, '2026-11-23', 7, 'confirmed', {meeting}, '2026-11-23 12:00:00', {user})"),
    Attack("meeting of a decided run exchanged", "run_fixed", "UPDATE matching_runs SET meeting_id = NULL WHERE id = {run}"),
    Attack("all decisions emptied", "decision_fixed", "TRUNCATE tier_decisions CASCADE", POSTGRES),
    Attack("active without reason to be gone", "left_with_reason", "UPDATE patients SET active = {no} WHERE id = {stranger}"),
    Attack("ordered for an entry that is another", "person_left", "UPDATE prescriptions SET patient_id = {twice} WHERE id = {paper}"),
    Attack("promise deleted", "allocation_fixed", "DELETE FROM allocations WHERE id = {reserved}"),
    Attack("promise back to proposal", "allocation_fixed", "UPDATE allocations SET status = 'proposed' WHERE id = {reserved}"),
    Attack("promise replaced", "allocation_fixed", replaced("allocations", "reserved"), SQLITE),
    Attack("promise overwritten by a proposal", "allocation_fixed", "UPDATE OR REPLACE allocations SET rowid = {reserved} WHERE id = {proposed}", SQLITE),
    Attack("delivered taken back", "allocation_fixed", "UPDATE allocations SET status = 'released', delivered_units = 0 WHERE id = {delivered}"),
    Attack("released and promised again", "allocation_fixed", "UPDATE allocations SET status = 'reserved' WHERE id = {given_up}"),
    Attack("to another lot", "allocation_fixed", "UPDATE allocations SET batch_id = {other} WHERE id = {reserved}"),
    Attack("promises emptied", "allocation_fixed", "TRUNCATE allocations CASCADE", POSTGRES),
    # From a unit at a door one can go back.
    Attack("delivered on another slip", "allocation_fixed", "UPDATE allocations SET slip_id = {other_slip} WHERE id = {delivered}"),
    Attack("slip of another person", "slip_fixed", "UPDATE slips SET patient_id = {stranger} WHERE id = {slip}"),
    Attack("stop at another house", "slip_fixed", "UPDATE deliveries SET household_id = {other_house} WHERE id = {stop}"),
    # A round closes when it comes out even, and what closed it stays.
    Attack("closed with a bag still out", "round_not_even",
           "UPDATE rounds SET status = 'closed', closed_on = '2026-11-23', closed_act = '{token}' WHERE id = {round}"),
    Attack("closed by nobody", "round_not_even", "UPDATE rounds SET status = 'closed', closed_on = '2026-11-23' WHERE id = {reopened_round}"),
    Attack("born closed round", "round_fixed", "INSERT INTO rounds (walked_on, carriers, status, closed_on, closed_act, entered_at, entered_by) "
           "VALUES ('2026-11-23', '', 'closed', '2026-11-23', '{token}', '2026-11-23 12:00:00', {user})"),
    Attack("closed round on its way again", "round_fixed",
           "UPDATE rounds SET status = 'out', closed_on = NULL, closed_act = NULL WHERE id = {closed_round}"),
    Attack("closed round on another day", "round_fixed", "UPDATE rounds SET walked_on = '2026-11-20' WHERE id = {closed_round}"),
    Attack("closed round without its act", "round_fixed", "UPDATE rounds SET closed_act = NULL WHERE id = {closed_round}"),
    Attack("closed round deleted", "round_fixed", "DELETE FROM rounds WHERE id = {closed_round}"),
    Attack("closed round replaced", "round_fixed", replaced("rounds", "closed_round"), SQLITE),
    Attack("what a door said rewritten", "slip_fixed", "UPDATE slips SET result = 'lost' WHERE id = {closed_slip}"),
    Attack("delivered units out again", "allocation_fixed", "UPDATE allocations SET status = 'out', delivered_units = 0 WHERE id = {home_delivered}"),
    Attack("returned units out again", "allocation_fixed", "UPDATE allocations SET status = 'out', returned_units = 0 WHERE id = {home_returned}"),
    Attack("returned units lost afterwards", "allocation_fixed",
           "UPDATE allocations SET returned_units = 0, lost_units = 3 WHERE id = {home_returned}"),
    Attack("returned units taken off their slip", "allocation_fixed", "UPDATE allocations SET slip_id = NULL WHERE id = {home_returned}"),
    Attack("put on a closed round", "round_not_planned", "UPDATE allocations SET slip_id = {closed_slip} WHERE id = {reserved}"),
    Attack("born on a closed round", "round_not_planned", promised("good", 1, "out").replace("{slip}", "{closed_slip}")),
    Attack("a promise on two rounds", "promise_on_a_round", "UPDATE allocations SET slip_id = {other_slip} WHERE id = {out}"),
    Attack("more lost than was lost", "delivery_exceeds_allocation", moved("home", -1, "loss", allocation="{home_lost}")),
    Attack("delivered units lost", "delivery_exceeds_allocation", moved("home", -4, "loss", allocation="{home_delivered}")),
    Attack("set aside out of nothing", "apart_unlike", moved("quarantine", 5, "apart")),
    Attack("set aside by hand", "apart_unlike", moved("home", -1, "apart")),
    Attack("more set aside than came back", "delivery_exceeds_allocation", moved("home", -4, "apart", allocation="{home_returned}")),
    Attack("opened again without being closed", "round_fixed", "INSERT INTO round_reopenings (round_id, closed_act, why, reopened_on, entered_at, "
           "entered_by) VALUES ({round}, '{closed_act}', 'x', '2026-11-23', '2026-11-23 12:00:00', {user})"),
    Attack("another act taken back", "round_fixed", "INSERT INTO round_reopenings (round_id, closed_act, why, reopened_on, entered_at, "
           "entered_by) VALUES ({closed_round}, '{token}', 'x', '2026-11-23', '2026-11-23 12:00:00', {user})"),
    Attack("reopening rewritten", "round_fixed", "UPDATE round_reopenings SET why = 'y' WHERE id = {round_reopening}"),
    Attack("reopening deleted", "round_fixed", "DELETE FROM round_reopenings WHERE id = {round_reopening}"),
    Attack("reopening replaced", "round_fixed", replaced("round_reopenings", "round_reopening"), SQLITE),
    Attack("all reopenings emptied", "round_fixed", "TRUNCATE round_reopenings", POSTGRES),
    Attack("a code that was taken off, used again", "slip_fixed", "DELETE FROM slips_taken_off WHERE code = 'AAAA-4'"),
    # A donation that was received stays.
    Attack("receipt of a draft", "donation_fixed", moved("of_draft", 5, "receipt")),
    Attack("count of a draft", "donation_fixed", moved("of_draft", 5, "count")),
    Attack("donation un-received", "donation_fixed", "UPDATE donations SET status = 'draft' WHERE id = {donation}"),
    Attack("another donor", "donation_fixed", "UPDATE donations SET donor_id = {other_donor} WHERE id = {donation}"),
    Attack("donation replaced", "donation_fixed", replaced("donations", "donation"), SQLITE),
    Attack("line changed", "donation_fixed", "UPDATE donation_lines SET quantity = 1 WHERE id = {line}"),
    Attack("line deleted", "donation_fixed", "DELETE FROM donation_lines WHERE id = {line}"),
    Attack("line slipped in", "donation_fixed", "UPDATE donation_lines SET donation_id = {donation}, position = 2 WHERE id = {draft_line}"),
    Attack("line overwritten", "donation_fixed", "UPDATE OR REPLACE donation_lines SET rowid = {line} WHERE id = {draft_line}", SQLITE),
    # A reversal takes back exactly one movement.
    Attack("reversal of other units", "reversal_unlike", moved("good", 4, "reversal", reverses="{delivery}")),
    Attack("reversal of another lot", "reversal_unlike", moved("other", 5, "reversal", reverses="{delivery}")),
]  # fmt: skip


def run(scene: Scene, *statements: str) -> None:
    ids = {**scene.ids, "no": "false", "quoted_token": f"'{scene.ids['token']}'"}
    with scene.worker.desk.act(scene.worker.by(), "test.attack") as act:
        for sql in statements:
            act.connection.exec_driver_sql(sql.format_map(ids))


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    names = (
        "stock_movements",
        "audit",
        "policies",
        "batches",
        "allocations",
        "donations",
        "donation_lines",
        "products",
        "slips",
        "run_items",
        "rounds",
        "round_reopenings",
    )
    with store.read() as connection:
        return {name: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name} ORDER BY id"))] for name in names}


def kind(scene: Scene) -> str:
    return scene.worker.desk.store.engine.dialect.name


def test_every_attack_is_refused_with_its_code_and_changes_nothing(scene: Scene) -> None:
    """All in one test for each database, because making one takes longer than all attacks together."""
    before = everything(scene.worker.desk.store)
    wrong = []
    for attack in ATTACKS:
        if kind(scene) in attack.on:
            try:
                run(scene, attack.sql)
            except Refusal as refusal:
                said = refusal.code
            else:
                said = "nothing"
            if said not in attack.code.split("|"):
                wrong.append(f"{attack.name}: {said}, not {attack.code}")
    assert "\n".join(wrong) == ""
    assert everything(scene.worker.desk.store) == before
    assert safekeeping.check(scene.worker.desk).faults == ()


def handed_out(scene: Scene, day: str, units: int = 15) -> None:
    """What is in the bag arrives at its door."""
    run(
        scene,
        f"UPDATE allocations SET status = 'delivered', delivered_units = {units} WHERE id = {{out}}",
        moved("good", -units, "delivery", day, allocation="{out}"),
    )


def test_what_is_in_the_bag_is_handed_out_until_the_last_day(scene: Scene) -> None:
    handed_out(scene, "2027-08-31")
    assert safekeeping.check(scene.worker.desk).sound


def test_nothing_is_handed_out_on_the_day_after(scene: Scene) -> None:
    with pytest.raises(Refusal, match="expired_on_day"):
        handed_out(scene, "2027-09-01")


@pytest.mark.parametrize("status", ["quarantine", "held", "recalled"])
def test_what_was_set_aside_while_it_was_out_is_not_handed_out(scene: Scene, status: str) -> None:
    run(
        scene,
        "UPDATE allocations SET status = 'released' WHERE id = {reserved}",
        f"UPDATE batches SET status = '{status}', reason = 'x' WHERE id = {{good}}",
    )
    with pytest.raises(Refusal, match="not_dispensable"):
        handed_out(scene, "2026-11-24")


def test_a_movement_is_put_right_once(scene: Scene) -> None:
    run(scene, moved("good", 5, "reversal", reverses="{delivery}"))
    with pytest.raises(Refusal, match="movement_immutable"):
        run(scene, moved("good", 5, "reversal", reverses="{delivery}"))
    run(scene, moved("good", -5, "delivery", allocation="{delivered}"))  # it was the line that was wrong, not the delivery
    with pytest.raises(Refusal, match="delivery_exceeds_allocation"):  # and its units are not handed out a second time
        run(scene, moved("good", -5, "delivery", allocation="{delivered}"))


def test_what_came_back_opened_goes_to_its_own_lot_set_aside_and_nowhere_else(scene: Scene) -> None:
    out = moved("home", -3, "apart", allocation="{home_returned}")
    run(scene, out)
    aside = "INSERT INTO batches (product_id, donation_id, code, lot, expiry, expiry_raw, status, reason, shelf, on_hand, reserved) VALUES "
    run(scene, aside + "({product}, {donation}, '', 'L-home', '2027-08-31', '', 'quarantine', 'x', '', 0, 0)")
    with scene.worker.desk.read() as connection:
        scene.ids["own"] = connection.execute(text("SELECT max(id) FROM batches")).scalar_one()
    for wrong in ("quarantine", "home", "good"):  # another lot; on the shelf
        with pytest.raises(Refusal, match="apart_unlike"):
            run(scene, moved(wrong, 3, "apart"))
    with pytest.raises(Refusal, match="apart_unlike"):  # one more than came back
        run(scene, moved("own", 4, "apart"))
    run(scene, moved("own", 3, "apart"))
    with pytest.raises(Refusal, match="apart_unlike"):
        run(scene, moved("own", 1, "apart"))
    assert safekeeping.check(scene.worker.desk).sound


def test_a_closed_round_goes_out_again_only_when_its_counter_entries_are_written(scene: Scene) -> None:
    again = "UPDATE rounds SET status = 'out', closed_on = NULL, closed_act = NULL WHERE id = {closed_round}"
    opened = (
        "INSERT INTO round_reopenings (round_id, closed_act, why, reopened_on, entered_at, entered_by) "
        "VALUES ({closed_round}, '{closed_act}', 'x', '2026-11-23', '2026-11-23 12:00:00', {user})"
    )
    delivery, loss = moved("home", 4, "reversal", reverses="{home_delivery}"), moved("home", 2, "reversal", reverses="{home_loss}")
    for statements in ((delivery, loss, again), (opened, delivery, again), (opened, loss, again)):
        with pytest.raises(Refusal, match="round_fixed"):
            run(scene, *statements)
    run(scene, opened, delivery, loss, again)
    run(
        scene,
        *(
            f"UPDATE allocations SET status = 'out', delivered_units = 0, returned_units = 0, lost_units = 0 WHERE id = {{home_{name}}}"
            for name in ("delivered", "returned", "lost")
        ),
    )
    with pytest.raises(Refusal, match="round_not_even"):  # and it closes only even again
        run(scene, "UPDATE rounds SET status = 'closed', closed_on = '2026-11-23', closed_act = '{token}' WHERE id = {closed_round}")
    assert safekeeping.check(scene.worker.desk).sound


def test_a_line_of_the_ledger_names_an_act_of_the_record(scene: Scene) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key|not_saved"):
        run(scene, moved("good", 1, "count").replace("{token}", "nobody knows this"))
    assert safekeeping.check(scene.worker.desk).sound


def test_several_lines_at_once_add_up(scene: Scene) -> None:
    """One statement, two rows: PostgreSQL calls the triggers of both only after both were written."""
    one = moved("other", 3, "count")
    run(scene, f"{one}, {one.split('VALUES ')[1]}")
    with scene.worker.desk.read() as connection:
        assert connection.execute(text(f"SELECT on_hand FROM batches WHERE id = {scene.ids['other']}")).scalar_one() == 56


def test_all_guards_are_there_and_a_missing_one_is_noticed(scene: Scene) -> None:
    assert len(guards_expected(kind(scene))) > 40
    assert safekeeping.check(scene.worker.desk).faults == ()
    drop_guard(scene, "guard_batches_set_aside", "batches")
    assert safekeeping.check(scene.worker.desk).faults == ("guard missing: guard_batches_set_aside",)


def drop_guard(scene: Scene, name: str, table: str) -> None:
    run(scene, f"DROP TRIGGER {name}" + ("" if kind(scene) == "sqlite" else f" ON {table}"))


PLANTED = [
    ("guard_stock_movements_no_update", "stock_movements", "movement redated"),
    ("guard_audit_no_update", "audit", "audit changed"),
    ("guard_allocations_reserve_new", "allocations", "reserved held"),
    ("guard_stock_movements_donated", "stock_movements", "count of a draft"),
    ("guard_slips_fixed", "slips", "slip of another person"),
    ("guard_rounds_even", "rounds", "closed with a bag still out"),
    ("guard_rounds_fixed", "rounds", "closed round on its way again"),
    ("guard_stock_movements_apart", "stock_movements", "set aside out of nothing"),
]


@pytest.mark.parametrize(("guard", "table", "attack"), PLANTED, ids=[name for name, _, _ in PLANTED])
def test_without_its_guard_the_attack_succeeds(scene: Scene, guard: str, table: str, attack: str) -> None:
    """The control: an attack that is refused for another reason would prove nothing."""
    (sql,) = (one.sql for one in ATTACKS if one.name == attack)
    drop_guard(scene, guard, table)
    before = everything(scene.worker.desk.store)
    run(scene, sql)
    assert everything(scene.worker.desk.store) != before
