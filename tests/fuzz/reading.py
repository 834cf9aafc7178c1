"""`python -m tests.fuzz.reading`: the process in which inputs are read, one after another.

A line of JSON in (`kind` and `path`), a line of JSON out. It may die of an input: whoever asks sees
that, and starts another. It must not take more than `MEMORY` bytes.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
import traceback
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from playground.errors import PlaygroundError
from tests.fuzz.kind import Kind, Read, Tried
from tests.fuzz.kinds import KINDS

LONGEST = 4000
"""Characters of a refusal that a person still reads; control characters are shown as pictures
by whatever prints it."""
MEMORY = 12 * 2**30
_FOLDERS = {
    "HOME": "",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_CACHE_HOME": ".cache",
    "XDG_STATE_HOME": ".local/state",
}


def judge(kind: Kind, read: Read, path: Path) -> Tried:
    """What becomes of an input: everything that is neither accepted nor refused in words failed."""
    try:
        return read(path)
    except PlaygroundError as error:
        told = str(error)
        if not error.message.strip():
            return Tried("failed", "refused without a word")
        if kind.named and not any(name in error.message for name in kind.named):
            return Tried("failed", f"the refusal names no {kind.named}: {told[:1000]}")
        if len(told) > LONGEST:
            return Tried("failed", f"a refusal of {len(told)} characters: {told[:1000]}")
        return Tried("refused", told)
    except Exception:
        return Tried("failed", traceback.format_exc()[-4000:])


def main() -> None:
    """Serve until standard input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what native code prints is no answer
    with tempfile.TemporaryDirectory() as home, ExitStack() as stack:
        os.environ["HF_HUB_OFFLINE"] = "0"  # the hub of these tests is on 127.0.0.1
        opened: dict[str, Read] = {}
        for line in sys.stdin:
            asked = json.loads(line)
            kind = KINDS[asked["kind"]]
            for name, below in _FOLDERS.items():  # no kind finds what another one left
                os.environ[name] = os.fspath(Path(home) / kind.name / below)
            if kind.name not in opened:
                opened[kind.name] = stack.enter_context(kind.reading())
            began = time.perf_counter()
            tried = judge(kind, opened[kind.name], Path(asked["path"]))
            seconds = time.perf_counter() - began
            answers.write(json.dumps({**asdict(tried), "seconds": seconds}) + "\n")
            answers.flush()


if __name__ == "__main__":
    main()
