"""A terminal that is given back with a clean pen."""

from __future__ import annotations

from typing import Any

from textual.driver import Driver


def tidy(base: type[Driver]) -> type[Driver]:
    """The driver `base`, which resets the pen before the terminal goes back to the shell.

    The display leaves the pen of its last frame set; the shell's text must not be in its colours.
    """

    def stop_application_mode(self: Any) -> None:
        self.write("\x1b[m")
        base.stop_application_mode(self)

    return type(f"Tidy{base.__name__}", (base,), {"stop_application_mode": stop_application_mode})
