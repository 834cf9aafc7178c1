"""The forms in which `llmplay run` prints lanes: text, JSON, JSON lines, Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from playground.cli import output
from playground.domain.markdown import fenced
from playground.domain.runs import LaneResult, RunRequest
from playground.domain.sessions import lane_record


class Writer(Protocol):
    """Takes what the lanes say, in whatever order it comes."""

    streams: bool
    """Whether text appears as it arrives."""

    def text(self, lane: int, text: str) -> None:
        """More text of a lane."""

    def end(self, lane: int, result: LaneResult) -> None:
        """A lane is over."""

    def finish(self) -> None:
        """All lanes are over."""


def writer(form: str, request: RunRequest, parameters: Mapping[str, object]) -> Writer:
    """The writer of one of the forms text, json, jsonl and markdown."""
    if form == "text":
        return _Text(request)
    if form == "json":
        return _Json(request, parameters)
    if form == "jsonl":
        return _JsonLines(request)
    return _Markdown(request)


def write_next(form: str, said: str) -> None:
    """In text, tell one turn from the next; the other forms name the prompt of each."""
    if form == "text":
        output.write(f"\n>> {' '.join(said.split())}\n")


class _Text:
    """Streams the lanes in order: the first as it comes, the next once those before it ended."""

    streams = True

    def __init__(self, request: RunRequest) -> None:
        self._request = request
        self._waiting: dict[int, list[str]] = {}
        self._ended: set[int] = set()
        self._current = 0
        self._last = "\n"
        self._label(0)

    def text(self, lane: int, text: str) -> None:
        if lane == self._current:
            self._write(text)
        else:
            self._waiting.setdefault(lane, []).append(text)

    def end(self, lane: int, result: LaneResult) -> None:
        self._ended.add(lane)
        silent = result.error is not None and not result.text  # errors go to standard error
        while self._current in self._ended:
            alone = len(self._request.lanes) == 1 and not silent
            if self._last[-1:] != "\n" or alone:
                output.write("\n")
            self._last = "\n"
            self._current += 1
            if self._current < len(self._request.lanes):
                self._label(self._current)
                self._write("".join(self._waiting.pop(self._current, [])))

    def finish(self) -> None:
        return

    def _write(self, text: str) -> None:
        if text:
            output.write(text)
            self._last = text

    def _label(self, lane: int) -> None:
        if len(self._request.lanes) > 1:
            asked = self._request.lanes[lane]
            several = sum(other.entry.id == asked.entry.id for other in self._request.lanes) > 1
            sample = f", sample {asked.sample + 1}" if several else ""
            gap = "" if lane == 0 else "\n"
            output.write(
                f"{gap}== {asked.entry.id} ({asked.entry.quantisation or 'unknown'}, "
                f"{asked.entry.license}{sample}) ==\n"
            )


class _Collected:
    """Keeps results until they can be written in order."""

    streams = False

    def __init__(self, request: RunRequest) -> None:
        self._request = request
        self._results: dict[int, LaneResult] = {}

    def text(self, lane: int, text: str) -> None:
        del lane, text  # the result holds it

    def end(self, lane: int, result: LaneResult) -> None:
        self._results[lane] = result

    def records(self) -> list[dict[str, Any]]:
        return [
            lane_record(self._request.lanes[lane], self._results[lane])
            for lane in sorted(self._results)
        ]


class _Json(_Collected):
    def __init__(self, request: RunRequest, parameters: Mapping[str, object]) -> None:
        super().__init__(request)
        self._parameters = dict(parameters)

    def finish(self) -> None:
        output.write_json(
            {
                "prompt": self._request.prompt,
                "parameters": self._parameters,
                "lanes": self.records(),
            }
        )


class _JsonLines(_Collected):
    def __init__(self, request: RunRequest) -> None:
        super().__init__(request)
        self._written = 0

    def end(self, lane: int, result: LaneResult) -> None:
        super().end(lane, result)
        while self._written in self._results:
            asked = self._request.lanes[self._written]
            record = lane_record(asked, self._results[self._written])
            output.write_json_line({"prompt": self._request.prompt, **record})
            self._written += 1

    def finish(self) -> None:
        return


class _Markdown(_Collected):
    def finish(self) -> None:
        parts = ["# Prompt\n", fenced(self._request.prompt)]
        if self._request.system:
            parts += ["\n## System prompt\n", fenced(self._request.system)]
        for lane, record in zip(sorted(self._results), self.records(), strict=True):
            model = record["model"]
            sampling = record["sampling"]
            speed = record["tokens_per_second"]
            facts = [
                ("Licence", model["licence"]),
                ("Architecture", f"{model['architecture']}, {model['quantisation'] or 'unknown'}"),
                ("SHA-256", model["sha256"] or "unknown"),
                ("Engine", f"{record['engine']} {record['engine_version']}".strip() or "none"),
                ("Seed", sampling["seed"]),
                ("Temperature", sampling["temperature"]),
                ("Tokens", f"{record['prompt_tokens']} in, {record['completion_tokens']} out"),
                ("Tokens per second", f"{speed:.1f}" if speed else "unknown"),
                ("Ended", record["stop_reason"]),
            ]
            if record["error"]:
                facts.append(("Error", record["error"]))
            title = self._request.lanes[lane].entry.id
            parts.append(f"\n# {title}\n\n| | |\n|---|---|\n")
            parts += [f"| {name} | {_cell(str(value))} |\n" for name, value in facts]
            parts += ["\n", fenced(record["text"])]
        output.write("".join(parts))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
