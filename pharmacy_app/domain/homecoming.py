"""How units end that left in a bag: at the door, back on the shelf, apart (opened or warm), or lost. One of the four, always."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from pharmacy_app.domain.errors import Refusal

DELIVERED, PART, NOBODY, LOST = "delivered", "part", "nobody_home", "lost"
RESULTS = (DELIVERED, PART, NOBODY, "refused", "moved", "died", LOST, "other")
GONE = ("moved", "died")  # the person is no longer there: the history of the person may say so too
WAIT = (NOBODY, PART)  # what came back waits for the next round; of all others the units are free again
AT_DOOR, BACK, APART, MISSING = "delivered", "back", "apart", "lost"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back of one slip.

    `received_by`: who took the bag. `returned`, `apart` and `lost` name items (of the prescription): `returned` for `part` alone, as they
    left; `apart` came back opened or warm; `lost` did not come back. For every other result all that is not named came back as it left.
    """

    result: str
    received_by: str = ""
    note: str = ""
    returned: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()
    lost: frozenset[int] = frozenset()

    @property
    def named(self) -> frozenset[int]:
        """The items of which something is said."""
        return self.returned | self.apart | self.lost


def check(answer: Answer, items: Set[int]) -> None:
    """Whether the answer can be booked on a bag with these items.

    Raises `Refusal`: `result_unknown`, `item_not_in_bag`, `returned_unclear` (a part came back, and nobody says which; or an item is said to
    have ended in two ways; or everything was delivered, or lost, and yet something came back).
    """
    if answer.result not in RESULTS:
        raise Refusal("result_unknown", "round", result=answer.result)
    if not answer.named <= items:
        raise Refusal("item_not_in_bag", "round")
    twice = len(answer.named) < len(answer.returned) + len(answer.apart) + len(answer.lost)
    if twice or bool(answer.named) < (answer.result == PART) or (answer.named and answer.result in (DELIVERED, LOST)):
        raise Refusal("returned_unclear", "round")


def end(answer: Answer, item_id: int) -> str:
    """How an item of this bag ended: `delivered`, `back`, `apart` or `lost`."""
    if answer.result == LOST or item_id in answer.lost:
        return MISSING
    if item_id in answer.apart:
        return APART
    if answer.result == DELIVERED or (answer.result == PART and item_id not in answer.returned):
        return AT_DOOR
    return BACK


def waits(answer: Answer, item_id: int, last_day: date, day: date) -> bool:
    """Whether an item that came back on this day waits for the next round: nobody was home, and its days are not over."""
    return answer.result in WAIT and end(answer, item_id) == BACK and last_day >= day
