"""The licence of the model under the cursor: what you may, what you must; and whether it fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from playground.domain.catalog import CatalogEntry
from playground.domain.fit import Fit
from playground.domain.licenses import DISCLAIMER, Answer, License
from playground.domain.provenance import Claim
from playground.domain.sizes import words
from playground.domain.terminal import visible

_MARKS: Mapping[Answer, str] = {"yes": "✓", "no": "✗", "conditional": "~", "unknown": "?"}
_STYLES: Mapping[Answer, str] = {"yes": "$text-success", "no": "$text-error"}
_WORDS: Mapping[Answer, str] = {
    "yes": "yes",
    "no": "no",
    "conditional": "with conditions",
    "unknown": "unknown",
}
_BRIEF: Mapping[str, str] = {
    "commercial_use": "use commercially",
    "modification": "change it",
    "redistribution": "pass it on",
    "train_on_outputs": "train on its output",
}
"""Fits in a column of 24 cells."""
_GATED = {
    "auto": "asks for a login and consent, granted at once",
    "manual": "asks for a login and consent, granted by hand",
    "no": "no login needed",
    "unknown": "not known whether it asks for a login",
}


class LicensePane(VerticalScroll, can_focus=True):
    """Shows one licence, what matters most first."""

    def __init__(self) -> None:
        super().__init__(Static())
        self.border_title = "Licence"

    def show(
        self, entry: CatalogEntry, licence: License, fit: Fit, differing: Sequence[Claim] = ()
    ) -> None:
        """Show the licence of a model, and what it needs here; `differing` are its sources."""
        self.query_one(Static).update(brief_text(entry, licence, fit, differing))
        self.scroll_home(animate=False)


def brief_text(
    entry: CatalogEntry, licence: License, fit: Fit, differing: Sequence[Claim] = ()
) -> Content:
    """What matters most, for a narrow column: the class, the four answers, memory, duties."""
    parts = [Content.styled(visible(licence.badge), "bold")]
    if differing:
        parts.append(Content.styled("! the sources differ:", "bold $text-error"))
        parts += [Content(visible(f"  {one.source}: {one.value}")) for one in differing]
    for key, wording in _BRIEF.items():
        parts.append(_answer(licence.allows(key), wording))
    there = f"↗ sent to {entry.endpoint.host}" if entry.endpoint else fit.brief()
    parts.append(Content(visible(there)))
    if licence.must:
        parts.append(_title("You must"))
        parts += [Content(f"- {duty.text}") for duty in licence.must]
    if licence.limits:
        parts.append(_title("Limits"))
        parts += [Content(f"- {line}") for line in licence.limits]
    parts += [
        _title("More"),
        Content(f"{visible(entry.name)}{', comes with llmplay' if entry.bundled else ''}"),
        Content(f"{licence.spdx}, checked: {licence.verified}"),
    ]
    return Content("\n").join(parts)


def license_text(
    entry: CatalogEntry,
    licence: License,
    fit: Fit,
    claims: Sequence[Claim] = (),
    differing: Sequence[Claim] = (),
) -> Content:
    """All that is known of a model's licence and of what it needs here, as lines that wrap.

    `claims` are what each source says of the licence, `differing` those that contradict another.
    """
    parts = [
        Content.styled(visible(f"{licence.badge}: {licence.name}"), "bold"),
        Content(f"Identifier: {visible(licence.spdx)}"),
        Content(
            "Approved by the Open Source Initiative: " + ("yes" if licence.osi_approved else "no")
        ),
        Content(f"Patent grant: {_WORDS[licence.patent_grant]}"),
    ]
    if licence.note:
        parts.append(Content(licence.note))
    if differing:
        said = ", ".join(f"{one.value} ({one.source})" for one in differing)
        clash = f"! The sources differ: {visible(said)}. Ask whoever published the model."
        parts.append(Content.styled(clash, "bold $text-error"))
    parts += terms(licence)
    if entry.endpoint is None:
        parts += _section("This machine", _machine(fit))
    else:
        parts += _section("Elsewhere", [Content(visible(f"It {entry.endpoint.warning}."))])
    parts += _section("The model", _model(entry))
    sources = [
        *(f"Says the {one.source}: {visible(one.value) or 'nothing'}" for one in claims),
        f"Verified: {licence.verified}. What was checked: {visible(licence.checked)}.",
        f"Source: {visible(licence.source)}.",
        *([f"Text: {visible(licence.url)}"] if licence.url else []),
    ]
    parts += _section("Where this comes from", map(Content, sources))
    parts += [Content(""), Content.styled(DISCLAIMER, "dim")]
    return Content("\n").join(parts)


def terms(licence: License) -> list[Content]:
    """What a licence allows, asks and forbids."""
    rows = []
    for row in licence.may:
        said = _WORDS[row.answer]
        rows.append(
            _answer(row.answer, f"{row.question}: {said}{', ' if row.note else ''}{row.note}")
        )
    duties = [f"{duty.title}: {duty.text}" if duty.title else duty.text for duty in licence.must]
    return [
        *_section("You may", rows),
        *_section("You must", map(_item, duties or ["Nothing that is known."])),
        *_section("Limits", map(_item, licence.limits or ["None that are known."])),
    ]


def _machine(fit: Fit) -> list[Content]:
    lines = [Content(fit.headline()), Content(fit.parts())]
    if fit.estimated:
        lines.append(
            Content.styled("An upper estimate from the size; the file's header tells more.", "dim")
        )
    return lines


def _model(entry: CatalogEntry) -> list[Content]:
    size = words(entry.size_bytes) + (", about" if entry.size_approximate else "")
    context = f"{entry.context_length:,} tokens" if entry.context_length else "unknown"
    lines = [
        f"{entry.name} ({entry.full_id})",
        f"Family {entry.family}, architecture {entry.architecture}, {entry.quantisation or '?'}",
        f"Size {size}; context {context}; engines {', '.join(entry.engines) or 'unknown'}",
    ]
    if entry.path:
        lines.append(f"File {entry.path}")
    elif entry.repo:
        lines.append(f"Not on this machine; {entry.file} of {entry.repo}")
    if entry.upstream:
        lines.append(f"Published first in {entry.upstream}: {_GATED[entry.gated]}")
    lines.append(f"Entry verified: {entry.verified}{', ' if entry.source else ''}{entry.source}")
    return [Content(visible(line)) for line in (*lines, *entry.notes)]


def _section(title: str, lines: Iterable[Content]) -> list[Content]:
    return [Content(""), _title(title), *lines]


def _title(text: str) -> Content:
    return Content.styled(text, "bold")


def _item(text: str) -> Content:
    return Content(f"- {visible(text)}")


def _answer(answer: Answer, text: str) -> Content:
    style = _STYLES.get(answer, "$text-warning")
    return Content.assemble((f"{_MARKS[answer]} ", style), Content(text))
