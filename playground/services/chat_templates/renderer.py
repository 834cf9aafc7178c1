"""A child process that renders the Jinja templates of model files: the only importer of jinja2.

A template is a program that came with a download. It runs in Jinja's immutable sandbox, in a
process with little memory and processor time and no way to write files, and whoever asked gives it
up after a moment. A line of JSON in, a line of JSON out. The dialect is that of chat templates as
transformers documents them: `messages`, `add_generation_prompt`, `raise_exception`, `strftime_now`.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import datetime
from typing import Any

_MEMORY = 2**29  # bytes
_CPU_SECONDS = 60  # over all renderings; one that takes long is ended by whoever asked
_LONGEST_TEXT = 2**24  # characters


class RefusedError(Exception):
    """The template raised an exception of its own."""


def _raise(message: object) -> str:
    raise RefusedError(str(message))


def _as_json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def render(source: str, values: dict[str, Any]) -> str:
    """The text of a template; raises whatever the template or Jinja raises."""
    from jinja2.ext import loopcontrols
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[loopcontrols],
        keep_trailing_newline=True,
    )
    environment.filters["tojson"] = _as_json
    environment.globals["raise_exception"] = _raise
    environment.globals["strftime_now"] = lambda form: datetime.now().astimezone().strftime(form)
    parts, length = [], 0
    for part in environment.from_string(source).generate(**values):
        parts.append(part)
        length += len(part)
        if length > _LONGEST_TEXT:
            raise MemoryError(f"it writes more than {_LONGEST_TEXT:,} characters")
    return "".join(parts)


def answer(line: str) -> dict[str, str]:
    """The answer to one line: the text, or what went wrong and whose fault that is."""
    fields = json.loads(line)
    try:
        return {"text": render(fields["source"], fields["values"])}
    except RefusedError as error:
        return {"refused": str(error)[:300]}
    except Exception as error:  # whatever a template does, the next one is asked all the same
        return {"error": f"{type(error).__name__}: {error}"[:300]}


def main() -> None:
    """Serve until standard input ends."""
    import jinja2.ext
    import jinja2.sandbox  # noqa: F401  before the limits

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(line)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
