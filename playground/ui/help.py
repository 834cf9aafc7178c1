"""The help page, made from the keys as they are bound."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from rich.cells import cell_len
from textual.content import Content

from playground.domain.keymap import KEYMAP
from playground.services import paths

_INTRO = """\
llmplay runs open models on this machine and shows their answers side by side.
Select models, type a prompt, run. Every answer is written to the session file
the moment it ends; nothing on this screen can be lost by quitting."""

_PLACES = {
    "everywhere": "Everywhere",
    "prompt": "In the prompt",
    "catalog": "In the models",
    "outputs": "In the outputs",
}

_MORE = """\
In the prompt, the keys are those of the shell's line editing; {{name}} in it is a variable that
gets its value in the prompt options, and a long pasted text stands in it as a placeholder. In the
models and outputs, the arrows move and scroll. Tab goes to the next pane. Marks of a licence:
✓ yes, ✗ no, ~ with conditions, ? unknown; its letter in the list: P permissive, C with conditions,
N non-commercial, ? unknown. Before a model that is on its way stand percents, or ‖ where the
download is paused, ✗ where it failed.
The sign before that letter: + fits into memory,
~ is tight, - does not fit, ? is not known. A filter of the models is words and terms, such as
mistral commercial:yes size:<4GB fits:yes; `llmplay models list --help` has them all."""


def help_text(keys: Mapping[str, str], session: str, width: int) -> Content:
    """The whole page in `width` columns; `keys` holds the key to show for each id."""
    room = max(width, 20)
    column = max(cell_len(keys[key.id]) for key in KEYMAP)
    parts: list[Content] = [*_paragraph(_INTRO, room)]
    for place, title in _PLACES.items():
        parts += [Content(""), Content.styled(title, "bold $accent")]
        for key in KEYMAP:
            if key.where == place:
                parts += _item(keys[key.id], key.what, column, room)
    parts += [Content(""), *_paragraph(_MORE, room), Content("")]
    parts.append(Content(f"Session:  {session}"))
    parts.append(Content(f"Settings: {paths.shown(paths.settings_file())}"))
    return Content("\n").join(parts)


def _paragraph(text: str, width: int) -> Iterator[Content]:
    yield from map(Content, textwrap.wrap(" ".join(text.split()), width))


def _item(key: str, what: str, column: int, width: int) -> Iterator[Content]:
    """A key, and beside it what it does; further lines stand under the first."""
    margin = " " * (column - cell_len(key))
    first, *more = textwrap.wrap(what, width - column - 2)
    yield Content.assemble((margin + key, "bold"), f"  {first}")
    for line in more:
        yield Content(" " * (column + 2) + line)
