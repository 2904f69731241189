"""A min-cost flow, small and slow: units per tier and which lots they empty, for one strength."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from datetime import date

INFINITE = 10**60


class Flow:
    """Successive shortest paths (costs may be negative, cycles not)."""

    def __init__(self) -> None:
        self.to: list[int] = []
        self.room: list[int] = []
        self.cost: list[int] = []
        self.out: dict[int, list[int]] = defaultdict(list)

    def arc(self, a: int, b: int, room: int, cost: int) -> int:
        for start, end, has, each in ((a, b, room, cost), (b, a, 0, -cost)):
            self.out[start].append(len(self.to))
            self.to.append(end)
            self.room.append(has)
            self.cost.append(each)
        return len(self.to) - 2

    def push(self, source: int, sink: int) -> None:
        """As much as there is way for, as long as each unit lowers the cost."""
        while True:
            far, via, queue = {source: 0}, {}, deque([source])
            while queue:
                node = queue.popleft()
                for arc in self.out[node]:
                    end = self.to[arc]
                    if self.room[arc] and far[node] + self.cost[arc] < far.get(end, INFINITE):
                        far[end], via[end] = far[node] + self.cost[arc], arc
                        queue.append(end)
            if far.get(sink, 0) >= 0:
                return
            path, node = [], sink
            while node != source:
                path.append(via[node])
                node = self.to[via[node] ^ 1]
            units = min(self.room[arc] for arc in path)
            for arc in path:
                self.room[arc] -= units
                self.room[arc ^ 1] += units


def best_flow(lots: Sequence[tuple[date, int]], needs: Sequence[tuple[int, Sequence[date]]]) -> tuple[list[int], list[int]]:
    """Units for tiers 0, 1, 2 (each as many as can be, the first before all), and units used until each last day of a lot, the earliest as many as can be.

    `lots`: last day and units; `needs`: tier and the days of the units.
    """
    flow, source, sink = Flow(), 0, 1
    days = sorted({last for last, _ in lots})
    tiers: dict[tuple[int, date], int] = defaultdict(int)
    for tier, units in needs:
        for day in units:
            usable = [last for last in days if last >= day]
            if usable:
                tiers[tier, usable[0]] += 1
    first = {day: 2 + i for i, day in enumerate(days)}
    weight = 100 ** len(days)  # fewer than a hundred units of each day decide less than one of the day before
    arcs = {(tier, day): flow.arc(source, first[day], units, -weight * 1000 ** (3 - tier)) for (tier, day), units in tiers.items()}
    at = 2 + len(days)
    drains = []
    for i, day in enumerate(days):
        if i:  # what serves this day serves the days before
            flow.arc(first[days[i - 1]], first[day], INFINITE, 0)
        for last, units in lots:
            if last == day:
                flow.arc(first[day], at, units, -(100 ** (len(days) - 1 - i)))
                drains.append((day, flow.arc(at, sink, units, 0)))
                at += 1
    flow.push(source, sink)
    served = [sum(flow.room[arc ^ 1] for (tier, _), arc in arcs.items() if tier == number) for number in range(3)]
    return served, [sum(flow.room[arc ^ 1] for of, arc in drains if of <= day) for day in days]
