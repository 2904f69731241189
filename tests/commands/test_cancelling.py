"""Ctrl+C while a proposal is made: a real signal, at each thing that begins; nothing is half written."""

from __future__ import annotations

import io
import os
import signal
import sys

import pytest

from pharmacy_app.services import matching, stock
from pharmacy_app.system.language import language
from pharmacy_app.wording.deciding import STEPS, step
from tests.support.commands import Pharmacy
from tests.support.desks import TODAY
from tests.support.week import Week

MATCH = ("match", "--from", "2026-11-23", "--days", "14", "--confirm")


class Terminal(io.StringIO):
    """Where somebody sees what begins, and presses Ctrl+C at these words."""

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self.words = words

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        written = super().write(text)
        if self.words and self.words in text:
            os.kill(os.getpid(), signal.SIGINT)
        return written


@pytest.fixture
def someone(practice: Pharmacy) -> int:
    """Somebody takes losartan, and there are 30 tablets; the lot's id."""
    with practice.worker(TODAY) as worker:
        week = Week(worker)
        week.person("Ana")
        return week.box("L1", 30)


@pytest.mark.parametrize("begins", STEPS)
def test_cancelled_at_any_moment_nothing_is_half_written(
    practice: Pharmacy, someone: int, monkeypatch: pytest.MonkeyPatch, begins: str
) -> None:
    before = practice.rows()
    seen = Terminal(step(language("es"), begins))
    monkeypatch.setattr(sys, "stderr", seen)
    assert practice.run(*MATCH).exit == 2
    lines = seen.getvalue().splitlines()
    assert lines[-2:] == [seen.words, "Cancelado: nada quedó a medias. Se puede pedir de nuevo."]
    with practice.worker(TODAY) as worker:
        made = matching.proposal(worker.desk)
        reserved = stock.card(worker.desk, someone).line.batch.reserved
    assert reserved == 0
    if begins in ("reading", "dealing", "writing"):
        assert made is None
        assert practice.rows() == before
    else:  # the proposal stands; nobody has confirmed it
        assert made is not None
        assert made.run.status == "proposed"


def test_what_begins_is_said_on_a_terminal_alone(practice: Pharmacy, someone: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert someone
    assert practice.run(*MATCH[:-1]).err == ""
    seen = Terminal()
    monkeypatch.setattr(sys, "stderr", seen)
    assert practice.run(*MATCH).exit == 0
    assert seen.getvalue().splitlines() == [step(language("es"), begins) for begins in STEPS]
