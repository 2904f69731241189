"""How the groups of the fairness view are called, on the screen, in a sheet and by a command alike. No Qt."""

from __future__ import annotations

from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording import trade

_KINDS = {
    "council": mark("Communal council"),
    "sex": mark("Sex"),
    "age": mark("Age"),
    "criterion": mark("Criterion"),
}
_SEXES = {"F": mark("women"), "M": mark("men"), "": mark("not written down")}


def kind(language: Language, by: str) -> str:
    """What people are sorted by."""
    return language.tr(_KINDS[by])


def group(language: Language, by: str, key: str) -> str:
    """The group's name: `Los Pinos`, `mujeres`, `de 30 a 59 años`, `no puede salir de casa`."""
    if by == "sex":
        return language.tr(_SEXES[key])
    if by == "age" and key:
        least, most = key.split("-")
        if int(most) > 120:
            return language.tr("{least} years and more", least=least)
        return language.tr("{least} to {most} years", least=least, most=most)
    if by == "criterion":
        return language.tr(trade.CRITERIA[key]) if key in trade.CRITERIA else key or language.tr("none of the criteria")
    return key or language.tr("not written down")
