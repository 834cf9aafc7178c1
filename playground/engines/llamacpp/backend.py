"""One model in llama.cpp's server, generating in a second thread that can be told to stop."""

from __future__ import annotations

import json
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playground.engines.backend import BackendError, context_exceeded
from playground.engines.continuations import likelihood, part
from playground.engines.llamacpp.scoring import Step, scored
from playground.engines.llamacpp.server import Server, grammar_of
from playground.engines.parameters import Sampling
from playground.engines.protocol import (
    Done,
    Generate,
    Load,
    Loaded,
    Progress,
    Score,
    Scored,
    StopReason,
    Token,
    Usage,
)
from playground.engines.text import CompletionText, clean

_POLL_SECONDS = 0.04  # each look takes time from the model; a stop may take 0.1 s
_MAYBE = "Run it again; if that does not help, the file may be damaged."


class LlamaCppBackend:
    """The engine for what ctransformers is too old for."""

    distribution = "xllamacpp"
    parallel = False

    def __init__(self) -> None:
        self._server: Server | None = None
        self._load: Load | None = None
        self._context = 0
        self._run: _Run | None = None

    def prepare(self) -> None:
        """Import the library (0.1 s)."""
        # Its last words are to be what failed, and not the stack that a debugger found.
        os.environ.setdefault("GGML_NO_BACKTRACE", "1")
        import xllamacpp  # noqa: F401

    def load(self, command: Load) -> Loaded:
        """Map the file into memory."""
        self.close()
        started = time.perf_counter()
        self._server, self._load = Server(command, command.threads), command
        self._context = int(self._server.properties()["default_generation_settings"]["n_ctx"])
        return Loaded(
            seconds=time.perf_counter() - started,
            size_bytes=Path(command.path).stat().st_size,
            architecture=command.model_type,
            context_length=self._context,
            vocabulary_size=0,
            library="llama.cpp",
        )

    def close(self) -> None:
        """Free the model and its port."""
        self._settle()
        self._server = None

    def tokenize(self, text: str) -> list[tuple[int, bytes]]:
        """The prompt's tokens as the model gets them."""
        return self._ready(None).tokens(clean(text)[0])

    def generate(
        self, command: Generate, cancelled: Callable[[], bool]
    ) -> Iterator[Progress | Token | Done]:
        """Stream a completion."""
        server = self._ready(command.threads)
        started = time.perf_counter()
        prompt, notes = clean(command.prompt)
        text = CompletionText(command.sampling.stop)
        run = self._run = _Run(server, _fields(prompt, command.sampling))
        count, first, last, reused, total = 0, 0.0, 0.0, 0, 0
        end: dict[str, Any] = {}
        said: list[str] = []
        reason: StopReason = "length"
        try:
            for chunk in run.chunks(cancelled):
                progress = chunk.get("prompt_progress")
                if progress is not None:
                    reused, total = progress["cache"], progress["total"]
                    yield Progress(command.id, progress["processed"] - reused, total - reused)
                    continue
                choice = chunk["choices"][0]
                if choice["finish_reason"]:
                    end = chunk
                    reason = "length" if choice["finish_reason"] == "length" else "eos"
                if choice["finish_reason"] and not choice["text"]:
                    continue
                count += 1
                last = time.perf_counter()
                first = first or last
                said.append(text.feed(choice["text"].encode("utf-8", "replace")))
                yield Token(command.id, said[-1])
                if text.stopped:
                    break
        finally:
            run.stop()
        usage = end.get("usage") or {}
        prompt_tokens = usage.get("prompt_tokens") or total
        if not end and not text.stopped and command.sampling.max_new_tokens:
            reason = "cancelled"
        elif self._is_full(reason, prompt_tokens, usage, command.sampling.max_new_tokens):
            reason = "context"
        rest = text.finish()
        if command.sampling.json_schema and reason == "eos" and not _is_json("".join(said) + rest):
            notes = (*notes, "llama.cpp could not keep to the schema with this model's vocabulary")
        drawn = usage.get("completion_tokens")
        yield Done(
            command.id,
            "stop" if text.stopped else reason,
            Usage(
                prompt_tokens=prompt_tokens,
                # The token that ends the text is counted by the library, but not by us.
                completion_tokens=count if drawn is None else drawn - (reason == "eos"),
                reused_tokens=reused,
                prompt_seconds=(first or time.perf_counter()) - started,
                first_token_seconds=first - started if count else None,
                generation_seconds=last - first,
            ),
            rest,
            notes,
        )

    def score(self, command: Score, cancelled: Callable[[], bool]) -> Iterator[Progress | Scored]:
        """Ask for one token after another; what came before is still evaluated."""
        server = self._ready(command.threads)
        started = time.perf_counter()
        prompt = clean(command.prompt)[0]
        begun = server.tokens(prompt)
        texts = [server.tokens(prompt + clean(one)[0]) for one in command.continuations]
        pieces = {token: data for text in texts for token, data in text}
        shared, parts = part(
            [token for token, _ in begun], [[token for token, _ in text] for text in texts]
        )
        if not shared:
            raise BackendError(
                "request",
                "Prompt and continuations have no token in common to begin with.",
                "Begin the prompt with a word of its own.",
            )

        def chunks(fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
            run = _Run(server, fields)
            try:
                yield from run.chunks(cancelled)
            finally:
                run.stop()

        whole = server.tokens("a")[-1][0]
        found, ended, reused = [], 0.0, None
        for rest in parts:
            steps: list[Step] = []
            for at, token in enumerate(rest):
                before = [*shared, *rest[:at]]
                for told in scored(chunks, before, token, pieces[token], whole):
                    if isinstance(told, Step):
                        steps.append(told)
                        continue
                    reused = told.reused if reused is None else reused
                    yield Progress(command.id, told.done, told.total)
                ended = ended or time.perf_counter()
            found.append(likelihood(steps))
        used = Usage(
            prompt_tokens=len(shared),
            reused_tokens=min(reused or 0, len(shared)),
            prompt_seconds=ended - started,
            generation_seconds=time.perf_counter() - ended,
        )
        yield Scored(command.id, tuple(found), used)

    def _is_full(self, reason: StopReason, prompt: int, usage: dict[str, int], limit: int) -> bool:
        """Whether it ended because the context was full, which the library calls a stop."""
        if reason == "length":
            return prompt + limit > self._context
        return prompt + usage.get("completion_tokens", 0) >= self._context

    def _ready(self, threads: int | None) -> Server:
        """The server; with another number of threads it is loaded anew, from the cached file."""
        if self._server is None or self._load is None:
            raise BackendError("request", "No model is loaded.")
        self._settle()
        if threads is not None and threads != self._server.threads:
            self._server = None
            self._server = Server(self._load, threads)
        return self._server

    def _settle(self) -> None:
        """Wait for what is left of a completion that was stopped."""
        if self._run is not None:
            self._run.wait()
            self._run = None


class _Run:
    """One completion in a thread of its own."""

    def __init__(self, server: Server, fields: dict[str, Any]) -> None:
        self._server = server
        self._fields = fields
        self._found: queue.SimpleQueue[dict[str, Any] | Exception | None] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._call, daemon=True)

    def chunks(self, cancelled: Callable[[], bool]) -> Iterator[dict[str, Any]]:
        """What comes, until the end or until `cancelled` says so; raises `BackendError`."""
        if self._fields["max_tokens"] == 0:
            return
        self._thread.start()
        while not cancelled():
            try:
                found = self._found.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
            if found is None:
                return
            if isinstance(found, Exception):
                raise BackendError("engine", f"llama.cpp failed: {found}", _MAYBE) from found
            if "error" in found:
                raise _refused(found["error"])
            yield found

    def stop(self) -> None:
        """End it at the next token or slice, and do not wait: a slice of a large model takes
        seconds.
        """
        self._stopped.set()

    def wait(self) -> None:
        """Wait for its end."""
        if self._thread.is_alive():
            self._thread.join()

    def _call(self) -> None:
        def each(chunk: Any) -> bool:
            for one in chunk if isinstance(chunk, list) else [chunk]:
                self._found.put(one)
            return self._stopped.is_set()

        try:
            self._server.complete(self._fields, each)
        except Exception as error:  # whoever reads says what it means
            self._found.put(error)
        else:
            self._found.put(None)


