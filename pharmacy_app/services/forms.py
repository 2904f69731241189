"""The empty forms that people fill in elsewhere and import here."""

from __future__ import annotations

from pathlib import Path

from pharmacy_app.intake.templates import write_template
from pharmacy_app.system.language import Language


def write(kind: str, path: Path, language: Language) -> Path:
    """The form `donation`, `census` or `prescriptions` as .xlsx or .csv. Raises what `intake.templates.write_template` raises."""
    write_template(kind, path, language.code, language.tr)
    return path
