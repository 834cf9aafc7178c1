"""What an answer is kept to and what a model is changed by, as people type it: texts or files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from playground.engines.protocol import Adapter
from playground.errors import PlaygroundError

_ROOT = re.compile(r"^\s*root\s*::=", re.M)
_MAGIC = b"GGUF"
_LARGEST = 2**22  # bytes of a grammar or schema


class ConstraintError(PlaygroundError):
    """A grammar, a schema or an adapter cannot be used."""


def read_grammar(typed: str) -> str:
    """The grammar in a GBNF file, or typed as it is; raises `ConstraintError`."""
    text = typed if "::=" in typed else _content(typed, "grammar")
    if not _ROOT.search(text):
        raise ConstraintError(
            "The grammar has no rule root ::= to begin with.", "Name the first rule root."
        )
    return text


def read_schema(typed: str) -> str:
    """The JSON schema in a file, or typed as it is; raises `ConstraintError`."""
    text = typed if typed.lstrip().startswith("{") else _content(typed, "JSON schema")
    try:
        schema = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConstraintError(f"The schema is no JSON: {error}.", "Mend it.") from error
    if not isinstance(schema, dict):
        raise ConstraintError("The schema is no JSON object.", "Write it in braces.")
    return text


def read_adapter(typed: str) -> Adapter:
    """FILE or FILE:SCALE of a LoRA adapter in GGUF; raises `ConstraintError`."""
    name, _, scale = typed.strip().rpartition(":")
    try:
        file, factor = (name, float(scale)) if name else (typed.strip(), 1.0)
    except ValueError:  # the colon belongs to the name
        file, factor = typed.strip(), 1.0
    path = _path(file)
    try:
        with path.open("rb") as opened:
            magic = opened.read(len(_MAGIC))
    except (OSError, ValueError) as error:
        raise ConstraintError(f"There is no file {path}.", "Check the path.") from error
    if magic != _MAGIC:
        raise ConstraintError(
            f"{path} is no LoRA adapter in GGUF.", "convert_lora_to_gguf of llama.cpp makes one."
        )
    return Adapter(str(path.absolute()), factor)


def read_adapters(typed: str) -> tuple[Adapter, ...]:
    """Several of them with commas between; raises `ConstraintError`."""
    return tuple(read_adapter(one) for one in typed.split(",") if one.strip())


READERS: Mapping[str, Callable[[str], object]] = {
    "grammar": read_grammar,
    "json_schema": read_schema,
    "lora": read_adapters,
}
"""By the name of the field."""


class Constraints(NamedTuple):
    """What was typed for several models, read; each by the ids of their entries."""

    grammar: dict[str, str]
    json_schema: dict[str, str]
    adapters: dict[str, tuple[Adapter, ...]]


def read_all(typed: Mapping[str, Mapping[str, str]]) -> Constraints:
    """Read the fields of each model; raises `ConstraintError` where a file went away meanwhile."""
    found = Constraints({}, {}, {})
    for model, texts in typed.items():
        if "grammar" in texts:
            found.grammar[model] = read_grammar(texts["grammar"])
        if "json_schema" in texts:
            found.json_schema[model] = read_schema(texts["json_schema"])
        if "lora" in texts:
            found.adapters[model] = read_adapters(texts["lora"])
    return found


def problem(name: str, typed: str) -> str | None:
    """What is wrong with what stands in a field; None where it can be used."""
    try:
        READERS[name](typed)
    except ConstraintError as error:
        return error.message
    return None


def _content(typed: str, what: str) -> str:
    path = _path(typed.strip())
    try:
        if path.stat().st_size > _LARGEST:
            raise ConstraintError(f"{path} is too large for a {what}.", "Name another file.")
        return path.read_text("utf-8").removesuffix("\n")
    except UnicodeDecodeError as error:
        raise ConstraintError(f"{path} is no UTF-8 text.", "Save it as UTF-8.") from error
    except (OSError, ValueError) as error:
        raise ConstraintError(
            f"There is no file {path} with a {what}.", "Check the path, or type it out."
        ) from error


def _path(typed: str) -> Path:
    try:
        return Path(typed).expanduser()
    except RuntimeError:  # ~ of a user there is none of
        return Path(typed)
