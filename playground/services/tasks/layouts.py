"""The layouts of public data sets, read into the rows of a task."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TextIO

from playground.services.tasks.rows import LARGEST, LARGEST_FIELD

Row = dict[str, Any]
_TEXTS = ("document", "article", "text", "dialogue")
_SUMMARIES = ("summary", "highlights", "target")
_LETTERS = ("A", "B", "C", "D")
_HEADINGS = ("answer", "target", "label")
_ENCODING = "utf-8-sig"
"""A mark that some programs put before the text is no part of it."""


def squad(path: Path) -> Iterator[Row]:
    """SQuAD 1.1 and 2.0: data, paragraphs, qas; questions without an answer are left out."""
    for article in _whole(path)["data"]:
        for paragraph in article["paragraphs"]:
            for asked in paragraph["qas"]:
                said = list(dict.fromkeys(one["text"] for one in asked["answers"]))
                if said:
                    yield {
                        "passage": paragraph["context"],
                        "question": asked["question"].strip(),
                        "reference": said,
                    }


def humaneval(path: Path) -> Iterator[Row]:
    """HumanEval: prompt, canonical_solution, test and entry_point on every line."""
    for line in _lines(path):
        yield {
            "signature": line["prompt"],
            "reference": line["canonical_solution"],
            "tests": f"{line['test']}\ncheck({line['entry_point']})",
        }


def summaries(path: Path) -> Iterator[Row]:
    """XSum (document, summary) and CNN/DailyMail (article, highlights), as JSONL or CSV."""
    for row in _lines(path) if path.suffix.lower() in {".jsonl", ".json"} else _table(path):
        yield {"text": _one_of(row, _TEXTS), "reference": _one_of(row, _SUMMARIES)}


def mmlu(path: Path) -> Iterator[Row]:
    """MMLU: question, four choices and the letter of the right one; a header is left out."""
    with path.open(encoding=_ENCODING, newline="") as file:
        for at, (question, a, b, c, d, letter) in enumerate(csv.reader(_bounded(file))):
            if at == 0 and letter.strip().lower() in _HEADINGS:
                continue
            if letter.strip() not in _LETTERS:
                raise ValueError(f"the answer {letter!r} is none of A, B, C and D")
            yield {
                "question": question,
                "a": a,
                "b": b,
                "c": c,
                "d": d,
                "choices": list(_LETTERS),
                "reference": letter.strip(),
            }


def gsm8k(path: Path) -> Iterator[Row]:
    """GSM8K: question, and an answer whose number stands after ####."""
    for line in _lines(path):
        number = line["answer"].rpartition("####")[2].strip().replace(",", "")
        yield {"question": line["question"], "reference": number}


def _lines(path: Path) -> Iterator[Mapping[str, Any]]:
    """One JSON object a line, or a list of them."""
    with path.open(encoding=_ENCODING) as file:
        if file.read(1) == "[":
            yield from _whole(path)
            return
        file.seek(0)
        for line in _bounded(file):
            if line.strip():
                yield json.loads(line)


def _table(path: Path) -> Iterator[Mapping[str, Any]]:
    csv.field_size_limit(LARGEST_FIELD)
    with path.open(encoding=_ENCODING, newline="") as file:
        yield from csv.DictReader(_bounded(file))


def _whole(path: Path) -> Any:
    """A file of JSON; raises `ValueError` where it is too large to be one of a data set."""
    size = path.stat().st_size
    if size > LARGEST:
        raise ValueError(f"it has {size:,} bytes; at most {LARGEST:,} are read as a whole")
    return json.loads(path.read_text(encoding=_ENCODING))


def _bounded(file: TextIO) -> Iterator[str]:
    """The lines of a file; raises `ValueError` where one never seems to end."""
    while line := file.readline(LARGEST_FIELD + 1):
        if len(line) > LARGEST_FIELD:
            raise ValueError(f"a line has over {LARGEST_FIELD:,} characters")
        yield line


def _one_of(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        if row.get(name):
            return str(row[name])
    raise ValueError(f"none of {', '.join(names)} is there")


LAYOUTS: Mapping[str, Callable[[Path], Iterator[Row]]] = MappingProxyType(
    {
        "squad": squad,
        "humaneval": humaneval,
        "summaries": summaries,
        "mmlu": mmlu,
        "gsm8k": gsm8k,
    }
)
"""By name."""
