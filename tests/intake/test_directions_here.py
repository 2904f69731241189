"""How doctors here shorten directions: beside each the sentence that a neighbour then reads, and those that are kept whole."""

from __future__ import annotations

from datetime import date

import pytest

from pharmacy_app.domain.directions import from_json, to_json
from pharmacy_app.intake.directions import read
from pharmacy_app.system.language import language
from pharmacy_app.wording.directions import sentence

START = date(2026, 11, 24)
# As it is written = what it means.
UNDERSTOOD = """
1 tab c/8h x 7d = 1 tableta cada 8 horas (6 am, 2 pm y 10 pm), por 7 días.
½ tab OD = Media tableta al día.
1 tab VO c/12h SOS dolor = 1 tableta si tiene dolor. Espere 12 horas entre una y otra.
2 puff c/6h = 2 inhalaciones cada 6 horas (6 am, 12 del mediodía, 6 pm y 12 de la noche).
5cc TID = 5 mL, 3 veces al día.
1 amp IM semanal = 1 ampolla una vez por semana, en el músculo.
1 tab dosis única = 1 tableta al día, por 1 día.
2 tab VO dosis única = 2 tabletas al día, por 1 día.
1 tab OD x 7d, luego ½ tab OD x 7d y suspender = 1 tableta al día por 7 días, después media por 7 días. Luego termina.
1 tab a las 8 am y 6 pm = 1 tableta a las 8 am y 1 a las 6 pm.
1 tab 8:00 y 20:00 = 1 tableta a las 8 am y 1 a las 8 pm.
1 tab cada día a las 7 de la mañana = 1 tableta a las 7 am, todos los días.
1 tab 8:00 am y 8:00 pm = 1 tableta a las 8 am y 1 a las 8 pm.
1 tableta a las 8 y a las 20 = 1 tableta a las 8 am y 1 a las 8 pm.
1 tableta a las 20:00 h = 1 tableta a las 8 pm.
1 tableta a las 9 de la noche = 1 tableta a las 9 pm.
1 tableta a las 12 del mediodía = 1 tableta a las 12 del mediodía.
1 tableta a las 12 m = 1 tableta a las 12 del mediodía.
1 tableta a las 12 de la noche = 1 tableta a las 12 de la noche.
1 tableta a la 1 pm = 1 tableta a la 1 pm.
1 tableta a las 7 am, 3 pm y 11 pm = 1 tableta a las 7 am, 1 a las 3 pm y 1 a las 11 pm.
1 tableta cada 12 horas (7 am y 7 pm) = 1 tableta a las 7 am y 1 a las 7 pm.
20 UI a las 7 am y 10 UI a las 7 pm SC = 20 unidades a las 7 am y 10 a las 7 pm, bajo la piel.
10 UI 7 am y 6 UI 6 pm = 10 unidades a las 7 am y 6 a las 6 pm.
1 tab en la noche a las 9 pm = 1 tableta a las 9 pm.
1 tab a las 6 am en ayunas = 1 tableta a las 6 am. Con el estómago vacío.
1 tab a las 8 y 2 a las 20 = 1 tableta a las 8 am y 2 a las 8 pm.
1 tab a las 8:30 y 20:30 = 1 tableta a las 8:30 am y 1 a las 8:30 pm.
1 tab los lunes a las 8 am = 1 tableta a las 8 am, los lunes.
1 tab lun, mié y vie = 1 tableta los lunes, los miércoles y los viernes.
1 tab lunes, miércoles y viernes = 1 tableta los lunes, los miércoles y los viernes.
1 tab los domingos = 1 tableta los domingos.
1 tab semanal = 1 tableta una vez por semana.
1 tab c/semana = 1 tableta una vez por semana.
1 tab cada 15 días = 1 tableta cada 15 días.
1 amp IM mensual x 3 meses = 1 ampolla cada 30 días, en el músculo, por 90 días.
1 amp IM c/24h x 3d = 1 ampolla cada 24 horas, en el músculo, por 3 días.
1 amp IM c/21 días = 1 ampolla cada 21 días, en el músculo.
Una (1) tableta cada ocho (8) horas por siete (7) días = 1 tableta cada 8 horas (6 am, 2 pm y 10 pm), por 7 días.
1 (una) tableta VO cada 12 horas = 1 tableta cada 12 horas (8 am y 8 pm).
1 tab QD = 1 tableta al día.
1 tab BID x 10 días = 1 tableta, 2 veces al día, por 10 días.
1 tab TID x 5d = 1 tableta, 3 veces al día, por 5 días.
1 cap QID x 7 d = 1 cápsula, 4 veces al día, por 7 días.
1 tab al acostarse = 1 tableta en la noche.
1 tab antes de acostarse = 1 tableta en la noche.
1 tab c/24h = 1 tableta cada 24 horas.
1 tab c/24 hrs en la noche = 1 tableta en la noche.
1 tab c/48h = 1 tableta un día sí y otro no.
1 tab c/72h = 1 tableta cada 3 días.
1 tab interdiario = 1 tableta un día sí y otro no.
1 tab día por medio = 1 tableta un día sí y otro no.
1 tab diaria x 30 días = 1 tableta al día, por 30 días.
1-0-0 = 1 en la mañana.
0-0-1 = 1 en la noche.
1-1-1 x 7 d = 1 en la mañana, 1 al mediodía y 1 en la noche, por 7 días.
1-0-1 tab x 30 días = 1 tableta en la mañana y 1 en la noche, por 30 días.
½-0-½ = Media en la mañana y media en la noche.
1/2-0-1/2 tab = Media tableta en la mañana y media en la noche.
0-0-1/2 tab VO = Media tableta en la noche.
1 tab mañana y noche = 1 tableta en la mañana y 1 en la noche.
1 tab mañana, tarde y noche = 1 tableta en la mañana, 1 en la tarde y 1 en la noche.
1 tab en la mañana y ½ en la noche = 1 tableta en la mañana y media en la noche.
½ tab en la mañana y 1 tab en la noche = Media tableta en la mañana y 1 en la noche.
1 tab con el desayuno = 1 tableta con el desayuno.
1 tab después del almuerzo = 1 tableta después del almuerzo.
1 tab con almuerzo y cena = 1 tableta con el almuerzo y 1 con la cena.
1 tab con las comidas = 1 tableta con el desayuno, 1 con el almuerzo y 1 con la cena.
1 tab antes de las comidas = 1 tableta antes del desayuno, 1 antes del almuerzo y 1 antes de la cena.
1 tab 30 min antes de las comidas = 1 tableta antes del desayuno, 1 antes del almuerzo y 1 antes de la cena. Media hora antes de comer.
1 tab 30 min antes del desayuno x 14 días = 1 tableta antes del desayuno, por 14 días. Media hora antes de comer.
1 cap 1 hora antes del desayuno = 1 cápsula antes del desayuno. Una hora antes de comer.
1 tab en ayunas = 1 tableta en la mañana. Con el estómago vacío.
5 ml c/8h x 7d = 5 mL cada 8 horas (6 am, 2 pm y 10 pm), por 7 días.
5 mL cada 6 horas SOS fiebre = 5 mL si tiene fiebre. Espere 6 horas entre una dosis y otra.
2,5 ml c/12h = 2,5 mL cada 12 horas (8 am y 8 pm).
2.5 cc BID = 2,5 mL, 2 veces al día.
7,5cc c/8h x 5d = 7,5 mL cada 8 horas (6 am, 2 pm y 10 pm), por 5 días.
1 cucharadita de 5 ml c/8h = 5 mL cada 8 horas (6 am, 2 pm y 10 pm).
15 gotas c/8h = 15 gotas cada 8 horas (6 am, 2 pm y 10 pm).
15 gts c/6h SOS dolor = 15 gotas si tiene dolor. Espere 6 horas entre una dosis y otra.
1 gota en cada ojo c/12h = 1 gota en cada ojo cada 12 horas (8 am y 8 pm).
2 gotas en oído derecho TID x 7d = 2 gotas en el oído derecho, 3 veces al día, por 7 días.
2 puff BID = 2 inhalaciones, 2 veces al día.
2 inh c/12h = 2 inhalaciones cada 12 horas (8 am y 8 pm).
1-2 puff c/4-6h SOS = 1 o 2 inhalaciones si hace falta. Espere de 4 a 6 horas entre una dosis y otra.
2 puff c/6h SOS disnea = 2 inhalaciones si le falta el aire. Espere 6 horas entre una y otra.
2 disparos en cada fosa nasal c/12h = 2 atomizaciones en cada fosa nasal cada 12 horas (8 am y 8 pm).
1 sobre diario = 1 sobre al día.
1 parche c/72h = 1 parche cada 3 días.
1 óvulo vaginal en la noche x 7 días = 1 óvulo en la noche, en la vagina, por 7 días.
1 sup c/12h x 3d = 1 supositorio cada 12 horas (8 am y 8 pm), por 3 días.
500 mg c/8h x 7d = 500 mg cada 8 horas (6 am, 2 pm y 10 pm), por 7 días.
500mg VO c/12h = 500 mg cada 12 horas (8 am y 8 pm).
1 g c/8h = 1 g cada 8 horas (6 am, 2 pm y 10 pm).
15 mg semanal = 15 mg una vez por semana.
10 U SC en la noche = 10 unidades en la noche, bajo la piel.
20 UI SC antes del desayuno y 10 UI SC antes de la cena = 20 unidades antes del desayuno y 10 antes de la cena, bajo la piel.
4 UI SC antes de cada comida = 4 unidades antes del desayuno, 4 antes del almuerzo y 4 antes de la cena, bajo la piel.
1 tab SOS = 1 tableta si hace falta.
1 tab SOS dolor c/6h = 1 tableta si tiene dolor. Espere 6 horas entre una y otra.
1 tab c/6h SOS dolor o fiebre, máx 4/día = 1 tableta si tiene dolor o fiebre. Espere 6 horas entre una y otra. No más de 4 al día.
1 tab c/8h si dolor = 1 tableta si tiene dolor. Espere 8 horas entre una y otra.
1 tab c/6-8h SOS = 1 tableta si hace falta. Espere de 6 a 8 horas entre una dosis y otra.
1-2 tab c/8h SOS dolor = 1 o 2 tabletas si tiene dolor. Espere 8 horas entre una y otra.
1 tab c/8h hasta terminar la caja = 1 tableta cada 8 horas (6 am, 2 pm y 10 pm).
1 tab SL c/8h = 1 tableta cada 8 horas (6 am, 2 pm y 10 pm), debajo de la lengua.
aplicar c/12h x 7d = 1 aplicación cada 12 horas (8 am y 8 pm), por 7 días.
aplicar 2 veces al día en la piel = 1 aplicación, 2 veces al día, sobre la piel.
aplicar capa fina c/12h = 1 aplicación cada 12 horas (8 am y 8 pm).
1 tab c/12h por 1 mes = 1 tableta cada 12 horas (8 am y 8 pm), por 30 días.
1 tab c/12h x 3 meses = 1 tableta cada 12 horas (8 am y 8 pm), por 90 días.
1 tab c/12h x 1 sem = 1 tableta cada 12 horas (8 am y 8 pm), por 7 días.
1 tab c/12h x 2 semanas = 1 tableta cada 12 horas (8 am y 8 pm), por 14 días.
1 tab OD uso continuo = 1 tableta al día, todos los días.
1 tab OD permanente = 1 tableta al día, todos los días.
1 tab OD tratamiento crónico = 1 tableta al día, todos los días.
2 tab al día = 2 tabletas al día.
2 tab diarias = 2 tabletas al día.
1 tab 2 veces al día = 1 tableta, 2 veces al día.
1 tab dos veces por día = 1 tableta, 2 veces al día.
1 tab 3 v/d = 1 tableta, 3 veces al día.
1 tab cada ocho horas = 1 tableta cada 8 horas (6 am, 2 pm y 10 pm).
una tableta diaria = 1 tableta al día.
media tableta diaria = Media tableta al día.
un cuarto de tableta al día = Un cuarto de tableta al día.
tableta y media al día = 1 tableta y media al día.
1 y ½ tab OD = 1 tableta y media al día.
1 1/2 tab OD = 1 tableta y media al día.
1½ tab c/12h = 1 tableta y media cada 12 horas (8 am y 8 pm).
3/4 tab OD = Tres cuartos de tableta al día.
1 tab c/12h x 7d luego 1 tab OD x 7d = 1 tableta cada 12 horas (8 am y 8 pm) por 7 días, después 1 tableta al día por 7 días. Luego termina.
2 tab OD x 3d luego 1 tab OD = 2 tabletas al día por 3 días, después 1 tableta al día.
1 tab c/8 hs = 1 tableta cada 8 horas (6 am, 2 pm y 10 pm).
1 tab cada 8hs. = 1 tableta cada 8 horas (6 am, 2 pm y 10 pm).
TOMAR 1 TABLETA VIA ORAL CADA 8 HORAS POR 7 DIAS = 1 tableta cada 8 horas (6 am, 2 pm y 10 pm), por 7 días.
Tomar una tableta todas las noches = 1 tableta en la noche.
1 jeringa SC semanal = 1 jeringa prellenada una vez por semana, bajo la piel.
1 tab dosis única diaria = 1 tableta al día.
1 tab una sola vez = 1 tableta al día, por 1 día.
2 tab dosis única, luego 1 tab c/24h x 4 d = 2 tabletas al día por 1 día, después 1 tableta cada 24 horas por 4 días. Luego termina.
1 tab OD lunes a sábado = 1 tableta los lunes, los martes, los miércoles, los jueves, los viernes y los sábados.
1 tab c/ 12 horas = 1 tableta cada 12 horas (8 am y 8 pm).
1 tab c-12h = 1 tableta cada 12 horas (8 am y 8 pm).
1 tab c 12h = 1 tableta cada 12 horas (8 am y 8 pm).
1 tab q12h = 1 tableta cada 12 horas (8 am y 8 pm).
1tab c/12h = 1 tableta cada 12 horas (8 am y 8 pm).
1TAB C/12HRS X10DIAS = 1 tableta cada 12 horas (8 am y 8 pm), por 10 días.
1 tab c/12h x10d = 1 tableta cada 12 horas (8 am y 8 pm), por 10 días.
2tabs bid = 2 tabletas, 2 veces al día.
1 pastilla en la mañana en ayunas = 1 tableta en la mañana. Con el estómago vacío.
1 tab por la mañana = 1 tableta en la mañana.
1 tab en las mañanas = 1 tableta en la mañana.
1 tab en las noches = 1 tableta en la noche.
1 tab por las noches = 1 tableta en la noche.
1 tab tarde y noche = 1 tableta en la tarde y 1 en la noche.
1 tab al levantarse = 1 tableta en la mañana.
2 tab en la mañana y en la noche, todos los días = 2 tabletas en la mañana y 2 en la noche, todos los días.
1 tab OD a las 9 pm = 1 tableta a las 9 pm.
2 tab 2 veces al día, a las 8 am y 4 pm = 2 tabletas a las 8 am y 2 a las 4 pm.
500 mg/día = 500 mg al día.
500 mg/d x 5d = 500 mg al día, por 5 días.
1 tab 8 am, 2 8 pm = 1 tableta a las 8 am y 2 a las 8 pm.
1 a las 8 am 1 a las 2 pm 1 a las 8 pm = 1 a las 8 am, 1 a las 2 pm y 1 a las 8 pm.
1 tab a las 5 de la mañana = 1 tableta a las 5 am.
1 tab a las 2 de la madrugada = 1 tableta a las 2 am.
1 tab c/12h a las 8:00 y 20:00 x 7d = 1 tableta cada 12 horas (8 am y 8 pm), por 7 días.
1 tab c/24 h en la noche = 1 tableta en la noche.
1 tab c/12h (8 am y 8 pm) x 10 días = 1 tableta cada 12 horas (8 am y 8 pm), por 10 días.
2 tab a las 8 am, 1 tab a las 2 pm y 1 tab a las 8 pm x 5 días = 2 tabletas a las 8 am, 1 a las 2 pm y 1 a las 8 pm, por 5 días.
1 tab c 12 horas por 5 dias = 1 tableta cada 12 horas (8 am y 8 pm), por 5 días.
1 tab, cada 8 horas, por 7 dias. = 1 tableta cada 8 horas (6 am, 2 pm y 10 pm), por 7 días.
Tome 1 tab. c/8 h. x 7 d. = 1 tableta cada 8 horas (6 am, 2 pm y 10 pm), por 7 días.
tomar media (1/2) tableta OD = Media tableta al día.
1 tab c/8h x 7 (siete) días = 1 tableta cada 8 horas (6 am, 2 pm y 10 pm), por 7 días.
1 tab SOS c/8h máx 3/día = 1 tableta si hace falta. Espere 8 horas entre una y otra. No más de 3 al día.
1 tab SOS máx. 3 tab al día = 1 tableta si hace falta. No más de 3 al día.
1 tab a la 1:30 pm = 1 tableta a la 1:30 pm.
1 tab a las 12:30 pm = 1 tableta a las 12:30 pm.
1 tab en la noche, cada 24 horas = 1 tableta en la noche.
"""
# Another person, on another day, could read each of these as another amount, or none is said at all.
KEPT_WHOLE = """
10 UI AM 6 UI PM SC
dosis única
4 tab OD x 5d, 2 tab OD x 5d, 1 tab OD x 5d
1 tableta a las 8 y 20
1 tableta a las 8:00
1 tableta a las 12 pm
1 tableta a las 12 am
1 tableta cada 12 horas (7 am y 6 pm)
1 tableta cada 8 horas a las 6 am
1 tab 1 am 1 pm
1 tab en la noche y a las 9 pm
1 tab a las 8 y media
1 tab a las 8 y media tableta a las 20
1 tab a las 8 y 8
1 tab L-M-V
1 tab L M V
1 amp IM STAT
2 (una) tabletas cada 12 horas
1 tab HS
1 tab diaria x 30
1 tab x 3
1 tab 1x1
1 x 2
1+0+1
1 tab mañana
1 tab post desayuno
2 tab en ayunas luego 1 tab al mediodía
1 cda c/8h
1 cdta c/12h
1 gota c/ojo c/8h
1 gota AO c/8h
1 gt OD c/6h
2 gotas OI c/8h
2 puff c/20 min x 3
1 sobre disuelto en un vaso de agua después de cada evacuación
1 óvulo vaginal HS x 7 d
1gr c/8h
850 mg BID con las comidas
50 mcg OD
15 mg/kg/día
0,5 mg HS
.5 mg OD
1.000 mg c/8h
10 UI SC HS
Insulina NPH 20 UI AM y 10 UI PM
4 UI SC si glicemia > 200
1 tab si PA > 140/90
1 o 2 tab c/8h
1 tab c/8h x 5 a 7 días
1 tab c/8h hasta mejorar
1 tab SL SOS dolor de pecho
aplicar en zona afectada c/12h
2 tab al día, 1 en la mañana y 1 en la noche
1 tab c/8
1 tab 8h
5 mg c/12h x 5d, luego 5 mg OD x 5d
40 mg x 5 días, 20 mg x 5 días, 10 mg x 5 días
1 tab c/6h x 2d, c/8h x 2d, c/12h x 2d
Tomar 1 comp. de 500 mg c/8h
1 tab de 500 mg c/8h
Losartan 50 mg 1 tab OD
1 tab OD #30
1 tab OD (30 tab)
1 tab c/12h c/comidas
1 tab c/comida
1 tab OD A.M.
1 tab AM
1 tab am y pm
1 tab P.M.
1 ampolla vía IM OD x 3 d
1 amp EV c/8h
1 fco c/24h
1 tab en dosis única nocturna
4 tab dosis única en la noche
2 tab stat luego 1 c/12h
1 tab x 7 noches
1 tab por 21 días, descansar 7 días
1 tab OD excepto domingo
1 tab diario de lunes a viernes y 2 los sábados
1 tab c/12hx10d
1 tab a media mañana
1 tab diaria 5 días cada semana
1 tab diaria 5 días c/semana
1 tab al día por 7 días cada mes
1 tab mañana y noche por 5 días cada semana
1 tab diaria semanal
4 tab cada día a las 8 am y 8 pm
2 tab todos los días en la mañana y en la noche
1 tab diaria a las 8 am y 8 pm
1 tab BID 24 h
1 tab 24 h diaria
5 mg/kg/d
100 mg/5 ml c/8h
1 g en cada ojo c/8h
1 tab c/8h 8 am
8 am 1 tab, 8 pm 2 tab
1 tab c/8h x 3d c/12h x 3d
1 tab cada 6 horas (6 am, 12 pm, 6 pm, 12 am)
1 tab 8am-8pm
1 tab a las 25:00
1 tab a las 8:75
1 tab a las 13 pm
1 tab a las 15:00 pm
1 tab a las 2 de la mañana
1 tab 2 tomas al día
1 tab 10 pm L-V
1 tab c/8h ó c/12h
1 tab (media) c/8h
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.parametrize("row", lines(UNDERSTOOD))
def test_what_doctors_here_shorten_is_said_in_plain_words(row: str) -> None:
    text, said = row.split(" = ")
    found = read(text, start=START)
    assert found is not None
    assert sentence(language("es"), found).replace("\u00a0", " ") == said
    assert read(text.upper(), start=START) == found == from_json(to_json(found))


@pytest.mark.parametrize("text", lines(KEPT_WHOLE))
def test_what_two_people_could_read_differently_is_kept_whole(text: str) -> None:
    assert read(text, start=START) is None and read(text, "es", START) is None
