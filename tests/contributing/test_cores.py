"""An engine, an export format, a figure, a task, a metric, and what is kept as data."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

from tests.cli.program import QUICK
from tests.contributing.copied import Copy, undocumented

ENGINE = '''
"""Says the prompt backwards."""

from playground.engines.backend import BackendError
from playground.engines.protocol import Done, Loaded, Token, Usage


class ReversingBackend:
    """Needs no library, and can only say what it was told."""

    distribution = "llmplay"
    parallel = False

    def prepare(self):
        """Nothing is heavy."""

    def load(self, command):
        """Any file will do."""
        return Loaded(0.01, 1, "any", command.context_length, 256, "none")

    def tokenize(self, text):
        """A token a byte."""
        return [(byte, bytes([byte])) for byte in text.encode()]

    def generate(self, command, cancelled):
        """The prompt, backwards, in two tokens."""
        said = command.prompt[::-1]
        yield Token(command.id, said[:3])
        yield Token(command.id, said[3:])
        yield Done(command.id, "eos", Usage(len(said), 2, 0, 0.01, 0.01, 0.02), "")

    def score(self, command, cancelled):
        """It tells no probabilities."""
        raise BackendError("request", "This engine tells no probabilities.")
        yield

    def close(self):
        """Nothing is held."""
'''
FORMAT = '''
"""Every answer in capitals, a line each."""


def render(report):
    """The answers, in the order of the runs."""
    for answer in report.comparison.answers:
        yield answer.lane.text.upper().replace("\\n", " ") + "\\n"
'''
TASK = """
schema = 1
name = "echoes"
version = 1
title = "Echoes"
description = "Say it again."
question = "Which model says it again?"
license = "Apache-2.0"
source = "Written for a test."
prompt = "{{text}}"
variables = ["text"]
filters = ["answer"]
examples = "echoes.jsonl"

[generation]
temperature = 0.0
max_new_tokens = 4

