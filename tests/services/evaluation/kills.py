"""`python -m tests.services.evaluation.kills [TIMES] [SEED]`: evaluations killed and gone on with.

Each is killed again and again, at random moments, and must end as one that was left alone.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playground.services.evaluation.store import Folder
from tests.cli.program import COMMAND, environment, llmplay

ARGUMENTS = ("eval", "qa-demo", "qa-choice-demo", "-m", "demo-llama", "-m", "demo-gpt2")
LONGEST_RECORD = 1200  # bytes
LATER = 0.03  # seconds


def figures(out: str) -> Any:
    """What an evaluation found, without what it took, which is never the same again."""
    return [{key: one[key] for key in one if key != "efforts"} for one in json.loads(out)]


def answers(folder: Path) -> dict[Any, Any]:
    """Everything that is kept of each answer but what it took."""
    return {
        one.key: (one.output, one.answer, one.scores, one.remark, one.error, one.logprobs)
        for one in Folder(folder).records()
    }


def kill_once(arguments: tuple[str, ...], folder: Path, rng: random.Random) -> bool:
    """Begin or go on, and kill it some records later; whether that came before its end."""
    records = folder / "records.jsonl"
    before = records.stat().st_size if records.exists() else 0
    enough = before + rng.randrange(1, 14 * LONGEST_RECORD)
    more = ("--resume",) if before else ()
    with subprocess.Popen(
        [*COMMAND, *arguments, "--out", str(folder), *more],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while process.poll() is None and not (
            records.exists() and records.stat().st_size >= enough
        ):
            time.sleep(0.001)
        time.sleep(rng.random() * LATER)  # any moment: also in the midst of a line
        process.send_signal(signal.SIGKILL)
    return process.returncode == -signal.SIGKILL


def campaign(
    arguments: tuple[str, ...], whole: Path, cut: Path, *, kills: int, seed: int
) -> tuple[int, str]:
    """Kill `kills` times, then let it end; how often that came in time, and what is different."""
    if not whole.exists():
        llmplay(*arguments, "--out", whole, "--format", "json")
    expected = llmplay(*arguments, "--out", whole, "--resume", "--format", "json")
    rng = random.Random(seed)
    killed = sum(kill_once(arguments, cut, rng) for _ in range(kills))
    ended = llmplay(*arguments, "--out", cut, "--resume", "--format", "json")
    if ended.code:
        return killed, ended.err
    one, other = answers(whole), answers(cut)
    for key in one.keys() | other.keys():
        if one.get(key) != other.get(key):
            return killed, f"{key}: {one.get(key)} became {other.get(key)}"
    return killed, "" if figures(ended.out) == figures(expected.out) else "the figures differ"


def main(times: int, seed: int) -> int:
    """Print how it went; the exit code."""
    wrong = killed = 0
    with tempfile.TemporaryDirectory() as folder:
        for at in range(times):
            cut = Path(folder, f"cut{at}")
            count, problem = campaign(
                ARGUMENTS, Path(folder, "whole"), cut, kills=4, seed=seed + at
            )
            killed += count
            wrong += bool(problem)
            if problem:
                print(f"seed {seed + at}: {problem}")
    print(f"{times} evaluations, killed {killed} times, {wrong} ended otherwise")
    return int(wrong > 0 or killed == 0)


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    sys.exit(main(*(given + [10, 0][len(given) :])))
