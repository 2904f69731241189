"""A small week made by the services themselves: houses, people, prescriptions and boxes, for tests of matching and rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import text

from pharmacy_app.services import census, donations, matching, medicine_search, people, prescriptions, rounds
from pharmacy_app.services.donation_writing import NewLine
from pharmacy_app.services.matching import Line
from pharmacy_app.services.people import PersonForm
from pharmacy_app.services.prescriptions import Order
from pharmacy_app.system.clock import FixedClock
from tests.support.desks import TODAY, Worker

FAR = date(2028, 8, 31)


@dataclass(slots=True)
class Week:
    """`person(...)` writes somebody who takes losartan 50 mg; `box(...)` receives a lot of it."""

    worker: Worker
    council: str = "Los Pinos"
    _donor: int = 0
    _houses: int = 0

    def medicine(self, words: str = "losartan 50 mg tablet") -> int:
        """The id of a medicine of the catalogue."""
        return medicine_search.search_medicines(self.worker.desk, words)[0].medicine.id

    def house(self, council: str = "") -> int:
        """One more house of the council."""
        name = council or self.council
        self._houses += 1
        return census.add_house_at(self.worker.desk, self.worker.by(), name, "Alto", f"Casa {self._houses}")

    def person(
        self,
        name: str,
        *,
        daily: int = 1,
        days: int = 0,
        criteria: tuple[str, ...] = (),
        since: date = TODAY,
        house: int = 0,
        council: str = "",
        medicine: str = "losartan 50 mg tablet",
        allergies: tuple[str, ...] = (),
    ) -> int:
        """Somebody with one prescription (chronic unless `days`); the id of its item."""
        desk, by = self.worker.desk, self.worker.by
        home = house or self.house(council)
        patient = people.add_patient(desk, by(), PersonForm(home, name, date(1980, 1, 1), criteria=criteria, allergies=allergies))
        return self.order(patient, medicine, daily, days, since)

    def order(self, patient: int, medicine: str, daily: int = 1, days: int = 0, since: date = TODAY) -> int:
        """One more prescription of a person; the id of its item."""
        length = f" por {days} días" if days else ""
        order = Order(medicine, self.medicine(medicine), f"{daily} tableta cada 24 horas{length}", chronic=not days)
        prescriptions.write(self.worker.desk, self.worker.by(), patient, "Dra. Luz Gil", since, [order])
        with self.worker.desk.read() as connection:
            return int(connection.execute(text("SELECT MAX(id) FROM prescription_items")).scalar_one())

    def box(self, lot: str, units: int, expiry: date = FAR, medicine: str = "losartan 50 mg tablet") -> int:
        """Receives a lot; the id of its batch."""
        desk, by = self.worker.desk, self.worker.by
        if not self._donor:
            self._donor = donations.add_donor(desk, by(), "Colectivo Quillay", "CL")
        draft = donations.open_draft(desk, by(), self._donor, desk.clock.today())
        donations.add_lines(
            desk, by(), draft, [NewLine(f"{medicine} {lot}", units, lot, expiry, medicine_id=self.medicine(medicine), identity="known")]
        )
        donations.receive(desk, by(), draft, "hace falta")  # a short shelf life is taken all the same
        with desk.read() as connection:
            return int(connection.execute(text("SELECT id FROM batches WHERE lot = :lot"), {"lot": lot}).scalar_one())

    def propose(self, days: int = 14, from_day: date = TODAY, council: str | None = None) -> int:
        return matching.propose(self.worker.desk, self.worker.by(), from_day, days, council)

    def confirmed(self, days: int = 14) -> int:
        """A run that was proposed and confirmed."""
        run = self.propose(days)
        matching.confirm(self.worker.desk, self.worker.by(), run)
        return run

    def out(self, days: int = 14) -> int:
        """A round of everything, on the way."""
        self.confirmed(days)
        round_id = rounds.plan(self.worker.desk, self.worker.by(), TODAY)
        rounds.send_out(self.worker.desk, self.worker.by(), round_id)
        return round_id

    def lines(self, run: int | None = None) -> dict[int, Line]:
        """The lines of a run by item."""
        found = matching.proposal(self.worker.desk, run)
        assert found is not None
        return {line.item.item_id: line for line in found.lines}

    def granted(self, run: int | None = None) -> dict[int, int]:
        """Units by item."""
        return {item: line.item.units_granted for item, line in self.lines(run).items()}

    def shelf(self) -> dict[str, tuple[int, int]]:
        """On hand and reserved by lot."""
        with self.worker.desk.read() as connection:
            rows = connection.execute(text("SELECT lot, on_hand, reserved FROM batches ORDER BY lot")).all()
        return {row[0]: (row[1], row[2]) for row in rows}

    def later(self, days: int) -> Week:
        """The same pharmacy so many days later."""
        desk = replace(self.worker.desk, clock=FixedClock(TODAY + timedelta(days=days)))
        return replace(self, worker=Worker(desk, self.worker.user_id))


def names(view: rounds.RoundView) -> Sequence[str]:
    """The people of a round in walking order."""
    return [stop.patient for stop in view.stops]
