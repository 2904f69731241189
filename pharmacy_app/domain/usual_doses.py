"""How much of a substance people take by mouth in a day, in mg: what is usual, and the most that anybody is given."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Taken:
    """mg a day by mouth, of an adult.

    `usual`: the WHO's defined daily dose (ATC/DDD index of 25 April 2026; where one substance has two, the larger); a test holds each beside it.
    `most`: UNCONFIRMED, every one of them: written down from what is commonly known of product information, and no source at hand says it.
    It only widens what is not asked about, and is never told to anybody. None: not known.
    """

    usual: Fraction | None
    most: Fraction | None


# Substance, most (unconfirmed), usual (WHO); a dash where nothing is known: lithium is defined in mmol.
_TABLE = """
    paracetamol 4000 3000, ibuprofen 3200 1200, diclofenac 200 100, naproxen 1500 500, metamizole_sodium 6000 3000,
    ketoprofen 300 150, ketorolac 40 30, meloxicam 15 15, tramadol 400 300, acetylsalicylic_acid 6000 3000, allopurinol 900 400,
    colchicine 3 1, loratadine 20 10, desloratadine 10 5, cetirizine 20 10, fexofenadine 360 120, chlorphenamine 24 12,
    diphenhydramine 300 200, prednisone 100 10, prednisolone 100 10, dexamethasone 40 1.5, carbamazepine 2000 1000,
    valproic_acid 4000 1500, phenytoin 700 300, phenobarbital 400 100, lamotrigine 700 300, levetiracetam 4000 1500,
    topiramate 1000 300, clonazepam 20 8, gabapentin 3600 1800, pregabalin 600 300, fluoxetine 80 20, sertraline 200 50,
    escitalopram 20 10, citalopram 60 20, paroxetine 60 20, venlafaxine 375 100, trazodone 600 300, mirtazapine 45 30,
    amitriptyline 300 75, diazepam 60 10, alprazolam 10 1, lorazepam 10 2.5, haloperidol 30 8, risperidone 16 5, olanzapine 30 10,
    quetiapine 900 400, lithium_carbonate 2400 -, methylphenidate 80 30, biperiden 16 10, memantine 20 20, donepezil 23 7.5,
    pramipexole 5 2.5, losartan 150 50, valsartan 320 80, telmisartan 80 40, candesartan 32 8, irbesartan 300 150,
    olmesartan_medoxomil 40 20, enalapril 40 10, captopril 300 50, lisinopril 80 10, ramipril 20 2.5, perindopril 16 4,
    amlodipine 10 5, lercanidipine 20 10, nifedipine 120 30, diltiazem 480 240, verapamil 480 240, atenolol 200 75,
    bisoprolol 20 10, carvedilol 100 37.5, metoprolol 400 150, propranolol 640 160, nebivolol 40 5, hydrochlorothiazide 100 25,
    indapamide 5 2.5, furosemide 600 40, torasemide 200 15, spironolactone 400 37.5, eplerenone 100 50, methyldopa 3000 1000,
    clonidine 1.2 0.45, doxazosin 16 4, digoxin 0.5 0.25, amiodarone 1200 200, isosorbide_dinitrate 240 60,
    isosorbide_mononitrate 120 40, ivabradine 15 10, clopidogrel 300 75, ticagrelor 180 180, warfarin 15 7.5, rivaroxaban 30 20,
    apixaban 20 10, dabigatran_etexilate 300 300, atorvastatin 80 20, simvastatin 80 30, rosuvastatin 40 10, pravastatin 80 30,
    ezetimibe 10 10, fenofibrate 300 200, metformin 3000 2000, glibenclamide 20 10, gliclazide 320 60, glimepiride 8 2,
    sitagliptin 100 100, vildagliptin 100 100, linagliptin 5 5, empagliflozin 25 17.5, dapagliflozin 10 10, acarbose 600 300,
    levothyroxine 0.4 0.15, thiamazole 60 10, propylthiouracil 900 100, montelukast 10 10, ambroxol 180 120,
    acetylcysteine 1800 500, omeprazole 80 20, pantoprazole 160 40, esomeprazole 160 30, lansoprazole 120 30, famotidine 160 40,
    butylscopolamine 100 60, metoclopramide 30 30, domperidone 40 30, ondansetron 32 16, loperamide 16 10, bisacodyl 20 10,
    mesalazine 4800 1500, sulfasalazine 6000 2000, ursodeoxycholic_acid 2000 750, amoxicillin 6000 1500,
    phenoxymethylpenicillin 4000 2000, cloxacillin 6000 2000, cefalexin 4000 2000, cefadroxil 4000 2000, cefuroxime 1000 500,
    cefixime 400 400, azithromycin 2000 300, clarithromycin 1500 500, erythromycin 4000 2000, doxycycline 300 100,
    ciprofloxacin 1500 1000, levofloxacin 1000 500, nitrofurantoin 400 200, metronidazole 4000 2000, clindamycin 2400 1200,
    fluconazole 800 200, terbinafine 500 250, aciclovir 4000 4000, albendazole 800 400, mebendazole 1000 200, folic_acid 15 0.4,
    ascorbic_acid 2000 200, tamsulosin 0.8 0.4, finasteride 5 5, dutasteride 0.5 0.5, oxybutynin 30 15, hydroxychloroquine 600 516,
    leflunomide 100 20, azathioprine 300 150, tamoxifen 40 20, anastrozole 1 1, letrozole 2.5 2.5, betahistine 72 24,
    cinnarizine 225 90, calcium_carbonate - 3000, diosmectite - 9000, fosfomycin - 3000, ivermectin - 12, levonorgestrel - 1.5,
    misoprostol - 0.8, potassium_chloride - 3000, praziquantel - 3000, pyrantel - 750, zinc_sulfate - 600
"""


def _mg(text: str) -> Fraction | None:
    return None if text == "-" else Fraction(text)


TAKEN = {name.replace("_", " "): Taken(_mg(usual), _mg(most)) for name, most, usual in (row.split() for row in _TABLE.split(","))}
