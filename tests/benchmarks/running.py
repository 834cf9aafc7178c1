"""Runs one benchmark in a process of its own, which may fail, crash or hang alone."""

from __future__ import annotations

import compileall
import contextlib
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.benchmarks.results import Measurement

LIMIT_SECONDS = 900.0
"""More than any of them takes."""
_GRACE_SECONDS = 30.0
"""To put away what it has, once it was told to end."""
_ROOT = Path(__file__).parents[2]


def run(
    name: str,
    *,
    quick: bool,
    words: Sequence[str] = (),
    show: Callable[[Figure], object],
    limit: float = LIMIT_SECONDS,
) -> Measurement:
    """Measure; figures are shown as they come, and kept where it fails later."""
    began = datetime.now().astimezone()
    compileall.compile_dir(_ROOT / "playground", quiet=2)  # as an installation does
    command = [sys.executable, "-m", "tests.benchmarks.one", name, *(["--quick"] * quick), *words]
    figures: list[Figure] = []
    errors: list[str] = []
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            with _limited(process, limit, errors):
                assert process.stdout is not None
                for line in process.stdout:
                    found = json.loads(line)
                    if "error" in found:
                        errors.append(found["error"])
                    else:
                        figures.append(Figure(**found))
                        show(figures[-1])
                code = process.wait()
        except KeyboardInterrupt:  # the process has the signal as well, and puts away what it has
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE_SECONDS)
            process.kill()
            raise
    if code and not errors:
        told = signal.Signals(-code).name if code < 0 else f"code {code}"
        errors.append(f"its process ended with {told}")
    if not figures and not errors:
        errors.append("it found nothing")
    return Measurement.now(began, figures, quick=quick, error="; ".join(errors))


@contextlib.contextmanager
def _limited(process: subprocess.Popen[str], limit: float, errors: list[str]) -> Iterator[None]:
    """End what takes too long, with time to clean up."""

    def interrupt() -> None:
        errors.append(f"it took longer than {limit:g} s")
        process.send_signal(signal.SIGINT)

    timers = [
        threading.Timer(limit, interrupt),
        threading.Timer(limit + _GRACE_SECONDS, process.kill),
    ]
    for timer in timers:
        timer.daemon = True
        timer.start()
    try:
        yield
    finally:
        for timer in timers:
            timer.cancel()
