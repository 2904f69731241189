"""Which medicine a text means: exact keys are accepted, everything else is offered, nothing wrong is ever taken."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.intake.catalogue import CatalogueEntry, load
from pharmacy_app.intake.letters import skeleton, tidy
from pharmacy_app.intake.names import Identification, Identifier, Known, known
from tests.conftest import ROOT

ENTRIES = load(ROOT / "resources" / "catalogue")
KNOWN = [known(number, entry) for number, entry in enumerate(ENTRIES, 1)]
IDENTIFIER = Identifier(KNOWN)


def what(found: Identification) -> str:
    """`enalapril | 10 mg | tablet | immediate`, or nothing."""
    one = found.accepted
    return f"{one.inn} | {one.strength} | {one.form} | {one.release}" if one else ""


ACCEPTED = {
    "Эналаприл таб. п/о 10 мг №20": "enalapril | 10 mg | tablet | immediate",
    "ENALAPRIL DOC 20 CPR 10MG": "enalapril | 10 mg | tablet | immediate",
    "ЭнaлaприЛ 10 мг таблетки": "enalapril | 10 mg | tablet | immediate",  # Latin a inside
    "AMOXICILINA/AC.CLAVULANICO 500/125 MG CM REC": "amoxicillin + clavulanic acid | 500 mg + 125 mg | tablet | immediate",
    "Amoxicillina e acido clavulanico 875 mg/125 mg compresse": "amoxicillin + clavulanic acid | 875 mg + 125 mg | tablet | immediate",
    "Trimetoprim + sulfametoxazol 160 mg + 800 mg tabletas": "sulfamethoxazole + trimethoprim | 800 mg + 160 mg | tablet | immediate",
    "Losartan HCT 50/12.5 mg tab": "losartan + hydrochlorothiazide | 50 mg + 12.5 mg | tablet | immediate",
    "Лозап 50 мг таблетки №30": "losartan | 50 mg | tablet | immediate",
    "Amlodipine besylate 5 mg tablets, pack of 30": "amlodipine | 5 mg | tablet | immediate",
    "Cloruro de potasio 600 mg comprimidos retard x 30": "potassium chloride | 600 mg | tablet | modified",
    "Insulina NPH 100 UI/ml frasco ampolla 10 ml": "insulin human (isophane) | 100 IU/ml | injection | immediate",
    "vitamina B12 1 mg/ml ampolla": "cyanocobalamin | 1 mg/ml | injection | immediate",
    "Омепразол капсулы 20 мг": "omeprazole | 20 mg | capsule | enteric",
    "Фуросемид раствор для инъекций 1% 2 мл": "furosemide | 20 mg/2 ml | injection | immediate",
    "CARDIOASPIRIN 100 MG 30 CPR GASTRORES": "acetylsalicylic acid | 100 mg | tablet | enteric",
    "CARDIOASPIRIN 100 MG COMPRESSE GASTRORESISTENTI": "acetylsalicylic acid | 100 mg | tablet | enteric",
    "Sulfadiazina d'argento 1% crema": "silver sulfadiazine | 1 % | cream | immediate",
    "SALBUTAMOL 100 MCG/DO INHALADOR 200 DOSIS": "salbutamol | 100 ug/dose | inhaler | immediate",
    "Insulina 70/30 100 UI/ml frasco ampolla 10 ml": "insulin human (premixed) | 100 IU/ml | injection | immediate",
    "Индапамид МВ 1,5 мг таблетки": "indapamide | 1.5 mg | tablet | modified",
    "Атенолол таблетки 100 мг №30 10 шт., упаковки ячейковые контурные (3) - пачки картонные": "atenolol | 100 mg | tablet | immediate",
    "Ангиоприл-25 таблетки 25 мг": "captopril | 25 mg | tablet | immediate",
    "METFORMINA A RILASCIO PROLUNGATO 500 MG COMPRESSE": "metformin | 500 mg | tablet | modified",
    "Paracetamol jarabe 120 mg/5ml con jeringa oral 100 ml": "paracetamol | 120 mg/5 ml | oral_liquid | immediate",
    "Amoxicillin 250 mg/5 ml powder for oral suspension 100 ml": "amoxicillin | 250 mg/5 ml | powder_for_oral_liquid | immediate",
    "Timolol 0,5 % colirio gotas": "timolol | 0.5 % | eye_drops | immediate",
    "Levotiroxina 100 мкг таблетки": "levothyroxine | 100 ug | tablet | immediate",
    "Levodopa/carbidopa 250/25 mg tab": "levodopa + carbidopa | 250 mg + 25 mg | tablet | immediate",
    "AMOXICILINA 250 MG/5ML PVO/SUSP FRA 60ML": "amoxicillin | 250 mg/5 ml | powder_for_oral_liquid | immediate",
}


@pytest.mark.parametrize("text", ACCEPTED)
def test_labels_of_four_languages_are_known(text: str) -> None:
    assert what(IDENTIFIER.identify(text)) == ACCEPTED[text]


@pytest.mark.parametrize(
    "text",
    [
        "azitromisina 500 mg comprimidos",
        "azitromicina/claritromicina 500 mg tabletas",
        "Losartan Plus 50 mg tabletas",
        "LOSARTAN D 50 MG TABLETAS",
        "TELMISARTAN AM 40 MG TABLETAS",
        "Enalapril comp 10 mg",
        "Эналаприл Н 10 мг таблетки",
        "ibuprofeno 400 mg + cafeína tabletas",
        "Calcio carbonato 1250 mg + vitamina D3 tabletas",
        "Acido acetilsalicilico 100 mg + magnesio tabletas",
        "paracetamol 500 mg + codeina 30 mg tabletas",
        "Trimethoprim 160 mg tablet",
        "Aspirina C 500 mg tableta",
        "Metoprolol succinate 50 mg tablet",
        "Diclofenac potassium 50 mg gastroresistant tablet",
        "Naproxen sodium 250 mg tablet",
        "Valproato de magnesio 500 mg tableta enterica",
        "Metamizol magnésico 500 mg tabletas",
        "Betametasona valerato 0,05% crema",
        "Ferrous gluconate 200 mg tablet",
        "Potassium chloride 0.9% infusion",
        "sodium chloride + potassium chloride 0.9% infusion",
        "METFORMINA 1.000 mg compresse",
        "Metformina Retard 850 mg tab",
        "Clotrimazol crema vaginal 1%",
        "CLOTRIMAZOL 500 MG OVULO/CM O CP VAGINAL",
        "Omeprazol 20 mg tabletas",
        "digoxina 250 mg tab",
        "levotiroxina 100 mg tabletas",
        "losartan 50 mg 100 mg tabletas",
        "losartan 25-50 mg tabletas",
        "losartan 50 mg/kg tab",
        "Aspirina 100",
        "enoxaparina 100 mg/ml jeringa",
        "Enoxaparina 40 mg jeringa prellenada",
        "Salbutamol 100 mcg/dosis inhalador 100 dosis",
        "Amoxicilina 875 mg + ácido clavulánico 125 mg polvo para suspensión 12 comprimidos",
        "fluconazol 50 mg capsula o comprimido",
        "Atamel 500 mg tabletas",
        "paracétamol comprimé 500 mg",
        "Paracetamol 500 mg",
        "Нифедипин таблетка 20 мг",
        "Insulina 100 UI/ml frasco ampolla 10 ml",
        "Insulina humana 100 UI/ml frasco ampolla 10 ml",
        "Jeringa para insulina 100 UI/ml 1 ml",
        "Insulina mixta 50/50 100 UI/ml vial 10 ml",
        "Insulin glargine 300 U/ml pen 1.5 ml",
        "Ondansetron 4 mg compresse orosolubili",
        "Paracetamol 500 mg comprimidos bucodispersables",
        "Cianocobalamina 1 mg/ml ampolla bebible",
        "Furosemida 10 mg/ml solucion oral ampolla 2 ml",
        "Losartan A tabletas 50 mg",
        "INSULINA NPH HUMANA 100 UI/ML FAM 10 ML orodispersibili",
        "Metamizole 500 mg gocce iniettabili compresse",
        "Аспирин С таблетки 500 мг",
        "Pantoprazol SR 20 mg comprimidos gastrorresistentes",
        "AMLODIPINA ARISTO 5 MG BUSTINE 28 CPR",
        "Beclometasona 50 mcg inhalador gotas",
        "Ceftriaxona 1 g polvo colirio frasco ampolla",
        "diclofenac potassium 50 mg tablets",
        "levocetirizina 5 mg tabletas",
        "dex ketoprofene 50 mg capsule",
        "S-amlodipine 5 mg tablets",
        "Losartan H 50 mg tabletas",
        "Лозап плюс 50 мг таблетки",
        "Эналаприл НЛ 10 мг таблетки",
        "Омез ДСР 20 мг капсулы",
        "Ciprofloxacino 0.3% gotas oticas",
        "Ivermectin 6 mg tablets veterinary",
        "Belladonna 9 CH",
        "Povidone iodine 10% sponge",
        "Losartan 500 mg tabletas",
        "Levothyroxine 100 mg tablets",
        "Paracetamol 120 mg/ml jarabe",
        "Trihexifenidilo 2 mg tabletas",
        "enalapril 10 mg tabletas" + " y una cosa" * 300,
        "",
        "№",
        "💊 10 mg",
        "1/" * 900,
    ],
)
def test_what_is_not_certain_is_offered_and_never_taken(text: str) -> None:
    assert what(IDENTIFIER.identify(text)) == ""


@pytest.mark.parametrize(
    ("text", "inn", "strength", "reason"),
    [
        ("azitromisina 500 mg comprimidos", "azithromycin", "500 mg", "name_similar"),
        ("Iburpofeno 400 mg", "ibuprofen", "400 mg", "name_similar"),
        ("Атенолл 50 мг таблетки", "atenolol", "50 mg", "name_similar"),
        ("Aspirina 100", "acetylsalicylic acid", "100 mg", "strength_unitless"),
        ("METFORMINA 1.000 mg compresse", "metformin", "1000 mg", "strength_unclear"),
        ("Atamel 500 mg tabletas", "paracetamol", "500 mg", "name_unconfirmed"),
        ("Metformina Retard 850 mg tab", "metformin", "850 mg", "release_differs"),
        ("enoxaparina 100 mg/ml jeringa", "enoxaparin", "40 mg/0.4 ml", "strength_unclear"),
        ("fluconazol 50 mg capsula o comprimido", "fluconazole", "50 mg", "form_possible"),
        ("Trimethoprim 80 mg tablet", "sulfamethoxazole + trimethoprim", "400 mg + 80 mg", "name_partly"),
    ],
)
def test_the_best_offer_comes_first_and_says_why(text: str, inn: str, strength: str, reason: str) -> None:
    best = IDENTIFIER.identify(text).candidates[0]
    assert (best.medicine.inn, best.medicine.strength) == (inn, strength)
    assert reason in best.why


@pytest.mark.parametrize(
    ("text", "pack"),
    [
        ("Эналаприл таб. 10 мг №20", 20),
        ("ENALAPRIL 10 MG 28 COMPRESSE", 28),
        ("40 UNITA' 100 MG - USO ORALE atenololo", 40),
        ("Losartan 50 mg tabletas caja x 30", 30),
        ("losartan 50 mg tab 3x10", 30),
        ("Paracetamol 120 mg/5 ml jarabe frasco 100 ml", 100),
        ("losartan 50 mg tabletas", None),
        ("losartan 50 mg 28 tabletas caja x 30", None),
    ],
)
def test_the_size_of_the_pack_is_no_strength(text: str, pack: int | None) -> None:
    assert IDENTIFIER.identify(text).pack == pack


def test_our_own_columns_find_every_entry_or_say_no() -> None:
    """Each entry by its own words; never another, unless only the release, which has no column, tells them apart."""
    refused = []
    for one in KNOWN:
        form = one.form.replace("_", " ") if one.release == "immediate" else f"{one.release} release {one.form.replace('_', ' ')}"
        found = IDENTIFIER.identify_parts(one.inn, one.strength, one.form if one.release == "immediate" else form).accepted
        if found is None:
            refused.append(one)
        else:
            assert found.id == one.id
    assert [one.inn for one in refused] == ["vitamin B-complex, plain"]  # it has no strength to compare


def test_columns_in_spanish() -> None:
    assert what(IDENTIFIER.identify_parts("Losartán", "50 mg", "tableta")) == "losartan | 50 mg | tablet | immediate"
    assert what(IDENTIFIER.identify_parts("enalapril", "10", "tablet")) == ""
    assert what(IDENTIFIER.identify_parts("", "", "")) == ""


SYNTHEA = {
    "0.4 ML Enoxaparin sodium 100 MG/ML Prefilled Syringe": "enoxaparin | 40 mg/0.4 ml | injection | immediate",
    "1 ML Enoxaparin sodium 150 MG/ML Prefilled Syringe": "enoxaparin | 150 mg/ml | injection | immediate",
    "1 ML Epinephrine 1 MG/ML Injection": "epinephrine | 1 mg/ml | injection | immediate",
    "1 ML medroxyPROGESTERone acetate 150 MG/ML Injection": "medroxyprogesterone | 150 mg/ml | injection | immediate",
    "1 ML medroxyprogesterone acetate 150 MG/ML Injection": "medroxyprogesterone | 150 mg/ml | injection | immediate",
    "10 ML Furosemide 10 MG/ML Injection": "furosemide | 100 mg/10 ml | injection | immediate",
    "120 ACTUAT Fluticasone propionate 0.044 MG/ACTUAT Metered Dose Inhaler": "fluticasone | 44 ug/dose | inhaler | immediate",
    "2 ML Ondansetron 2 MG/ML Injection": "ondansetron | 4 mg/2 ml | injection | immediate",
    "24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet": "metformin | 500 mg | tablet | modified",
    "60 ACTUAT Fluticasone propionate 0.25 MG/ACTUAT / salmeterol 0.05 MG/ACTUAT Dry Powder Inhaler": (
        "salmeterol + fluticasone | 50 ug + 250 ug/dose | inhalation_powder | immediate"
    ),
    "Acetaminophen 160 MG Chewable Tablet": "paracetamol | 160 mg | chewable_tablet | immediate",
    "Acetaminophen 325 MG Oral Tablet": "paracetamol | 325 mg | tablet | immediate",
    "Acetaminophen 325 MG Oral Tablet [Tylenol]": "paracetamol | 325 mg | tablet | immediate",
    "Acetaminophen 500 MG Oral Tablet": "paracetamol | 500 mg | tablet | immediate",
    "Albuterol 5 MG/ML Inhalation Solution": "salbutamol | 5 mg/ml | nebuliser_solution | immediate",
    "Alendronic acid 10 MG Oral Tablet": "alendronic acid | 10 mg | tablet | immediate",
    "Allopurinol 100 MG Oral Tablet": "allopurinol | 100 mg | tablet | immediate",
    "Amlodipine 5 MG Oral Tablet": "amlodipine | 5 mg | tablet | immediate",
    "Amoxicillin 250 MG / Clavulanate 125 MG Oral Tablet": "amoxicillin + clavulanic acid | 250 mg + 125 mg | tablet | immediate",
    "Amoxicillin 250 MG Oral Capsule": "amoxicillin | 250 mg | capsule | immediate",
    "Amoxicillin 500 MG Oral Tablet": "amoxicillin | 500 mg | tablet | immediate",
    "Aspirin 81 MG Oral Tablet": "acetylsalicylic acid | 81 mg | tablet | immediate",
    "Cefuroxime 250 MG Oral Tablet": "cefuroxime | 250 mg | tablet | immediate",
    "Chlorpheniramine Maleate 2 MG/ML Oral Solution": "chlorphenamine | 2 mg/ml | oral_liquid | immediate",
    "Clopidogrel 75 MG Oral Tablet": "clopidogrel | 75 mg | tablet | immediate",
    "Colchicine 0.6 MG Oral Tablet": "colchicine | 600 ug | tablet | immediate",
    "Diazepam 5 MG Oral Tablet": "diazepam | 5 mg | tablet | immediate",
    "Digoxin 0.125 MG Oral Tablet": "digoxin | 125 ug | tablet | immediate",
    "Fexofenadine hydrochloride 30 MG Oral Tablet": "fexofenadine | 30 mg | tablet | immediate",
    "Fexofenadine hydrochloride 60 MG Oral Tablet": "fexofenadine | 60 mg | tablet | immediate",
    "Furosemide 40 MG Oral Tablet": "furosemide | 40 mg | tablet | immediate",
    "Hydrochlorothiazide 25 MG Oral Tablet": "hydrochlorothiazide | 25 mg | tablet | immediate",
    "Hydrocortisone 10 MG/ML Topical Cream": "hydrocortisone | 1 % | cream | immediate",
    "Ibuprofen 200 MG Oral Tablet": "ibuprofen | 200 mg | tablet | immediate",
    "Ibuprofen 400 MG Oral Tablet [Ibu]": "ibuprofen | 400 mg | tablet | immediate",
    "Loratadine 10 MG Oral Tablet": "loratadine | 10 mg | tablet | immediate",
    "NDA020503 200 ACTUAT Albuterol 0.09 MG/ACTUAT Metered Dose Inhaler": "salbutamol | 90 ug/dose | inhaler | immediate",
    "NDA020800 0.3 ML Epinephrine 1 MG/ML Auto-Injector": "epinephrine | 300 ug/0.3 ml | injection | immediate",
    "Nitroglycerin 0.4 MG/ACTUAT Mucosal Spray": "nitroglycerin | 400 ug/dose | oral_spray | immediate",
    "Penicillin V Potassium 250 MG Oral Tablet": "phenoxymethylpenicillin | 250 mg | tablet | immediate",
    "Penicillin V Potassium 500 MG Oral Tablet": "phenoxymethylpenicillin | 500 mg | tablet | immediate",
    "Simvastatin 10 MG Oral Tablet": "simvastatin | 10 mg | tablet | immediate",
    "Simvastatin 20 MG Oral Tablet": "simvastatin | 20 mg | tablet | immediate",
    "Tamoxifen 10 MG Oral Tablet": "tamoxifen | 10 mg | tablet | immediate",
    "Vitamin B 12 5 MG/ML Injectable Solution": "cyanocobalamin | 5 mg/ml | injection | immediate",
    "Warfarin Sodium 5 MG Oral Tablet": "warfarin | 5 mg | tablet | immediate",
    "amLODIPine 2.5 MG Oral Tablet": "amlodipine | 2.5 mg | tablet | immediate",
    "carvedilol 25 MG Oral Tablet": "carvedilol | 25 mg | tablet | immediate",
    "cetirizine hydrochloride 5 MG Oral Tablet": "cetirizine | 5 mg | tablet | immediate",
    "clonazePAM 0.25 MG Oral Tablet": "clonazepam | 250 ug | tablet | immediate",
    "diphenhydrAMINE Hydrochloride 25 MG Oral Tablet": "diphenhydramine | 25 mg | tablet | immediate",
    "ferrous sulfate 325 MG Oral Tablet": "ferrous sulfate | 325 mg | tablet | immediate",
    "lisinopril 10 MG Oral Tablet": "lisinopril | 10 mg | tablet | immediate",
    "lisinopril 20 MG Oral Tablet": "lisinopril | 20 mg | tablet | immediate",
    "predniSONE 5 MG Oral Tablet": "prednisone | 5 mg | tablet | immediate",
    "tramadol hydrochloride 50 MG Oral Tablet": "tramadol | 50 mg | tablet | immediate",
}


def test_syntheas_descriptions(shared: Path) -> None:
    with (shared / "synthea-sample" / "medications.csv").open(encoding="utf-8") as file:
        texts = {row["DESCRIPTION"] for row in csv.DictReader(file)}
    assert len(texts) == 128
    assert {text: found for text in sorted(texts) if (found := what(IDENTIFIER.identify(text)))} == SYNTHEA


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    found = IDENTIFIER.identify(text)
    assert found.text == text
    assert all(0 <= c.score <= 100 for c in found.candidates)
    assert [c.score for c in found.candidates] == sorted((c.score for c in found.candidates), reverse=True)


@given(st.sampled_from(KNOWN), st.sampled_from(KNOWN))
def test_two_medicines_in_one_text_are_never_one_of_them(one: Known, other: Known) -> None:
    found = IDENTIFIER.identify(f"{one.inn} {one.strength} + {other.inn} {other.strength} {one.form.replace('_', ' ')}").accepted
    parts = {part.strip() for known_one in (one, other) for part in known_one.inn.split("+")}
    assert found is None or {part.strip() for part in found.inn.split("+")} == parts


@pytest.mark.parametrize("text", ["Metamizol + tiamina", "паста-икс + ибупрофен 400 мг таб", "LOSARTAN 50 MG + NADALOL CM"])
def test_joined_with_what_nobody_knows_it_is_at_most_a_part(text: str) -> None:
    found = IDENTIFIER.identify(text)
    assert found.accepted is None
    assert {candidate.why[0] for candidate in found.candidates} == {"name_partly"}


def test_look_alike_letters_and_spelling() -> None:
    assert tidy("атоcибан") == tidy("атосибан")
    assert tidy("COMPRIMIDО") == "comprimido"
    assert tidy("Витамин В12") == "витамин b12"
    assert skeleton("амоксициллин") == skeleton("amoxicilina")
    assert skeleton("ацетилсалициловая") != skeleton("аскорбиновая")


def test_a_name_that_means_two_medicines_is_never_taken() -> None:
    base = next(one for one in ENTRIES if one.inn == "losartan")
    twins: list[CatalogueEntry] = [base, next(one for one in ENTRIES if one.inn == "enalapril")]
    identifier = Identifier(
        [Known(i, e.inn, "50 mg", "tablet", "immediate", e.atc, "tablet", 1, e.names, (), ("Presil",)) for i, e in enumerate(twins)]
    )
    found = identifier.identify("Presil 50 mg tabletas")
    assert found.accepted is None
    assert {c.medicine.inn for c in found.candidates} == {"losartan", "enalapril"}


@given(st.sampled_from(KNOWN), st.sampled_from(KNOWN), st.sampled_from(KNOWN))
def test_what_is_accepted_is_the_one_candidate_that_agrees_in_everything(one: Known, other: Known, third: Known) -> None:
    for name in (one.inn, *one.names, *one.brands):
        found = IDENTIFIER.identify_parts(name, other.strength, third.form)
        exact = [
            c.medicine
            for c in found.candidates
            if c.why[0] in ("name_exact", "name_brand") and c.why[1:] == ("strength_equal", "form_equal")
        ]
        wanted = exact[0] if len(exact) == 1 and not found.unknown else None
        assert IDENTIFIER.accept_parts(name, other.strength, third.form) == found.accepted
        assert found.accepted in (wanted, None) and (found.accepted is not None or wanted is None)
        assert (
            IDENTIFIER.accept(f"{name} {other.strength} {third.form}")
            == IDENTIFIER.identify(f"{name} {other.strength} {third.form}").accepted
        )
