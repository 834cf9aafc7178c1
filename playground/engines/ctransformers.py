"""The ctransformers engine, made safe: the only module that imports ctransformers.

The library's own high-level calls overflow a buffer on text with more tokens than characters,
reseed the random numbers alike for every token, withhold non-ASCII text and run past the context.
So this drives its documented C functions (ctransformers/llm.py, 0.2.27) with loops of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from ctypes import c_int
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground.engines.backend import BackendError, context_exceeded
from playground.engines.chunks import chunks
from playground.engines.continuations import part
from playground.engines.cpu import library_build
from playground.engines.parameters import SEED_LIMIT, Sampling
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
from playground.engines.stepping import scored
from playground.engines.text import CompletionText, clean

_SLICE_SECONDS = 0.25
"""A stop waits for so long. Slices of 8 tokens are read at 0.89 of the speed of 64, 16 at 0.96."""
_MAX_CONTEXT = 2**20  # beyond this the native size arithmetic overflows


@dataclass(slots=True)
class _Prompt:
    ids: list[int]
    notes: tuple[str, ...] = ()


class CTransformersBackend:
    """One model in this process, driven from one thread."""

    distribution = "ctransformers"
    parallel = False

    def __init__(self) -> None:
        self._llm: Any = None
        self._slice = 1
        self._largest_slice = 1
        self._exact = 0
        """How many tokens the model holds, at most, that were evaluated one by one."""

    def prepare(self) -> None:
        """Import the library (0.35 s, most of it the hub client it brings along)."""
        import ctransformers  # noqa: F401

    def load(self, command: Load) -> Loaded:
        """Map the file into memory; the build of the library is chosen here, not probed for."""
        from ctransformers import LLM, Config

        if command.adapters:
            raise BackendError(
                "load",
                "ctransformers is not given LoRA adapters here.",
                "Choose the engine llamacpp for them.",
            )
        if command.context_length > _MAX_CONTEXT:
            raise BackendError("load", f"A context of {command.context_length} is too large.")
        self.close()
        started = time.perf_counter()
        library = library_build()
        config = Config(context_length=command.context_length or -1, threads=command.threads)
        try:
            self._llm = LLM(command.path, command.model_type, config=config, lib=library)
        except (RuntimeError, ValueError, OSError) as error:
            raise BackendError(
                "load",
                f"ctransformers could not load {command.path} as {command.model_type!r}: {error}",
                "The file may be damaged or made for another engine.",
            ) from error
        self._exact = _MAX_CONTEXT
        self._largest_slice = max(1, command.largest_slice)
        self._slice = min(8, self._largest_slice)
        return Loaded(
            seconds=time.perf_counter() - started,
            size_bytes=Path(command.path).stat().st_size,
            architecture=self._llm.model_type,
            context_length=self._llm.context_length,
            vocabulary_size=self._llm.vocab_size,
            library=library or "probed",
        )

    def close(self) -> None:
        """Free the model; the library frees it with the last reference."""
        self._llm = None

    def tokenize(self, text: str) -> list[tuple[int, bytes]]:
        """The prompt's tokens as the model gets them, a start token included."""
        return [(token, self._bytes(token)) for token in self._prompt(text, lambda: False).ids]

    def generate(
        self, command: Generate, cancelled: Callable[[], bool]
    ) -> Iterator[Progress | Token | Done]:
        """Evaluate the prompt in slices, then draw, show and evaluate token after token."""
        started = time.perf_counter()
        sampling = command.sampling
        if sampling.grammar or sampling.json_schema:
            raise BackendError(
                "request",
                "ctransformers cannot keep a completion to a grammar or schema.",
                "Choose the engine llamacpp, which can.",
            )
        prompt = self._prompt(command.prompt, cancelled)
        room = self._llm.context_length - len(prompt.ids)
        if room < 1 and not cancelled():
            raise context_exceeded(len(prompt.ids), self._llm.context_length, or_more=True)
        todo = list(self._llm.prepare_inputs_for_generation(prompt.ids, reset=True))
        reused = len(prompt.ids) - len(todo)
        if len(todo) > 1:
            self._exact = min(self._exact, reused)
        evaluated = 0
        if sampling.max_new_tokens > 0:
            for done in self._evaluate(todo, command.threads, cancelled):
                evaluated = done
                yield Progress(command.id, done, len(todo))
        prompt_ended = time.perf_counter()

        text = CompletionText(sampling.stop)
        count, first, last = 0, 0.0, 0.0
        limit = min(sampling.max_new_tokens, room)
        reason: StopReason = "length" if sampling.max_new_tokens <= room else "context"
        while count < limit:
            if cancelled():
                reason = "cancelled"
                break
            token = self._sample(sampling, count)
            if self._llm.is_eos_token(token):
                reason = "eos"
                break
            count += 1
            last = time.perf_counter()
            first = first or last
            yield Token(command.id, text.feed(self._bytes(token)))
            if text.stopped:
                reason = "stop"
                break
            if count < limit:
                self._llm.eval([token], batch_size=1, threads=command.threads)
        rest = text.finish()
        if text.stopped:
            reason = "stop"
        yield Done(
            command.id,
            reason,
            Usage(
                prompt_tokens=len(prompt.ids),
                completion_tokens=count,
                reused_tokens=reused,
                prompt_seconds=prompt_ended - started if evaluated else 0.0,
                first_token_seconds=first - started if count else None,
                generation_seconds=last - first,
            ),
            rest,
            prompt.notes,
        )

    def score(self, command: Score, cancelled: Callable[[], bool]) -> Iterator[Progress | Scored]:
        """Evaluate prompt and continuations token by token: see `stepping`."""
        prompt = self._prompt(command.prompt, cancelled).ids
        texts = [self._prompt(command.prompt + one, cancelled).ids for one in command.continuations]
        longest = max(texts, key=len, default=prompt)
        if len(longest) > self._llm.context_length and not cancelled():
            raise context_exceeded(len(longest), self._llm.context_length, or_more=True)
        shared, parts = part(prompt, texts)
        shared = shared or [self._llm.eos_token_id]
        network = _Steps(self._llm, self._exact, command.threads)
        yield from scored(network, command, shared, parts, cancelled)
        self._exact = _MAX_CONTEXT

    def _evaluate(
        self, tokens: list[int], threads: int, cancelled: Callable[[], bool]
    ) -> Iterator[int]:
        """Evaluate in slices sized to take about `_SLICE_SECONDS`, yielding how many are done."""
        done = 0
        while done < len(tokens) and not cancelled():
            part = tokens[done : done + self._slice]
            # Processor time: others who use the cores make no slice less worth its size.
            started = time.process_time()
            self._llm.eval(part, batch_size=len(part), threads=threads)
            seconds = (time.process_time() - started) / threads
            done += len(part)
            if len(part) == self._slice:
                fitting = int(self._slice * _SLICE_SECONDS / max(seconds, 1e-6))
                self._slice = max(1, min(fitting, self._slice * 2, self._largest_slice))
            yield done

    def _sample(self, sampling: Sampling, index: int) -> int:
        vocabulary: int = self._llm.vocab_size
        greedy = sampling.temperature <= 0 or sampling.top_p == 0
        top_k = 1 if greedy else min(sampling.top_k or vocabulary, vocabulary)
        window = sampling.last_n_tokens
        token: int = self._llm.sample(
            top_k=top_k,
            top_p=1.0 if greedy else float(sampling.top_p),
            temperature=1.0 if greedy else float(sampling.temperature),
            # A window of 0 would mean the whole context to the library; without a penalty the
            # window does not matter.
            repetition_penalty=float(sampling.repetition_penalty) if window else 1.0,
            last_n_tokens=window or 1,
            seed=_token_seed(sampling.seed, index),
        )
        return token

    def _prompt(self, text: str, cancelled: Callable[[], bool]) -> _Prompt:
        """The ids of a prompt, stopping soon after they are known not to fit the context."""
        if self._llm is None:
            raise BackendError("request", "No model is loaded.")
        text, notes = clean(text)
        data = text.encode()
        sentencepiece = self._llm.model_type in {"llama", "replit"}
        if sentencepiece:
            ids = self._tokenize(data, add_bos=self._llm.model_type == "llama")
        else:
            ids = []
            for piece in chunks(data):
                ids += self._tokenize(piece, add_bos=False)
                if cancelled() or len(ids) > self._llm.context_length:
                    break
        # A model without a start token begins a text after its end-of-text token.
        return _Prompt(ids or [self._llm.eos_token_id], notes)

    def _tokenize(self, data: bytes, *, add_bos: bool) -> list[int]:
        # Three ids for every byte is more than any tokeniser makes: one for a byte it knows, or
        # the three bytes of the mark that stands for a space.
        buffer = (c_int * (3 * len(data) + 16))()
        count = self._llm.ctransformers_llm_tokenize(data, add_bos, buffer)
        ids: list[int] = buffer[:count]
        return ids

    def _bytes(self, token: int) -> bytes:
        data: bytes = self._llm.detokenize([token], decode=False)
        return data


