"""One call of the pipeline in a thread of its own."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any

from playground.engines.backend import BackendError
from playground.engines.pipeline.drawing import drawing
from playground.engines.protocol import Generate

_POLL_SECONDS = 0.02


class Run:
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
                **drawing(self._command.sampling, self._limit, self._pipe.tokenizer),
            )
        except Exception as error:  # whoever reads the tokens says what it means
            self._found.put(error)
        else:
            self._found.put(None)
