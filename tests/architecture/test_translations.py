"""Everything people read is translated: the window and commands into Spanish, what donors read into Italian and Russian too."""

from __future__ import annotations

import string
from collections.abc import Iterator

import messages
import pytest
from babel.messages import Message


def _forms(message: Message, of: str) -> tuple[str, ...]:
    value = getattr(message, of)
    return tuple(value) if isinstance(value, list | tuple) else (value or "",)


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _pairs(language: str) -> Iterator[tuple[Message, Message | None]]:
    catalog = messages.load(language)
    for wanted in messages.extract(messages.LANGUAGES[language]):
        if wanted.id:
            yield wanted, catalog.get(_forms(wanted, "id")[0])


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_nothing_is_missing(language: str) -> None:
    missing = [wanted.id for wanted, found in _pairs(language) if found is None or not all(_forms(found, "string"))]
    assert missing == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_plurals_have_every_form_of_the_language(language: str) -> None:
    needed = messages.load(language).num_plurals
    wrong = [w.id for w, found in _pairs(language) if found is not None and found.pluralizable and len(_forms(found, "string")) != needed]
    assert wrong == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_translation_fills_the_places_of_its_sentence(language: str) -> None:
    """A missing `{place}` hides a fact; one too many stops the program."""
    wrong = []
    for wanted, found in _pairs(language):
        known = set().union(*map(_places, _forms(wanted, "id")))
        needed = _places(_forms(wanted, "id")[-1])
        for text in _forms(found, "string") if found is not None else ():
            if text and not (_places(text) <= known and (wanted.pluralizable or _places(text) == needed)):
                wrong.append((wanted.id, text))
    assert wrong == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_translation_is_left_of_a_sentence_that_is_gone(language: str) -> None:
    wanted = {_forms(message, "id")[0] for message, _ in _pairs(language)}
    assert [m.id for m in messages.load(language) if m.id and _forms(m, "id")[0] not in wanted] == []
