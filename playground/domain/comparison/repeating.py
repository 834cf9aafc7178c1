"""The command lines that ask the same again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from itertools import groupby

from playground.domain.comparison.grid import Answer, Comparison
from playground.domain.records import ModelRecord
from playground.domain.terminal import visible

_LONGEST_PROMPT = 4000  # characters; command lines have a limit, and people read them
_OPTIONS = ("seed", "temperature", "top_k", "top_p", "repetition_penalty", "max_new_tokens")
_DEFAULT_WINDOW = 64


def commands(comparison: Comparison) -> Iterator[str]:
    """A `llmplay run` for all answers that were asked for in the same way, in their order.

    Where a command line cannot say it all, a line beginning with # says why instead.
    """
    seen: set[str] = set()
    for number, answers in groupby(comparison.answers, key=lambda one: one.run.number):
        alike: dict[tuple[object, ...], list[Answer]] = {}
        for answer in answers:
            alike.setdefault(_asked(answer), []).append(answer)
        for group in alike.values():
            line = _line(group)
            if line not in seen:
                seen.add(line)
                yield f"# run {number}: {line}" if line.startswith("the ") else line


def replay_command(comparison: Comparison) -> str:
    """Runs the whole session again and compares."""
    return f"llmplay sessions replay {shlex.quote(visible(comparison.file) or 'FILE')}"


def _asked(answer: Answer) -> tuple[object, ...]:
    lane = answer.lane
    return (
        *(answer.row.prompt, answer.row.system, lane.template, lane.sampling),
        *(lane.engine, lane.context_length, lane.history, lane.adapters),
    )


def _line(group: list[Answer]) -> str:
    lane, row = group[0].lane, group[0].row
    sampling = lane.sampling
    obstacle = _obstacle(group[0])
    if obstacle:
        return obstacle
    words = ["llmplay", "run"]
    for name in dict.fromkeys(_name(answer.lane.model) for answer in group):
        words += ["-m", name]
    words += ["-p", row.prompt]
    if row.system:
        words += ["--system", row.system]
    if lane.template:
        words += ["--template", lane.template]
    for option in _OPTIONS:
        words += [f"--{option.replace('_', '-')}", f"{getattr(sampling, option)}"]
    for stop in sampling.stop:
        words += ["--stop", stop]
    if lane.context_length:
        words += ["--context-length", str(lane.context_length)]
    if lane.engine:
        words += ["--engine", lane.engine]
    for adapter in lane.adapters:
        words += ["--lora", f"{adapter.path}:{adapter.scale:g}"]
    return shlex.join(words)


def _obstacle(answer: Answer) -> str:
    """What a command line cannot say; empty where it can say everything."""
    lane, row = answer.lane, answer.row
    sampling = lane.sampling
    if sampling.last_n_tokens != _DEFAULT_WINDOW:
        return "the penalty window is no option of the command line; replay the session"
    if sampling.grammar or sampling.json_schema:
        return "the grammar or schema stands in a file of its own; replay the session"
    if lane.history:
        return "the turn goes on from a conversation, which the session holds; replay the session"
    texts = (row.prompt, row.system, *sampling.stop)
    if sum(map(len, texts)) > _LONGEST_PROMPT:
        return "the prompt is too long for a command line; replay the session"
    if any(visible(text) != text or "\t" in text for text in texts):
        return "the prompt has control characters; replay the session"
    return ""


def _name(model: ModelRecord) -> str:
    """What -m takes: an id of the catalog, or the path of a file that is called by its name."""
    file = (model.path or "").rpartition("/")[2]
    if model.path and (model.id == file or model.id.startswith(f"{file}@")):
        return model.path + model.id[len(file) :]  # @ENGINE may follow
    return model.id
