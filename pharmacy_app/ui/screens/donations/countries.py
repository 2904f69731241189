"""Countries that friends send from, as people say them. Any other is written with its two letters (ISO 3166)."""

from __future__ import annotations

from pharmacy_app.domain.text import fold
from pharmacy_app.system.language import Language, mark

COUNTRIES = {
    "AR": mark("Argentina"), "AT": mark("Austria"), "BE": mark("Belgium"), "BO": mark("Bolivia"), "BR": mark("Brazil"), "BY": mark("Belarus"),
    "CA": mark("Canada"), "CH": mark("Switzerland"), "CL": mark("Chile"), "CN": mark("China"), "CO": mark("Colombia"), "CR": mark("Costa Rica"),
    "CU": mark("Cuba"), "CZ": mark("Czechia"), "DE": mark("Germany"), "DO": mark("Dominican Republic"), "EC": mark("Ecuador"), "ES": mark("Spain"),
    "FR": mark("France"), "GB": mark("United Kingdom"), "GR": mark("Greece"), "GT": mark("Guatemala"), "HT": mark("Haiti"), "IE": mark("Ireland"),
    "IN": mark("India"), "IR": mark("Iran"), "IT": mark("Italy"), "MX": mark("Mexico"), "NI": mark("Nicaragua"), "NL": mark("Netherlands"),
    "NO": mark("Norway"), "PA": mark("Panama"), "PE": mark("Peru"), "PL": mark("Poland"), "PT": mark("Portugal"), "PY": mark("Paraguay"),
    "RU": mark("Russia"), "SE": mark("Sweden"), "SV": mark("El Salvador"), "TR": mark("Türkiye"), "US": mark("United States"),
    "UY": mark("Uruguay"), "VE": mark("Venezuela"), "ZA": mark("South Africa"),
}  # fmt: skip


def name(language: Language, code: str) -> str:
    """`Chile` for `CL`; the letters themselves for a country that is not in the list."""
    return language.tr(COUNTRIES[code]) if code in COUNTRIES else code


def code_of(language: Language, text: str) -> str:
    """The two letters of a country as somebody typed it; what is no country of the list comes back as typed, in capitals."""
    wanted = fold(text)
    found = next((code for code, word in COUNTRIES.items() if wanted in (fold(word), fold(language.tr(word)), code.lower())), "")
    return found or text.strip().upper()


def beginning(language: Language, text: str) -> list[tuple[str, str]]:
    """(letters, name) of the countries whose name begins so."""
    wanted = fold(text)
    named = ((code, name(language, code)) for code in COUNTRIES)
    return sorted((pair for pair in named if fold(pair[1]).startswith(wanted) or pair[0].lower() == wanted), key=lambda pair: fold(pair[1]))
