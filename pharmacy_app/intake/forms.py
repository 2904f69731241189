"""Dosage forms, release and containers as labels in Spanish, Italian, Russian and English write and shorten them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pharmacy_app.domain.text import fold
from pharmacy_app.intake.makers import MAKERS

# Marks that words leave; a word may leave several. `X*` is every word that begins with X.
_WORDS = {
    "tablet": (
        "tab tabs tabl tbl tableta* tablet* tavolett* comprimid* com comp compr cm cmp cpr compres* gragea* gg dragee* "
        "confett* таб табл таблет* драже"
    ),
    "capsule": "cap caps capsul* cps perla* капс капсул*",
    "tablet_or_capsule": "cp",
    "sachet": "bustin* bust sobre* buste sachet* пакет* саше",
    "suppository": "suppost* supositori* suppositor* sup supp суппозитор* свеч*",
    "pessary": "ovul* pessar* candelett*",
    "injection": (
        "inyec* iny inj inject* iniett* iniez* parenteral* инъекц* внутривен* внутримыш* подкож* в/в в/м endovenos* "
        "intramuscol* intramuscular* intravenos* subcutan* sottocut* ev im iv sc"
    ),
    "ampoule": "ampoll* ampol* amp am ampoul* ampul* fial* ампул* амп",
    "vial": "fam vial* flaconcin* flac флакон* фл",
    "syringe": "syringe* jering* jrp siring* шприц*",
    "pen": "pen pens pluma* penna penne autoinjector* injector* autoiniettor* solostar flexpen kwikpen ручк*",
    "cartridge": "cartridge* cartuch* cartucc* картридж* penfill",
    "powder": "polv* pvo pol polvere polveri liof* lyophil* порош* лиофилиз* пор granul* granulad* гранул* powder*",
    "infusion": "infus* инфуз* perfus* suero sueros",
    "syrup": "jarabe* jbe jb scirop* syrup* сироп* elixir*",
    "suspension": "susp suspension* sus sospension* суспенз*",
    "solution": "sol soluc* solut* soluz* раствор* р-р liquid* liq",
    "drops": "gota* gocce goccia gts drops drop капл* кап",
    "oral": "oral* or os пероральн* внутрь vo bevibil* bebib*",
    "aerosol": "aerosol* inhalador* inhaler* inalator* presurizad* pressurizz* аэрозол* mdi metered ингалятор*",
    "inhaled": "inhal* inh inal* ингаляц*",
    "dry_powder": "dpi diskus turbohaler turbuhaler accuhaler handihaler diskhaler breezhaler турбухалер мультидиск",
    "nebulised": "nebul* небул*",
    "spray": "spray спрей nebulizzator* atomizador*",
    "nasal": "nasal* nasale rinolog* назал* nariz",
    "eye": "oft oftal* ophthalm* colirio* collir* глазн* eye ocular* oculare",
    "ear": "otic* ear ушн* auricolar*",
    "cream": "crema* cream* крем*",
    "ointment": "unguent* pomad* pomat* ointment* мазь мази ung ungt",
    "gel": "gel geles гель геля",
    "lotion": "locion* lozion* lotion* лосьон*",
    "shampoo": "shampo* champu* шампун*",
    "topical": "topic* cutan* dermic* наружн* местн*",
    "patch": "parche* cerott* patch* transderm* пластыр*",
    "vaginal": "vaginal* вагинал*",
    "sublingual": "sublingual* сублингв* подъязычн*",
    "mucosal": "mucosal translingual* буккал*",
    "chewable": "mast mastic* chew* жеват* жевательн*",
    "dispersible": "dispers* orodispers* orosolub* odt bucodisp* диспергир* flash soltab velotab soluble solubil* растворим*",
    "effervescent": "efervesc* efferv* effervesc* eff шипуч* быстрорастворим*",
    "rectal": "rectal* rettal* ректальн*",
    "implant": "implant* имплант*",
    "intrauterine": "intrauterin* внутриматоч*",
    "modified": (
        "modified retard* rp lp xr xl sr er cr mr prolong* prolung* пролонг* ретард* extended sustained controlled "
        "controlad* controllat* sostenid* extendid* modificad* modificat* модифицир* "
        "длительн* prol sost crono chrono хроно лонг мв long unidie oros rm lento lenta замедлен* контролируем*"
    ),
    "enteric": "gastror* gastro ent enter enteric* кишечнораств* кишечно delayed ec",
}  # fmt: skip
# Words that say nothing about which medicine it is.
_NOISE = (
    "de del di da el en e y i и o a con per para por the of in for в с на от для или al un una the and uso "
    "rec recub recubiert* rivestit* riv film pellicola coated ranurad* divisibil* divisib* покрыт* пленочн* оболочк* "
    "п/о п ппо лаковои laquead* "
    "caja* cajas env envas* conf confezion* blister* blist strip pack* pack packs frasco* fco fra fc cfc hfa po tub "
    "flacone flaconi flacon* bottle* botella* tubo tubi tu tube* pm pomo bolsa* sacc* контурн* упак* упаковк* "
    "ячейков* пачк* картон* тюбик* "
    "dosis dosi dose* actuacion* unita unidad* ud uds units pezzi pz шт доз дозирован* дозир dosed predosific* dosificad* "
    "rilascio ril lib liberac* release высвобожден* деиствия action accion prolong dura dure rigid* moll* blanda* dur hard soft "
    "mg ml g mcg ui iu usp ph eur bp pre filled prefilled prerellen* prellen* precargad* preriempit* предзаполнен* "
    "adult* adulti niños ninos bambini pediatric* ped педиатр* детск* детей взросл* "
    "appl applicat* aplicador* contagoc* dosificador* misurin* cucchiai* pvc pe pvdc al alu opa pctfe aclar pp hdpe "
    "pet vetro vidrio glass стекл* polietilen* "
    "приготовлен* приема введен* применен* лекарствен* препарат* generic* generico genericos equivalente* orale "
    "иньекц* reconstituir reconstituci* usp preparacion* preparaz* "
    "pa monodos* contenitor* dosator* dosatric* adattator* graduat* opac* bianc* alluminio ldpe hdpe carta calendario "
    "calendar ago aghi agujas fisso triplex bipartit* predosat* chiusura "
    "prova bambin* poliamide poliester* coc surlyn pvcdc pvdc evoh te sotto pressione senza conservant* con sin без "
    "со во su sul graduad* pres presentac* por cada each "
    "auto actuation actuations inhalation dry drug product medic* medicament* лс жидк* масл* water agua acqua водн* "
    "inblister enblister all pvac alpvc ny vdc темного поддон* коробк* безъячеиков* пластиков* скарификатор* ножом ампульн* комплект* по "
    "sello que asegure inviolabilidad contenido delcontenido consello resistente cotizar individual объем "
    "sterile esteril* стерильн* концентрат* concentrat* conc "
)


def _split(words: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole words, and beginnings of words."""
    folded = [fold(word) for word in words.split()]
    return frozenset(w for w in folded if not w.endswith("*")), tuple(w[:-1] for w in folded if w.endswith("*"))


