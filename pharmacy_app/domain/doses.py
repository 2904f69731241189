"""Doses that are a slip of the pen: milligrams for micrograms, tablets for drops, every day for every week. A question, never a decision."""

from __future__ import annotations

import re
from fractions import Fraction

from pharmacy_app.domain.directions import Directions
from pharmacy_app.domain.dosing import dose_unit, heaviest_day
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.priority import Reason
from pharmacy_app.domain.rates import Rate

# The most mg by mouth on one day that product information of adults gives, rounded up where national ones differ.
# It is no dose to prescribe by; the tests hold it beside the WHO's defined daily doses, so that a slip in this very table shows.
_MOST_MG = {
    name.replace("_", " "): Fraction(most)
    for name, most in re.findall(
        r"(\S+) (\S+)",
        """
        paracetamol 4000 ibuprofen 3200 diclofenac 200 naproxen 1500 metamizole_sodium 6000 ketoprofen 300 ketorolac 40 meloxicam 15
        tramadol 400 acetylsalicylic_acid 6000 allopurinol 900 colchicine 3 loratadine 20 desloratadine 10 cetirizine 20 fexofenadine 360
        chlorphenamine 24 diphenhydramine 300 prednisone 100 prednisolone 100 dexamethasone 40
        carbamazepine 2000 valproic_acid 4000 phenytoin 700 phenobarbital 400 lamotrigine 700 levetiracetam 4000 topiramate 1000 clonazepam 20
        gabapentin 3600 pregabalin 600 fluoxetine 80 sertraline 200 escitalopram 20 citalopram 60 paroxetine 60 venlafaxine 375 trazodone 600
        mirtazapine 45 amitriptyline 300 diazepam 60 alprazolam 10 lorazepam 10 haloperidol 30 risperidone 16 olanzapine 30 quetiapine 900
        lithium_carbonate 2400 methylphenidate 80 biperiden 16 memantine 20 donepezil 23 pramipexole 5
        losartan 150 valsartan 320 telmisartan 80 candesartan 32 irbesartan 300 olmesartan_medoxomil 40 enalapril 40 captopril 300 lisinopril 80
        ramipril 20 perindopril 16 amlodipine 10 lercanidipine 20 nifedipine 120 diltiazem 480 verapamil 480 atenolol 200 bisoprolol 20
        carvedilol 100 metoprolol 400 propranolol 640 nebivolol 40 hydrochlorothiazide 100 indapamide 5 furosemide 600 torasemide 200
        spironolactone 400 eplerenone 100 methyldopa 3000 clonidine 1.2 doxazosin 16 digoxin 0.5 amiodarone 1200 isosorbide_dinitrate 240
        isosorbide_mononitrate 120 ivabradine 15 clopidogrel 300 ticagrelor 180 warfarin 15 rivaroxaban 30 apixaban 20 dabigatran_etexilate 300
        atorvastatin 80 simvastatin 80 rosuvastatin 40 pravastatin 80 ezetimibe 10 fenofibrate 300
        metformin 3000 glibenclamide 20 gliclazide 320 glimepiride 8 sitagliptin 100 vildagliptin 100 linagliptin 5 empagliflozin 25
        dapagliflozin 10 acarbose 600 levothyroxine 0.4 thiamazole 60 propylthiouracil 900
        montelukast 10 ambroxol 180 acetylcysteine 1800 omeprazole 80 pantoprazole 160 esomeprazole 160 lansoprazole 120 famotidine 160
        butylscopolamine 100 metoclopramide 30 domperidone 40 ondansetron 32 loperamide 16 bisacodyl 20 mesalazine 4800 sulfasalazine 6000
        ursodeoxycholic_acid 2000 amoxicillin 6000 phenoxymethylpenicillin 4000 cloxacillin 6000 cefalexin 4000 cefadroxil 4000 cefuroxime 1000
        cefixime 400 azithromycin 2000 clarithromycin 1500 erythromycin 4000 doxycycline 300 ciprofloxacin 1500 levofloxacin 1000
        nitrofurantoin 400 metronidazole 4000 clindamycin 2400 fluconazole 800 terbinafine 500 aciclovir 4000 albendazole 800 mebendazole 1000
        folic_acid 15 ascorbic_acid 2000 tamsulosin 0.8 finasteride 5 dutasteride 0.5 oxybutynin 30 hydroxychloroquine 600 leflunomide 100
        azathioprine 300 tamoxifen 40 anastrozole 1 letrozole 2.5 betahistine 72 cinnarizine 225
        """,
    )
}
_SURELY = 2  # beyond twice that, nobody can have meant it; between the two a doctor may know better
# What is taken once a week, in mg a week: every day of it is a mistake that kills.
_MOST_MG_A_WEEK = {"methotrexate": Fraction(30), "alendronic acid": Fraction(70)}
# The most doses a day that anybody swallows, breathes or injects at home, by what they are counted in.
_MOST_DOSES = {
    "tablet": 16, "capsule": 16, "lozenge": 12, "sachet": 10, "ml": 300, "drop": 200, "puff": 40, "IU": 300, "patch": 4, "suppository": 6, "pessary": 4,
    "ampoule": 8, "vial": 8, "syringe": 4, "pen": 1, "bottle": 3, "inhaler": 1, "tube": 2, "piece": 8,
}  # fmt: skip
_MG = re.compile(r"([0-9]+(?:\.[0-9]+)?) (g|mg|ug|mcg)(?:/(?:([0-9]+(?:\.[0-9]+)?) ?)?ml)?")
_IN_MG = {"g": Fraction(1000), "mg": Fraction(1), "ug": Fraction(1, 1000), "mcg": Fraction(1, 1000)}


