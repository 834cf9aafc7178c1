"""The llama.cpp server inside this process: made, asked, ended. The only importer of xllamacpp.

The library opens a port on the loopback address by itself. Nobody but us is to use it, so it is
given a key that is drawn anew and never leaves this process.
"""

from __future__ import annotations

import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playground.engines.backend import BackendError
from playground.engines.protocol import Load

_SECONDS = 60.0
_LARGE = 300_000_000  # bytes
_SLICE, _SHORT_SLICE = 64, 32
# For the states of earlier prompts, beside the one in use; the library's own 8 GiB for each process
# would be beyond every count of what fits.
_KEPT_PREFIXES_MIB = 256


class Server:
    """One model, loaded with a number of threads."""

    def __init__(self, command: Load, threads: int) -> None:
        """Load; raises `BackendError`. A file that llama.cpp cannot read gives no reason."""
        import xllamacpp

        self.threads = threads
        self._key = secrets.token_hex(32)
        params = xllamacpp.CommonParams()
        params.model.path = command.path
        params.n_ctx = command.context_length
        params.n_parallel = 1
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
        params.n_batch = params.n_ubatch = _slice(command.path)
        params.n_gpu_layers = 0
        params.verbosity = -1
        params.warmup = False
        params.ctx_shift = False
        params.n_threads_http = 1
        params.cache_ram_mib = _KEPT_PREFIXES_MIB
        params.api_keys = [self._key]
        params.lora_adapters = [_adapter(one.path, one.scale) for one in command.adapters]
        try:
            self._server = xllamacpp.Server(params)
        except (RuntimeError, ValueError) as error:
            raise BackendError(
                "load",
                f"llama.cpp could not load {command.path}: {str(error).rstrip('.')}.",
                "The file or an adapter may be damaged, or too new for this release.",
            ) from error

    @property
    def address(self) -> str:
        """Where it listens."""
        return str(self._server.listening_address)

    def complete(self, fields: dict[str, Any], each: Callable[[Any], bool]) -> None:
        """Run a completion; `each` gets what comes and says True to stop. Blocks."""
        self._server.handle_completions(fields, each)

    def properties(self) -> dict[str, Any]:
        """What it says of itself."""
        return self._ask("/props", None)

    def tokens(self, text: str) -> list[tuple[int, bytes]]:
        """The ids of a text, with those the model wants before it, and what each stands for."""
        asked = {"content": text, "add_special": True, "with_pieces": True}
        found = self._ask("/tokenize", asked)["tokens"]
        return [(one["id"], _bytes(one["piece"])) for one in found]

    def _ask(self, path: str, fields: dict[str, Any] | None) -> dict[str, Any]:
        request = urllib.request.Request(
            self.address + path,
            data=None if fields is None else json.dumps(fields).encode(),
            headers={"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
                found: dict[str, Any] = json.loads(answer.read())
        except (urllib.error.URLError, OSError, ValueError) as error:
            raise BackendError(
                "engine",
                f"llama.cpp does not answer {path}: {error}",
                "Run it again; if that does not help, the file may be damaged.",
            ) from error
        return found


def grammar_of(schema: str) -> str:
    """The grammar of a JSON schema; raises `BackendError`."""
    import xllamacpp

    try:
        json.loads(schema)
        return str(xllamacpp.json_schema_to_grammar(schema))
    except (RuntimeError, ValueError, TypeError) as error:
        raise BackendError(
            "request", f"The JSON schema cannot be used: {error}.", "Mend the schema."
        ) from error


def _slice(path: str) -> int:
    """Prompt tokens in one call. A stop waits for its end, so large models get short ones."""
    try:
        size = Path(path).stat().st_size
    except OSError:
        size = 0  # the library says what is wrong with the file
    return _SLICE if size < _LARGE else _SHORT_SLICE


def _adapter(path: str, scale: float) -> Any:
    import xllamacpp

    adapter = xllamacpp.CommonAdapterLoraInfo()
    adapter.path, adapter.scale = path, scale
    return adapter


def _bytes(piece: str | list[int]) -> bytes:
    return bytes(piece) if isinstance(piece, list) else piece.encode("utf-8", "replace")
