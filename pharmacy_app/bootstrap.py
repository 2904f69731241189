"""Joins the rooms: opens the pharmacy's store and makes the desk. The only module that knows them all."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pharmacy_app.db import opening
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import catalogue_update, setup
from pharmacy_app.services.desk import Desk
from pharmacy_app.system.clock import Clock, FixedClock, SystemClock
from pharmacy_app.system.paths import DataDir


def open_desk(folder: Path, url: str | None = None, today: date | None = None) -> Desk:
    """The desk of the pharmacy in this folder, or on this server.

    Raises what `db.opening` raises, and `Refusal` `today_only_in_training` where a day is given for a real pharmacy.
    """
    clock: Clock = SystemClock()
    store = opening.open_server(url) if url is not None else opening.open_folder(DataDir(folder), clock)
    desk = Desk(store, clock)
    catalogue_update.bring_up_to_date(desk)
    if today is None:
        return desk
    if not (setup.furnished(desk) and setup.settings(desk).get("training")):
        store.close()
        raise Refusal("today_only_in_training", "today")
    return Desk(store, FixedClock(today))


def create(
    folder: Path,
    url: str | None,
    sample_size: str | None,
    seed: int,
    today: date | None,
    user_name: str,
    progress: Callable[[float], None] | None = None,
    pharmacy: str = "",
) -> Desk:
    """A new pharmacy: the real thing, or (`sample_size`) a practice one, filled and marked as such. Half of one is never left behind.

    `progress(share)` is told how far the sample is, and may raise to cancel it.

    Raises what `db.opening` raises, `Refusal` `already_furnished`, and `today_only_in_training`.
    """
    if today is not None and sample_size is None:
        raise Refusal("today_only_in_training", "today")
    clock: Clock = FixedClock(today) if today else SystemClock()
    data, made = DataDir(folder), not folder.exists()
    if url is None and opening.exists(data):
        raise Refusal("already_furnished", "folder")
    store = opening.open_server(url) if url is not None else opening.create(data)
    desk = Desk(store, clock)
    try:
        user_id = setup.furnish(desk, user_name, training=sample_size or "")
        if pharmacy.strip():
            setup.change_settings(desk, desk.by(user_id), {"pharmacy_name": pharmacy.strip()})
        if sample_size is not None and sample_size != "none":
            # loaded here: it needs every service and reader, and a start only opens
            sample = importlib.import_module("pharmacy_app.services.sample")
            sample.make(desk, desk.by(user_id), sample_size, seed, clock.today(), progress)
    except BaseException:
        store.close()
        if url is None:
            opening.remove(data)
            if made:
                folder.rmdir()
        raise
    return desk
