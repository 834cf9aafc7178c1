"""Prompt templates: how a system text and a conversation become the text a model was trained on.

No template writes the beginning-of-text token: engines that want one add it themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

Role: TypeAlias = Literal["user", "assistant"]

_PLACEHOLDER = re.compile(r"\{(system_block|system|content)\}")
_ANY_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Turn(NamedTuple):
    """One contribution to a conversation."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Template:
    """The pieces of one prompt format, with {system}, {content} and {system_block} in them."""

    name: str
    user: str
    """A user turn; {system_block} marks where the system text goes in the first of them."""
    assistant: str
    """A finished turn of the model."""
    generation_prompt: str = ""
    """What invites the model to answer."""
    system: str = ""
    """The system text's own block; it leads the prompt unless `user` has a {system_block}."""
    stop: tuple[str, ...] = ()
    """Texts that end a completion."""
    has_system_role: bool = False
    """False where the format knows no system text and it only precedes the first user turn."""
    plain_markers: bool = True
    """False where the markers are special tokens, which ctransformers reads as ordinary text."""
    default_system: str = ""
    """The system text the models were trained with; never added unasked."""
    reasoning: tuple[str, ...] = ()
    """The two markers around a chain of thought, or none."""
    detect: tuple[str, ...] = ()
    """Texts that together betray this format in a file's own chat template."""
    verified: str = ""
    source: str = ""
    note: str = ""

    @property
    def holds_turns(self) -> bool:
        """Whether its texts tell who said what."""
        return self.user.strip() != "{content}" or self.assistant.strip() != "{content}"

    def problems(self) -> list[str]:
        """Everything that would make it render wrongly."""
        allowed = {
            "system": {"system"},
            "user": {"content", "system_block"},
            "assistant": {"content"},
            "generation_prompt": set[str](),
        }
        found = []
        for field, names in allowed.items():
            used = _ANY_PLACEHOLDER.findall(getattr(self, field))
            found += [
                f"{field} has an unknown placeholder {{{name}}}"
                for name in used
                if name not in names
            ]
            found += [
                f"{field} has no {{{name}}}"
                for name in sorted(names)
                if name != "system_block" and name not in used
            ]
        if any(not text for text in self.stop):
            found.append("stop has an empty text")
        return found


def render(template: Template, system: str, turns: Iterable[tuple[Role, str]]) -> str:
    """The prompt for a conversation, ending with the invitation to answer its last user turn.

    Texts are inserted verbatim: braces and markers in them mean nothing. A blank system text
    leaves its block out. After a last turn of the model no invitation follows.
    """
    block = _fill(template.system, {"system": system}) if system.strip() else ""
    inside = "{system_block}" in template.user
    parts = [] if inside else [block]
    role: Role = "user"
    for role, content in turns:
        if role == "user":
            parts.append(_fill(template.user, {"content": content, "system_block": block}))
            block = ""
        else:
            parts.append(_fill(template.assistant, {"content": content}))
    if role == "user":
        parts.append(template.generation_prompt)
    return "".join(parts)


def render_prompt(template: Template, system: str, prompt: str) -> str:
    """The prompt for a single question."""
    return render(template, system, [Turn("user", prompt)])


def detect(templates: Sequence[Template], chat_template: str) -> Template | None:
    """The format that a model file's own chat template writes, as far as its markers tell.

    The one with the most markers present wins, the earlier one on a tie; None where none fits.
    """
    fitting = [
        template
        for template in templates
        if template.detect and all(text in chat_template for text in template.detect)
    ]
    return max(fitting, key=lambda template: len(template.detect), default=None)


def _fill(pattern: str, values: Mapping[str, str]) -> str:
    """Put the values in, in one pass, so that what they contain is never read as a pattern."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], ""), pattern)
