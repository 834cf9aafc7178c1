"""What the screens work with: opened once, before the first screen, and closed after the last."""

from __future__ import annotations

import contextlib
import functools
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from playground.domain.catalog import CatalogEntry
from playground.domain.key_changes import change_keys
from playground.domain.licenses import License
from playground.domain.templates import Template
from playground.errors import PlaygroundError
from playground.services.catalog import load_bundled, load_licenses, load_templates
from playground.services.chat_templates import ChatWriter
from playground.services.fit import FitService
from playground.services.hub.api import Hub
from playground.services.hub.downloads import Downloads
from playground.services.pool import EnginePool
from playground.services.runner import RunService
from playground.services.sessions import SessionStore
from playground.services.settings import Settings
from playground.services.tokens import TokenCounter
from playground.ui.keys import first_keys

if TYPE_CHECKING:
    from playground.services.evaluation.sitting import Sitting


class Desk:
    """The services and choices of one sitting."""

    def __init__(
        self,
        settings: Settings,
        *,
        chosen: tuple[CatalogEntry, ...] = (),
        prompt: str = "",
        session: Path | None = None,
    ) -> None:
        """Raises `PlaygroundError` where the session cannot be used or a shipped file is broken."""
        self.settings = settings
        self.chosen = chosen
        self.prompt = prompt
        self.bundled = load_bundled()
        self.store = SessionStore(session)
        self.pool = EnginePool(warm=settings.warm_models, stall_seconds=settings.stall_seconds)
        self.service = RunService(self.pool, settings, self.store, patient=True)
        self.fits = FitService(settings.context_limit)
        self.tokens = TokenCounter(self.pool, settings)
        self.hub = Hub()
        self.downloads = Downloads(self.hub)
        self.keymap = change_keys(settings.keys)
        self.keys = first_keys(self.keymap)
        self.evaluation: Sitting | None = None
        """The one that goes on, or the last one."""

    @property
    def ready(self) -> bool:
        """Whether the program was begun with all that a run needs."""
        return bool(self.chosen and self.prompt.strip())

    @functools.cached_property
    def licenses(self) -> Mapping[str, License]:
        """By id."""
        return load_licenses()

    @functools.cached_property
    def templates(self) -> Mapping[str, Template]:
        """By name."""
        return load_templates()

    @functools.cached_property
    def write(self) -> ChatWriter:
        """Makes the exact text that a model gets."""
        return ChatWriter(self.templates)

    def go_on_with(self, path: Path) -> None:
        """Let go of the session file and go on with another one.

        Raises `PlaygroundError` where that cannot be used, or where what waits for the one at hand
        still cannot be written; nothing changes then.
        """
        self.store.flush()  # it is let go of: what it still kept in memory would be lost
        store = SessionStore(path)
        before, self.store = self.store, store
        self.service.record_in(store)
        before.close()

    def unrecorded(self) -> RunService:
        """Runs in the same processes, and records nothing."""
        return RunService(self.pool, self.settings)

    async def close(self) -> PlaygroundError | None:
        """Stop an evaluation and the downloads, end the model processes, let go of the session.

        Gives what of the session could not be written, if anything.
        """
        if self.evaluation is not None:
            await self.evaluation.stop()
        self.write.close()
        await self.downloads.close()
        await self.pool.close()
        try:
            self.store.close()
        except PlaygroundError as error:
            return error
        return None

    def rescue(self) -> None:
        """Where the session file takes no more, write all of it to the folder of temporary files.

        For an end that nobody can be asked about.
        """
        with contextlib.suppress(PlaygroundError):
            try:
                self.store.flush()
            except PlaygroundError:
                self.store.move(Path(tempfile.gettempdir()) / f"{self.store.id}.toml")
