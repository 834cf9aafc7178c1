"""Presses keys in the program, counts them and the screens they lead to, and finds its way back."""

from __future__ import annotations

import base64
import contextlib
import os
import re
import shutil
import termios
from collections import Counter
from collections.abc import Callable

from tests.pty.playing import Playground
from tests.soak.program.house import ALL, House
from tests.soak.program.screens import MAIN, name_of

SIZE = (140, 45)
_SOON = 5.0
_BRIEF = 0.25
_TEXT = "text:"
_NO_PROMPT = ("Type a prompt, or press", "Type what to say next; it")
_COPIED = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
_COMPLAINTS = re.compile(
    rb"Traceback|Exception ignored|Exception in thread|never retrieved|never awaited"
    rb"|ResourceWarning|RuntimeWarning|The run failed:"
)
_PRIVATE_MODE = re.compile(rb"\x1b\[\?(\d+)([hl])")
_KEYBOARD = (rb"\x1b\[>\d+u", rb"\x1b\[<\d*u")  # pushed, popped
_SET_AT_REST = frozenset({b"25", b"7"})  # a cursor that is seen, lines that wrap


class Player(Playground):
    """The program at the size that is usual here, with all models selected."""

    def __init__(self, house: House) -> None:
        chosen = [word for model in ALL for word in ("-m", model)]
        super().__init__(
            *chosen,
            home=house.home,
            size=SIZE,
            environment=house.environment,
            through=_unprivileged(),
        )
        self.keys = 0
        self.screens: Counter[str] = Counter()
        self.typed: list[str] = []
        """Every key, for the record."""
        self.done: Counter[str] = Counter()
        """What was done beside pressing keys, by its name."""
        self._last = ""
        self._heard = 0

    # Keys

    def press(self, *tokens: str) -> None:
        """Press keys by their names; `text:…` is typed."""
        for token in tokens:
            self.typed.append(token)
            if token.startswith(_TEXT):
                self.keys += len(token) - len(_TEXT)
                self.type(token.removeprefix(_TEXT))
            else:
                self.keys += 1
                self.send(token)

    def try_keys(self, *tokens: str) -> None:
        """Press keys that may have no effect, and see where they led."""
        before = self.text()
        self.press(*tokens)
        self.soon(lambda: self.text() != before, _BRIEF)
        self.look()

    def soon(self, met: Callable[[], object], seconds: float = _SOON) -> bool:
        """Whether this comes true in a short time; nothing is wrong where it does not."""
        with contextlib.suppress(AssertionError):
            self.wait_for(met, seconds)
            return True
        assert not self.closed, f"the program ended with {self.process.poll()}\n{self.text()}"
        return False

    # Where it is

    def look(self) -> str:
        """The name of the screen; counted where it is another one than before."""
        name = name_of(self.lines())
        if name and name != self._last:
            self.screens[name] += 1
            self._last = name
        return name

    def back_to_main(self) -> None:
        """Leave whatever is open, by Esc alone."""
        for _ in range(12):
            if self.look() == MAIN:
                return
            before = self.text()
            self.press("escape")
            self.soon(lambda before=before: self.text() != before)  # type: ignore[misc]
        raise AssertionError(f"Esc does not lead back to the main screen\n{self.text()}")

    @property
    def running(self) -> bool:
        """Whether the last line offers to stop a run."""
        return "Esc Stop" in self.lines()[-1]

    def prompt(self) -> str:
        """What of the prompt is in view, on the main screen."""
        rows = self.lines()
        left = _prompt_left(rows)
        inner: list[str] = []
        for row in rows[1:]:
            if row[left : left + 1] in {"─", "━"}:
                break
            inner.append(row[left:].strip(" ▁▂▃▄▅▆▇█▔"))
        text = "\n".join(inner).strip()
        return "" if text.startswith(_NO_PROMPT) else text

    def go_to_prompt(self) -> None:
        """Have the editor in focus, whatever its title says."""
        self.press("f3")
        self.wait_for(lambda: (rows := self.lines())[0].startswith("━", _prompt_left(rows)))

    def clear_prompt(self) -> None:
        """Empty the editor."""
        self.go_to_prompt()
        while self.prompt():
            self.press("pagedown", "pagedown", "ctrl+e", *["ctrl+u", "backspace"] * 10)
            self.press("text:~")  # seen when all before it was done
            self.wait_for(lambda: self.prompt().endswith("~"))
            done = self.prompt() == "~"
            self.press("backspace")
            self.wait_for(lambda: not self.prompt().endswith("~"))
            if done:
                self.wait_for(lambda: not self.prompt())

    def answers_a_key(self, number: int) -> None:
        """Type a word into the prompt, see it there, and take it back."""
        self.go_to_prompt()
        word = f"zq{number}x"
        self.press(f"{_TEXT}{word}")
        self.wait_for(lambda: word in self.text())
        self.press(*["backspace"] * len(word))
        self.wait_for(lambda: word not in self.text())

    # What it says

    def copy(self) -> str | None:
        """Have the output in focus copied; what came is None where there was nothing to copy."""
        before, at = self.text(), len(self.written)
        self.press("y")
        self.wait_for(lambda: self.text() != before)
        found = _COPIED.search(self.written, at)
        return base64.b64decode(found[1]).decode() if found else None

    def complain(self) -> None:
        """Fail where the program, or Python, wrote of an error nobody foresaw."""
        with self.condition:
            new = bytes(self.written[max(0, self._heard - 100) :])
            self._heard = len(self.written)
        found = _COMPLAINTS.search(new)
        if found:
            around = new[max(0, found.start() - 500) : found.end() + 3000].decode(errors="replace")
            raise AssertionError(f"the program complains: {found[0].decode()}\n{around}")

    def assert_restored(self) -> None:
        """After the end: every mode of the terminal is what it was before."""
        assert self.gave_screen_back()
        last = dict(_PRIVATE_MODE.findall(self.written))
        wrong = [
            number.decode()
            for number, state in last.items()
            if (state == b"h") != (number in _SET_AT_REST)
        ]
        assert not wrong, f"private modes left as they are not at rest: {', '.join(wrong)}"
        pushed, popped = (len(re.findall(what, self.written)) for what in _KEYBOARD)
        assert pushed <= popped, "the keyboard protocol is left on"
        assert self.line_modes() == _usual_line_modes(), "the line discipline is not what it was"


def _prompt_left(rows: list[str]) -> int:
    """Where the pane of the prompt begins: the second one in the first line."""
    between = re.search("[─━] [─━]", rows[0])
    return between.end() - 1 if between else 0


def _unprivileged() -> list[str]:
    """For root: without what it may do in spite of permissions, or no folder is read-only."""
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        return []
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]


def _usual_line_modes() -> list[object]:
    master, slave = os.openpty()
    try:
        return termios.tcgetattr(slave)
    finally:
        os.close(master)
        os.close(slave)
