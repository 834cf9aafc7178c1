"""Runs a soak to its end, judges it, and keeps what was seen where something is wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.pty.terminal import PLAYGROUND, ROOT
from tests.soak.program.answers import lanes_of
from tests.soak.program.held import grown, processes_of
from tests.soak.program.house import House, house
from tests.soak.program.player import Player
from tests.soak.program.report import progress, table
from tests.soak.program.script import rounds
from tests.soak.program.sitting import Sitting


def soak(
    seed: int, *, minutes: float = 10.0, most: int | None = None, keep: Path | None = None
) -> int:
    """Play until the time or the rounds are over; prints a table, and gives 1 where it failed."""
    folder = keep or Path(tempfile.mkdtemp(prefix="llmplay-soak-"))
    folder.mkdir(parents=True, exist_ok=True)
    with house(folder / "home") as found, Player(found) as player:
        sitting = Sitting(player, found)
        faults = _play(sitting, seed, minutes * 60, most)
        if not faults:
            faults = _end(sitting)
        print(table(sitting))
        if faults:
            _keep(folder, sitting)
    for fault in faults:
        print(f"FAILED: {fault}")
    if faults:
        command = f"python -m tests.soak program --seed {seed} --rounds {sitting.step.round}"
        print(f"seed {seed}, {sitting.step}; again with: {command}")
        print(f"the screen, what was written and the keys are in {folder}")
    else:
        print(f"seed {seed}: nothing lost, nothing left behind")
        if keep is None:
            shutil.rmtree(folder)
    return 1 if faults else 0


def _play(sitting: Sitting, seed: int, seconds: float, most: int | None) -> list[str]:
    end = time.monotonic() + seconds
    try:
        sitting.player.ready()
        sitting.warm_up()
        for one in rounds(seed):
            if time.monotonic() > end or (most is not None and one.number > most):
                break
            sitting.play(one)
            print(progress(sitting, one), flush=True)
    except AssertionError as error:
        return [f"{sitting.step}: {error}"]
    return []


def _end(sitting: Sitting) -> list[str]:
    """Quit, and look what is wrong with what is left."""
    player, found = sitting.player, sitting.house
    faults: list[str] = []
    player.press("f10")
    code = player.wait_exit()
    if code:
        faults.append(f"the program ended with {code}")
    try:
        player.complain()
        player.assert_restored()
    except AssertionError as error:
        faults.append(str(error))
    left = processes_of(found.home)
    faults += [f"still running: {one}" for one in left]
    files = found.session_files()
    faults += [f"lost: {one}" for one in sitting.seen.lost(files)]
    faults += [wrong for path in files if (wrong := _invalid(path, found))]
    faults += grown(sitting.looks)
    player.done["answers recorded"] = sum(len(lanes_of(path)) for path in files)
    player.done["session files"] = len(files)
    return faults


def _invalid(path: Path, found: House) -> str:
    command = [*PLAYGROUND, "sessions", "validate", str(path)]
    environment = {**os.environ, "HOME": str(found.home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return f"{path} is not valid: {done.stdout}{done.stderr}" if done.returncode else ""


def _keep(folder: Path, sitting: Sitting) -> None:
    player = sitting.player
    (folder / "screen.txt").write_text(player.text(), encoding="utf-8")
    (folder / "typescript").write_bytes(player.written)
    (folder / "keys.txt").write_text(" ".join(player.typed), encoding="utf-8")
    print(player.text(), file=sys.stderr)
