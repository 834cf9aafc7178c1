"""Our end of the process that renders chat templates."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import selectors
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from playground.errors import PlaygroundError

_SECONDS = 2.0
"""After which a rendering is given up; a usual one takes a millisecond."""

_ROOT = Path(__file__).resolve().parents[3]
_BOOT = (
    f"import sys; sys.path.append({str(_ROOT)!r}); "
    "from playground.services.chat_templates.renderer import main; main()"
)


class ChatTemplateError(PlaygroundError):
    """The chat template of a model file cannot be rendered."""


class ChatRefusedError(ChatTemplateError):
    """The template does not take this conversation, and says why."""


class Renderer:
    """One process for all templates, started when the first is asked for."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        """`seconds` is how long a template may take."""
        self._seconds = seconds
        self._one = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self.render = functools.lru_cache(maxsize=256)(self._render)
        """Text of a template and its values as JSON; raises `ChatTemplateError`."""

    def close(self) -> None:
        """End the process."""
        with self._one:
            self._end()

    def _render(self, source: str, values: str) -> str:
        line = f'{{"source": {json.dumps(source)}, "values": {values}}}\n'.encode()
        with self._one:
            fields = self._ask(line)
        if "refused" in fields:
            raise ChatRefusedError(f"It says: {fields['refused']}")
        if "error" in fields:
            raise ChatTemplateError(f"It fails: {fields['error']}")
        return str(fields["text"])

    def _ask(self, line: bytes) -> dict[str, Any]:
        process = self._process
        if process is None or process.poll() is not None:
            process = self._process = self._start()
        assert process.stdin is not None
        try:
            process.stdin.write(line)
            process.stdin.flush()
            fields: dict[str, Any] = json.loads(self._line(process))
        except (OSError, ValueError) as error:
            self._end()
            raise ChatTemplateError("It ended the process that renders it.") from error
        return fields

    def _line(self, process: subprocess.Popen[bytes]) -> bytes:
        """One line, in time; raises `ChatTemplateError` where it does not come."""
        assert process.stdout is not None
        found = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not found.endswith(b"\n"):
                if not selector.select(self._seconds):
                    self._end()
                    raise ChatTemplateError(f"It takes more than {self._seconds:g} s.")
                data = os.read(process.stdout.fileno(), 2**16)
                if not data:
                    raise ValueError("the process ended")
                found += data
        return bytes(found)

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-P", "-c", _BOOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath, "TZ": os.environ.get("TZ", "")},
            start_new_session=True,
        )

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        process.wait()
