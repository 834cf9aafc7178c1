"""The transformers engine: the text-generation pipeline over unquantised safetensors weights.

The only module that imports transformers and torch. Weights are computed with in 32-bit floats, so
that a quantised file can be compared with what it was made from. Code from a repository is never
run and pickled weights are never opened.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playground.engines.backend import BackendError
from playground.engines.parameters import Sampling
from playground.engines.protocol import (
    Done,
    Generate,
    Load,
    Loaded,
    Progress,
    StopReason,
    Token,
    Usage,
)
from playground.engines.text import CompletionText

FILES = ("*.json", "*.safetensors", "*.model", "merges.txt", "vocab.txt")
"""What is needed of a repository."""

_POLL_SECONDS = 0.02


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
        folder = _folder(command.path)
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
            raise _refused(folder, error) from error
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
            raise BackendError(
                "context",
                f"The prompt needs {len(prompt):,} tokens and the context holds {self._context:,}.",
                "Shorten the prompt or choose a model with a longer context.",
            )
        limit = min(command.sampling.max_new_tokens, room)
        reason: StopReason = "length" if command.sampling.max_new_tokens <= room else "context"
        text, pieces = CompletionText(command.sampling.stop), Pieces(self._tokenizer)
        run = _Run(self._pipeline, command, limit)
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

    @property
    def _tokenizer(self) -> Any:
        if self._pipeline is None:
            raise BackendError("request", "No model is loaded.")
        return self._pipeline.tokenizer


class Pieces:
    """Text of tokens as they come: a token decoded alone would lose spaces and split characters."""

    def __init__(self, tokenizer: Any) -> None:
        """`tokenizer` decodes a list of ids."""
        self._tokenizer = tokenizer
        self._ids: list[int] = []
        self._shown = ""
        """What the tokens before the last stable point decode to."""

    def add(self, token: int) -> str:
        """The text that is certain now; empty while a character is incomplete."""
        self._ids.append(token)
        text = self._decoded()
        if text.endswith("\ufffd"):
            return ""
        new = text[len(self._shown) :]
        # The last token stays: the next one is decoded after it, which decides about the space.
        self._ids = self._ids[-1:]
        self._shown = self._decoded()
        return new

    def rest(self) -> str:
        """What is left when no more tokens come."""
        return self._decoded()[len(self._shown) :]

    def _decoded(self) -> str:
        text: str = self._tokenizer.decode(
            self._ids, skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return text


class _Run:
    """One call of the pipeline in a thread of its own."""

    def __init__(self, pipe: Any, command: Generate, limit: int) -> None:
        self._pipe = pipe
        self._command = command
        self._limit = limit
        self._found: queue.SimpleQueue[int | Exception | None] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        ends = pipe.model.generation_config.eos_token_id
        if ends is None:
            ends = pipe.tokenizer.eos_token_id
        self.ends = frozenset(ends if isinstance(ends, list) else [ends])

    def tokens(self, cancelled: Callable[[], bool]) -> Iterator[int]:
        """The ids as they are drawn; ends early when `cancelled` says so."""
        self._thread = threading.Thread(target=self._call, daemon=True)
        self._thread.start()
        while not cancelled():
            try:
                found = self._found.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
            if found is None:
                return
            if isinstance(found, Exception):
                raise BackendError(
                    "engine", f"transformers failed: {type(found).__name__}: {found}"
                ) from found
            yield found

    def stop(self) -> None:
        """End the call at its next token, and wait for that: the model is not for two at once."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def _call(self) -> None:
        import torch
        from transformers import StoppingCriteriaList

        run = self

        class Streamer:
            """Passes ids on; the first call holds the prompt."""

            prompt = True

            def put(self, value: Any) -> None:
                if not self.prompt:
                    for token in value.flatten().tolist():
                        run._found.put(token)
                self.prompt = False

            def end(self) -> None:
                return

        def enough(ids: Any, _scores: Any, **_: Any) -> Any:
            return torch.full((ids.shape[0],), run._stopped.is_set(), dtype=torch.bool)

        torch.manual_seed(self._command.sampling.seed)
        try:
            self._pipe(
                self._command.prompt,
                return_full_text=False,
                streamer=Streamer(),
                stopping_criteria=StoppingCriteriaList([enough]),
                **_drawing(self._command.sampling, self._limit, self._pipe.tokenizer),
            )
        except Exception as error:  # whoever reads the tokens says what it means
            self._found.put(error)
        else:
            self._found.put(None)


def _drawing(sampling: Sampling, limit: int, tokenizer: Any) -> dict[str, Any]:
    """The pipeline's names for how a completion is drawn."""
    from transformers import LogitsProcessorList

    greedy = sampling.temperature <= 0 or sampling.top_p == 0 or sampling.top_k == 1
    pad = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id
    values: dict[str, Any] = {
        "max_new_tokens": limit,
        "max_length": None,
        "min_length": 0,
        "num_beams": 1,
        "do_sample": not greedy,
        "pad_token_id": pad,
        "repetition_penalty": 1.0,  # ours looks at the last tokens only, as in the other engines
        "logits_processor": LogitsProcessorList([_window_penalty(sampling)]),
    }
    if not greedy:
        values |= {
            "temperature": float(sampling.temperature),
            "top_k": sampling.top_k,
            "top_p": float(sampling.top_p),
        }
    return values


def _window_penalty(sampling: Sampling) -> Callable[[Any, Any], Any]:
    """Divides the scores of the last tokens, or multiplies them where they are negative.

    Keskar et al., CTRL, 2019, section 4.1.
    """
    window, penalty = sampling.last_n_tokens, float(sampling.repetition_penalty)

    def process(ids: Any, scores: Any) -> Any:
        if window == 0 or penalty == 1.0:
            return scores
        last = ids if window < 0 else ids[:, -window:]
        found = scores.gather(1, last)
        return scores.scatter(1, last, (found / penalty).where(found > 0, found * penalty))

    return process


def _folder(path: str) -> Path:
    """The folder of the weights; a repository of the hub is fetched unless it is here already."""
    folder = Path(path)
    if folder.is_dir():
        return folder
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        try:
            found = snapshot_download(path, allow_patterns=list(FILES), local_files_only=True)
        except LocalEntryNotFoundError:
            found = snapshot_download(path, allow_patterns=list(FILES))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError, ValueError) as error:
        words = str(error).strip().splitlines()
        raise BackendError(
            "load",
            f"{path} is not on this machine and cannot be fetched: {words[0] if words else error}",
            "Check the name and the network; a gated model needs `hf auth login` first.",
        ) from error
    return Path(found)


def _refused(folder: Path, error: Exception) -> BackendError:
    said = str(error).strip().splitlines()
    message = f"transformers could not load {folder}: {said[0] if said else type(error).__name__}"
    if "trust_remote_code" in str(error):
        return BackendError(
            "load",
            f"{folder} needs a program of its own to be loaded, which llmplay never runs.",
            "Take a model whose architecture transformers knows, or a GGUF file of this one.",
        )
    return BackendError("load", message, "The folder may be incomplete or made for another use.")
