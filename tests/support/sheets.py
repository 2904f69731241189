"""Invented people, medicines and counts for the sheets."""

from __future__ import annotations

from datetime import date, time

from pharmacy_app.domain.codes import slip_code
from pharmacy_app.domain.pictures import AsNeeded, ClockTimes, EveryOtherDay, FourTimes, Picture, Steps, Weekdays
from pharmacy_app.reports.records import (
    BalanceLine,
    DeliveredStop,
    DonorGroup,
    DonorNeed,
    DonorNote,
    DonorReport,
    OpenStop,
    RoundSheet,
    RoundStop,
    Slip,
    SlipBook,
    SlipDirections,
    SlipLot,
    SlipMedicine,
    SlipNext,
    SlipWarning,
    StopCounts,
    Unmet,
    WeeklySheet,
)

PHARMACY = "farmacia comunal El Mirador"
DAY = date(2026, 11, 24)
NEXT = SlipNext("delivery", date(2026, 12, 22))


def how(sentence: str, picture: Picture | None = None) -> SlipDirections:
    return SlipDirections(sentence, "1 c/12h x 30d", picture)


def one(
    name: str, directions: SlipDirections, received: str, counted: str = "", lot: tuple[str, str] = ("4471B", "08/2027"), brand: str = ""
) -> SlipMedicine:
    return SlipMedicine(name, directions, received, counted, (SlipLot(received, *lot),), brand)


