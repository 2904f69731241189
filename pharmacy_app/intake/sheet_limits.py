"""How much a file may hold: what a list of 20,000 rows needs, many times over; small enough to be read in a second and in 300 MB."""

from __future__ import annotations

MAX_CELLS = 400_000
"""Cells that hold something, in all sheets together."""

MAX_GRID = 800_000
"""Places between the outermost cells of a sheet, empty ones included."""

MAX_SHEETS = 200
MAX_TEXT = 60_000_000
"""Letters, once every cell has been given its own text."""
