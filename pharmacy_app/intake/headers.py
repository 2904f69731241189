"""Finds the row of column names under a letterhead, and what each column means, in Spanish, English, Italian, French and Russian."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pharmacy_app.domain.text import fold
from pharmacy_app.intake.spreadsheets import Cell, Row, Sheet

_LOOK_AT = 60

Words = Mapping[str, tuple[str, ...]]
"""For each meaning the names a column of it may carry; a name counts whole or as whole words inside a longer one."""

Index = Mapping[str, tuple[tuple[str, str], ...]]
"""By the first word of a column's name: the whole name, and its meaning."""

STOCK_WORDS: Words = {
    "number": ("#", "no", "nro", "n°", "nº", "num", "item", "renglon", "riga", "ligne", "п п", "№", "№ п п"),
    "code": (
        "code", "product code", "item code", "codigo", "cod", "codigo producto", "codigo interno", "codice", "codice prodotto",
        "minsan", "aic", "codice aic", "code produit", "code article", "код", "код товара", "артикул", "sku",
    ),
    "description": (
        "description", "product", "product name", "product description", "item", "item description", "medicine", "drug", "name",
        "medication", "descripcion", "producto", "nombre", "nombre del producto", "medicamento", "articulo",
        "nombre comercial y presentacion", "descrizione", "prodotto", "farmaco", "medicinale", "denominazione",
        "denominazione e confezione", "designation", "designations", "designations et dosage", "description produit", "produit",
        "libelle", "medicament", "наименование", "название", "препарат", "товар", "номенклатура", "лекарственное средство",
        "торговое наименование",
    ),
    "inn": (
        "inn", "generic", "generic name", "active ingredient", "dci", "principio activo", "denominacion comun internacional",
        "generico", "nombre generico", "principio attivo", "principe actif", "substance active", "мнн", "действующее вещество",
    ),
    "strength": (
        "strength", "concentracion", "potencia", "dosis", "dosage", "dosaggio", "concentrazione", "dose", "дозировка",
        "концентрация",
    ),
    "form": (
        "form", "dosage form", "pharmaceutical form", "forma", "forma farmaceutica", "forme", "forme pharmaceutique", "форма",
        "форма выпуска", "лекарственная форма",
    ),
    "brand": (
        "brand", "brand name", "trade name", "marca", "nombre comercial", "marchio", "nome commerciale", "marque",
        "nom commercial", "бренд",
    ),
    "lot": (
        "lot", "lot number", "lot no", "batch", "batch number", "batch no", "lote", "numero de lote", "nro lote", "n de lote",
        "lotto", "numero lotto", "numero de lot", "n lot", "серия", "партия", "номер серии",
    ),
    "expiry": (
        "expiry", "expiry date", "expiration", "expiration date", "exp", "exp date", "expires", "use by", "best before",
        "vencimiento", "fecha de vencimiento", "fecha vencimiento", "f venc", "vence", "caducidad", "fecha de caducidad",
        "fecha caducidad", "expira", "fv", "f v", "scadenza", "data di scadenza", "data scadenza", "scad", "date d expiration",
        "peremption", "date de peremption", "срок годности", "годен до", "срок",
    ),
    "quantity": (
        "quantity", "qty", "physical qoh", "qoh", "quantity on hand", "on hand", "units", "count", "stock", "cantidad", "cant",
        "unidades", "existencia", "existencias", "stock fisico", "cantidad total", "total unidades", "quantita", "qta", "q ta",
        "giacenza", "pezzi", "quantite", "qte", "stock physique", "количество", "кол во", "остаток", "кол", "quantity units",
        "cantidad unidades", "quantita unita", "quantita in unita", "количество единиц", "количество в единицах",
    ),
    "packs": (
        "packs", "boxes", "number of packs", "number of boxes", "no of packs", "no of boxes", "quantity packs", "quantity boxes",
        "quantity in packs", "cajas", "envases", "cantidad cajas", "cantidad de cajas", "cantidad en cajas", "n cajas", "n de cajas",
        "nro de cajas", "numero de cajas", "cantidad envases", "cantidad de envases", "estuches", "scatole", "confezioni", "n scatole",
        "n confezioni", "numero scatole", "numero confezioni", "quantita scatole", "quantita confezioni", "boites", "nombre de boites",
        "упаковок", "упаковки", "упак", "уп", "кол во упаковок", "кол во упак", "кол во уп", "количество упаковок", "число упаковок",
    ),
    "needed": (
        "needed", "quantity needed", "needed quantity", "cantidad necesaria", "se necesita", "cantidad que se necesita", "quantita necessaria",
        "necessario", "нужно", "требуется", "требуемое количество",
    ),
    "least_expiry": (
        "minimum expiry", "minimum expiry date", "vencimiento minimo", "scadenza minima", "минимальный срок годности", "срок годности не ранее",
    ),
    "pack_size": (
        "pack size", "units per pack", "pack", "unidades por caja", "unidades por envase", "tamano de envase", "cantidad por caja",
        "por caja", "contenido", "unita per confezione", "pezzi per confezione",
        "unita per conf", "unita conf", "pezzi per conf", "pz per conf", "pz conf", "pz per confezione", "unidades x caja", "uds por caja",
        "unid por caja", "und por caja", "unidades caja", "unidades por empaque", "por empaque", "количество в упаковке", "кол во в упаковке",
        "кол во в уп", "conditionnement", "unites par boite", "фасовка",
        "в упаковке", "unita per scatola", "unidades por envase", "units per box", "единиц в упаковке", "штук в упаковке", "шт в упаковке",
        "шт в уп",
    ),
    "gtin": (
        "gtin", "ean", "ean13", "barcode", "bar code", "upc", "codigo de barras", "codice a barre", "code barres", "штрихкод",
        "штрих код",
    ),
    "manufacturer": (
        "manufacturer", "maker", "fabricante", "laboratorio", "elaborador", "fabbricante", "produttore", "ditta", "fabricant",
        "laboratoire", "производитель", "изготовитель",
    ),
    "storage": (
        "storage", "storage conditions", "temperature", "almacenamiento", "conservacion", "condiciones de almacenamiento", "temperatura",
        "conservazione", "modalita di conservazione", "условия хранения", "хранение", "температура хранения",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """Where the column names stand (`position` among the sheet's rows, `number` in the spreadsheet) and the column of each meaning."""

    position: int
    number: int
    columns: Mapping[str, int]
    names: tuple[str, ...]

    def cell(self, row: Row, meaning: str) -> Cell:
        """The row's cell of this meaning; None where the sheet has no such column."""
        return row.cell(self.columns.get(meaning, -1))


def find_header(sheet: Sheet, words: Words) -> Header | None:
    """The row, among the first sixty that hold anything, that names most columns (two at least); None where there is none."""
    best: Header | None = None
    index = index_of(words)
    for position, row in enumerate(sheet.rows[:_LOOK_AT]):
        columns = columns_of(row.cells, index)
        if len(columns) >= 2 and (best is None or len(columns) > len(best.columns)):
            names = tuple(simple(cell) if isinstance(cell, str) else "" for cell in row.cells)
            best = Header(position, row.number, columns, names)
    return best


def index_of(words: Words) -> Index:
    """Made ready for `columns_of`."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for meaning, known in words.items():
        for plain in map(simple, known):
            first = plain.split(" ", 1)[0]
            found[first] = (*found.get(first, ()), (plain, meaning))
    return found


def columns_of(cells: Sequence[Cell], index: Index) -> dict[str, int]:
    """The column of each meaning. The closest name wins, then the leftmost; a column has one meaning, a meaning one column."""
    names = [(column, simple(cell)) for column, cell in enumerate(cells) if isinstance(cell, str) and len(cell) <= 120]
    close = [(-near, column, meaning) for column, name in names for meaning, near in _closeness(name, index).items()]
    found: dict[str, int] = {}
    for _, column, meaning in sorted(close):
        if meaning not in found and column not in found.values():
            found[meaning] = column
    return found


@lru_cache(maxsize=4096)
def simple(name: str) -> str:
    """A column's name for comparing: folded, `_` and signs as blanks (`Fecha_Venc.` -> `fecha venc`); `#` and `№` stay."""
    return " ".join(re.sub(r"[^\w#№°º]+|_", " ", fold(name)).split())


def _closeness(name: str, index: Index) -> dict[str, int]:
    """For each meaning 1000 for the very name, else how much of it a known name covers, in thousandths (300 at least)."""
    covered: dict[str, int] = {}
    parts = name.split()
    if any(part.isdigit() and len(part) > 1 for part in parts):
        return covered  # column names hold no numbers; data does
    for part in parts:
        for plain, meaning in index.get(part, ()):
            near = 0
            if plain == name:
                near = 1000
            elif len(plain) >= 3 and f" {plain} " in f" {name} ":
                near = 999 * len(plain) // len(name)
            if near >= 300:
                covered[meaning] = max(near, covered.get(meaning, 0))
    return covered
