"""`python -m tests.benchmarks.pulling [MIB]`: a pull beside the library's own download.

Both are whole programs with an empty cache, from exec to exit, and a hub on this machine. Ours
also hashes what it gets; `hf_hub_download` compares the size.
"""

from __future__ import annotations

import functools
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection

from tests.benchmarks.__main__ import main
from tests.benchmarks.figures import Figure, compared
from tests.benchmarks.rounds import alternate
from tests.services.hub import server
from tests.services.hub.stored import Stored

ROUNDS = 5
BUDGET = 1.5
REPO, FILE = "someone/Large-GGUF", "large.gguf"
_LIBRARY = f"import huggingface_hub; huggingface_hub.hf_hub_download({REPO!r}, {FILE!r})"
_PROGRAMS = {
    "llmplay models pull": ["-m", "playground", "models", "pull", "--quiet", f"{REPO}:{FILE}"],
    "hf_hub_download": ["-c", _LIBRARY],
}


def serve(megabytes: int, told: Connection) -> None:
    """Serve one file until the process is ended."""
    server.QUEUE_BYTES = 2**22  # as much as goes through, not as little as may be lost
    with server.serving() as both:
        both.repos[REPO] = Stored({FILE: os.urandom(2**20) * megabytes})
        told.send(both.url)
        time.sleep(3600)


def measured(command: list[str], url: str, used: list[float]) -> float:
    """Seconds from exec to exit; the processor time is added to `used`."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HF_ENDPOINT": url, "HF_HUB_CACHE": home, "HOME": home}
        environment |= {"HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_XET": "1"}
        environment |= {"HF_HUB_DISABLE_PROGRESS_BARS": "1"}
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(
            [sys.executable, *command], check=True, env=environment, stdout=subprocess.DEVNULL
        )
        seconds = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return seconds


def measure(quick: bool, mebibytes: str = "512") -> Iterator[Figure]:
    """On the clock and in processor time."""
    ours, theirs = multiprocessing.Pipe()
    serving = multiprocessing.Process(target=serve, args=(int(mebibytes), theirs), daemon=True)
    serving.start()
    try:
        url = ours.recv()
        used: dict[str, list[float]] = {name: [] for name in _PROGRAMS}
        tried = {
            name: functools.partial(measured, command, url, used[name])
            for name, command in _PROGRAMS.items()
        }
        found = alternate(2 if quick else ROUNDS, tried)
    finally:
        serving.kill()
        serving.join()
    pull, library = _PROGRAMS
    against = f"`{library}`, which hashes nothing"
    yield compared(
        f"fetching {mebibytes} MiB from a hub on this machine, hashed",
        "s",
        found[pull],
        found[library],
        against,
        budget=BUDGET,
    )
    yield compared(
        "the same in processor time",
        "s",
        used[pull],
        used[library],
        against,
        note="hashing is most of what it does more",
    )


if __name__ == "__main__":
    sys.exit(main(["--only", "pulling", *sys.argv[1:]]))