def _fields(prompt: str, sampling: Sampling) -> dict[str, Any]:
    """The server's names for how a completion is drawn; what we have no name for is off."""
    greedy = sampling.temperature <= 0 or sampling.top_p == 0
    grammar = grammar_of(sampling.json_schema) if sampling.json_schema else sampling.grammar
    return {
        "prompt": prompt,
        "max_tokens": sampling.max_new_tokens,
        "temperature": 0.0 if greedy else sampling.temperature,
        "top_k": 1 if greedy else sampling.top_k,
        "top_p": 1.0 if greedy else sampling.top_p,
        "min_p": 0.0,
        "typical_p": 1.0,
        "repeat_penalty": sampling.repetition_penalty,
        "repeat_last_n": sampling.last_n_tokens,
        "seed": sampling.seed,
        "samplers": ["penalties", "top_k", "top_p", "temperature"],
        "stream": True,
        "cache_prompt": True,
        "return_progress": True,
        **({"grammar": grammar} if grammar else {}),
    }


def _refused(error: dict[str, Any]) -> BackendError:
    if error.get("type") == "exceed_context_size_error":
        return context_exceeded(error["n_prompt_tokens"], error["n_ctx"])
    said = str(error.get("message", error))
    hint = "Mend the grammar." if "grammar" in said else "Change the parameters."
    return BackendError("request", f"llama.cpp refuses the request: {said}.", hint)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