_LEXICON = {mark: _split(words) for mark, words in _WORDS.items()}
_NOISE_WORDS = _split(_NOISE)
_WHOLE: dict[str, list[str]] = {}
for _mark, (_whole, _) in _LEXICON.items():
    for _word in _whole:
        _WHOLE.setdefault(_word, []).append(_mark)

# Marks that must all be there -> forms this can be. The first line that fits decides.
_RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("intrauterine", ("intrauterine",)),
    ("implant", ("implant",)),
    ("patch", ("patch",)),
    ("shampoo", ("shampoo",)),
    ("pessary tablet", ("pessary", "vaginal_tablet")),
    ("vaginal tablet", ("vaginal_tablet",)),
    ("vaginal capsule", ("vaginal_tablet", "pessary")),
    ("pessary", ("pessary", "vaginal_tablet")),
    ("vaginal suppository", ("pessary",)),
    ("vaginal", ("other",)),
    ("suppository", ("suppository",)),
    ("rectal", ("other",)),
    ("eye ointment", ("eye_ointment",)),
    ("eye gel", ("other",)),
    ("eye ear", ("eye_drops", "ear_drops")),
    ("eye", ("eye_drops",)),
    ("ear", ("ear_drops",)),
    ("nasal drops", ("nasal_drops",)),
    ("nasal spray", ("nasal_spray",)),
    ("nasal aerosol", ("nasal_spray",)),
    ("nasal ointment", ("other",)),
    ("nasal", ("nasal_spray", "nasal_drops")),
    ("nebulised", ("nebuliser_solution",)),
    ("dry_powder", ("inhalation_powder",)),
    ("powder inhaled", ("inhalation_powder",)),
    ("powder aerosol", ("inhalation_powder",)),
    ("capsule inhaled", ("inhalation_powder",)),
    ("solution inhaled aerosol", ("inhaler", "nebuliser_solution")),
    ("inhaled solution", ("nebuliser_solution",)),
    ("aerosol topical", ("other",)),
    ("sublingual spray", ("oral_spray",)),
    ("sublingual aerosol", ("oral_spray",)),
    ("mucosal spray", ("oral_spray",)),
    ("sublingual tablet", ("sublingual_tablet",)),
    ("sublingual", ("sublingual_tablet", "oral_spray")),
    ("aerosol", ("inhaler",)),
    ("inhaled", ("inhaler", "inhalation_powder", "nebuliser_solution")),
    ("chewable tablet", ("chewable_tablet",)),
    ("chewable", ("chewable_tablet",)),
    ("effervescent tablet", ("effervescent_tablet",)),
    ("effervescent sachet", ("sachet",)),
    ("effervescent", ("effervescent_tablet", "sachet")),
    ("dispersible tablet", ("dispersible_tablet",)),
    ("tablet capsule", ("tablet", "capsule")),
    ("tablet_or_capsule", ("tablet", "capsule")),
    ("tablet", ("tablet",)),
    ("capsule", ("capsule",)),
    ("sachet powder", ("sachet",)),
    ("powder oral suspension", ("powder_for_oral_liquid",)),
    ("powder oral", ("powder_for_oral_liquid", "sachet")),
    ("sachet", ("sachet",)),
    ("powder syrup", ("powder_for_oral_liquid",)),
    ("powder injection", ("powder_for_injection",)),
    ("powder infusion", ("powder_for_injection",)),
    ("powder vial", ("powder_for_injection",)),
    ("powder ampoule", ("powder_for_injection",)),
    ("powder suspension", ("powder_for_oral_liquid",)),
    ("cream", ("cream",)),
    ("ointment", ("ointment",)),
    ("gel", ("gel",)),
    ("lotion", ("lotion",)),
    ("powder", ("powder_for_oral_liquid", "powder_for_injection", "sachet", "topical_powder")),
    ("topical", ("topical_solution", "cream", "ointment", "lotion", "gel")),
    ("injection oral", ("injection", "oral_liquid", "oral_drops")),
    ("syrup", ("oral_liquid",)),
    ("drops oral", ("oral_drops",)),
    ("suspension oral", ("oral_liquid",)),
    ("solution oral", ("oral_liquid",)),
    ("ampoule oral", ("oral_liquid", "other")),
    ("vial oral", ("oral_liquid", "powder_for_oral_liquid")),
    ("syringe oral", ("oral_liquid", "other")),
    ("infusion injection", ("injection", "infusion")),
    ("infusion", ("infusion",)),
    ("injection", ("injection",)),
    ("ampoule", ("injection",)),
    ("syringe", ("injection",)),
    ("pen", ("injection",)),
    ("cartridge", ("injection",)),
    ("drops solution", ("oral_drops", "eye_drops", "ear_drops", "nasal_drops")),
    ("drops", ("oral_drops", "eye_drops", "ear_drops", "nasal_drops")),
    ("spray oral", ("oral_spray",)),
    ("spray", ("oral_spray", "nasal_spray", "topical_solution", "inhaler")),
    ("vial", ("injection", "powder_for_injection")),
    ("suspension", ("oral_liquid", "powder_for_oral_liquid", "injection")),
    ("solution", ("oral_liquid", "injection", "topical_solution", "nebuliser_solution", "infusion")),
)  # fmt: skip
_READY = tuple((frozenset(marks.split()), frozenset(forms)) for marks, forms in _RULES)
# Which marks may stand in a text of each form; any other (`bustine` beside `compresse`) and somebody has to look.
_SOLIDS = "vial oral"
_GOES_WITH = {
    "tablet": f"tablet {_SOLIDS}", "chewable_tablet": f"tablet chewable {_SOLIDS}", "dispersible_tablet": f"tablet dispersible {_SOLIDS}",
    "effervescent_tablet": f"tablet effervescent {_SOLIDS}", "sublingual_tablet": f"tablet sublingual mucosal {_SOLIDS}",
    "vaginal_tablet": "tablet vaginal pessary", "lozenge": "tablet oral mucosal", "capsule": f"capsule {_SOLIDS}",
    "sachet": "sachet powder oral solution suspension effervescent", "powder_for_oral_liquid": "powder oral syrup suspension solution vial syringe",
    "oral_liquid": "oral syrup suspension solution vial syringe", "oral_drops": "oral drops solution suspension vial",
    "oral_spray": "oral spray aerosol sublingual mucosal solution vial", "injection": "injection ampoule vial syringe pen cartridge solution suspension",
    "powder_for_injection": "powder injection infusion ampoule vial solution suspension", "infusion": "infusion injection vial solution",
    "inhaler": "aerosol inhaled spray suspension solution oral vial", "inhalation_powder": "powder dry_powder inhaled aerosol capsule oral",
    "nebuliser_solution": "nebulised inhaled solution suspension ampoule vial", "nasal_spray": "nasal spray aerosol solution suspension vial",
    "nasal_drops": "nasal drops solution suspension vial", "eye_drops": "eye drops solution suspension vial",
    "ear_drops": "ear drops solution suspension vial", "eye_ointment": "eye ointment", "cream": "cream topical", "ointment": "ointment topical",
    "gel": "gel topical", "lotion": "lotion topical solution", "shampoo": "shampoo topical solution",
    "topical_solution": "topical solution spray vial", "topical_powder": "powder topical", "patch": "patch topical",
    "suppository": "suppository rectal", "pessary": "pessary vaginal suppository capsule", "implant": "implant injection",
    "intrauterine": "intrauterine vaginal",
}  # fmt: skip
_BESIDE = {form: frozenset(marks.split()) for form, marks in _GOES_WITH.items()}
_NOT_OF_FORM = frozenset(("modified", "enteric", "tablet_or_capsule"))
_CONTAINERS = ("ampoule", "vial", "syringe", "pen", "cartridge")
_TOKEN = re.compile(r"\b(?:п/о|п/к|в/в|в/м|р-р)\b|[^\W\d_]+\d*(?![^\W_])|[^\W\d_]+|[+/;]")


