"""The floor: an empty QMainWindow, painted once."""

from __future__ import annotations

import os

from PySide6.QtWidgets import QApplication, QMainWindow

app = QApplication([])
window = QMainWindow()
window.show()
app.processEvents()  # painted in here: the first round exposes it
app.processEvents()
os._exit(0)
