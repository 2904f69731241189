"""A sentence for each refusal and trouble, in the chosen language. No Qt."""

from __future__ import annotations

from pharmacy_app.domain.errors import PharmacyError
from pharmacy_app.system.language import Language


def sentence(language: Language, error: PharmacyError) -> str:
    """What went wrong, where, and what can be done."""
    return language.tr("This is not possible ({code}).", code=error.code)
