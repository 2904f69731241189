"""The window is painted before anything heavy is loaded; one window per pharmacy; settings that survive damage."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from pharmacy_app.domain.errors import Trouble
from pharmacy_app.ui import preview, printing, single, theme
from pharmacy_app.ui.settings import WindowSettings
from pharmacy_app.ui.theme import SMALL, Theme
from pharmacy_app.ui.widgets.charts import ChartBar, MonthBars

ROOT = Path(__file__).resolve().parents[2]
_START = """
import sys
from pharmacy_app.system.language import language
from pharmacy_app.ui import app, theme

def after_paint(application, shell, tasks):
    assert shell.isVisible() and not shell.grab().isNull()
    application.quit()

seen = []
real = app.Shell.show
def show(self):
    real(self)
    seen.extend(sys.modules)
app.Shell.show = app.Shell.showMaximized = show
code = app.run(language("es"), theme.Theme(), after_paint)
heavy = {"sqlalchemy", "reportlab", "babel", "openpyxl", "alembic", "zxingcpp", "rapidfuzz", "biip"}
heavy |= {"pharmacy_app.services", "pharmacy_app.db", "pharmacy_app.wording"}
print(code, sorted(heavy & set(seen)), len(seen))
"""


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    done = subprocess.run([sys.executable, "-c", _START], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.startswith("0 [] "), done.stdout + done.stderr


def test_a_second_window_on_the_same_folder_finds_the_lock(tmp_path: Path) -> None:
    held = single.take(tmp_path / "data" / "window.lock")
    assert held is not None
    assert single.take(tmp_path / "data" / "window.lock") is None
    held.unlock()
    assert single.take(tmp_path / "data" / "window.lock") is not None


def test_settings_come_back(tmp_path: Path, qapp: object) -> None:
    first = WindowSettings(tmp_path / "settings.ini")
    assert (first.language, first.theme) == ("es", Theme())
    first.language, first.theme = "en", Theme(dark=True, scale=125)
    del first
    again = WindowSettings(tmp_path / "settings.ini")
    assert (again.language, again.theme) == ("en", Theme(dark=True, scale=125))


@pytest.mark.parametrize("content", ["[window]\ntext=huge\ndark=perhaps\nlanguage=xx\n", "\x00\x01", "[window]\ntext=999\n"])
def test_damaged_settings_count_as_not_set(tmp_path: Path, qapp: object, content: str) -> None:
    (tmp_path / "settings.ini").write_text(content, encoding="utf-8")
    read = WindowSettings(tmp_path / "settings.ini")
    assert read.language == "es" and read.theme.scale in (100, 150)


def pdf(tmp_path: Path, pages: int) -> bytes:
    """Blank sheets, made by Qt itself."""
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "source.pdf"))
    painter = QPainter(printer)
    for page in range(pages):
        painter.drawText(200, 200, f"page {page + 1}")
        if page < pages - 1:
            printer.newPage()
    painter.end()
    return (tmp_path / "source.pdf").read_bytes()


def test_only_the_chosen_pages_are_sent(tmp_path: Path, qapp: object) -> None:
    source, _buffer = printing.document(pdf(tmp_path, 4))
    assert source.pageCount() == 4
    out = QPrinter()
    out.setResolution(60)
    out.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    out.setOutputFileName(str(tmp_path / "out.pdf"))
    printing.render(source, out, printing.Pages(2, 3))
    made = QPdfDocument()
    made.load(str(tmp_path / "out.pdf"))
    assert made.pageCount() == 2


def test_no_printer_is_said_before_anything_is_sent(tmp_path: Path, qapp: object) -> None:
    with pytest.raises(Trouble) as raised:
        printing.send(pdf(tmp_path, 1), "no such printer", printing.Pages(1, 1), "Papeletas")
    assert raised.value.code == "printer_missing"
    for broken in (b"", b"%PDF-1.4 nothing"):
        with pytest.raises(Trouble) as raised:
            printing.document(broken)
        assert raised.value.code == "pdf_unreadable"


def test_a_pdf_is_saved_whole_or_not_at_all(tmp_path: Path, qapp: object) -> None:
    content = pdf(tmp_path, 1)
    preview.save_pdf(tmp_path / "saved.pdf", content)
    assert (tmp_path / "saved.pdf").read_bytes() == content
    with pytest.raises(Trouble) as raised:
        preview.save_pdf(tmp_path / "no" / "folder.pdf", content)
    assert raised.value.code == "file_not_written" and raised.value.data == {"name": "folder.pdf"}


def test_a_chart_says_each_bar_to_who_cannot_see_it(qtbot: QtBot) -> None:
    chart = MonthBars("Lo que vence")
    qtbot.addWidget(chart)
    chart.set_bars(
        [ChartBar("nov", 58, "58", "58 unidades vencen en noviembre", "bad"), ChartBar("dic", 214, "214", "214 en diciembre", "soon")]
    )
    chart.resize(300, 200)
    chart.show()
    opened: list[int] = []
    chart.opened.connect(opened.append)
    assert chart.accessibleDescription() == "58 unidades vencen en noviembre"
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleDescription() == "214 en diciembre"
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert opened == [1]


@pytest.mark.parametrize("width", [380, 320, 260])
def test_the_names_of_a_chart_stand_apart(qtbot: QtBot, width: int) -> None:
    chart = MonthBars("Lo que vence")
    qtbot.addWidget(chart)
    names = ("vencido", "nov", "dic", "ene", "feb", "mar")
    chart.set_bars([ChartBar(name, 1, "1", name) for name in names])
    chart.resize(width, 200)
    areas = [chart.area(at) for at in range(len(names))]
    metrics = theme.current().metrics(SMALL)
    assert all(area.width() >= metrics.horizontalAdvance(name) + 8 for area, name in zip(areas, names, strict=True))
    assert all(one.right() + 1 == other.left() for one, other in pairwise(areas)) and (areas[0].left(), areas[-1].right() + 1) == (0, width)