LOSARTAN = one(
    "Losartán 50 mg, tabletas",
    how("1 tableta en la mañana y 1 en la noche, por 30 días.", FourTimes("1", "", "", "1", "tableta")),
    "60 tabletas",
    "2 cajas de 30",
    brand="Losartan Aurobindo",
)
INSULIN = SlipMedicine(
    "Insulina NPH 100 UI/mL, frasco",
    how("10 unidades en la mañana y 6 en la noche, bajo la piel.", FourTimes("10", "", "", "6", "unidades")),
    "1 frasco de 10 mL",
    "",
    (SlipLot("1 frasco", "HK0912", "03/2027"),),
    "Insulatard",
    warnings=(SlipWarning("cold", "En la nevera, sin congelar (2 a 8 °C)."),),
)
ENALAPRIL = SlipMedicine(
    "Enalapril 10 mg, tabletas",
    how("1 tableta en la mañana, por 30 días.", FourTimes("1", "", "", "", "tableta")),
    "30 tabletas",
    "20 + 10 de otra caja",
    (SlipLot("20 tabletas", "7Q20", "12/2026", date(2026, 12, 13)), SlipLot("10 tabletas", "8812", "05/2027", date(2026, 12, 23))),
    "Enap",
    "ЭНАП",
)
AMOXICILLIN = one(
    "Amoxicilina 250 mg/5 mL, jarabe",
    how("5 mL cada 8 horas, por 10 días. Termine todo el frasco.", ClockTimes((("6 am", "5"), ("2 pm", "5"), ("10 pm", "5")), "mL")),
    "150 mL",
    "1 frasco de 100 + 1 de 50",
    ("B21", "11/2027"),
)
PARACETAMOL = one(
    "Paracetamol 120 mg/5 mL, jarabe",
    how("7,5 mL si tiene fiebre. Espere 6 horas entre una toma y otra.", AsNeeded("Solo si hay fiebre", "Máximo 4 al día")),
    "60 mL",
    "1 frasco",
    ("5510", "02/2027"),
)
SALBUTAMOL = one(
    "Salbutamol 100 mcg, inhalador",
    how("2 inhalaciones si le falta el aire.", AsNeeded("Solo si falta el aire", "Máximo 8 al día")),
    "1 inhalador",
    "",
    ("L4", "09/2027"),
    "Ventolin",
)
METFORMIN = SlipMedicine(
    "Metformina 850 mg, tabletas",
    how("1 tableta con el desayuno y 1 con la cena, por 30 días.", FourTimes("1", "", "", "1", "tableta")),
    "60 tabletas",
    "2 cajas de 30",
    (SlipLot("60 tabletas", "21-0077", "08/2027"),),
    "Metforal",
    warnings=(SlipWarning("food", "Siempre con comida."),),
)
PREDNISONE = one(
    "Prednisona 5 mg, tabletas",
    how(
        "4 tabletas al día por 5 días, después 2 por 5 días, después 1 por 5 días. Luego termina.",
        Steps((("4 al día", "24–28/11"), ("2 al día", "29/11–3/12"), ("1 al día", "4–8/12"))),
    ),
    "35 tabletas",
    "1 caja de 30 + 5",
    ("P55", "06/2027"),
)
FOLIC = one(
    "Ácido fólico 5 mg, tabletas",
    how(
        "1 tableta los lunes y los jueves, por 4 semanas.",
        Weekdays((True, False, False, True, False, False, False), "1", "tableta"),
    ),
    "8 tabletas",
    "cortadas de una tira",
    ("F-118", "04/2027"),
)
FUROSEMIDE = one(
    "Furosemida 40 mg, tabletas",
    how("Media tableta en la mañana, por 30 días.", FourTimes("½", "", "", "", "tableta")),
    "15 tabletas",
    "1 tira de 10 + 5",
    ("3F", "01/2028"),
)
DROPS = SlipMedicine(
    "Hidroxipropilmetilcelulosa con dextrano 70, gotas para los ojos",
    how("1 gota en cada ojo, 4 veces al día.", FourTimes("1", "1", "1", "1", "gota")),
    "1 frasco de 15 mL",
    "",
    (SlipLot("1 frasco", "G9", "07/2027"),),
    "Lacribase",
    warnings=(SlipWarning("note", "Abierto dura 28 días."),),
)
ASPIRIN = SlipMedicine(
    "Ácido acetilsalicílico 100 mg, tabletas",
    how("1 tableta después del almuerzo, todos los días.", FourTimes("", "1", "", "", "tableta")),
    "30 tabletas",
    "1 caja de 28 + 2",
    (SlipLot("30 tabletas", "BX1", "31/05/2027"),),
    "Cardioaspirina",
    "АСПИРИН КАРДИО",
    (SlipWarning("care", "No la tome con ibuprofeno. Si ve sangre, llame."),),
)
ALTERNATE = one(
    "Levotiroxina 50 mcg, tabletas",
    how(
        "1 tableta un día sí y otro no. Empiece el martes 24/11.",
        EveryOtherDay((DAY, date(2026, 11, 26), date(2026, 11, 28), date(2026, 11, 30))),
    ),
    "15 tabletas",
)
SYRUP = one(
    "Lactulosa 10 g/15 mL, jarabe",
    how("7,5 mL en la mañana y 12,5 mL en la noche.", FourTimes("7,5", "", "", "12,5", "inhalaciones")),
    "600 mL",
)
UNREAD = one(
    "Carbamazepina 200 mg, tabletas",
    SlipDirections(
        None, "tomar según pauta del neurólogo, subir 1/2 tab c/sem hasta 2 tab BID; si mareo volver a dosis previa <b>control</b>"
    ),
    "60 tabletas",
)
ALL = (
    LOSARTAN,
    INSULIN,
    ENALAPRIL,
    AMOXICILLIN,
    PARACETAMOL,
    SALBUTAMOL,
    METFORMIN,
    PREDNISONE,
    FOLIC,
    FUROSEMIDE,
    DROPS,
    ASPIRIN,
    ALTERNATE,
    SYRUP,
    UNREAD,
)


def slip(
    number: int, name: str, house: str, medicines: tuple[SlipMedicine, ...], next_: SlipNext | None = NEXT, cold: bool = False
) -> Slip:
    return Slip(
        slip_code(4_703_100 + number),
        number,
        name,
        house,
        "Las Flores",
        medicines,
        1 + len(medicines) // 5,
        cold,
        house.split(",")[0],
        next_,
    )


THREE = (AMOXICILLIN, PARACETAMOL, SALBUTAMOL)
REVIEW, ENDS = SlipNext("review", date(2026, 12, 14)), SlipNext("ends", date(2026, 12, 3))


