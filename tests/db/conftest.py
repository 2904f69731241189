"""The pharmacies of the services' tests, for the store beneath them; and one in which everything has happened once."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.services.conftest import postgres_template, sqlite_template, worker
from tests.support.desks import Worker
from tests.support.pharmacies import write_pharmacy

__all__ = ["postgres_template", "sqlite_template", "worker"]


@dataclass(frozen=True, slots=True)
class Scene:
    """A desk, and the ids of what is in its database."""

    worker: Worker
    ids: dict[str, int | str]


@pytest.fixture
def scene(worker: Worker) -> Scene:
    return Scene(worker, write_pharmacy(worker))
