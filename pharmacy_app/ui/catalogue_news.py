"""What a newer catalogue brought, told once when the window opens. Imported late, only where there is something to tell."""

from __future__ import annotations

from pharmacy_app.services import catalogue_update
from pharmacy_app.services.catalogue_update import News
from pharmacy_app.system.language import Language
from pharmacy_app.ui.context import Context


def tell(context: Context, news: News) -> None:
    """Says it, and writes down that it was said: it is not told again."""
    language, desk, by = context.language, context.desk, context.by()
    context.messages.tell(language.tr("The catalogue of medicines is newer"), sentence(language, news))
    context.tasks.run_write(lambda: catalogue_update.read_news(desk, by), lambda _none: None, {"settings"})


def sentence(language: Language, news: News) -> str:
    """What came and what stayed, in figures."""
    said = []
    if news.added:
        said.append(language.ntr("{n} new medicine.", "{n} new medicines.", news.added))
    if news.changed:
        said.append(language.ntr("{n} medicine with newer facts.", "{n} medicines with newer facts.", news.changed))
    if news.never:
        said.append(language.ntr("{n} new name of what is never handed out.", "{n} new names of what is never handed out.", news.never))
    if news.stayed:
        stayed = language.ntr("{n} fact stays as the committee decided.", "{n} facts stay as the committee decided.", news.stayed)
        said.append(stayed)
    return " ".join((*said, language.tr("Nothing that the committee changed was touched; see it in Settings, Medicines.")))
