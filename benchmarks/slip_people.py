"""Invented people and medicines for a thousand slips; both sides print the same words."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from pharmacy_app.domain.codes import slip_code, typed
from pharmacy_app.domain.pictures import AsNeeded, ClockTimes, EveryOtherDay, FourTimes, Picture
from pharmacy_app.reports.records import Slip, SlipBook, SlipDirections, SlipLot, SlipMedicine, SlipNext, SlipWarning

DAY = date(2026, 11, 24)
_FIRST = "Carmen José María Luis Yajaira Wilmer Nelly Ramón Milagros Tomás Valentina Ángel Olga Pedro Zoraida Íñigo".split()
_LAST = "Rondón Ñáñez Uzcátegui Márquez Sosa Quintero Guédez Liendo Arteaga Blanco Pacheco Oropeza Villavicencio Peña".split()
_PLACES = ("vereda Los Mangos", "escalera La Ceiba, tercer descanso", "callejón El Tanque, rejas verdes", "entrada por la bodega")
_MORNING_NIGHT = FourTimes("1", "", "", "1", "tableta")
# name, brand, letters on the box, sentence, picture, unit
_MEDICINES: tuple[tuple[str, str, str, str, Picture, str], ...] = (
    ("Losartán 50 mg, tabletas", "Losartan Aurobindo", "", "1 tableta en la mañana y 1 en la noche, por 30 días.", _MORNING_NIGHT, "tabletas"),
    ("Enalapril 10 mg, tabletas", "Enap", "ЭНАП", "1 tableta en la mañana, por 30 días.", FourTimes("1", "", "", "", "tableta"), "tabletas"),
    ("Metformina 850 mg, tabletas", "Metforal", "", "1 tableta con el desayuno y 1 con la cena.", _MORNING_NIGHT, "tabletas"),
    ("Amoxicilina 250 mg/5 mL, jarabe", "", "", "5 mL cada 8 horas, por 10 días.", ClockTimes((("6 am", "5"), ("2 pm", "5"), ("10 pm", "5")), "mL"), "mL"),
    ("Paracetamol 120 mg/5 mL, jarabe", "", "", "7,5 mL si tiene fiebre. Espere 6 horas.", AsNeeded("Solo si hay fiebre", "Máximo 4 al día"), "mL"),
    ("Furosemida 40 mg, tabletas", "Лазикс", "ЛАЗИКС", "Media tableta en la mañana, por 30 días.", FourTimes("½", "", "", "", "tableta"), "tabletas"),
    ("Salbutamol 100 mcg, inhalador", "Ventolin", "", "2 inhalaciones si le falta el aire.", AsNeeded("Si falta el aire", "Máximo 8 al día"), "dosis"),
    ("Levotiroxina 50 mcg, tabletas", "Eutirox", "", "1 tableta un día sí y otro no.", EveryOtherDay((DAY, DAY + timedelta(days=2))), "tabletas"),
)  # fmt: skip


def book(count: int, least: int, most: int) -> SlipBook:
    """`count` slips with `least` to `most` medicines each; the same every time."""
    rng = Random(7)
    return SlipBook(
        "farmacia comunal El Mirador", "0212-555 01 47", "47", DAY, tuple(_slip(rng, n, rng.randint(least, most)) for n in range(count))
    )


def _slip(rng: Random, number: int, medicines: int) -> Slip:
    name = f"{rng.choice(_FIRST)} {rng.choice(_FIRST)} {rng.choice(_LAST)} {rng.choice(_LAST)}"
    house = f"Casa {rng.randint(1, 99)}, {rng.choice(_PLACES)}"
    chosen = tuple(_medicine(rng, row) for row in rng.sample(_MEDICINES, medicines))
    day = DAY + timedelta(days=rng.choice((21, 28, 35)))
    return Slip(
        slip_code(4_000_000 + number),
        number + 1,
        name,
        house,
        "Las Flores",
        chosen,
        1,
        house_short=house.split(",")[0],
        next=SlipNext("delivery", day),
    )


def _medicine(rng: Random, row: tuple[str, str, str, str, Picture, str]) -> SlipMedicine:
    name, brand, on_box, sentence, picture, unit = row
    amount = f"{rng.choice((15, 30, 60, 90))} {unit}"
    lots = [SlipLot(amount, f"L{rng.randrange(10**6):06d}", f"{rng.randint(1, 12):02d}/2027")]
    warnings = (SlipWarning("care", "No la tome con ibuprofeno."),) if rng.random() < 0.2 else ()
    return SlipMedicine(
        name, SlipDirections(sentence, sentence, picture), amount, f"{rng.randint(1, 3)} cajas", tuple(lots), brand, on_box, warnings
    )


def lines(medicine: SlipMedicine, number: int) -> tuple[str, ...]:
    """The words of one medicine, line by line."""
    brand = f" ({medicine.brand}{'; en la caja: ' + medicine.on_box if medicine.on_box else ''})" if medicine.brand else ""
    lot = medicine.lots[0]
    return (
        f"{number}. {medicine.name}{brand}",
        medicine.directions.verbatim,
        f"Recibe {medicine.received}: {medicine.counted}. Vence {lot.expiry}, lote {lot.lot}.",
        *(warning.text for warning in medicine.warnings),
    )


def around(slip: Slip) -> tuple[str, ...]:
    """The words of a slip that belong to no medicine, the stub's too."""
    assert slip.next is not None
    counts = f"{len(slip.medicines)} medicamentos · {slip.bags} bolsa"
    house = f"{slip.house} · sector {slip.sector}"
    return (
        slip.name,
        house,
        f"Próxima entrega: {slip.next.day:%d/%m/%Y}",
        str(slip.stop),
        slip.name,
        slip.house_short,
        counts,
        typed(slip.code),
    )
