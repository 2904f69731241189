"""Census sheets to print: empty pages for the walk, or those of a sector with what is known, for checking."""

from __future__ import annotations

from pharmacy_app.services import census, census_paper
from pharmacy_app.services.census import SectorRow
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.paper import show_paper
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import Choice
from pharmacy_app.ui.widgets.labels import label

_HOUSES = (10, 20, 30, 50, 100)


class SheetsDialog(Dialog):
    """What is printed, for how many houses or for which sector."""

    def __init__(self, room: Room, context: Context, sector_id: int | None = None) -> None:
        tr, language = context.language.tr, context.language
        super().__init__(room, tr("Census sheets"), 640)
        self._room, self._context, self._wanted = room, context, sector_id
        self.body.addWidget(
            label(tr("A page for each house, with boxes to fill in by hand; each says why it is asked."), "line", wrap=True)
        )
        self.kind = Choice(
            tr("What is printed"), [("empty", tr("empty pages")), ("known", tr("a sector, with what is known, for checking"))]
        )
        self.kind.changed.connect(lambda _kind: self._choose())
        self.houses = Choice(tr("Houses"), [(n, language.ntr("{n} page", "{n} pages", n)) for n in _HOUSES])
        self.sector = Choice(tr("Sector"), (), tr("It holds names and illnesses: it is never left lying about."))
        for field in (self.kind, self.houses, self.sector):
            self.body.addWidget(field)
        self.set_buttons(tr("Back"), tr("Show"), self._make, "printer")
        desk = context.desk
        context.tasks.run_read(lambda: census.sectors(desk), self._show, context.messages.error, self)
        if sector_id is not None:
            self.kind.set_value("known")
        self._choose()

    def _show(self, sectors: tuple[SectorRow, ...]) -> None:
        self.sector.set_choices([(one.id, f"{one.council}, {one.name}".rstrip(", ")) for one in sectors if one.households])
        if self._wanted is not None:
            self.sector.set_value(self._wanted)

    def _choose(self) -> None:
        known = self.kind.value() == "known"
        self.houses.setVisible(not known)
        self.sector.setVisible(known)

    def _make(self) -> None:
        context, language = self._context, self._context.language
        tr, desk, sector, houses = language.tr, context.desk, self.sector.value(), self.houses.value()
        if self.kind.value() == "known" and sector is None:
            self.sector.setFocus()
            return
        known = self.kind.value() == "known"
        self.accept()

        def make() -> bytes:
            return census_paper.sector_sheets(desk, language, sector) if known else census_paper.empty_sheets(desk, language, houses)

        show_paper(context, self._room, tr("Census sheets"), tr("census-sheets") + ".pdf", make)
