"""The pharmacy's week by command: sample commune, match, round, slips, door, report. Only documented commands are used."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pharmacy_app.system.clock import SystemClock


class StepFailed(Exception):
    """A command did not end well; its own sentence is the message."""


@dataclass(frozen=True, slots=True)
class Program:
    """How to call the program: the command, its data folder, and the environment it runs in."""

    command: Sequence[str]
    data: Path
    environment: Mapping[str, str]
    today: date | None = None

    def __call__(self, *arguments: str) -> dict[str, Any]:
        """One command; its JSON answer. Raises `StepFailed` with what the program said."""
        options = ["--data", str(self.data), "--json", *(["--today", self.today.isoformat()] if self.today else [])]
        done = subprocess.run(
            [*self.command, *options, *arguments],
            env=dict(self.environment),
            cwd=self.data.parent,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
        if done.returncode:
            raise StepFailed(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stderr.strip() or done.stdout.strip()}")
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer


def walk(program: Program, sample: str, day: date, out: Path) -> dict[str, Path]:
    """Walk the whole chain on a new training folder; the papers written, by name.

    Every promise of medicine is made, carried to the door and reported; `check` has the last word. Raises `StepFailed`.
    """
    papers = {name: out / f"{name}.pdf" for name in ("slips", "delivery-sheet", "weekly-sheet", "donor-report")}
    program("init", "--sample", sample, "--seed", "1")
    donor = str(program("stock")["batches"][0]["donor"])
    before = _promised(program)
    program("match", "--from", day.isoformat(), "--days", "7", "--confirm")
    planned = program("round", "plan", "--date", day.isoformat())
    if not planned["stops"]:
        raise StepFailed("round plan: the round has no stop")
    number = str(planned["round"])
    program("round", "slips", number, "--out", str(papers["slips"]))
    program("round", "sheet", number, "--out", str(papers["delivery-sheet"]))
    program("round", "close", number, "--all-delivered")
    if _promised(program) > before:
        raise StepFailed("round close: something is still promised to the people of this round")
    program("report", "weekly", "--out", str(papers["weekly-sheet"]))
    program("report", "donor", "--donor", donor, "--out", str(papers["donor-report"]))
    program("check")
    return papers


def _promised(program: Program) -> int:
    """Units that are reserved for somebody; the sample has a round of its own on the way."""
    return sum(int(batch["reserved"]) for batch in program("stock")["batches"])


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", choices=("neighbourhood", "commune", "city"), default="neighbourhood")
    parser.add_argument("out", type=Path, help="folder for the PDFs and the training data")
    chosen = parser.parse_args(arguments)
    out: Path = chosen.out.resolve()
    data = out / "training"
    shutil.rmtree(data, ignore_errors=True)  # our own, from the last walk
    out.mkdir(parents=True, exist_ok=True)
    print(f"No screen here: the week's work on the sample {chosen.sample}, without a window …", flush=True)
    program = Program((sys.executable, "-m", "pharmacy_app"), data, os.environ)
    try:
        papers = walk(program, chosen.sample, SystemClock().today(), out)
    except StepFailed as problem:
        print(problem, file=sys.stderr)
        return 1
    print("Written:")
    for path in papers.values():
        print(f"  {path}")
    print(f"The training data lies in {data}; to see it in the window: {' '.join(program.command)} --data {data}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