class _Steps:
    """The model, evaluating one token at a time; `exact` of those it holds were evaluated so."""

    def __init__(self, llm: Any, exact: int, threads: int) -> None:
        self._llm = llm
        self._exact = exact
        self._threads = threads

    def rewind(self, tokens: Sequence[int]) -> int:
        # The library keeps what a prompt begins with, but never its last token.
        kept = [*tokens[: self._exact], 0]
        self._exact = _MAX_CONTEXT  # what is left was evaluated so, as will be what follows
        return len(kept) - len(self._llm.prepare_inputs_for_generation(kept, reset=True))

    def step(self, token: int) -> None:
        self._llm.eval([token], batch_size=1, threads=self._threads)

    def scores(self) -> list[float]:
        size = self._llm.ctransformers_llm_logits_size()
        values: list[float] = self._llm.ctransformers_llm_logits_data()[:size]
        return values


def _token_seed(seed: int, index: int) -> int:
    """A seed for token `index`: the library starts its random numbers anew for every token.

    The finaliser of SplitMix64 (Steele, Lea and Flood, 2014) over both numbers, so that
    neighbouring seeds do not draw the same numbers one token later.
    """
    mixed = ((seed << 32) + index + 1) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & 0xFFFFFFFFFFFFFFFF
    return (mixed ^ mixed >> 31) % SEED_LIMIT
