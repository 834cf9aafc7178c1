"""Which column of a comparison an answer belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from playground.domain.comparison.choice import ChoiceError
from playground.domain.records import ModelRecord

Key: TypeAlias = tuple[str, str]
"""Id and SHA-256 of a model's file; the latter is empty where no answer knows it."""


class Models:
    """The models of a session, told apart by id and SHA-256.

    An answer that was broken off may not know the SHA-256: it counts for the first file of its id.
    """

    def __init__(self, found: Iterable[ModelRecord]) -> None:
        """`found` are the models of all answers, in their order."""
        self._files: dict[str, dict[str, ModelRecord]] = {}
        for model in found:
            files = self._files.setdefault(model.id, {})
            sha256 = model.sha256 or ""
            if sha256 and "" in files:
                del files[""]
            if sha256 not in files and (sha256 or not files):
                files[sha256] = model

    @property
    def keys(self) -> list[Key]:
        """Of each model, in the order in which they came."""
        return [(id_, sha256) for id_, files in self._files.items() for sha256 in files]

    def key(self, model: ModelRecord) -> Key:
        """Of the model of an answer."""
        files = self._files[model.id]
        sha256 = model.sha256 or ""
        return (model.id, sha256 if sha256 in files else next(iter(files)))

    def model(self, key: Key) -> ModelRecord:
        """What the first answer knows of a model."""
        return self._files[key[0]][key[1]]

    def label(self, key: Key) -> str:
        """Its id, with the beginning of the SHA-256 where several files have that id."""
        several = len(self._files[key[0]]) > 1
        return f"{key[0]} ({key[1][:8] or 'file unknown'})" if several else key[0]

    def chosen(self, ids: Sequence[str]) -> list[Key]:
        """The models of these ids in this order, all where none is named.

        Raises `ChoiceError` for an id that no answer has.
        """
        if not ids:
            return self.keys
        for name in ids:
            if name not in self._files:
                there = ", ".join(self._files) or "none"
                raise ChoiceError(f"The session has no model {name!r}.", f"It has {there}.")
        return [(id_, sha256) for id_ in dict.fromkeys(ids) for sha256 in self._files[id_]]
