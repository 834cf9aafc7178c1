"""What the benchmarks found, where and when, as a JSON file that grows benchmark by benchmark."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from playground import __version__
from playground.services.files import write_pieces
from playground.services.machine import describe
from tests.benchmarks.figures import Figure
from tests.benchmarks.registry import NAMES

KEPT = Path(__file__).with_name("results.json")
"""The results that the README shows."""
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Machine:
    """What it ran on."""

    processor: str
    cores: int
    """Those it might use."""
    system: str
    python: str

    @classmethod
    def this(cls) -> Machine:
        """The one at hand."""
        here = describe()
        system = f"{platform.system()} {platform.machine()}"
        return cls(here.processor, here.cores, system, here.python)


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one benchmark found."""

    date: str
    """When it began (ISO 8601)."""
    llmplay: str
    """The version."""
    machine: Machine
    quick: bool
    """Whether it had fewer rounds than a figure deserves."""
    seconds: float
    """How long it took."""
    figures: tuple[Figure, ...]
    error: str = ""
    """Why it came to an end before it was through."""

    @classmethod
    def now(cls, began: datetime, figures: list[Figure], *, quick: bool, error: str) -> Measurement:
        """One that has just ended, on this machine."""
        ended = datetime.now().astimezone()
        return cls(
            began.isoformat(timespec="seconds"),
            __version__,
            Machine.this(),
            quick,
            round((ended - began).total_seconds(), 1),
            tuple(figures),
            error,
        )


Results = Mapping[str, Measurement]


def read(path: Path) -> dict[str, Measurement]:
    """All that a file holds, none where it is missing.

    Raises `ValueError` with the file's name where it is no file of results.
    """
    try:
        document = json.loads(path.read_bytes())
        if document["schema"] != SCHEMA:
            raise ValueError(f"schema {document['schema']!r}, not {SCHEMA}")
        found = {name: _measurement(one) for name, one in document["benchmarks"].items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(
            f"{path} is no file of results: {type(error).__name__} {error}. "
            "Name another file, or remove it and measure anew."
        ) from error
    if unknown := set(found) - set(NAMES):
        raise ValueError(f"{path} has results of {unknown.pop()!r}, which is no benchmark.")
    return found


def write(path: Path, results: Results) -> None:
    """Replace a file, in the order in which the benchmarks are told."""
    told = {name: _rounded(asdict(results[name])) for name in NAMES if name in results}
    document = {"schema": SCHEMA, "benchmarks": told}
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    write_pieces(path, ((text + "\n").encode(),), mode=0o644)


def _measurement(table: dict[str, Any]) -> Measurement:
    figures = tuple(Figure(**one) for one in table["figures"])
    return Measurement(**{**table, "machine": Machine(**table["machine"]), "figures": figures})


def _rounded(value: Any) -> Any:
    """Numbers to six digits: more is noise."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list | tuple) else value
