"""The columns of the form that donors fill in, in their four languages, and what each means."""

from __future__ import annotations

from dataclasses import dataclass


def mark(sentence: str) -> str:
    """Leaves the sentence as it is; by this name the translations find what is translated when it is written."""
    return sentence


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form: its name in English and Spanish (for donors also in Italian and Russian), what it means (an English id), how wide
    it is, whether it must stay text."""

    english: str
    spanish: str
    means: str
    width: int = 16
    text: bool = False
    italian: str = ""
    russian: str = ""

    def name(self, language: str) -> str:
        """Its name in the language, the English one where there is none."""
        return {"es": self.spanish, "it": self.italian, "ru": self.russian}.get(language) or self.english


@dataclass(frozen=True, slots=True)
class Needed:
    """A line of the donor's form that is filled in already: a medicine that is needed, so many units, and until when it should last at least."""

    inn: str
    strength: str
    form: str
    units: int
    least_expiry: str


DONATION_TITLE, GUIDE_TITLE = mark("Donation"), mark("How to fill it in")
INN = Column(
    "inn",
    "principio activo",
    mark("The active ingredient (INN): losartan, metformin."),
    24,
    False,
    "principio attivo",
    "действующее вещество",
)
STRENGTH = Column("strength", "concentración", mark("With its unit: 50 mg, 250 mg/5 ml, 1 %."), 16, True, "dosaggio", "дозировка")
FORM = Column("form", "forma", mark("Tablet, capsule, syrup, cream, inhaler..."), 22, False, "forma", "форма")
_BRAND = Column("brand", "marca", mark("The name on the box, if it has one."), 20, False, "nome commerciale", "торговое наименование")
_LOT = Column("lot", "lote", mark("Exactly as printed, zeros in front too."), 16, True, "lotto", "серия")
_EXPIRY = Column("expiry", "vencimiento", mark("As printed: 08/2027, 2027-08-31, AGO 27."), 16, True, "scadenza", "срок годности")
_QUANTITY = Column(
    "quantity", "cantidad", mark("Single units: tablets, ampoules, millilitres; not boxes."), 16, False, "quantità", "количество"
)
_PACK = Column(
    "pack_size",
    "unidades por caja",
    mark("How many units a box holds; the quantity still counts units."),
    20,
    False,
    "unità per confezione",
    "штук в упаковке",
)
_GTIN = Column("gtin", "código de barras", mark("The digits under the bar code, if there is one."), 18, True, "codice a barre", "штрихкод")
DONATION = (
    Column(
        "description",
        "descripción",
        mark("What the box says, in any language. Or fill in active ingredient, strength and form instead."),
        44,
        False,
        "descrizione",
        "наименование",
    ),
    INN,
    STRENGTH,
    FORM,
    _BRAND,
    _LOT,
    _EXPIRY,
    _QUANTITY,
    _PACK,
    _GTIN,
)
NEEDS = (
    INN,
    STRENGTH,
    FORM,
    Column(
        "quantity needed",
        "cantidad necesaria",
        mark("Single units that the pharmacy needs; less is welcome too."),
        20,
        False,
        "quantità necessaria",
        "требуемое количество",
    ),
    Column(
        "minimum expiry",
        "vencimiento mínimo",
        mark("It should be good at least until then, so that there is time to use it."),
        20,
        True,
        "scadenza minima",
        "срок годности не ранее",
    ),
    _BRAND,
    _LOT,
    _EXPIRY,
    _QUANTITY,
    _PACK,
    _GTIN,
)
"""The donor's form that asks for what is needed."""
