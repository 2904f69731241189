"""The room of settings: small rooms in a list."""

from __future__ import annotations

from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.settings.arrival import ArrivalPage
from pharmacy_app.ui.screens.settings.catalogue import CataloguePage
from pharmacy_app.ui.screens.settings.criteria import CriteriaPage
from pharmacy_app.ui.screens.settings.never import NeverPage
from pharmacy_app.ui.screens.settings.pages import AboutPage, DataPage, LookPage, Page, PeoplePage, PharmacyPage
from pharmacy_app.ui.screens.settings.scanner import ScannerPage
from pharmacy_app.ui.widgets.sections import Section, Sections


class Settings(Room):
    """`on_enter` takes the key of a section: `pharmacy`, `people`, `criteria`, `arrival`, `look`, `scanner`, `medicines`, `never`, `data`, `about`."""

    shows = frozenset({"settings", "users"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, "settings", context.language.tr("Settings"))
        tr = context.language.tr
        self.help = tr(
            "What the committee decides for everybody: the pharmacy's name, who works here, the criteria. "
            "How it looks belongs to this computer alone.\n\n"
            "Criteria are never changed: a new version is made, and earlier decisions keep theirs."
        )
        self.sections = Sections(
            tr("Settings"),
            [
                Section("pharmacy", tr("The pharmacy"), tr("Name, telephone, days"), lambda: PharmacyPage(context)),
                Section("people", tr("Who works here"), tr("Add somebody, switch"), lambda: PeoplePage(context)),
                Section("criteria", tr("The committee's criteria"), tr("Points, tiers, days"), lambda: CriteriaPage(context)),
                Section("arrival", tr("Rules for what comes in"), tr("Shelf life, doubts, Russian packs"), lambda: ArrivalPage(context)),
                Section("look", tr("How it looks"), tr("Language, light, text size"), lambda: LookPage(context)),
                Section("scanner", tr("The scanner"), tr("Try it, and say what it sends"), lambda: ScannerPage(context)),
                Section("medicines", tr("Medicines"), tr("The catalogue"), lambda: CataloguePage(context)),
                Section("never", tr("Never handed out"), tr("Received and set apart"), lambda: NeverPage(context)),
                Section("data", tr("Data"), tr("Where they are, are they sound"), lambda: DataPage(context)),
                Section("about", tr("About"), tr("Version and licence"), lambda: AboutPage(context)),
            ],
        )
        self.sections.chosen.connect(self._chosen)
        self.body.addWidget(self.sections, 1)
        self.set_state(tr("What the committee decides for everybody, and how this computer shows it."))
        self.set_keys(("↑ ↓", tr("another section")), ("Tab", tr("next")))
        self._chosen(self.sections.current)

    def page(self) -> Page:
        """The page that is shown."""
        found = self.sections.page(self.sections.current)
        assert isinstance(found, Page)
        return found

    def _chosen(self, _key: str) -> None:
        page = self.page()
        self.hears_all = isinstance(page, ScannerPage)
        self.set_primary(page.primary.text, page.primary.do, page.primary.icon)
        page.read()

    def refresh(self, _changed: frozenset[str]) -> None:
        self.page().read()

    def on_enter(self, target: object) -> None:
        if isinstance(target, str):
            self.sections.choose(target)

    def on_scan(self, text: str) -> bool:
        page = self.page()
        if not isinstance(page, ScannerPage):
            return False
        page.take(text)
        return True

    def focus_first(self) -> None:
        self.sections.list.setFocus()
