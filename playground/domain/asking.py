"""From what is written in the editor to the exact texts of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from playground.domain.attachments import expand, split
from playground.domain.prompts import AUTO, PromptOptions, fill, variant_name
from playground.domain.runs import Variant


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything of the prompt that a run needs; the fields are named as `plan` names them."""

    prompt: str
    """As it was typed, attachments in their place."""
    system: str = ""
    template: str = AUTO
    stop: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    """Filled in; a single one has no name, and none is there where nothing is to be filled in."""
    variables: Mapping[str, str] = field(default_factory=dict)
    drop_oldest: bool = False
    """Whether a conversation that does not fit the context goes without its oldest turns."""
    missing: tuple[str, ...] = ()
    """Variables without a value: such a prompt must not be run."""

    @property
    def wordings(self) -> tuple[Variant, ...]:
        """What each lane of a model gets, one or more."""
        return self.variants or (Variant("", self.prompt),)

    def problems(self, options_key: str) -> list[str]:
        """Why this must not be run; `options_key` is the key that opens the prompt options."""
        if not self.prompt:
            return ["The prompt is empty."]
        if not self.missing:
            return []
        names = " and ".join(f"{{{{{name}}}}}" for name in self.missing)
        verb, value = ("has", "value") if len(self.missing) == 1 else ("have", "values")
        return [f"{names} {verb} no {value}: {options_key} is the place to give it."]


def ask(
    texts: Sequence[str], at: int, attached: Mapping[str, str], options: PromptOptions
) -> Asked:
    """Put together what was written: `texts` are the variants, `at` the one in the editor.

    Variables are those that were typed: what is attached is passed on as it is.
    """
    values = options.used(texts)
    filled = tuple(
        "".join(
            piece if is_attached else fill(piece, values)
            for piece, is_attached in split(text, attached)
        )
        for text in texts
    )
    if len(texts) > 1:
        variants = tuple(Variant(variant_name(at), text) for at, text in enumerate(filled))
    else:
        variants = (Variant("", filled[0]),) if values else ()
    return Asked(
        expand(texts[at], attached),
        fill(options.system, values),
        options.template,
        options.stop,
        variants,
        values,
        options.drop_oldest,
        options.missing(texts),
    )
