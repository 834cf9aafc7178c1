"""The licence of the model under the cursor: what you may, what you must."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from playground.domain.catalog import CatalogEntry
from playground.domain.licenses import DISCLAIMER, Answer, License

_MARKS: dict[Answer, str] = {"yes": "✓", "no": "✗", "conditional": "~", "unknown": "?"}


class LicensePane(VerticalScroll, can_focus=True):
    """Shows one licence, shortest facts first."""

    def __init__(self) -> None:
        super().__init__(Static())
        self.border_title = "Licence"

    def show(self, entry: CatalogEntry, licence: License) -> None:
        """Show the licence of a model."""
        self.query_one(Static).update(license_text(entry, licence))
        self.scroll_home(animate=False)


def license_text(entry: CatalogEntry, licence: License) -> Content:
    """The whole of what is known, as lines that wrap."""
    parts = [
        Content.styled(licence.badge, "bold"),
        Content(f"{entry.name}" + (", comes with llmplay" if entry.bundled else "")),
    ]
    for row in licence.may:
        answer = _MARKS[row.answer]
        style = {"yes": "$text-success", "no": "$text-error"}.get(row.answer, "$text-warning")
        parts.append(Content.assemble((f"{answer} ", style), Content(row.question)))
    for title, lines in (("You must", licence.must), ("Limits", licence.limits)):
        if lines:
            parts.append(Content.styled(title, "bold"))
            parts += [Content(f"- {line}") for line in lines]
    noted = [row for row in licence.may if row.note]
    if noted:
        parts.append(Content.styled("In detail", "bold"))
        parts += [Content(f"- {row.question}: {row.answer}, {row.note}") for row in noted]
    parts.append(Content.styled("Where this comes from", "bold"))
    parts.append(Content(f"{licence.name} ({licence.spdx})"))
    if licence.url:
        parts.append(Content(licence.url))
    parts.append(Content(f"Checked: {licence.checked}."))
    parts.append(Content.styled(DISCLAIMER, "dim"))
    return Content("\n").join(parts)
