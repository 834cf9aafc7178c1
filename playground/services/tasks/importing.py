"""Makes tasks of data sets in their public layouts, from files that are on this disk already."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from playground.domain.tasks import Task, TaskError
from playground.services.tasks import layouts
from playground.services.tasks.making import save

_SHAPES: Mapping[str, Mapping[str, Any]] = {
    "squad": {
        "title": "Questions about a passage",
        "question": "Which model finds answers in a passage?",
        "prompt": "Read the passage and answer with its own words only.\n\n"
        "Passage: {{passage}}\nQuestion: {{question}}\nAnswer:",
        "variables": ["passage", "question"],
        "stop": ["\nPassage:", "\nQuestion:"],
        "filters": ["no_reasoning", "answer", "first_line", "strip"],
        "generation": {"temperature": 0.0, "max_new_tokens": 48},
        "metrics": {"exact_match": "higher", "f1": "higher"},
    },
    "humaneval": {
        "title": "Python functions with unit tests",
        "question": "Which model writes functions that work?",
        "prompt": "{{signature}}",
        "variables": ["signature"],
        # No stop at the next "def": a chat model begins its answer with the function itself.
        "stop": ["\nif __name__", "\nprint(", "\nassert "],
        "filters": ["no_reasoning", "function"],
        "program": "{{signature}}{{answer}}\n",
        "generation": {"temperature": 0.0, "max_new_tokens": 384},
        "metrics": {"passed": "higher"},
    },
    "summaries": {
        "title": "Summaries of articles",
        "question": "Which model sums up articles best?",
        "prompt": "Article: {{text}}\n\nSum up the article in one or two sentences.\nSummary:",
        "variables": ["text"],
        "stop": ["\nArticle:"],
        "filters": ["no_reasoning", "answer", "first_paragraph", "strip"],
        "generation": {"temperature": 0.0, "max_new_tokens": 128},
        "metrics": {"rougeL": "higher", "rouge1": "higher", "rouge2": "higher", "chrf": "higher"},
    },
    "mmlu": {
        "title": "Questions with four choices",
        "question": "Which model knows more?",
        "prompt": "Question: {{question}}\nA. {{a}}\nB. {{b}}\nC. {{c}}\nD. {{d}}\n"
        "Answer with the letter only.\nAnswer:",
        "variables": ["question", "a", "b", "c", "d"],
        "stop": ["\nQuestion:"],
        "filters": ["no_reasoning", "choice"],
        "generation": {"temperature": 0.0, "max_new_tokens": 16},
        "metrics": {"accuracy": "higher", "likelihood": "higher"},
    },
    "gsm8k": {
        "title": "Word problems with a number for an answer",
        "question": "Which model reasons with numbers best?",
        "prompt": "Question: {{question}}\n"
        "Work it out step by step and end with #### and the number.\nWorking:",
        "variables": ["question"],
        "stop": ["\nQuestion:"],
        "filters": ["no_reasoning", "last_number"],
        "generation": {"temperature": 0.0, "max_new_tokens": 320},
        "metrics": {"accuracy": "higher"},
    },
}


def bring(
    layout: str,
    path: Path,
    name: str,
    *,
    folder: Path | None = None,
    license_: str = "not stated",
    limit: int | None = None,
) -> Task:
    """Write a task of this data set; raises `TaskError` naming the file and the place in it."""
    rows = list(islice(_numbered(path, layouts.LAYOUTS[layout](path)), limit))
    if not rows:
        raise TaskError(f"{path} has no examples.", f"It should be of the layout {layout}.")
    return save(
        name,
        {
            "version": 1,
            "description": f"{len(rows)} examples brought from {path.name} ({layout}).",
            "license": license_,
            "source": f"{path.name}, as it was on this disk.",
            **_SHAPES[layout],
        },
        rows,
        folder,
    )


def _numbered(path: Path, rows: Iterator[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows with an id; what is wrong with a file is told with the example it stops at."""
    at = 0
    try:
        for at, row in enumerate(rows, 1):
            yield {"id": f"{at}", **row}
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError, csv.Error) as error:
        told = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise TaskError(
            f"{path}, after example {at}: {told}.", "The file is of another layout, or damaged."
        ) from error
    except OSError as error:
        raise TaskError(f"{path} cannot be read: {error.strerror}.") from error