def rich_book(big: bool = False) -> SlipBook:
    long_name = "María de los Ángeles Guadalupe Betancourt-Ñáñez de Villavicencio y Fernández-Güipúzcoa de la Concepción"
    return SlipBook(
        PHARMACY,
        "0212-555 01 47",
        "47",
        DAY,
        (
            slip(4, "Carmen Alicia Rondón", "Casa 3-B, vereda Los Mangos, portón azul", (LOSARTAN,)),
            slip(
                5,
                "José Gregorio Ñáñez Pérez",
                "Casa 14, escalera La Ceiba, tercer descanso",
                (INSULIN, ENALAPRIL),
                SlipNext("review", date(2026, 12, 14)),
                True,
            ),
            slip(
                6,
                "Valentina Sofía Uzcátegui Márquez",
                "Casa 22, callejón El Tanque, rejas verdes",
                (AMOXICILLIN, PARACETAMOL, SALBUTAMOL),
                SlipNext("ends", date(2026, 12, 3)),
            ),
            slip(
                9,
                long_name,
                "Casa 31, entrada por la bodega, 2.º piso",
                (METFORMIN, PREDNISONE, FOLIC, ALTERNATE, FUROSEMIDE, DROPS),
                cold=True,
            ),
            slip(10, "Ramón Antonio Sosa", "Casa 40, al final de la escalera, junto al tanque", (ASPIRIN,), None),
            slip(11, "Ana Teresa Quintero", "Casa 25, callejón El Tanque, " + "subiendo por la escalera larga " * 4, (UNREAD, SYRUP)),
            slip(12, "Milagros del Valle Guédez", "Casa 41, perro bravo", ALL[:12]),
            slip(13, "Tomás Eduardo Liendo", "Casa 52, la de los materos, arriba", ALL),
        ),
        big,
    )


def poor_book() -> SlipBook:
    medicine = SlipMedicine("Ibuprofeno", SlipDirections(None, "1"), "1 tableta", "", (SlipLot("1 tableta", "", "12/2026"),))
    return SlipBook("Farmacia", "", "1", DAY, (Slip(slip_code(0), 1, "Ana", "Casa 1", "", (medicine,), 1),))


SECTORS, CARRIERS = ("Las Flores", "El Mirador"), ("Gladys Pacheco", "Wilmer Oropeza")


def rich_round(stops: int = 14) -> RoundSheet:
    houses = (
        ("Casa 1, portón verde, subiendo a la izquierda", ("Luis Alberto Marcano",)),
        ("Casa 2-A, vereda Los Mangos", ("Yajaira Coromoto Blanco", "Kevin Blanco")),
        ("Casa 3, vereda Los Mangos, tocar en la ventana", ("Pedro Infante Salas",)),
        ("Casa 14, escalera La Ceiba, tercer descanso", ("José Gregorio Ñáñez Pérez",)),
        ("Casa 41, perro bravo: llamar antes 0412-555 02 88", ("Milagros del Valle Guédez",)),
        ("Casa 47, escalera La Ceiba, último descanso", ("Nelly Josefina Arteaga", "Ángel Arteaga", "Sofía Arteaga")),
    )
    chosen = [houses[n % len(houses)] for n in range(stops)]
    rows = tuple(RoundStop(n, house, people, len(people), len(people), n % 5 == 0) for n, (house, people) in enumerate(chosen, 1))
    return RoundSheet(
        "Farmacia comunal El Mirador",
        "47",
        "R-2026-047",
        DAY,
        ("Los Naranjos",),
        ("Las Flores", "El Mirador"),
        ("Gladys Pacheco", "Wilmer Oropeza"),
        rows,
        time(14, 0),
    )


def poor_round() -> RoundSheet:
    return RoundSheet("Farmacia", "1", "R-2026-001", DAY, (), (), (), (RoundStop(1, "Casa 1", ("Ana",), 1),))