[metrics]
exact_match = "higher"
"""
LICENCE = """
[[license]]
id = "toy-1.0"
name = "Toy Licence"
label = "Toy"
spdx = "LicenseRef-Toy"
category = "permissive"
osi_approved = false
patent_grant = "no"
limits = []
url = "https://example.org/toy"
verified = "none"
checked = "nothing"
source = "a test"
[license.may]
commercial_use = ["yes", ""]
modification = ["yes", ""]
redistribution = ["yes", ""]
train_on_outputs = ["yes", ""]
[license.must]
"""
EXAMPLES = '{"id": "1", "text": "Once upon", "reference": "a time"}\n'


def test_an_engine_runs_what_is_sent_to_it_by_name(copy: Copy) -> None:
    copy.add("playground/engines/reversing.py", ENGINE)
    copy.add_line(
        "playground/engines/backend.py",
        "}",
        '    "reversing": "playground.engines.reversing:ReversingBackend",',
    )
    told = copy.llmplay(
        *("run", "-m", "demo-llama@reversing", "-m", "demo-gpt2", "-p", "desserts"),
        *("--template", "raw", "--format", "json", *QUICK),
    )
    reversed_, other = json.loads(told.out)["lanes"]
    assert (reversed_["text"], reversed_["completion_tokens"]) == ("stressed", 2)
    assert other["text"] != "stressed"
    named = copy.llmplay(
        *("run", "-m", "demo-gpt2", "--engine", "reversing", "-p", "desserts"),
        *("--template", "raw", *QUICK),
    )
    assert named.out == "stressed\n"
    assert "\nreversing" in copy.llmplay("help", "engines").out
    # Without rules it is never chosen by a file's header.
    assert undocumented("An engine", copy) == []


def test_an_export_format_is_offered_and_written(copy: Copy, tmp_path: Path) -> None:
    copy.add("playground/services/exports/shouted.py", FORMAT)
    copy.add_line(
        "playground/services/exports/__init__.py",
        '    Format("svg", ".svg", "a picture of the comparison", "picture"),',
        '    Format("shouted", ".loud", "every answer in capitals", "shouted"),',
    )
    session = tmp_path / "one.toml"
    once = ("-p", "Once upon a time", "--session", session, *QUICK)
    said = copy.llmplay("run", "-m", "demo-llama", *once).out
    told = copy.llmplay("sessions", "export", session, "--format", "shouted").out
    assert (told, told.strip() != "") == (said.upper().replace("\n", " ").rstrip() + "\n", True)
    copy.llmplay("sessions", "export", session, "-o", tmp_path / "report.loud")
    assert (tmp_path / "report.loud").read_text() == told
    assert "shouted: every answer in capitals" in " ".join(
        copy.llmplay("sessions", "export", "--help").out.split()
    )
    assert "\nshouted" in copy.llmplay("help", "exports").out
    assert undocumented("An export format", copy) == []


def test_a_figure_of_an_answer_is_a_column(copy: Copy, tmp_path: Path) -> None:
    copy.add_line(
        "playground/domain/comparison/fields.py",
        '    Field("rating", "Rating", lambda one: one.lane.rating),',
        '    Field("letters", "Letters", lambda one: len(one.lane.text)),',
    )
    session = tmp_path / "one.toml"
    copy.llmplay("run", "-m", "demo-llama", "-p", "Once upon", "--session", session, *QUICK)
    export = ("sessions", "export", session, "--format")
    (row,) = csv.DictReader(StringIO(copy.llmplay(*export, "csv").out.removeprefix("\ufeff")))
    assert int(row["letters"]) == len(row["text"]) > 0
    line = copy.llmplay(*export, "jsonl", "--columns", "letters").out
    assert json.loads(line) == {"letters": int(row["letters"])}
    assert undocumented("A figure of an answer", copy) == []


def test_an_evaluation_task_is_listed_checked_and_run(copy: Copy, tmp_path: Path) -> None:
    copy.add("playground/data/tasks/echoes.toml", TASK)
    copy.add("playground/data/tasks/echoes.jsonl", EXAMPLES)
    listed = json.loads(copy.llmplay("tasks", "list", "--format", "json").out)
    assert "echoes" in {one["name"] for one in listed}
    copy.llmplay("tasks", "validate", "echoes")
    out = tmp_path / "out"
    copy.llmplay("eval", "echoes", "-m", "demo-llama", "--out", out, "--quiet")
    assert "Echoes" in (out / "findings.md").read_text(encoding="utf-8")
    assert undocumented("An evaluation task", copy) == []


def test_filter_constraint_and_metric_serve_a_task(copy: Copy, tmp_path: Path) -> None:
    folder = "playground/domain/metrics"
    copy.add_line(
        f"{folder}/filters.py", '        "strip": str.strip,', '        "loud": str.upper,'
    )
    copy.add_line(
        f"{folder}/constraints.py",
        '        "min_words": lambda text, n: len(text.split()) >= n,',
        '        "min_letters": lambda text, n: len(text) >= n,',
    )
    copy.add_line(
        f"{folder}/__init__.py",
        ")",
        '    Metric("capitals", "Capitals", "higher", True, "Is all in capitals.", '
        'lambda answer, _: float(answer.isupper()), needs=""),',
    )
    task = (
        TASK.replace('["answer"]', '["loud"]')
        .replace('exact_match = "higher"', 'capitals = "higher"\nconstraints = "higher"')
        .replace(
            'examples = "echoes.jsonl"',
            'examples = [{ id = "1", text = "Once upon", '
            'constraints = [{ kind = "min_letters", value = 1 }] }]',
        )
    )
    (tmp_path / "echoes.toml").write_text(task, encoding="utf-8")
    out = tmp_path / "out"
    copy.llmplay("eval", tmp_path / "echoes.toml", "-m", "demo-llama", "--out", out, "--quiet")
    (record,) = (json.loads(line) for line in (out / "records.jsonl").read_text().splitlines())
    assert record["answer"] == record["answer"].upper() != ""
    assert record["scores"] == {"capitals": 1.0, "constraints": 1.0}
    assert "capitals" in copy.llmplay("help", "evaluation").out
    assert undocumented("A filter, constraint or metric", copy) == []


def test_licence_template_and_model_are_tables(copy: Copy) -> None:
    copy.append(
        "playground/data/licenses.toml",
        LICENCE,
    )
    copy.append(
        "playground/data/templates.toml",
        '\n[[template]]\nname = "toy"\nsystem = "{system}\\n"\nuser = "<toy>{content}</toy>"\n'
        'assistant = "{content}\\n"\nverified = "none"\nsource = "a test"\n',
    )
    copy.append(
        "playground/data/catalog.toml",
        '\n[[model]]\nid = "toy-model"\nname = "Toy"\nfamily = "toy"\narchitecture = "llama"\n'
        'license = "toy-1.0"\ntemplate = "toy"\nverified = "none"\nsource = "a test"\n'
        'file = [{ repo = "someone/toy", file = "toy.gguf", quantisation = "Q4_0" }]\n',
    )
    assert "Toy Licence" in copy.llmplay("licenses", "show", "toy-1.0").out
    shown = copy.llmplay("models", "show", "toy-model").out
    assert "Toy Licence" in shown
    told = copy.llmplay(
        *("run", "-m", "demo-llama", "--template", "toy", "-p", "Hi", "--format", "json", *QUICK)
    )
    (lane,) = json.loads(told.out)["lanes"]
    assert lane["template"] == "toy"
    assert undocumented("A licence, template or model", copy) == []
