"""An invented room for the kit's tests and for looking at the kit. Nobody in it exists."""

from __future__ import annotations

from dataclasses import dataclass

from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Action, Room
from pharmacy_app.ui.widgets.badges import BadgeLabel
from pharmacy_app.ui.widgets.cells import Badge, Bar, Cell, Column, named, number
from pharmacy_app.ui.widgets.chips import ChipRow
from pharmacy_app.ui.widgets.models import TreeModel
from pharmacy_app.ui.widgets.table import Table


@dataclass(frozen=True, slots=True)
class Lot:
    name: str
    donor: str
    units: str
    boxes: str
    expiry: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    sub: str
    units: int
    boxes: str
    reserved: int
    expiry: str
    badge: Badge
    days: int
    lots: tuple[Lot, ...] = ()


OK = Badge("ok", "vigente")
LINES = (
    Line("Losartán potásico 50 mg, tableta", "4 lotes", 290, "9 cajas de 30 + 20", 0, "16/12/2026", Badge("soon", "vence en 23 d"), 20, (
        Lot("Lote L1804", "Colectivo Quillay, Chile", "80", "2 cajas de 30 + 20", "16/12/2026", Badge("soon", "vence en 23 d")),
        Lot("Lote 240117", "Фонд «Сосед», Rusia", "90", "3 cajas de 30", "30/04/2027", OK),
        Lot("Lote L2107", "Colectivo Quillay, Chile", "120", "4 cajas de 30", "31/08/2027", OK),
        Lot("Lote L1590", "Ponte Solidale, Italia", "36", "aparte, por desechar", "31/10/2026", Badge("expired", "vencido")),
    )),
    Line("Metformina 850 mg, tableta", "2 lotes", 1640, "27 cajas de 60 + 20", 420, "30/04/2028", OK, 74),
    Line("Salbutamol 100 µg/dosis, inhalador", "2 lotes", 9, "9 inhaladores", 6, "30/11/2026", Badge("bad", "vence en 7 d"), 12),
    Line("Amoxicilina 500 mg, cápsula", "1 lote", 0, "840 en cuarentena", 0, "30/06/2027", Badge("hold", "en cuarentena"), -1),
    Line("Enalapril 10 mg, tableta", "3 lotes", 1080, "54 cajas de 20", 240, "31/01/2028", OK, 61),
    Line("Levotiroxina 50 µg, tableta", "1 lote", 150, "5 cajas de 30", 150, "31/07/2027", Badge("reserved", "todo reservado"), 15),
    Line("Carbamazepina 200 mg, tableta", "pedida a Chile el 16/11", 0, "", 0, "", Badge("bad", "agotado"), 0),
)  # fmt: skip


def _reach(line: Line) -> Cell:
    if line.days < 0:
        return Cell("—", quiet=True)
    role = "chart" if line.days > 30 else "soon_fill" if line.days > 14 else "bad_fill"
    return Cell(f"{line.days} días", bar=Bar(line.days / 90, role))


COLUMNS: tuple[Column[Line], ...] = (
    Column("Medicamento / lote", lambda x: named(x.name, x.sub), key=lambda x: x.name, least=260),
    Column("En estante", lambda x: number(str(x.units), x.boxes, strong=True, zero=False), 160, right=True, key=lambda x: x.units),
    Column("Reservado", lambda x: number(str(x.reserved)), 100, right=True, drop=2),
    Column("Vence", lambda x: Cell(x.expiry), 112, right=True),
    Column("Estado", lambda x: Cell(badge=x.badge), 170),
    Column("Alcanza para", _reach, 178, right=True, drop=1),
)
CHILD_COLUMNS: tuple[Column[Lot], ...] = (
    Column("", lambda x: Cell(x.name, x.donor)),
    Column("", lambda x: Cell(x.units, x.boxes), right=True),
    Column("", lambda x: number("0"), right=True),
    Column("", lambda x: Cell(x.expiry), right=True),
    Column("", lambda x: Cell(badge=x.badge)),
    Column("", lambda x: Cell()),
)


def tree() -> TreeModel[Line, Lot]:
    return TreeModel(COLUMNS, CHILD_COLUMNS, lambda line: line.lots, lambda row: row.name)


class Gallery(Room):
    """Stock with invented rows."""

    shows = frozenset({"stock"})

    def __init__(self, context: Context, key: str) -> None:
        super().__init__(context, key, "Existencias")
        self.done: list[str] = []
        self.refreshed: list[frozenset[str]] = []
        self.scanned: list[str] = []
        self.set_state("164 medicamentos, 231 lotes, 41.870 unidades para entregar")
        self.set_primary("Mover unidades", lambda: self.done.append("move"), "transfer")
        self.set_secondary(
            Action("Imprimir", lambda: self.done.append("print"), "printer", "Ctrl+P"),
            Action("Conteo físico", lambda: self.done.append("count")),
        )
        self.set_keys(("→", "abrir lotes"), ("←", "cerrar"), ("↵", "ver movimientos"), ("Ctrl F", "filtrar"))
        self.help = "Aquí está lo que hay en el estante.\n\nEl total de un medicamento no cuenta lo vencido."
        self.chips = ChipRow([("all", "Todo"), ("soon", "Vence en 90 días"), ("hold", "Cuarentena"), ("out", "Agotado")], "Filtros")
        self.chips.set_counts({"all": "164", "soon": "11", "hold": "2", "out": "5"})
        self.body.addWidget(self.chips)
        self.table = Table(tree(), "Existencias")
        self.body.addWidget(self.table, 1)
        self.badge = BadgeLabel(Badge("ok", "más de 90 d"))
        self.body.addWidget(self.badge)

    def refresh(self, changed: frozenset[str]) -> None:
        self.refreshed.append(changed)
        self.table.set_rows(LINES)

    def on_scan(self, text: str) -> bool:
        self.scanned.append(text)
        return True


def make(context: Context, key: str = "stock") -> Room:
    """The invented room, as whichever place is asked for."""
    return Gallery(context, key)
