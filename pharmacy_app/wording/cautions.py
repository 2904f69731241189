"""What is not taken together, in the words of the paper at the door."""

from __future__ import annotations

from pharmacy_app.system.language import Language, mark

_WORDS = {
    "weekly": mark("Only one day a week, never every day."),
    "painkillers": mark("Do not take it with ibuprofen, diclofenac or naproxen."),
    "alcohol": mark("Drink no alcohol while you take it."),
    "milk": mark("Do not take it with milk or antacids."),
    "minerals": mark("Wait 4 hours between it and calcium, iron or antacids."),
    "grapefruit": mark("Do not take it with grapefruit."),
    "sildenafil": mark("Never together with sildenafil."),
    "nitrates": mark("Never together with nitroglycerin or isosorbide."),
}


def caution(language: Language, code: str) -> str:
    """The sentence of one of `domain.cautions.CAUTIONS`."""
    return language.tr(_WORDS[code])
