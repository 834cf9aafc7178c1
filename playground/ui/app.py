"""The application: its theme, the keys of every screen, a way out that loses nothing."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.command import Provider

from playground.domain.catalog import CatalogEntry
from playground.errors import PlaygroundError
from playground.services import local, paths
from playground.services.catalog import load_all
from playground.services.endpoints import served_entries
from playground.services.local import resolve
from playground.services.recent import recent_models
from playground.services.settings import load_settings
from playground.ui import theming
from playground.ui.desk import Desk
from playground.ui.display import DifferentialDisplay, forget_widgets
from playground.ui.keys import binding, changed_keys, with_alt
from playground.ui.ordered_keys import OrderedKeys
from playground.ui.panes.catalog import CatalogPane
from playground.ui.screens.main import PlaygroundScreen
from playground.ui.styles import check_own, style_sheets

_SECOND_PRESS_SECONDS = 5.0
_LAST_BYTES_SECONDS = 1.0
_SCAN_PROBLEMS = 2  # told on the screen; `llmplay models scan` tells all


def _commands() -> type[Provider]:
    from playground.ui.commands import KeyCommands

    return KeyCommands


class PlaygroundApp(OrderedKeys[int], DifferentialDisplay[int], inherit_bindings=False):
    """The full-screen playground."""

    TITLE = "llmplay"
    ENABLE_COMMAND_PALETTE = False  # its key would not follow the keymap; ours does
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 (Textual declares it so)
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012 (likewise)
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("app.quit", "leave", priority=True),
        binding("app.redraw", "redraw", priority=True),
        binding("palette.open", "command_palette", priority=True),
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+z", "step_aside", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, *, theme: str | None = None) -> None:
        """`theme` is the name of a theme, over the one in the settings."""
        super().__init__(css_path=style_sheets())
        self.animation_level = "none"
        self.use_command_palette = True
        self._desk = desk
        self._complaints: list[PlaygroundError] = []
        self._interrupted_at = -_SECOND_PRESS_SECONDS
        self._leaving: asyncio.Task[None] | None = None
        wanted = theming.WITHOUT_COLOUR if self.no_color else desk.settings.theme
        theming.without_colour(self._filters)
        self._use_theme(theme or wanted)
        try:
            check_own()
        except PlaygroundError as error:
            self._complaints.append(error)
        if desk.keymap.problems:
            wrong = " ".join(desk.keymap.problems)
            where = paths.shown(paths.settings_file())
            self._complaints.append(PlaygroundError(f"{where}, [keys]: {wrong}"))
        self.set_keymap(changed_keys(desk.keymap))
        self.alt_keys = with_alt(desk.keymap)

    def get_default_screen(self) -> PlaygroundScreen:
        """The main screen."""
        return PlaygroundScreen(self._desk)

    def on_mount(self) -> None:
        """Listen for the end of the connection; what is slow waits for the first paint."""
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGHUP, signal.SIGTERM):
                loop.add_signal_handler(number, self._leave_soon, 128 + number)
        for complaint in self._complaints:
            self.notify(str(complaint), severity="warning", timeout=20, markup=False)
        self.call_after_refresh(self._after_first_paint)

    def pop_screen(self) -> AwaitComplete:
        """Leave a screen, and what is still in memory of those that were left before."""
        forget_widgets()
        return super().pop_screen()

    async def action_leave(self, code: int = 0, lose: bool = False) -> None:
        """Quit: stop what runs, keeping its text, end the model processes, give the screen back.

        Asks first where the session cannot be written, unless what waits may be lost.
        """
        screen = next((one for one in self.screen_stack if isinstance(one, PlaygroundScreen)), None)
        if screen is not None:
            await screen.abandon()
        if code:
            await asyncio.to_thread(self._desk.rescue)
        elif screen is not None and not lose and self._desk.store.waiting:
            try:
                await asyncio.to_thread(self._desk.store.flush)
            except PlaygroundError as error:
                await screen.ask_unsaved(error)
                return
        unsaved = await self._desk.close()
        if not code:
            await self.part()
        self.exit(code, return_code=code or bool(unsaved), message=str(unsaved or "") or None)

    async def action_step_aside(self) -> None:
        """Ctrl+Z: stop until the shell brings the program back."""
        await self.part()
        self.action_suspend_process()

    async def action_interrupt(self) -> None:
        """Ctrl+C: quit at the second press, so that a habit of copying costs nothing."""
        now = time.monotonic()
        if now - self._interrupted_at < _SECOND_PRESS_SECONDS:
            await self.action_leave()
            return
        self._interrupted_at = now
        self.notify("Ctrl+C again quits; so does F10. Esc stops a run.")

    def _after_first_paint(self) -> None:
        if not gc.isenabled():  # as the program begins: what is there now stays, and is passed over
            gc.freeze()
            gc.enable()
        self._desk.pool.prepare("ctransformers")
        self.run_worker(self._read_catalog, thread=True, group="catalog", exit_on_error=False)

    def _read_catalog(self) -> None:
        try:
            entries, recent = load_all(), recent_models()
        except PlaygroundError as error:
            self.call_from_thread(self.notify, str(error), severity="error", timeout=30)
            return
        catalog = self.screen_stack[0].query_one(CatalogPane)
        self.call_from_thread(catalog.show, entries, recent=recent)
        found = local.everything(self._desk.settings, entries)
        more = [*found.entries, *self._served(entries)]
        if more != list(entries):
            self.call_from_thread(catalog.show, more, recent=recent)
        for problem in found.scan.problems[:_SCAN_PROBLEMS]:
            self.call_from_thread(self.notify, problem, severity="warning", timeout=20)
        entries = found.entries
        self._desk.fits.learn(entry for entry in entries if entry.installed)
        # Worked out here, so that no key of a filter waits for it.
        fits = [(entry, self._desk.fits.fit(entry)) for entry in more]
        self.call_from_thread(catalog.judge_again, fits)

    def _served(self, known: tuple[CatalogEntry, ...]) -> list[CatalogEntry]:
        """The models of the endpoints; a server that does not answer is told of."""
        found: list[CatalogEntry] = []
        for endpoint in self._desk.settings.endpoints:
            try:
                found += served_entries(endpoint, known)
            except PlaygroundError as error:
                self.call_from_thread(self.notify, str(error), severity="warning", timeout=20)
        return found

    def _leave_soon(self, code: int) -> None:
        if self._leaving is None:
            self._leaving = asyncio.create_task(self._leave_for_good(code))

    async def _leave_for_good(self, code: int) -> None:
        """Leave after a signal: the terminal may be gone and never take its last bytes."""
        await self.action_leave(code)
        last_resort = threading.Timer(_LAST_BYTES_SECONDS, os._exit, (code,))
        last_resort.daemon = True
        last_resort.start()

    def _use_theme(self, name: str) -> None:
        try:
            theme = theming.load_theme(name)
        except PlaygroundError as error:
            self._complaints.append(error)
            theme = theming.load_theme(theming.DEFAULT)
        self.register_theme(theme)
        self.theme = theme.name


def run(
    *,
    models: tuple[str, ...] = (),
    prompt: str | None = None,
    session: str | None = None,
    theme: str | None = None,
    say: Callable[[str], None] | None = None,
) -> int:
    """Open the full screen; returns the exit code. Raises `PlaygroundError` for wrong usage.

    What is to be known once the screen is gone is told to `say`.
    """
    settings = load_settings()
    if theme is not None:
        theming.load_theme(theme)
    desk = Desk(
        settings,
        chosen=tuple(resolve(name) for name in models),
        prompt=prompt or "",
        session=Path(session) if session else None,
    )
    app = PlaygroundApp(desk, theme=theme)
    # Without mouse reports the terminal's own selection works, and nothing is sent for moves.
    app.run(mouse=False)
    if say is not None and desk.store.path.is_file() and not app.return_code:
        where = paths.shown(desk.store.path)
        say(f"The session is in {where}; llmplay --session FILE goes on with it.")
    return app.return_code or 0
