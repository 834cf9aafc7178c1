"""Task files, the examples beside them, and data sets in the layouts of others."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playground.errors import PlaygroundError
from playground.services.tasks.importing import bring
from playground.services.tasks.layouts import LAYOUTS
from playground.services.tasks.reading import read_task
from tests.fuzz.changes import values
from tests.fuzz.changes.octets import BLIND, any_of
from tests.fuzz.changes.texts import TEXTUAL
from tests.fuzz.kind import ACCEPTED, Kind, Read, Tried
from tests.fuzz.kinds.tables import kind

_TASK = b"""\
schema = 1
name = "NAME"
version = 1
title = "Capitals"
description = "Name the capital of a country."
question = "Which model knows more capitals?"
license = "CC0-1.0"
source = "Written by hand."
prompt = "{{shots}}Country: {{country}}\\nCapital:"
shot = "Country: {{country}}\\nCapital: {{answer}}\\n\\n"
variables = ["country"]
stop = ["\\n"]
filters = ["first_line", "strip", "pattern:(\\\\w+)", "before:x"]
generation = {temperature = 0.0, max_new_tokens = 16}
metrics = {exact_match = "higher", f1 = "higher", words = "lower", all_constraints = "higher"}
EXAMPLES
[[shots]]
country = "Portugal"
answer = "Lisbon"
"""
_ROW = b"""
[[examples]]
id = "1"
difficulty = 1
country = "France"
reference = ["Paris"]
constraints = [{kind = "max_words", value = 3}, {kind = "matches", value = "P.*"}]
"""
_ROWS = [
    {
        "id": f"{at}",
        "difficulty": 1 + at % 3,
        "country": country,
        "reference": [capital],
        "constraints": [{"kind": "max_words", "value": 3}],
    }
    for at, (country, capital) in enumerate([("France", "Paris"), ("Peru", "Lima")])
]
_CSV = (
    b"id,difficulty,country,reference,constraints\r\n"
    b'1,1,France,Paris,"[{""kind"": ""max_words"", ""value"": 3}]"\r\n'
    b'2,2,Bolivia,"[""Sucre"", ""La Paz""]","[{""kind"": ""words"", ""value"": 1}]"\r\n'
)
_QUESTION = {"question": "2 + 2?", "answer": "It is 4.\n#### 4"}
_SQUAD = {
    "data": [
        {
            "paragraphs": [
                {
                    "context": "Paris is in France.",
                    "qas": [{"question": "Where is Paris?", "answers": [{"text": "France"}]}],
                }
            ]
        }
    ]
}
_PROGRAM = {
    "prompt": "def f():\n",
    "canonical_solution": "    return 1\n",
    "test": "def check(f): assert f() == 1",
    "entry_point": "f",
}
_LINES = any_of(*BLIND, *TEXTUAL, *[values.unless(values.json_lines)] * 14)
_JSON = any_of(*BLIND, *TEXTUAL, *[values.unless(values.json_text)] * 14)
_TABLE = any_of(*BLIND, *TEXTUAL)
_NAMED = ("input", "task.toml")
"""What is wrong between examples is told of the task."""


@contextmanager
def _beside() -> Iterator[Read]:
    """Examples are read through the task that names them."""

    def read(path: Path) -> Tried:
        task = path.with_name("task.toml")
        named = _TASK.replace(b"NAME", b"task").replace(
            b"EXAMPLES", f'examples = "{path.name}"'.encode()
        )
        task.write_bytes(named)
        read_task(task)
        return ACCEPTED

    yield read


@contextmanager
def _importing() -> Iterator[Read]:
    """Every layout is tried; one that takes the file is enough."""

    def read(path: Path) -> Tried:
        refusals = []
        for layout in LAYOUTS:
            folder = Path(tempfile.mkdtemp())
            try:
                bring(layout, path, "brought", folder=folder)
            except PlaygroundError as error:
                assert str(path) in error.message or "brought" in error.message, error
                refusals.append(error)
            finally:
                shutil.rmtree(folder)
        if len(refusals) == len(LAYOUTS):
            raise PlaygroundError(f"{path}: " + " ".join(map(str, refusals)))
        return ACCEPTED

    yield read


KINDS = (
    kind(
        "task",
        {"whole": _TASK.replace(b"NAME", b"input").replace(b"EXAMPLES", _ROW)},
        read_task,
    ),
    Kind(
        "examples-jsonl",
        ".jsonl",
        lambda: {"two": "".join(json.dumps(row) + "\n" for row in _ROWS).encode()},
        _LINES,
        _beside,
        _NAMED,
    ),
    Kind(
        "examples-json",
        ".json",
        lambda: {"two": json.dumps(_ROWS).encode()},
        _JSON,
        _beside,
        _NAMED,
    ),
    Kind("examples-csv", ".csv", lambda: {"two": _CSV}, _TABLE, _beside, _NAMED),
    Kind(
        "data-set",
        ".jsonl",
        lambda: {
            "squad": json.dumps(_SQUAD).encode(),
            "gsm8k": json.dumps(_QUESTION).encode(),
            "humaneval": json.dumps(_PROGRAM).encode(),
            "summaries": json.dumps({"document": "A long text.", "summary": "Short."}).encode(),
        },
        _JSON,
        _importing,
    ),
    Kind(
        "data-table",
        ".csv",
        lambda: {
            "mmlu": b"2 + 2?,1,2,3,4,D\r\n1 + 1?,1,2,3,4,B\r\n",
            "summaries": b"article,highlights\r\nA long text.,Short.\r\n",
        },
        _TABLE,
        _importing,
    ),
)
