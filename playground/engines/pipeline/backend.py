"""One model in the pipeline.

Weights are computed with in 32-bit floats, so that a quantised file can be compared with what it
was made from.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from playground.engines.backend import STOPPED, BackendError, context_exceeded
from playground.engines.continuations import part
from playground.engines.pipeline.pieces import Pieces
from playground.engines.pipeline.run import Run
from playground.engines.pipeline.weights import refused, weights_folder
from playground.engines.protocol import (
    Done,
    Generate,
    Likelihood,
    Load,
    Loaded,
    Progress,
    Score,
    Scored,
    StopReason,
    Token,
    Usage,
)
from playground.engines.text import CompletionText


class PipelineBackend:
    """One model in this process, generating in a second thread that can be told to stop."""

    distribution = "transformers"
    parallel = False

    def __init__(self) -> None:
        self._pipeline: Any = None
        self._context = 0

    def prepare(self) -> None:
        """Import the libraries (3 s)."""
        os.environ["TOKENIZERS_PARALLELISM"] = "false"
        os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
        import torch  # noqa: F401
        import transformers

        transformers.logging.set_verbosity_error()

    def load(self, command: Load) -> Loaded:
        """Read a folder, or a repository of the hub, into memory."""
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer, pipeline

        self.close()
        started = time.perf_counter()
        torch.set_num_threads(command.threads)
        folder = weights_folder(command.path)
        if not any(folder.glob("*.safetensors")):
            raise BackendError(
                "load",
                f"{folder} holds no safetensors weights.",
                "Other formats can hide programs: convert the weights, or take another model.",
            )
        try:
            tokenizer = AutoTokenizer.from_pretrained(folder, trust_remote_code=False)
            model = AutoModelForCausalLM.from_pretrained(
                folder, trust_remote_code=False, use_safetensors=True, dtype=torch.float32
            )
        except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
            raise refused(folder, error) from error
        self._pipeline = pipeline("text-generation", model=model, tokenizer=tokenizer)
        limit = getattr(model.config, "max_position_embeddings", 0) or 2**20
        self._context = min(command.context_length or limit, limit)
        return Loaded(
            seconds=time.perf_counter() - started,
            size_bytes=sum(file.stat().st_size for file in folder.glob("*.safetensors")),
            architecture=str(model.config.model_type),
            context_length=self._context,
            vocabulary_size=int(model.config.vocab_size),
            library=f"torch {torch.__version__}",
        )

    def close(self) -> None:
        """Free the model."""
        self._pipeline = None

    def tokenize(self, text: str) -> list[tuple[int, bytes]]:
        """The prompt's tokens as the model gets them, special ones included."""
        tokenizer = self._tokenizer
        ids: list[int] = tokenizer(text)["input_ids"]
        return [(token, tokenizer.decode([token]).encode("utf-8", "replace")) for token in ids]

    def generate(
        self, command: Generate, cancelled: Callable[[], bool]
    ) -> Iterator[Progress | Token | Done]:
        """Stream a completion from the pipeline."""
        started = time.perf_counter()
        prompt = self._tokenizer(command.prompt)["input_ids"]
        room = self._context - len(prompt)
        if room < 1:
            raise context_exceeded(len(prompt), self._context)
        limit = min(command.sampling.max_new_tokens, room)
        reason: StopReason = "length" if command.sampling.max_new_tokens <= room else "context"
        text, pieces = CompletionText(command.sampling.stop), Pieces(self._tokenizer)
        run = Run(self._pipeline, command, limit)
        count, first, last = 0, 0.0, 0.0
        yield Progress(command.id, 0, len(prompt))
        try:
            for token in run.tokens(cancelled) if limit else ():
                if token in run.ends:
                    reason = "eos"
                    break
                count += 1
                last = time.perf_counter()
                first = first or last
                yield Token(command.id, text.feed(pieces.add(token).encode("utf-8", "replace")))
                if text.stopped:
                    reason = "stop"
                    break
        finally:
            run.stop()
        if cancelled() and reason in {"length", "context"} and count < limit:
            reason = "cancelled"
        rest = text.feed(pieces.rest().encode("utf-8", "replace")) + text.finish()
        yield Done(
            command.id,
            "stop" if text.stopped else reason,
            Usage(
                prompt_tokens=len(prompt),
                completion_tokens=count,
                prompt_seconds=first - started if count else 0.0,
                first_token_seconds=first - started if count else None,
                generation_seconds=last - first,
            ),
            rest,
        )

    def score(self, command: Score, cancelled: Callable[[], bool]) -> Iterator[Progress | Scored]:
        """Evaluate the prompt with each continuation in one call of the network."""
        import torch

        started = time.perf_counter()
        tokenizer = self._tokenizer
        texts = [tokenizer(command.prompt + one)["input_ids"] for one in command.continuations]
        shared, parts = part(tokenizer(command.prompt)["input_ids"], texts)
        shared = shared or [tokenizer.eos_token_id]
        longest = len(shared) + max(map(len, parts), default=0)
        if longest > self._context:
            raise context_exceeded(longest, self._context)
        found = []
        for at, rest in enumerate(parts):
            yield Progress(command.id, at, len(parts))
            if cancelled():
                raise BackendError("request", STOPPED)
            ids = torch.tensor([[*shared, *rest]])
            with torch.no_grad():
                scores = self._pipeline.model(ids).logits[0, len(shared) - 1 : -1].double()
            wanted = ids[0, len(shared) :, None]
            logprob = scores.log_softmax(-1).gather(1, wanted).sum()
            greedy = bool((scores.gather(1, wanted)[:, 0] == scores.max(-1).values).all())
            found.append(Likelihood(float(logprob), len(rest), greedy))
        used = Usage(prompt_tokens=len(shared), prompt_seconds=time.perf_counter() - started)
        yield Scored(command.id, tuple(found), used)

    @property
    def _tokenizer(self) -> Any:
        if self._pipeline is None:
            raise BackendError("request", "No model is loaded.")
        return self._pipeline.tokenizer
