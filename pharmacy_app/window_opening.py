"""Behind the painted window: opens the pharmacy (or asks how to begin), then lets people into the rooms. Loaded late, on purpose."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QProcess, QTimer
from PySide6.QtWidgets import QApplication

from pharmacy_app.domain.errors import PharmacyError, Refusal, Trouble
from pharmacy_app.services.home import Counted, Glance, glance, glance_further
from pharmacy_app.system.language import Language
from pharmacy_app.system.paths import DataDir
from pharmacy_app.system.start import Asked
from pharmacy_app.ui.banner import practice
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.messages import Messages, Question, question_dialog
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.home.room import Home
from pharmacy_app.ui.settings import WindowSettings
from pharmacy_app.ui.shell import Shell
from pharmacy_app.ui.tasks import Cancelled, Progress, Tasks
from pharmacy_app.wording import sentence

if TYPE_CHECKING:
    from pharmacy_app.services.catalogue_update import News
    from pharmacy_app.services.desk import By, Desk
    from pharmacy_app.services.setup import UserRow

PRACTICE = "practice"  # the folder of the sample data, in the data folder
SEED = 1


@dataclass(frozen=True, slots=True)
class Opened:
    """What was found behind the door."""

    desk: Desk
    users: Sequence[UserRow]
    training: bool
    news: News | None


def _opened(desk: Desk) -> Opened:
    setup = importlib.import_module("pharmacy_app.services.setup")
    update = importlib.import_module("pharmacy_app.services.catalogue_update")
    return Opened(desk, setup.users(desk), bool(setup.settings(desk).get("training")), update.news(desk))


class Opening:
    """From the painted window to the open rooms."""

    def __init__(
        self, asked: Asked, settings: WindowSettings, application: QApplication, shell: Shell, tasks: Tasks, language: Language
    ) -> None:
        self._asked, self._settings, self._application = asked, settings, application
        self._shell, self._tasks, self._language = shell, tasks, language
        self._messages = Messages(shell, language)
        self._folder = asked.folder
        if not DataDir(asked.folder).database.exists() and DataDir(asked.folder / PRACTICE).database.exists():
            self._folder = asked.folder / PRACTICE

    def begin(self) -> None:
        """Opens what is there; on the very first start asks how to begin."""
        if self._asked.url is None and not DataDir(self._folder).database.exists():
            self._ask_first()
            return
        if self._asked.url is None:
            self._tasks.run_read(lambda: glance(self._folder, self._asked.today), self._look, self._failed)
        else:
            self._open_whole()

    def _look(self, found: Glance | None) -> None:
        """Shows what was seen at a glance; the rest of the first room comes once that is painted, and everything else is loaded after it."""
        if found is None:
            self._open_whole()
            return

        def show(room: Room) -> None:
            if isinstance(room, Home):
                room.show_today(found.today)

        nothing = cast("Desk", None)  # until `Shell.start` hands over the whole context no room asks it
        early = Context(
            nothing, self._language, self._tasks, self._messages, self._shell.go, cast("Callable[[], By]", None), self._settings
        )
        self._shell.set_person(found.user)
        if found.training:
            practice(self._shell, self._ask_end)
        self._shell.look(early, show)
        self._when_painted(lambda: self._count(found.today.day))

    def _count(self, day: date) -> None:
        def show(found: Counted | None) -> None:
            if found is not None and isinstance(self._shell.room, Home):
                self._shell.room.show_counted(found)
            self._when_painted(self._open_whole)

        self._tasks.run_read(lambda: glance_further(self._folder, day), show, self._failed)

    def _when_painted(self, go: Callable[[], None]) -> None:
        timer = QTimer(self._shell)  # not `QTimer.singleShot`: with no delay that comes before what is still to be laid out and painted
        timer.setSingleShot(True)
        timer.timeout.connect(go)
        timer.start(0)

    def _open_whole(self) -> None:
        self._tasks.run_read(self._open, self._enter, self._failed)

    def _open(self) -> Opened:
        bootstrap = importlib.import_module("pharmacy_app.bootstrap")
        return _opened(bootstrap.open_desk(self._folder, self._asked.url, _day(self._asked.today)))

    def _ask_first(self) -> None:
        first = importlib.import_module("pharmacy_app.ui.first_run").FirstRun(self._shell, self._language)
        first.chosen.connect(self._first_chosen)
        first.rejected.connect(self._application.quit)
        first.open()

    def _first_chosen(self, start: str) -> None:
        if start == "real":
            naming = importlib.import_module("pharmacy_app.ui.naming").Naming(self._shell, self._language)
            naming.named.connect(self._create_real)
            naming.rejected.connect(self._ask_first)
            naming.open()
            return
        self._folder = self._asked.folder / PRACTICE

        def work(progress: Progress) -> Opened:
            bootstrap = importlib.import_module("pharmacy_app.bootstrap")
            return _opened(bootstrap.create(self._folder, None, start, SEED, _day(self._asked.today), "Carmen R.", progress.at))

        title = self._language.tr("Preparing the sample")
        self._tasks.run_long(title, work, self._enter, failed=self._not_created)

    def _create_real(self, pharmacy: str, person: str) -> None:
        def work() -> Opened:
            bootstrap = importlib.import_module("pharmacy_app.bootstrap")
            return _opened(bootstrap.create(self._folder, None, None, SEED, None, person, pharmacy=pharmacy))

        self._tasks.run_read(work, self._enter, self._not_created)

    def _not_created(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._messages.error(error)
        self._ask_first()

    def _failed(self, error: Exception) -> None:
        """Nothing could be opened: one sentence, and the program ends when it was read."""
        told = error if isinstance(error, PharmacyError) else Trouble("database_failed", "database")
        tr = self._language.tr
        words = (("bad", sentence(self._language, told)),)
        dialog = question_dialog(self._shell, self._language, Question(tr("The pharmacy could not be opened"), "", attention=words))
        dialog.finished.connect(self._application.quit)
        dialog.open()

    def _enter(self, opened: Opened) -> None:
        desk = opened.desk
        who = importlib.import_module("pharmacy_app.ui.who").Who(desk, opened.users, self._shell)
        context = Context(desk, self._language, self._tasks, self._messages, self._shell.go, who.by, self._settings)
        searching = importlib.import_module("pharmacy_app.ui.searching")
        entering = importlib.import_module("pharmacy_app.ui.entering")
        entering.enter(self._application, self._shell, context, searching.search(desk, self._language))
        who.listen(context)
        if opened.training and not self._shell.has_banner:
            practice(self._shell, self._ask_end)
        if opened.news is not None:
            importlib.import_module("pharmacy_app.ui.catalogue_news").tell(context, opened.news)
        self._application.aboutToQuit.connect(lambda: self._tasks.run_read(desk.store.close, lambda _: None))

    def _ask_end(self) -> None:
        tr = self._language.tr
        question = Question(
            tr("Leave the sample?"),
            tr("Delete the sample"),
            tr("The invented data are deleted, and you can begin with your own pharmacy."),
            danger=True,
        )
        self._messages.ask(question, self._end_practice)

    def _end_practice(self) -> None:
        self._tasks.close()
        if self._folder.name == PRACTICE:
            shutil.rmtree(self._folder, ignore_errors=True)
        _start_again()
        self._application.quit()


def _start_again() -> None:
    QProcess.startDetached(sys.executable, ["-m", "pharmacy_app", *sys.argv[1:]])


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("day_unclear", "command", text=text[:20]) from None
