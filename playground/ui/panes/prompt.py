"""The prompt editor."""

from __future__ import annotations

from textual.widgets import TextArea


class PromptPane(TextArea):
    """A plain editor; the line editing keys are those of readline."""

    def __init__(self, text: str = "") -> None:
        super().__init__(
            text, soft_wrap=True, tab_behavior="focus", show_line_numbers=False, compact=True
        )
        self.border_title = "Prompt"
        self.cursor_blink = False  # a blink costs bytes on the wire for as long as one thinks
        self.placeholder = "Type a prompt, or press P on a model for one that suits it."
