"""What the stories read in: a box from Italy, a small census, its prescriptions. Nobody in it exists."""

from __future__ import annotations

from pathlib import Path

FORMS = {
    "donation": """description,inn,strength,form,brand,lot,expiry,quantity,pack_size,gtin
Losartan 50 mg compresse,losartan,50 mg,tablet,,LOS-OLD,31/12/2026,60,30,
Losartan 50 mg compresse,losartan,50 mg,tablet,,LOS-NEW,31/08/2027,120,30,
Metformina 850 mg compresse,metformin,850 mg,tablet,,MET-1,08/2028,200,20,
""",
    "census": """council,sector,house,household_code,patient_code,name,national_id,birth_date,sex,conditions,criteria,allergies,phone
Los Naranjos,Alto,Casa 1,H-1,P-1,"Rojas Betancourt, Ana",V-11222333,02/03/1950,F,hipertensión,homebound;elderly,,0412-5550101
Los Naranjos,Alto,Casa 1,H-1,P-2,"Rojas Betancourt, Luis",V-22333444,14/07/1948,M,hipertensión;diabetes,chronic,,
Los Naranjos,Bajo,Casa 9,H-2,P-3,"Quintero Ñáñez, Rosa",V-33444555,30/11/1980,F,hipertensión,,,
""",
    "prescriptions": """patient_code,doctor,date,inn,strength,form,directions,units_per_day,days,chronic
P-1,Dra. Luz Gil,20/11/2026,losartan,50 mg,tablet,1 tableta cada 12 horas por 30 días,,30,
P-2,Dra. Luz Gil,20/11/2026,metformin,850 mg,tablet,1 tableta cada 12 horas,2,,sí
P-3,Dra. Luz Gil,20/11/2026,losartan,50 mg,tablet,1 tableta al día por 30 días,1,30,
""",
}
BOX = ("--donor", "Amici della Collina", "--country", "IT", "--received", "2026-11-20")
SECRETS = (
    "Rojas", "Betancourt", "Quintero", "Ñáñez", "11222333", "22333444", "33444555", "P-1", "P-2", "P-3", "H-1", "H-2", "Casa 1", "Casa 9",
)  # fmt: skip


def write(folder: Path, kind: str, text: str | None = None) -> Path:
    """The form of this kind as a file."""
    path = folder / f"{kind}.csv"
    path.write_text(text or FORMS[kind], encoding="utf-8")
    return path
