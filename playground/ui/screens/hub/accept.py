"""The conditions of a licence, before the first download of what is under it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from playground.domain.hub import Pull
from playground.domain.licenses import DISCLAIMER, License
from playground.domain.terminal import visible
from playground.services import acceptance
from playground.services.hub.downloads import Downloads
from playground.ui.keys import either_case
from playground.ui.panes.license import terms
from playground.ui.screens.leaving import LeavableScreen


class AcceptScreen(LeavableScreen[bool]):
    """Shows the conditions; gives whether they are accepted."""

    BINDINGS: ClassVar[list[BindingType]] = either_case(
        Binding("a", "dismiss(True)", "Accept", show=False),
        Binding("escape,q", "dismiss(False)", "Back", show=False),
    )

    def __init__(self, pull: Pull, licenses: Sequence[License]) -> None:
        """`licenses` are those nobody accepted yet."""
        super().__init__()
        self._pull = pull
        self._licenses = licenses

    def compose(self) -> ComposeResult:
        """The terms, and what to press."""
        with VerticalScroll() as body:
            body.border_title = f"Licence of {visible(self._pull.name)}"
            yield Static(self._text())
        yield Static(" A Accept and download  Esc Do not  ↑ ↓ PgUp PgDn Scroll", classes="foot")

    def _text(self) -> Content:
        parts: list[Content] = []
        if len(self._pull.licenses) > 1:
            named = ", ".join(map(visible, self._pull.licenses))
            parts.append(Content(f"The catalog and the hub name several licences: {named}.\n"))
        for licence in self._licenses:
            parts.append(Content.styled(visible(licence.name), "bold"))
            if licence.url:
                parts.append(Content(visible(licence.url)))
            checked = f"Verified: {licence.verified}. What was checked: {visible(licence.checked)}."
            parts += [*terms(licence), Content(""), Content(checked), Content("")]
        parts.append(Content("You are asked once. What you accept is kept with its date."))
        parts.append(Content.styled(DISCLAIMER, "dim"))
        return Content("\n").join(parts)


async def begin(screen: Screen[Any], downloads: Downloads, pull: Pull) -> bool:
    """Begin a download once its licences are accepted; False where they are not.

    Belongs in a worker. Raises `PlaygroundError`.
    """
    asked = await asyncio.to_thread(acceptance.unaccepted, pull)
    if asked:
        if not await screen.app.push_screen_wait(AcceptScreen(pull, asked)):
            return False
        await asyncio.to_thread(acceptance.accept, pull, asked)
    downloads.add(pull)
    return True
