"""How a council is walked and who attends there: its sectors, their names and order, the doctors of its office."""

from __future__ import annotations

from collections.abc import Sequence

from pharmacy_app.db.queries import care
from pharmacy_app.db.queries import census as store
from pharmacy_app.db.queries import people as queries
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.text import fold
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.services.typed import named


def order_sectors(desk: Desk, by: By, council_id: int, sector_ids: Sequence[int]) -> None:
    """The walk goes through these sectors in this order. Raises `Refusal` `sector_order_incomplete` unless each is named once."""
    with desk.act(by, "sector.order") as act:
        store.lock_census(act.connection)
        before = [row.id for row in store.sectors(act.connection, council_id)]
        if sorted(before) != sorted(sector_ids):
            raise Refusal("sector_order_incomplete", "sector")
        store.place_sectors(act.connection, [(sector_id, at) for at, sector_id in enumerate(sector_ids, 1)])
        act.about("council", council_id)
        act.before, act.after = {"sectors": before}, {"sectors": list(sector_ids)}


def rename_sector(desk: Desk, by: By, sector_id: int, name: str) -> None:
    """The sector is called so from now on. Raises `Refusal`: `sector_unknown`, `name_missing`, `text_too_long`, `sector_exists`."""
    with desk.act(by, "sector.rename") as act:
        store.lock_census(act.connection)
        rows = store.sectors(act.connection)
        found = next((row for row in rows if row.id == sector_id), None)
        if found is None:
            raise Refusal("sector_unknown", "sector")
        if any(row.id != sector_id and row.council_id == found.council_id and fold(row.name) == fold(name) for row in rows):
            raise Refusal("sector_exists", "sector")
        act.about("sector", sector_id)
        act.before, act.after = {"name": found.name}, {"name": named(name, "sector")}
        store.change_sector(act.connection, sector_id, {**act.after, "folded": fold(name)})


def attend(desk: Desk, by: By, doctor: str, council_id: int | None) -> int:
    """This doctor, new or known, attends in the office of that council, or in none. Returns the doctor's id.

    Raises `Refusal`: `name_missing`, `text_too_long`, `council_unknown`.
    """
    with desk.act(by, "doctor.office") as act:
        store.lock_census(act.connection)
        if council_id is not None and all(row.id != council_id for row in store.councils(act.connection)):
            raise Refusal("council_unknown", "council")
        (doctor_id,) = care.doctor_ids(act.connection, [named(doctor, "doctor")]).values()
        before = next(row.council_id for row in queries.doctors(act.connection) if row.id == doctor_id)
        store.change_doctor(act.connection, doctor_id, {"council_id": council_id})
        act.about("doctor", doctor_id)
        act.before, act.after = {"council": before}, {"council": council_id}
        return doctor_id