def most_mg(inn: str) -> Fraction | None:
    """The most mg by mouth on one day for an adult; None where this table does not know the substance."""
    a_week = _MOST_MG_A_WEEK.get(inn)
    return a_week if a_week is not None else _MOST_MG.get(inn)


def impossible(medicine: Medicine, rate: Rate | None, directions: Directions | None) -> Reason | None:
    """Why a dose must be asked about before it counts: `dose_high` (`amount`, `most`) or `not_weekly`; None where it is ordinary or unknown.

    `rate` is in dispensing units; with `directions` the day on which most is taken is looked at, otherwise the average.
    """
    if _weekly(medicine) and (directions is None or any(phase.on.share > Fraction(1, 7) for phase in directions.phases)):
        return Reason("not_weekly", {"medicine": medicine.inn})
    units = _units(medicine, rate, directions)
    if units is None:
        return None
    for inn, amount in _amounts(medicine):
        most = most_mg(inn)
        if most is not None and units * amount > most * (1 if inn in _MOST_MG_A_WEEK else _SURELY):
            return Reason("dose_high", {"amount": f"{_plain(units * amount)} mg", "most": f"{_plain(most)} mg"})
    kind, doses = _doses(medicine, units)
    if doses > _MOST_DOSES.get(kind, doses):
        return Reason("dose_high", {"amount": _plain(doses), "most": str(_MOST_DOSES[kind])})
    return None


def _weekly(medicine: Medicine) -> bool:
    return "weekly" in medicine.warnings or (medicine.inn == "alendronic acid" and medicine.strength == "70 mg")


def _units(medicine: Medicine, rate: Rate | None, directions: Directions | None) -> Fraction | None:
    """Dispensing units on the heaviest day: as the directions say, or as somebody typed, whichever is more."""
    typed = Fraction(rate.units, rate.days) if rate else None
    try:
        said = heaviest_day(directions, medicine) if directions else None
    except Refusal:
        said = None
    known = [one for one in (typed, said) if one is not None]
    return max(known) if known else None


def _amounts(medicine: Medicine) -> list[tuple[str, Fraction]]:
    """(substance, mg of it in one dispensing unit), of what is swallowed; nothing where the strength does not say it."""
    names, parts = [name.strip() for name in medicine.inn.split("+")], medicine.strength.split(" + ")
    if medicine.route != "oral" or len(names) != len(parts) or (medicine.unit == "ml") != all("ml" in part for part in parts):
        return []
    read = [_MG.fullmatch(part.strip()) for part in parts]
    return [(name, Fraction(one[1]) * _IN_MG[one[2]] / Fraction(one[3] or 1)) for name, one in zip(names, read, strict=True) if one]


def _doses(medicine: Medicine, units: Fraction) -> tuple[str, Fraction]:
    """The same in doses and what they are counted in: a third of an inhaler is 66 puffs."""
    own = dose_unit(medicine)
    if medicine.unit == "ml" and own == "drop":
        return "ml", units
    if medicine.doses_per_unit > 1:
        return own, units * medicine.doses_per_unit
    return medicine.unit, units


def _plain(amount: Fraction) -> str:
    return f"{float(amount):.10g}"
