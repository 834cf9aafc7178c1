"""What differs between two texts, as a page shows it."""

from __future__ import annotations

from textual.content import Content

from playground.domain.diffs import Difference
from playground.domain.terminal import visible

_MOST_CHARACTERS = 100_000
_STYLES = {"same": "", "old": "$text-error", "new": "bold $text-success"}


def diff_text(found: Difference) -> Content:
    """The comparison as a page: the count, then the text with [-old-] and {+new+}."""
    count = (
        f"[-{found.words('old')} words only in the first-], "
        f"{{+{found.words('new')} only in the second+}}, {found.words('same')} in both."
    )
    if found.by_lines:
        count += " Compared by lines, for these are long texts."
    if found.alike:
        count = f"The same {found.words('same')} words in both."
    parts = [Content.styled(count, "bold"), Content("\n\n")]
    shown = 0
    for part in found.parts:
        text = visible(part.marked)
        parts.append(
            Content.styled(text, _STYLES[part.kind]) if part.kind != "same" else Content(text)
        )
        shown += len(text)
        if shown > _MOST_CHARACTERS:
            parts.append(Content(f"\n\nThe rest is left out after {shown:,} characters."))
            break
    return Content("").join(parts)
