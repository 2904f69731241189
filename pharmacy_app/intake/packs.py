"""How many pieces are in the pack, as labels say it: `№30`, `30 UNITA'`, `x 30`, `20 CPR`, `3x10`, `CAJA POR 30`."""

from __future__ import annotations

import re

from pharmacy_app.domain.text import fold
from pharmacy_app.intake.forms import marks_of

_TIMES = re.compile(r"(?<![\w.,])(\d{1,3})\s*[x*хX]\s*(\d{1,3})(?![\w.,])")
_BOX = r"(?:caja|pack|box|envase|conf|confezione|estuche|scatola)(?: de| da| con| of| x| por)?"
_AFTER = re.compile(rf"(?<![^\W\d_])(?:no|n|nr|num|x|х|#|por|c/|{_BOX})[\s.°ºo]*(\d{{1,4}})(?![\w]*[.,]?\d)")
_BEFORE = re.compile(r"(?<![\w.,])(\d{1,4})\s*([^\W\d_]+)")
_PIECES = frozenset("tablet capsule tablet_or_capsule sachet suppository pessary ampoule vial syringe pen patch cartridge".split())
_COUNTED = frozenset(
    "unita unidades unidad uds ud u units unit count un pezzi pz шт штук фл contenitore contenitori flacone flaconi flaconcino flaconcini".split()
)
_VESSELS = frozenset("un flacone flaconi flaconcino flaconcini contenitore contenitori фл".split())  # of pieces, or of so many mL
_BOXES = frozenset(
    "caja cajas cj envase envases estuche estuches box boxes pack packs scatola scatole conf confezione confezioni boite boites "
    "уп упак упаковка упаковки упаковок пачка пачки пачек коробка коробки коробок".split()
)


def counts_pieces(word: str) -> bool:
    """Whether a word beside a number says that single units are counted: `tab`, `comprimidos`, `amp`, `шт`."""
    told = fold(word)
    return told in _COUNTED - _VESSELS or bool(_PIECES.intersection(marks_of(told)))


def counts_packs(word: str) -> bool:
    """Whether it says that packs are counted: `cajas`, `scatole`, `уп`."""
    return fold(word) in _BOXES


def read_pack(text: str) -> tuple[int | None, str]:
    """The pieces in the pack (None where nothing or more than one thing is said), and the text without those numbers."""
    found: list[int] = []

    def product(match: re.Match[str]) -> str:
        found.append(int(match[1]) * int(match[2]))
        return " "

    def single(match: re.Match[str]) -> str:
        found.append(int(match[1]))
        return " "

    def counted(match: re.Match[str]) -> str:
        if match[2] not in _COUNTED and not _PIECES.intersection(marks_of(match[2])):
            return match[0]
        found.append(int(match[1]))
        return f" {match[2]}"

    text = _TIMES.sub(product, text)
    text = _AFTER.sub(single, text)
    text = _BEFORE.sub(counted, text)
    sizes = set(found) - {0}
    return (sizes.pop() if len(sizes) == 1 else None), text
