"""COUNT made-up names in an encrypted database and in our index; words typed letter by letter, right and with a slip: `search_run COUNT FOLDER`.

The names are one or two words of syllables, three in ten of them Cyrillic, each with a strength: more alike than names of medicines are. LIKE
stops at 20 hits in the order of the names, as their index gives them.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from benchmarks.donation_run import opened
from pharmacy_app.__main__ import RUBBISH
from pharmacy_app.db import keys
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.name_index import Named, NameIndex

HITS, FEWER = 20, 12
WORDS = 600
BY_LIKE = 60
LATIN = (
    "am oxi cil lin para céta mol ibu prof èn met form ine lo sar tan ome prá zol ator va sta tin clo pi do grel levo thy rox ñu ço dia ze pam flu "
    "öxe sim bi so ram ipril an er ix ac tri"
).split()
CYRILLIC = "пара цета мол ибу про фен амо кси цил лин мет фор мин ло зар тан оме пра зол дія їна ве ро ґел й ка ні".split()
LETTERS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщыьэюя")
STRENGTHS = (5, 10, 20, 25, 50, 100, 250, 500, 850, 1000)


def named(rng: Random, number: int) -> Named:
    """A name of one or two words, and a strength."""
    syllables = CYRILLIC if rng.random() < 0.3 else LATIN
    words = ["".join(rng.choice(syllables) for _ in range(rng.randint(2, 5))).capitalize()]
    if rng.random() < 0.4:
        words.append("".join(rng.choice(syllables) for _ in range(rng.randint(2, 3))).capitalize())
    return Named(number, (" ".join(words),), (), f"{rng.choice(STRENGTHS)} mg")


def slipped(rng: Random, word: str) -> str:
    """The word with one letter missing, too many, wrong, or two swapped."""
    letters = LETTERS[word[0] > "я" or word[0] >= "а"]
    at = rng.randrange(len(word))
    what = rng.randrange(4)
    if what == 0:
        return word[:at] + word[at + 1 :]
    if what == 1:
        return word[:at] + rng.choice(letters) + word[at:]
    if what == 2:
        return word[:at] + rng.choice(letters) + word[at + 1 :]
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def typed(find: Callable[[str], object], words: Sequence[str]) -> list[float]:
    """CPU milliseconds of each letter of these words, typed one after the other."""
    spent = []
    for word in words:
        for end in range(1, len(word) + 1):
            begun = time.process_time_ns()
            find(word[:end])
            spent.append((time.process_time_ns() - begun) / 1e6)
    return sorted(spent)


def main(count: str, where: str) -> None:
    gc.set_threshold(*RUBBISH)  # as the program does
    rng = Random(4)
    names = [named(rng, number) for number in range(int(count))]
    first = [fold(one.names[0]).split()[0] for one in names]
    tracemalloc.start()
    index = NameIndex(names)
    held = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    begun = time.process_time()
    index = NameIndex(names)
    build = time.process_time() - begun
    words = [first[number] for number in rng.sample(range(len(names)), WORDS)]
    slips = [(word, slip) for word in words if len(word) >= 4 and len(slip := slipped(rng, word)) >= 4 and slip != word]

    def found(text: str, meant: str, hits: int) -> bool:
        return any(first[number] == meant for number in index.find(text, hits))

    with tempfile.TemporaryDirectory(dir=where) as folder:
        database = opened(Path(folder) / "names.db", keys.Key("0f" * 32, "1e" * 16))
        database.execute("CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT, folded TEXT)")
        rows = [(one.id, f"{one.names[0]} {one.strength}", fold(f"{one.names[0]} {one.strength}")) for one in names]
        database.executemany("INSERT INTO names VALUES (?, ?, ?)", rows)
        database.execute("CREATE INDEX by_name ON names (folded)")
        ask = "SELECT id FROM names WHERE folded LIKE ? ORDER BY folded LIMIT 20"
        like = typed(lambda text: database.execute(ask, (f"%{text}%",)).fetchall(), words[:BY_LIKE])
        database.close()
    ours = typed(index.find, words)
    slow = typed(index.find, [slip for _, slip in slips])
    print(
        json.dumps(
            {
                "like_p50": _at(like, 50), "like_p99": _at(like, 99), "p50": _at(ours, 50), "p99": _at(ours, 99),
                "slip_p50": _at(slow, 50), "slip_p99": _at(slow, 99), "build": build, "held": held,
                "exact": 100 * sum(found(word, word, HITS) for word in words) / len(words),
                "with_slip": 100 * sum(found(slip, word, HITS) for word, slip in slips) / len(slips),
                "with_slip_12": 100 * sum(found(slip, word, FEWER) for word, slip in slips) / len(slips),
            }
        )
    )  # fmt: skip


def _at(spent: Sequence[float], hundredth: int) -> float:
    return spent[min(len(spent) - 1, len(spent) * hundredth // 100)]


if __name__ == "__main__":
    main(*sys.argv[1:])
