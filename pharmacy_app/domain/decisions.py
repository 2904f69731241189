"""How a line of a proposal ends, and why the committee may say no: one rule, used by lists, papers and commands alike."""

from __future__ import annotations

from pharmacy_app.domain.errors import Refusal

# Why nothing is given though it was asked; none of them says what somebody is ill with. `other` needs words of its own.
REFUSALS = ("has_enough", "elsewhere", "not_wanted", "stopped", "away", "not_ours", "other")

# granted: all that was asked. part: the rest waits. deferred: nothing yet, it waits. refused: the committee said no, for these days.
# doctor: it waits for a doctor's answer. nothing: nothing is asked any more.
GRANTED, PART, DEFERRED, REFUSED, DOCTOR, NOTHING = "granted", "part", "deferred", "refused", "doctor", "nothing"
OUTCOMES = (GRANTED, PART, DEFERRED, REFUSED, DOCTOR, NOTHING)


def outcome(asked: int, granted: int, refusal: str = "", waits_for_doctor: bool = False) -> str:
    """The end of a line, of `OUTCOMES`: `granted` of `asked` units; `refusal` is why the committee said no, if it did."""
    if refusal:
        return REFUSED
    if waits_for_doctor:
        return DOCTOR
    if asked <= 0:
        return NOTHING
    if granted >= asked:
        return GRANTED
    return PART if granted else DEFERRED


def check_refusal(word: str, note: str) -> None:
    """Whether this can be said. Raises `Refusal`: `refusal_unknown`, `reason_missing` (`other` says nothing by itself)."""
    if word not in REFUSALS:
        raise Refusal("refusal_unknown", "reason", text=word[:40])
    if word == "other" and not note:
        raise Refusal("reason_missing", "reason")
