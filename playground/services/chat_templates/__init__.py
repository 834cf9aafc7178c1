"""Which template a run takes: the model file's own, else the catalog's, else raw."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playground.domain.catalog import CatalogEntry
from playground.domain.prompts import AUTO
from playground.domain.templates import Template, Turn, detect
from playground.domain.writing import OWN, Piece, Written, framed, plainly, unframed
from playground.services.chat_templates.rendering import (
    ChatRefusedError,
    ChatTemplateError,
    Renderer,
)
from playground.services.modelfiles import ModelFileError, read_header

__all__ = ["ChatTemplateError", "ChatWriter"]


class ChatWriter:
    """Writes what models get; has the signature of `domain.writing.Write`."""

    def __init__(self, templates: Mapping[str, Template]) -> None:
        """`templates` are those of the catalog, by name."""
        self._templates = templates
        self._plainly = plainly(templates)
        self._renderer = Renderer()

    def close(self) -> None:
        """End the process that renders."""
        self._renderer.close()

    def __call__(
        self, entry: CatalogEntry, chosen: str, system: str, turns: Sequence[Turn]
    ) -> Written:
        """The text for a model, by its own template where `chosen` is `AUTO` or `OWN`.

        Reads the header of the model's file once. A template that fails is told in the remarks,
        and the catalog's is taken in its place.
        """
        source = _own_template(entry) if chosen in {AUTO, OWN} else None
        if source is None:
            written = self._plainly(entry, AUTO if chosen == OWN else chosen, system, turns)
            if chosen == OWN:
                return written._replace(why=f"the file has none of its own; {written.why}")
            return written
        try:
            return self._own(source, system, turns)
        except ChatTemplateError as error:
            written = self._plainly(entry, AUTO, system, turns)
            remark = f"The file's own chat template is not used. {error.message}"
            return written._replace(remarks=(remark, *written.remarks))

    def _own(self, source: str, system: str, turns: Sequence[Turn]) -> Written:
        notes: tuple[str, ...] = ()
        try:
            text = self._renderer.render(source, _values(system, turns))
            frame = self._renderer.render(source, _values(*framed(system, turns)))
        except ChatRefusedError:
            if not system.strip():
                raise
            # As transformers' users do where a template knows no system role.
            first = turns[0]._replace(content=f"{system}\n\n{turns[0].content}")
            written = self._own(source, "", (first, *turns[1:]))
            note = "It knows no system prompt: that text just precedes yours."
            return written._replace(remarks=(note, *written.remarks))
        pieces = unframed(frame, system, turns)
        if "".join(piece.text for piece in pieces) != text:  # it changes the texts: trims them, say
            pieces = (Piece(text, False),)
        like = detect(tuple(self._templates.values()), source)
        why = "the model file brings it along" + (f"; it is like {like.name}" if like else "")
        return Written(pieces, OWN, like.stop if like else (), why, notes)


def _values(system: str, turns: Sequence[Turn]) -> str:
    """What chat templates expect; the engines add the beginning-of-text token themselves."""
    before = [{"role": "system", "content": system}] if system.strip() else []
    values: dict[str, Any] = {
        "messages": [*before, *({"role": turn.role, "content": turn.content} for turn in turns)],
        "add_generation_prompt": not turns or turns[-1].role == "user",
        "bos_token": "",
        "eos_token": "",
    }
    return json.dumps(values)


def _own_template(entry: CatalogEntry) -> str | None:
    if entry.path is None or entry.format != "gguf":
        return None
    try:
        return read_header(Path(entry.path)).chat_template or None
    except ModelFileError:
        return None  # the run tells what is wrong with the file
