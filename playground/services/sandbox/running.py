"""Runs one generated program with its tests in a jail, and says how it went."""

from __future__ import annotations

import functools
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playground.errors import PlaygroundError
from playground.services.sandbox import jail

_GRACE_SECONDS = 5.0


class SandboxError(PlaygroundError):
    """This machine cannot keep generated code apart from everything else."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a program may use."""

    seconds: float = 5.0
    """Of wall time, and one more of processor time."""
    memory_bytes: int = 256 * 2**20
    """Of address space, for each of its processes."""
    processes: int = 16
    file_bytes: int = 2**20
    output_bytes: int = 2**16


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a program ended."""

    passed: bool
    reason: str
    """Why it did not pass, in words; empty where it did."""


def check(code: str, tests: str, limits: Limits | None = None) -> Verdict:
    """Run a program and then its tests; it passed where nothing was raised.

    Blocks for at most the limit of wall time and a little more. Raises `SandboxError` where the
    kernel allows no walls around it: then nothing is run.
    """
    limits = limits or Limits()
    builder, command = _command()
    job = {
        "code": f"{code}\n{tests}\n",
        "nonce": secrets.token_hex(16),
        "needed": _interpreter_folders(),
        "seconds": limits.seconds,
        "memory_bytes": limits.memory_bytes,
        "processes": limits.processes,
        "file_bytes": limits.file_bytes,
        "output_bytes": limits.output_bytes,
    }
    with subprocess.Popen(
        [*command, _source(), builder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={},
        cwd="/",
        start_new_session=True,
    ) as process:
        try:
            out, complaint = process.communicate(
                json.dumps(job).encode("utf-8", "replace"), limits.seconds + _GRACE_SECONDS
            )
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return Verdict(False, f"ran longer than {limits.seconds:g} seconds")
    try:
        verdict = json.loads(out)
    except ValueError:
        told = complaint.decode("utf-8", "replace").strip().splitlines()
        raise _no_walls(told[-1] if told else f"exit code {process.returncode}") from None
    if verdict["kind"] == "walls":
        raise _no_walls(verdict["reason"])
    return Verdict(verdict["kind"] == "passed", verdict["reason"])


def ensure() -> None:
    """Try the walls once with a program that does nothing; raises `SandboxError`."""
    verdict = check("pass", "")
    if not verdict.passed:
        raise _no_walls(verdict.reason)


def _no_walls(reason: str) -> SandboxError:
    return SandboxError(
        f"This machine cannot keep generated code apart: {reason}.",
        "Nothing was run. It takes Linux with user namespaces, or bubblewrap (bwrap).",
    )


@functools.cache
def _source() -> str:
    return Path(jail.__file__).read_text(encoding="utf-8")


def _interpreter_folders() -> list[str]:
    """Where the interpreter and its standard library lie, unless the system's folders hold them."""
    folders = {os.path.realpath(sys.base_prefix), os.path.realpath(sys.base_exec_prefix)}
    folders |= {sys.base_prefix, sys.base_exec_prefix}
    return sorted(one for one in folders if not _within(one, jail.SYSTEM))


def _within(path: str, folders: Sequence[str]) -> bool:
    return any(path == one or path.startswith(one + "/") for one in folders)


def _command() -> tuple[str, list[str]]:
    """Who builds the walls, and the command line up to the source."""
    python = [os.path.realpath(sys.executable), "-I", "-S", "-c"]
    if os.geteuid() == 0:
        return "root", python
    bubblewrap = shutil.which("bwrap")
    if bubblewrap is None:
        return "user", python
    binds = [
        word
        for path in (*jail.SYSTEM, *_interpreter_folders())
        if Path(path).exists()
        for word in ("--ro-bind", path, path)
    ]
    walls = ["--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop"]
    places = ["ALL", *binds, "--dev", "/dev", "--size", str(8 * 2**20), "--tmpfs", jail.WORK]
    return "built", [bubblewrap, *walls, *places, "--chdir", jail.WORK, *python]
