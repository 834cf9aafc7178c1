"""How a session looks in the list."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from playground.domain.sizes import counted, words
from playground.domain.terminal import visible
from playground.services import paths
from playground.services.sessions.searching import Hit
from playground.services.sessions.summaries import Summary

FOOT = " Enter Open / Filter F Find R Name T Tag C Conclude Y Grid P Replay D Copy X Del"

_MODELS = 0.4
"""Of what is left beside the figures, the part that models may take."""


def row(one: Summary, width: int, *, here: bool) -> str:
    """Date, runs, size, title with tags, models."""
    mark = "●" if here else "!" if one.problem else " "
    figures = f"{mark} {one.modified[:16]:16} {one.runs:>5} {words(one.size_bytes, 2):>7}  "
    left = max(10, width - cell_len(figures))
    models = _fitted(", ".join(one.models), int(left * _MODELS))
    title = " ".join((one.name, *(f"#{tag}" for tag in one.tags)))
    room = left - cell_len(models) - (2 if models else 0)
    return f"{figures}{set_cell_size(_fitted(title, room), room)}  {models}".rstrip()


def hit(one: Hit, width: int) -> str:
    """Where it is, and the words with what stands around them."""
    place = one.title + (f", run {one.run}" if one.run else "") + f", {one.where}"
    left = _fitted(place, max(16, width // 3))
    return f"  {left}: {_fitted(one.excerpt, max(10, width - cell_len(left) - 4))}"


def about(one: Summary, found: Hit | None) -> str:
    """All that the list knows of a session, in some lines."""
    begun = f"begun {one.created[:16].replace('T', ' ')}, " if one.created else ""
    counts = f"{counted(one.runs, 'run')}, {counted(one.answers, 'answer')}"
    told = [
        one.name,
        f"{counts}, {begun}written {one.modified} (UTC)",
        f"Models: {', '.join(one.models)}" if one.models else "No model ran.",
        paths.shown(one.path),
    ]
    if found is not None:
        told.insert(1, f"{found.where}{f' of {found.model}' if found.model else ''}: ")
        told[1] += found.excerpt
    if one.problem:
        told.append(f"! {one.problem}. V recovers what can be read.")
    return "\n".join(told)


def _fitted(text: str, width: int) -> str:
    plain = " ".join(visible(text).split())
    if cell_len(plain) <= width:
        return plain
    return set_cell_size(plain, max(0, width - 1)).rstrip() + "…"
