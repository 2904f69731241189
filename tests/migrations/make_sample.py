"""A small pharmacy of this program's version, for the tests of every later one. Run it before a release."""

from __future__ import annotations

from pathlib import Path

from pharmacy_app.db.version import newest
from tests.support.desks import make_template, sqlite_worker
from tests.support.pharmacies import write_pharmacy

SAMPLES = Path(__file__).parent / "samples"


def make(folder: Path) -> Path:
    """A pharmacy in which everything has happened once, closed."""
    worker = sqlite_worker(make_template(folder.with_name(folder.name + "-empty")), folder)
    write_pharmacy(worker)
    worker.desk.store.close()
    return folder


if __name__ == "__main__":
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(make(Path(place) / "pharmacy"), SAMPLES / newest())
