"""The one style sheet, made from the theme's roles. Buttons, badges, rows and charts are painted and need none of it."""

from __future__ import annotations

from string import Template

from pharmacy_app.system import paths
from pharmacy_app.ui.theme import Theme

_SHEET = Template("""
QLabel { color: $text; font-size: ${f15}px; background: transparent; }
QLabel[look="title"] { font-size: ${f24}px; font-weight: 600; }
QLabel[look="figure"] { font-size: ${f26}px; font-weight: 600; }
QLabel[look="figure-soon"] { font-size: ${f26}px; font-weight: 600; color: $soon_ink; }
QLabel[look="block"] { font-size: ${f17}px; font-weight: 600; }
QLabel[look="name"] { font-weight: 600; }
QLabel[look="line"] { font-size: ${f14}px; color: $text2; }
QLabel[look="small"] { font-size: ${f13}px; color: $text2; }
QLabel[look="label"] { font-size: ${f13}px; font-weight: 600; color: $text2; }
QLabel[look="accent"] { font-weight: 600; color: $tint_text; }
QLabel[look="error"] { font-size: ${f13}px; color: $bad_ink; }
QFrame[look="card"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame[look="dialog"] { background: $raised; border: 1px solid $edge; border-radius: 12px; }
QFrame[look="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDateEdit {
  background: $raised; color: $text; placeholder-text-color: $text2; border: 1px solid $edge; border-radius: 7px; font-size: ${f15}px;
  selection-background-color: $accent; selection-color: $on_accent; padding: 0 11px; min-height: ${c36}px; }
QPlainTextEdit { padding: 6px 7px; }
QLineEdit[look="palette"] { font-size: ${f20}px; }
QLineEdit[bare="true"] { border: none; background: transparent; padding: 0; }
QLineEdit[cell="true"] { border: none; border-radius: 6px; padding: 0 8px; min-height: 0; font-weight: 600; }
QLineEdit:disabled, QLineEdit:read-only, QComboBox:disabled, QSpinBox:disabled, QDateEdit:disabled, QPlainTextEdit:disabled {
  background: $canvas; color: $text2; border-color: $line; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"] { background: $bad_bg; border-color: $bad_ink; }
QComboBox { padding-right: 28px; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: url($chevron); width: ${c16}px; height: ${c16}px; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $edge; outline: none; padding: 4px;
  selection-background-color: $tint; selection-color: $text; }
QSpinBox::up-button, QSpinBox::down-button, QDateEdit::up-button, QDateEdit::down-button { width: 0; border: none; }
QCheckBox, QRadioButton { color: $text; font-size: ${f15}px; spacing: 10px; min-height: ${c30}px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator { width: ${c18}px; height: ${c18}px; border: 1px solid $edge; background: $raised; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: ${r9}px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($tick); }
QRadioButton::indicator:checked { background: qradialgradient(cx:0.5, cy:0.5, radius:0.5, fx:0.5, fy:0.5,
  stop:0 $accent, stop:0.5 $accent, stop:0.56 $raised, stop:1 $raised); border-color: $accent; }
QAbstractScrollArea { background: transparent; border: none; }
QTreeView { background: $surface; border: 1px solid $line; border-radius: 10px; outline: none; font-size: ${f15}px; }
QTreeView::item { border: none; background: transparent; }
QTreeView::branch { background: transparent; border: none; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section, QHeaderView::section:only-one { background: transparent; color: $text2; font-size: ${f13}px; font-weight: 600; border: none;
  border-bottom: 1px solid $edge; padding: 0 10px; min-height: ${c33}px; }
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow, QHeaderView::down-arrow { width: 0; height: 0; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $edge; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: $raised; color: $text; border: 1px solid $edge; padding: 6px 8px; font-size: ${f14}px; }
QMenu { background: $raised; color: $text; border: 1px solid $edge; padding: 6px; font-size: ${f15}px; }
QMenu::item { padding: 8px 18px 8px 12px; border-radius: 6px; }
QMenu::item:selected { background: $tint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QTabBar::tab { background: transparent; color: $text2; padding: 8px 14px; font-size: ${f15}px; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $tint_text; font-weight: 600; border-bottom: 2px solid $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QProgressBar { background: $mute_bg; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: $chart; border-radius: 4px; }
""")


def sheet(theme: Theme) -> str:
    """The style sheet for one theme; sizes follow its text size."""
    places = {name: getattr(theme.roles, name) for name in theme.roles._fields}
    places |= {f"f{size}": theme.px(size) for size in (13, 14, 15, 17, 20, 24, 26)}
    places |= {f"c{size}": theme.px(size) for size in (16, 18, 30, 33)}
    places |= {"c36": theme.control - 2, "r9": theme.px(18) // 2}
    shade = "dark" if theme.dark else "light"
    icons = paths.resources() / "icons" / "style"
    places |= {"chevron": (icons / f"chevron-down-{shade}.svg").as_posix(), "tick": (icons / f"check-{shade}.svg").as_posix()}
    return _SHEET.substitute(places)
