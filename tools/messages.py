"""Keeps the translations: `update` (extract and merge), `set LANG FILE.json` (fill in), `missing [LANG]`, `compile`.

FILE.json maps an English id to its translation, or, for plurals, the singular id to a list of forms. A lock lets several
people (or sessions) fill in their own room's words at the same time.
"""

from __future__ import annotations

import fcntl
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from hatch_build import compile_translations

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
FIXED = datetime(2026, 11, 22, tzinfo=UTC)
KEYWORDS = {"tr": None, "ntr": (1, 2), "mark": None, "nmark": (1, 2)}
# What donors read is in four languages; everything else in Spanish and English (whose ids need no file).
LANGUAGES = {
    "es": lambda path: True,
    "it": lambda path: path.startswith(("reports/donor", "intake/donor_form")),
    "ru": lambda path: path.startswith(("reports/donor", "intake/donor_form")),
}


def po_path(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def extract(wanted: object) -> Catalog:
    template = Catalog(project="Farmacia Comunal", charset="utf-8")
    found = extract_from_dir(str(ROOT / "pharmacy_app"), keywords=KEYWORDS, comment_tags=("Translators:",))
    for path, _line, message, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        if wanted(path):  # type: ignore[operator]
            template.add(message, None, [(path, 0)], auto_comments=comments, context=context)
    return template


def load(language: str) -> Catalog:
    path = po_path(language)
    if path.exists():
        with path.open("rb") as file:
            return read_po(file, locale=language)
    return Catalog(locale=language, project="Farmacia Comunal", charset="utf-8")


def save(language: str, catalog: Catalog) -> None:
    po_path(language).parent.mkdir(parents=True, exist_ok=True)
    catalog.creation_date = catalog.revision_date = FIXED  # no date of the day: the file changes only when words do
    with po_path(language).open("wb") as file:
        write_po(file, catalog, sort_output=True, include_lineno=False, ignore_obsolete=True, width=120)


def update() -> None:
    for language, wanted in LANGUAGES.items():
        catalog, template = load(language), extract(wanted)
        for entry in template:  # a word that got a plural: Babel would take its one translation letter by letter
            kept = catalog.get(entry.id[0]) if isinstance(entry.id, tuple) else None
            if kept is not None and isinstance(kept.string, str):
                kept.string = (kept.string, "")
        catalog.update(template, no_fuzzy_matching=True)
        save(language, catalog)


def fill(language: str, words: dict[str, str | list[str]]) -> list[str]:
    catalog = load(language)
    unknown = []
    for message, translated in words.items():
        entry = catalog.get(message)
        if entry is None:
            unknown.append(message)
            continue
        if isinstance(entry.id, tuple) != isinstance(translated, list):
            unknown.append(f"{message} (one translation, or a list of plural forms)")
            continue
        entry.string = tuple(translated) if isinstance(translated, list) else translated
    save(language, catalog)
    return unknown


def missing(language: str) -> list[str]:
    return [str(m.id) for m in load(language) if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)]


def main(arguments: list[str]) -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        match arguments:
            case ["update"]:
                update()
            case ["set", language, file]:
                update()
                unknown = fill(language, json.loads(Path(file).read_text(encoding="utf-8")))
                for message in unknown:
                    print("not a message of the program:", message)
                compile_translations(FOLDER)
                return 1 if unknown else 0
            case ["missing", *languages]:
                update()
                left = {code: missing(code) for code in (languages or LANGUAGES)}
                for code, messages in left.items():
                    for message in messages:
                        print(f"{code}: {message}")
                return 1 if any(left.values()) else 0
            case ["compile"]:
                pass
            case _:
                print(__doc__)
                return 2
        compile_translations(FOLDER)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