@dataclass(frozen=True, slots=True)
class FormReading:
    """What the words of a text say. `forms` empty: nothing said; several: any of them. `release` None: nothing said; `several`: more than one."""

    forms: frozenset[str]
    release: str | None
    containers: frozenset[str]
    vaginal: bool = False


def read_form(words: Iterable[str]) -> FormReading:
    """Reads tidied words (of all the text: modifiers stand anywhere)."""
    marks = {mark for word in words for mark in marks_of(word)}
    forms = next((forms for needed, forms in _READY if needed <= marks), frozenset[str]())
    if forms and marks - _NOT_OF_FORM - frozenset().union(*(_BESIDE.get(form, frozenset()) for form in forms)):
        forms |= {"other"}  # tablets and a suspension in one text: somebody has to look
    said = marks & {"modified", "enteric"}
    release = "several" if len(said) == 2 else next(iter(said), None)
    return FormReading(forms, release, frozenset(marks & set(_CONTAINERS)), "vaginal" in marks)


@lru_cache(maxsize=4096)
def marks_of(word: str) -> tuple[str, ...]:
    """The marks a tidied word leaves: form, modifier, container; empty for any other word."""
    if word in _WHOLE:
        return tuple(_WHOLE[word])
    return tuple(mark for mark, (_, beginnings) in _LEXICON.items() if beginnings and word.startswith(beginnings))


@lru_cache(maxsize=4096)
def says_nothing(word: str) -> bool:
    """Packaging, grammar, coating: words that cannot make it another medicine."""
    whole, beginnings = _NOISE_WORDS
    return word in whole or word in MAKERS or word.startswith(beginnings)


def words_of(text: str) -> list[str]:
    """The words of a tidied text, and the signs `+ / ;` that stand between them; `п/о` stays whole, hyphens part words."""
    return _TOKEN.findall(text)