def rich_week(delivered: int = 31, unresolved: int = 7) -> WeeklySheet:
    outcomes = (
        ("refused", "ya tengo", 1),
        ("nobody_home", "", 2),
        ("moved", "a El Tanque", 1),
        ("partial", "", 1),
        ("other", "calle cerrada", 1),
    )
    return WeeklySheet(
        "Farmacia comunal El Mirador",
        "S-2026-47-LN",
        "Los Naranjos",
        date(2026, 11, 23),
        date(2026, 11, 29),
        3,
        StopCounts(delivered, 4, 1, 2),
        tuple(
            OpenStop(
                f"47·{n:02d}",
                "Casa 43-C, detrás de la cancha",
                "Freddy Alexander Colmenares",
                *(outcomes[n % 5][0],),
                DAY,
                *outcomes[n % 5][1:],
            )  # type: ignore[arg-type]
            for n in range(1, unresolved + 1)
        ),
        (
            Unmet("Levotiroxina 100 mcg", 6, 180, "No hay en el estante"),
            Unmet("Amlodipino 5 mg", 11, 154, "Alcanzó para 16 de 30 días"),
            Unmet("Salbutamol 100 mcg, inhalador", 4, 90, "Lo que hay vence antes"),
            Unmet("Carbamazepina 200 mg", 1, 30, "Espera respuesta del doctor"),
        ),
        tuple(DeliveredStop(date(2026, 11, 24 + n // 12 % 5), f"Casa {n}-A", "L. Marcano +1") for n in range(1, delivered + 1)),
        37,
        41,
        1386,
        1110,
        "G. Pacheco",
        date(2026, 11, 30),
        date(2026, 11, 30),
    )


def poor_week() -> WeeklySheet:
    return WeeklySheet("Farmacia", "S-1", "A", date(2026, 11, 30), date(2026, 12, 6), 0, StopCounts(), (), (), (), 0, 0, 0, 0, "Ana", DAY)


def rich_donor() -> DonorReport:
    medicines = (
        "Losartan 50 mg, compresse",
        "Losartan 50 mg, compresse",
        "Metformina 850 mg, compresse",
        "Acido acetilsalicilico 100 mg, compresse",
        "Amoxicillina/acido clavulanico 875 mg + 125 mg, compresse a rilascio modificato",
        "Salbutamolo 100 mcg, inalatore",
    )
    lines = []
    for n in range(30):
        parts = (
            1090 + 37 * n,
            117 if n % 3 else 0,
            262 if n % 2 else 0,
            220 if n == 7 else 0,
            60 if n == 9 else 0,
            48 if n == 11 else 0,
            24 if n == 20 else 0,
        )
        lines.append(BalanceLine(medicines[n // 2 % 6], f"LX22{n:02d}", "31/05/2027" if n % 7 == 0 else "08/2027", sum(parts), *parts))
    return DonorReport(
        number="D-2026-08",
        pharmacy="Farmacia comunal El Mirador",
        place="Caracas, Venezuela",
        donor="Associazione Amici della Collina, Bergamo",
        first=date(2026, 1, 1),
        last=date(2026, 10, 31),
        made_on=DAY,
        donations=4,
        people=412,
        households=286,
        councils=7,
        treatment_days=21900,
        lines=tuple(lines),
        groups=(
            DonorGroup("thyroid", 41, 2460),
            DonorGroup("heart", 190, 9840),
            DonorGroup("diabetes", 88, 4310),
            DonorGroup("infections", 120, 1980),
            DonorGroup("breathing", 60, 1620),
            DonorGroup("pain", 55, 1130),
            DonorGroup("other", 3, 250),
            DonorGroup("mind", 4, 310),
        ),
        notes=(
            DonorNote("expired", "220 fiale arrivate con meno di tre mesi di validità."),
            DonorNote("damaged", "una scatola bagnata in viaggio."),
        ),
        needs=(
            DonorNeed("Levotiroxina 100 mcg", 1080, "tablet", 6),
            DonorNeed("Amlodipina 5 mg", 2701, "tablet", 3),
            DonorNeed("Salbutamolo", 62, "inhaler", 1),
        ),
        units=("tablet", "ampoule", "inhaler"),
        not_needed=("ibuprofene 400 mg",),
        signed_by=("Gladys Pacheco", "Nancy Ñáñez"),
    )


def poor_donor() -> DonorReport:
    line = BalanceLine("Losartan 50 mg", "A", "08/2027", 60, 30, 0, 30)
    return DonorReport("D-1", "Farmacia", "", "Ana", DAY, DAY, DAY, 1, 1, 1, 1, 30, (line,), (DonorGroup("heart", 1, 30),))
