"""A program in a real pseudo-terminal: its keys, its screen as an emulator sees it, its end."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

from tests.pty.keyboard import key

PLAYGROUND = (sys.executable, "-P", "-m", "playground")
ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds after which a condition counts as never met; far above what any of them takes."""

# `sh` opens the terminal as leader of a new session, which makes it the controlling one.
_INTO_TERMINAL = 'exec "$@" 0<>"$TTY" 1>&0 2>&0'
# The emulator knows no private parameters marked with < and would print the rest.
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[<[0-9;]*[a-zA-Z]")
_SYNCHRONISED_QUERY = b"\x1b[?2026$p"
_SYNCHRONISED_ANSWER = "\x1b[?2026;2$y"
_CURSOR_QUERY = b"\x1b[6n"
_CURSOR_ANSWER = "\x1b[1;1R"
_TICK_SECONDS = 0.05
_FRAME_BEGINS, _FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"


class Terminal:
    """Runs a command on a pseudo-terminal of its own; use it as a context manager."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        home: Path,
        size: tuple[int, int] = (80, 24),
        environment: Mapping[str, str] | None = None,
        synchronised: bool = True,
    ) -> None:
        """`home` holds the program's folders; `synchronised` answers that frames may be marked."""
        self.condition = threading.Condition()
        self.screen = pyte.Screen(*size)
        self.written = bytearray()
        self.arrivals: list[tuple[float, int]] = []
        """When (`time.monotonic`) something arrived, and how many bytes were written by then."""
        self.closed = False
        self.bytes_a_second: float | None = None
        """How fast the terminal takes what is written; None for as fast as it comes."""
        self._recorded: list[tuple[float, bytes]] | None = None
        self._stream = pyte.ByteStream(self.screen)
        self._synchronised = synchronised
        self._master, slave = os.openpty()
        self._set_size(*size)
        folders = {"HOME": home, "XDG_CONFIG_HOME": home / "config", "XDG_DATA_HOME": home / "data"}
        folders["XDG_CACHE_HOME"] = home / "cache"
        inherited = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self.process = subprocess.Popen(
            ["sh", "-c", _INTO_TERMINAL, "sh", *command],
            env={
                **inherited,
                **{name: str(folder) for name, folder in folders.items()},
                **{"TERM": "xterm-256color", "COLORTERM": "truecolor", "TTY": os.ttyname(slave)},
                **{"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"},
                **(environment or {}),
            },
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._slave: int | None = slave
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the program, whatever its state."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.close_terminal()

    # What a person does

    def send(self, *names: str) -> None:
        """Press keys, one after another."""
        for name in names:
            self.type(key(name))

    def type(self, text: str) -> None:
        """Send text as it is."""
        data = memoryview(text.encode())
        deadline = time.monotonic() + PATIENCE
        while data:
            _, writable, _ = select.select([], [self._master], [], deadline - time.monotonic())
            assert writable, "the program reads no keys"
            data = data[os.write(self._master, data[:1024]) :]

    def paste(self, text: str) -> None:
        """Send text as a bracketed paste."""
        self.type(f"\x1b[200~{text}\x1b[201~")

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size."""
        with self.condition:
            self.screen.resize(lines, columns)
            self._set_size(columns, lines)

    def close_terminal(self) -> None:
        """Close the terminal's window or connection: the program gets SIGHUP."""
        if self._master < 0:
            return
        self._let_go_of_slave()
        master, self._master = self._master, -1
        os.close(master)
        self._reader.join(PATIENCE)

    # What a person sees

    def cells(self) -> list[list[str]]:
        """Every cell; the second one of a wide character is empty."""
        with self.condition:
            buffer, width = self.screen.buffer, self.screen.columns
            rows = (buffer[y] for y in range(self.screen.lines))
            return [[row[x].data for x in range(width)] for row in rows]

    def lines(self) -> list[str]:
        """The rows of the screen, without the spaces at their ends."""
        return ["".join(row).rstrip() for row in self.cells()]

    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines())

    def wait_for(self, wanted: str | Callable[[], object], timeout: float = PATIENCE) -> None:
        """Wait until this text is on the screen, or until this is true of it."""

        def met() -> bool:
            if self._in_frame():
                return False
            return wanted in self.text() if isinstance(wanted, str) else bool(wanted())

        with self.condition:
            if not self.condition.wait_for(lambda: met() or self.closed, timeout) or not met():
                end = f"ended with {self.process.poll()}" if self.closed else "goes on"
                raise AssertionError(f"never came: {wanted!r}; the program {end}\n{self.text()}")
        assert "Traceback (most recent call last)" not in self.text(), self.text()

    def record(self) -> None:
        """Keep what arrives for `replay`: an emulator takes the processor that is measured."""
        with self.condition:
            self._recorded = []

    def replay(self, look: Callable[[float], object]) -> None:
        """Show what was recorded, piece by piece; `look` gets the time each piece arrived at."""
        with self.condition:
            recorded, self._recorded = self._recorded or [], None
            for at, data in recorded:
                self._feed(data)
                look(at)

    # What becomes of the program

    def line_modes(self) -> list[object]:
        """What the terminal does by itself: echo, lines, signals; as `termios` has it."""
        return termios.tcgetattr(self._master)

    def children(self) -> list[int]:
        """The process ids of its children."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text(encoding="ascii").split()]

    def wait_exit(self, timeout: float = PATIENCE) -> int:
        """Wait for the end of the program and of its output; its exit status."""
        status = self.process.wait(timeout)
        self._let_go_of_slave()
        with self.condition:
            assert self.condition.wait_for(lambda: self.closed, PATIENCE)
        return status

    def kill(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def _set_size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def _in_frame(self) -> bool:
        """Whether a frame was begun of which the rest is still to come."""
        recent = self.written[-(2**17) :]
        return recent.rfind(_FRAME_BEGINS) > recent.rfind(_FRAME_ENDS)

    def _let_go_of_slave(self) -> None:
        # Until now it was held open, so that nothing is lost if the program is slow to open it.
        if self._slave is not None:
            os.close(self._slave)
            self._slave = None

    def _read(self) -> None:
        answered = False
        while True:
            data = self._taken()
            with self.condition:
                if data:
                    self.written += data
                    self.arrivals.append((time.monotonic(), len(self.written)))
                    if self._recorded is None:
                        self._feed(data)
                    else:
                        self._recorded.append((time.monotonic(), data))
                self.closed = not data
                self.condition.notify_all()
            if not data:
                return
            if self._synchronised and not answered and _SYNCHRONISED_QUERY in self.written:
                answered = True
                self.type(_SYNCHRONISED_ANSWER)
            before = len(self.written) - len(data)
            asked = self.written.count(_CURSOR_QUERY, max(0, before - len(_CURSOR_QUERY) + 1))
            with contextlib.suppress(OSError):  # the program is gone
                self.type(_CURSOR_ANSWER * asked)

    def _taken(self) -> bytes:
        """The next bytes the program wrote, as fast as this terminal is; none at the end."""
        master, most = self._master, 2**16
        if self.bytes_a_second is not None:
            most = max(1, int(self.bytes_a_second * _TICK_SECONDS))
            time.sleep(most / self.bytes_a_second)
        try:
            # Not read directly: closing a descriptor does not wake who reads from it.
            while self._master >= 0 and not select.select([master], [], [], 0.05)[0]:
                pass
            return os.read(master, most) if self._master >= 0 else b""
        except (OSError, ValueError):  # the other end is gone
            return b""

    def _feed(self, data: bytes) -> None:
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data))


class Died:
    """Processes whose end can be waited for."""

    def __init__(self, pids: Sequence[int]) -> None:
        self._descriptors = {os.pidfd_open(pid): pid for pid in pids}

    def wait(self, seconds: float) -> None:
        """Fail where one of them still runs after so many seconds."""
        deadline = time.monotonic() + seconds
        running = dict(self._descriptors)
        while running:
            ready = select.select(list(running), [], [], max(0.0, deadline - time.monotonic()))[0]
            for descriptor in ready:
                del running[descriptor]
            assert ready, f"still running: {sorted(running.values())}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind, even where the test failed."""
        for descriptor, pid in self._descriptors.items():
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(descriptor, signal.SIGKILL)
            os.close(descriptor)
            del pid
