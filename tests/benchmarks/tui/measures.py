"""What is measured: each function drives one program and gives figures by name."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from tests.benchmarks.tui.programs import PROMPT, Program, computing, llmplay
from tests.benchmarks.tui.watching import (
    TYPED,
    Sightings,
    cpu_seconds,
    echoes,
    p95,
    quiet,
    resident_megabytes,
    token_lags,
    type_steadily,
)

Figures = dict[str, float]
Opener = Callable[[int, int], AbstractContextManager[Program]]

TOKENS = 600
"""Per lane; 12 seconds."""
LANES = 4
REAL_TOKENS = 1900
"""Per lane of a real model."""
KEYS = 40
MOVES = 24
IDLE_SECONDS = 5.0
SLOW = 2000.0
"""Bytes a second."""
LONG = 200_000


def start_and_idle(program: Opener) -> Figures:
    """Bytes at the start, of a second of nothing, of a key; memory."""
    with program(1, TOKENS) as one:
        terminal = one.terminal
        started = quiet(terminal)
        time.sleep(IDLE_SECONDS)
        idle = len(terminal.written) - started
        before = len(terminal.written)
        for at in range(1, KEYS + 1):
            terminal.type(TYPED[at - 1])
            terminal.wait_for(PROMPT + TYPED[:at])
        keys = quiet(terminal) - before
        return {
            "first paint": one.first_paint * 1000,
            "bytes at start": started,
            "idle": idle / IDLE_SECONDS,
            "prompt key": keys / KEYS,
            "memory": resident_megabytes(terminal.process.pid),
        }


def streaming(program: Opener, lanes: int) -> Figures:
    """Bytes per token and lane, lag and processor time while lanes speak and nobody types."""
    with program(lanes, TOKENS) as one:
        terminal = one.terminal
        quiet(terminal)
        seen = Sightings(terminal)
        one.run()
        before, cpu, began = (
            len(terminal.written),
            cpu_seconds(terminal.process.pid),
            time.monotonic(),
        )
        terminal.record()
        one.wait_for_tokens(TOKENS)
        cpu = cpu_seconds(terminal.process.pid) - cpu
        seconds = time.monotonic() - began
        after = quiet(terminal, 1.0)
        terminal.replay(seen.look)
        lags = token_lags(seen.words, one.log, lanes)
        return {
            "bytes a token": (after - before) / (TOKENS * lanes),
            "lag": statistics.median(lags),
            "lag p95": p95(lags),
            "cpu": cpu / seconds * 100,
            "memory": resident_megabytes(terminal.process.pid),
        }


def typing(program: Opener, lanes: int) -> Figures:
    """How soon a key is seen while lanes speak."""
    with program(lanes, TOKENS) as one:
        one.run()
        return _echo(one)


def typing_beside_models() -> Figures:
    """How soon a key is seen while real models compute on every core they may have."""
    with computing(LANES, REAL_TOKENS) as one:
        terminal = one.terminal
        terminal.send("f5")
        terminal.wait_for("▸")
        found = _echo(one)
        if "▸" not in terminal.text():
            raise RuntimeError(f"the models were done before the typing:\n{terminal.text()}")
        return found


def catalog() -> Figures:
    """Bytes per move in the catalog beside the cells that change in the licence pane."""
    with llmplay(1, TOKENS) as one:
        terminal = one.terminal
        terminal.send("f2")
        quiet(terminal)
        beside, changes = [], []
        for _ in range(MOVES):
            old, before = _licence(one), len(terminal.written)
            terminal.send("down")
            written = quiet(terminal, 0.2) - before
            changed = sum(a != b for a, b in zip(old, _licence(one), strict=True))
            changes.append(changed)
            beside.append(written - changed)
        return {
            "catalog move": statistics.mean(beside),
            "catalog move, worst": max(beside),
            "licence cells": statistics.mean(changes),
        }


def list_moves(program: Opener) -> Figures:
    """Bytes per move in a list of the bare application."""
    with program(1, TOKENS) as one:
        one.terminal.send("f2")
        before = quiet(one.terminal)
        for _ in range(MOVES):
            one.terminal.send("down")
            after = quiet(one.terminal, 0.2)
        return {"catalog move": (after - before) / MOVES}


def slow() -> Figures:
    """Four lanes on a terminal that takes 2 kB/s."""
    with llmplay(4, TOKENS) as one:
        terminal = one.terminal
        quiet(terminal)
        memory = resident_megabytes(terminal.process.pid)
        terminal.bytes_a_second = SLOW
        one.run()
        found = _echo(one)
        one.wait_for_tokens(TOKENS)
        grown = resident_megabytes(terminal.process.pid) - memory
        rate = one.tokens_a_second()
        terminal.wait_for(lambda: terminal.text().count("✓ done") + terminal.text().count("✓ 600"))
        quiet(terminal)
        caught_up = terminal.cells()
        terminal.bytes_a_second = None
        terminal.send("ctrl+l")
        quiet(terminal)
        wrong = sum(
            a != b
            for old, new in zip(caught_up, terminal.cells(), strict=True)
            for a, b in zip(old, new, strict=True)
        )
        return {
            "slow echo": found["echo"],
            "slow echo p95": found["echo p95"],
            "slow rate": rate / 50.0,
            "slow memory": grown,
            "slow wrong cells": wrong,
        }


def long_lane(tokens: int) -> Figures:
    """A lane that has said so many tokens and goes on at 50 a second."""
    with llmplay(1, tokens + TOKENS, at_once=tokens) as one:
        terminal = one.terminal
        one.run()
        one.wait_for_tokens(tokens + 50)
        terminal.wait_for(one.shows_newest)
        began, cpu = time.monotonic(), cpu_seconds(terminal.process.pid)
        found = _echo(one)
        cpu = (cpu_seconds(terminal.process.pid) - cpu) / (time.monotonic() - began)
        one.wait_for_tokens(tokens + TOKENS)
        terminal.send("f4")
        quiet(terminal, 1.0)
        pages = []
        for key in ("pageup", "pagedown") * 8:
            text, pressed = terminal.text(), time.monotonic()
            terminal.send(key)
            terminal.wait_for(lambda text=text: terminal.text() != text)  # type: ignore[misc]
            pages.append((time.monotonic() - pressed) * 1000)
            quiet(terminal, 0.2)
        return {
            "echo": found["echo"],
            "page": statistics.median(pages),
            "cpu": cpu * 100,
            "memory": resident_megabytes(terminal.process.pid),
        }


def _echo(one: Program) -> Figures:
    """Type while lanes speak."""
    terminal = one.terminal
    seen = Sightings(terminal, PROMPT)
    terminal.record()
    typed = type_steadily(terminal, KEYS)
    time.sleep(3.0 if terminal.bytes_a_second is None else 10.0)
    terminal.replay(seen.look)
    found = echoes(typed, seen.keys)
    return {"echo": statistics.median(found), "echo p95": p95(found)}


def _licence(one: Program) -> list[object]:
    """The cells of the licence pane, text and looks."""
    lines = one.terminal.lines()
    top = next(y for y, line in enumerate(lines) if line[:12].strip("─━").startswith("Licence"))
    buffer = one.terminal.screen.buffer
    return [buffer[y][x] for y in range(top, len(lines) - 1) for x in range(36)]
