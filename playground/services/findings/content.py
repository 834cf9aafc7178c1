"""What the findings say, in order: question, models, machine, scores, tests, failures, limits."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from playground.domain.evaluation import Effort, Record, TaskResult, disagreements, verdict
from playground.domain.metrics import METRICS
from playground.domain.sizes import words as size
from playground.domain.tasks import Example, Task
from playground.services.findings.levels import by_difficulty
from playground.services.findings.pieces import (
    Bar,
    Bars,
    Dot,
    Grid,
    Heading,
    Paragraph,
    Piece,
    Points,
    Scatter,
    Verbatim,
)

_SHOWN_EXAMPLES = 2
_NOTHING = "(nothing)"


def document(
    plan: Mapping[str, Any], results: Sequence[TaskResult], conclusions: str
) -> list[Piece]:
    """Every piece of the findings, the same for the same evaluation."""
    titles = "; ".join(result.task.title for result in results)
    pieces: list[Piece] = [
        Heading(1, f"Findings: {titles}"),
        Paragraph(
            f"{len(plan['models'])} models compared on {len(results)} "
            f"{'task' if len(results) == 1 else 'tasks'} with {plan['program']}, begun "
            f"{plan['begun']:%Y-%m-%d %H:%M} UTC."
        ),
        Heading(2, "In short"),
        Points(tuple(_short(result) for result in results)),
        Heading(2, "Models"),
        _models(plan, results),
        Heading(2, "Machine and settings"),
        Points(tuple(_settings(plan))),
    ]
    for result in results:
        pieces += _task(result)
    pieces += [Heading(2, "Limits"), Points(tuple(_limits(plan, results)))]
    pieces += [
        Heading(2, "Conclusions"),
        Paragraph(
            conclusions
            or "None written yet. Put yours into conclusions.md in this folder and run the last "
            "command below."
        ),
        Heading(2, "To repeat it"),
        Verbatim(f"{shlex.join(plan['command'])} --out FOLDER\nllmplay report FOLDER"),
    ]
    return pieces


def _short(result: TaskResult) -> str:
    title = METRICS[result.first_metric].title
    if not result.models:
        return f"{result.task.title}: nothing was scored."
    best = result.models[0]
    score = result.score(best, result.first_metric)
    assert score is not None
    one = score.estimate
    interval = f"{one.mean:.3f} [{one.low:.3f}, {one.high:.3f}]"
    told = f"{result.task.title}: {best} is ahead with {title} {interval}"
    level = [
        pair.second if pair.first == best else pair.first
        for pair in result.pairs
        if best in {pair.first, pair.second} and not pair.told_apart
    ]
    if level:
        return f"{told}, but not distinguishable from {', '.join(level)} with {one.n} examples."
    return (
        f"{told} on {one.n} examples{', apart from all others' if len(result.models) > 1 else ''}."
    )


def _models(plan: Mapping[str, Any], results: Sequence[TaskResult]) -> Grid:
    rows = []
    for model in plan["models"]:
        efforts = [one.efforts[model["id"]] for one in results if model["id"] in one.efforts]
        speeds = [one.tokens_per_second for one in efforts if one.tokens_per_second]
        memory = max((one.memory_bytes or 0 for one in efforts), default=0)
        bytes_ = model.get("size_bytes")
        rows.append(
            (
                model["id"],
                model.get("licence", "unknown"),
                model.get("quantisation", "-"),
                size(bytes_) if bytes_ else "-",
                size(memory) if memory else "-",
                f"{max(speeds):,.0f}" if speeds else "-",
                model.get("source") or model.get("endpoint") or "a file of this machine",
            )
        )
    header = ("Model", "Licence", "Quantisation", "Size", "Memory", "Tokens/s", "From")
    return Grid(header, tuple(rows))


def _settings(plan: Mapping[str, Any]) -> Iterator[str]:
    machine, asked = plan["machine"], plan["asked"]
    memory = size(machine["memory_bytes"])
    yield f"{machine['processor']}, {machine['cores']} cores, {memory} of memory"
    yield f"{machine['system']}, Python {machine['python']}, {plan['program']}"
    limit = f"{asked['limit']} examples per task" if asked["limit"] else "all examples"
    yield f"{limit}, answers per example: {asked['samples']}, seed {asked['seed']}"
    if "template" in asked:
        yield f"Prompt template of every model: {asked['template']}"
    energy = plan.get("energy", "nobody asked")
    if energy == "measured":
        yield (
            "Joules are those of the whole processor while an answer came, parted equally among "
            "the models that ran at the time."
        )
    else:
        yield f"Energy was not measured: {energy}."
    yield (
        "Generated code was run against its tests in a sandbox."
        if asked["execute"]
        else "No generated code was run."
    )


def _task(result: TaskResult) -> Iterator[Piece]:
    task = result.task
    yield Heading(2, f"{task.title} ({task.name}, version {task.version})")
    yield Paragraph(f"Question: {task.question}")
    yield Paragraph(f"{task.description} Examples: {task.license}. {task.source}")
    if not task.generates:
        yield Paragraph("Nothing was generated: the likeliest of the choices is the answer.")
    settings = ", ".join(f"{key} {value}" for key, value in task.generation.items())
    yield Paragraph(f"Generation: {settings or 'the defaults of the models'}.")
    for example in task.examples[:_SHOWN_EXAMPLES]:
        yield Verbatim(_asked(task, example))
    yield Heading(3, "Scores")
    yield _scores(result)
    yield from by_difficulty(result)
    first = METRICS[result.first_metric].title
    yield Bars(f"{first} with 95 % intervals", tuple(_bars(result)))
    for name, unit in (
        ("tokens_per_second", "tokens per second"),
        ("memory_bytes", "MB of memory"),
    ):
        dots = tuple(_dots(result, name))
        if len(dots) > 1:
            yield Scatter(f"{first} against {unit}", unit, first, dots)
    if result.pairs:
        yield Heading(3, "Model against model")
        yield Points(tuple(verdict(one, first, result.ranking.direction) for one in result.pairs))
    yield from _failures(result)


def _asked(task: Task, example: Example) -> str:
    wanted = " | ".join(example.references) or example.tests
    wanted = wanted or ", ".join(map(str, example.constraints))
    return f"{task.asked(example)}\n\nWanted: {wanted.strip()}"


def _scores(result: TaskResult) -> Grid:
    metrics = list(dict.fromkeys(one.metric for one in result.scores))
    titles = {one.metric: one.title for one in result.scores}
    rows = []
    for model in result.models:
        cells = []
        for name in metrics:
            score = result.score(model, name)
            one = score.estimate if score else None
            cells.append(f"{one.mean:.3f} [{one.low:.3f}, {one.high:.3f}]" if one else "-")
        first = result.score(model, result.first_metric)
        n = str(first.estimate.n) if first else "0"
        rows.append((model, n, *cells, *_effort(result.efforts[model])))
    header = ("Model", "n", *(titles[name] for name in metrics))
    return Grid((*header, "Words", "Seconds", "Joules", "Tokens/s", "Prompt reused"), tuple(rows))


def _effort(effort: Effort) -> tuple[str, ...]:
    return (
        f"{effort.words:.1f}",
        f"{effort.seconds:.2f}" if effort.seconds is not None else "-",
        f"{effort.joules:.2f}" if effort.joules is not None else "-",
        f"{effort.tokens_per_second:,.0f}" if effort.tokens_per_second else "-",
        f"{effort.reused:.0%}",
    )


def _bars(result: TaskResult) -> Iterator[Bar]:
    for model in result.models:
        score = result.score(model, result.first_metric)
        if score is not None:
            one = score.estimate
            yield Bar(model, one.mean, one.low, one.high)


def _dots(result: TaskResult, what: str) -> Iterator[Dot]:
    for model in result.models:
        score = result.score(model, result.first_metric)
        x = getattr(result.efforts[model], what)
        if score is not None and x:
            yield Dot(model, x / 1e6 if what == "memory_bytes" else x, score.estimate.mean)


def _failures(result: TaskResult) -> Iterator[Piece]:
    found = disagreements(result)
    if not found:
        return
    yield Heading(3, "Where the models disagree most")
    for id_, records in found:
        yield Paragraph(f"Example {id_}")
        yield Verbatim(_asked(result.task, result.task.example(id_)))
        if result.task.runs_code:
            for one in records:  # lines and indentation are what code consists of
                yield Points((_judged(one, result.first_metric),))
                yield Verbatim(one.answer.strip("\n") or _NOTHING)
        else:
            yield Points(tuple(_answer(one, result.first_metric) for one in records))


def _judged(record: Record, metric: str) -> str:
    why = record.error or record.remark
    score = record.scores.get(metric, 0.0)
    return f"{record.model}, {score:.2f}{f' ({why})' if why else ''}"


def _answer(record: Record, metric: str) -> str:
    said = " ".join(record.answer.split()) or _NOTHING
    said = said if len(said) <= 200 else said[:199] + "…"
    return f"{_judged(record, metric)}: {said}"


def _limits(plan: Mapping[str, Any], results: Sequence[TaskResult]) -> Iterator[str]:
    counts = ", ".join(
        f"{one.task.name} {len({r.example for r in one.records})}" for one in results
    )
    yield f"Few examples: {counts}. The intervals say how much that leaves open."
    yield (
        "Intervals and tests speak of these examples and others like them, not of other tasks, "
        "prompts or settings; one prompt was used for all models."
    )
    yield "Speed and memory are of this machine, with whatever else ran on it at the time."
    if any(one.task.runs_code for one in results):
        yield (
            "A program counts as right when it passes its tests, which is less than being right."
            if plan["asked"]["execute"]
            else "Code was not run: how alike it looks says little about whether it works."
        )
    if any("rougeL" in {use.name for use in one.task.metrics} for one in results):
        yield "Overlap with a reference is not the quality of a summary; read some of them."
    failed = sum(effort.failed for one in results for effort in one.efforts.values())
    if failed:
        yield f"{failed} answers failed and count as wrong."
