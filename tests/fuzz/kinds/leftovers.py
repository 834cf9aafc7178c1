"""What the program remembers for itself, and small files: schemas, grammars, prompts, cards."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from playground.services import paths
from playground.services.constraints import read_grammar, read_schema
from playground.services.hub.cards import read_card
from playground.services.prompt_files import read_prompt_file
from playground.services.recent import recent_models
from playground.services.scanning import scan
from playground.services.sessions import SessionStore
from playground.services.sessions.summaries import chosen, listing
from tests.fuzz.changes import values
from tests.fuzz.changes.octets import BLIND, any_of
from tests.fuzz.changes.texts import TEXTUAL
from tests.fuzz.kind import ACCEPTED, Kind, Read, Tried
from tests.makers import write_llama
from tests.services.records import answer, ask, record

_TEXT = any_of(*BLIND, *TEXTUAL)
_JSON = any_of(*BLIND, *TEXTUAL, *[values.unless(values.json_text)] * 14)
_CARD = b"""\
---
license: other
license_name: llama2
base_model:
- meta-llama/Llama-2-7b
tags: [gguf]
---
# A model
"""
_GRAMMAR = b'root ::= word (" " word)*\nword ::= [a-z]+\n'
_SCHEMA = b'{"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}'


def _plain(read: Callable[[Path], object]) -> Callable[[], AbstractContextManager[Read]]:
    @contextmanager
    def reading() -> Iterator[Read]:
        def tried(path: Path) -> Tried:
            read(path)
            return ACCEPTED

        yield tried

    return reading


def _recent(path: Path) -> None:
    place = paths.state_folder() / "recent.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(path.read_bytes())
    recent_models()


@contextmanager
def _model_index() -> Iterator[Read]:
    """The index of a folder with a model in it: whatever it says, something is found there."""
    with tempfile.TemporaryDirectory() as folder:
        write_llama(Path(folder) / "tiny.gguf", vocab=360, embd=32, heads=2, heads_kv=2, ff=32)
        scan([folder])
        place = paths.cache_folder() / "model-index.json"
        key, known = next(iter(json.loads(place.read_bytes())["files"].items()))

        def read(path: Path) -> Tried:
            told = path.read_bytes().replace(b"PATH", key.encode())
            place.write_bytes(told.replace(b"[0, 0]", json.dumps(known["stamp"]).encode()))
            for entry in scan([folder]).entries:
                assert entry.full_id
                assert entry.runnable in {True, False}
            return ACCEPTED

        yield read


@contextmanager
def _session_index() -> Iterator[Read]:
    """What is remembered of sessions: whatever it says, the session is listed."""
    store = SessionStore()
    record(store, ask("hello"), answer("hi"), answer("ho"))
    store.close()
    listing()
    place = paths.cache_folder() / "sessions.json"
    key, stamp = next(iter(json.loads(place.read_bytes())["sessions"].items()))

    def read(path: Path) -> Tried:
        told = path.read_bytes().replace(b"PATH", key.encode())
        place.write_bytes(told.replace(b"[0, 0]", json.dumps(stamp["stamp"]).encode()))
        found = listing()
        assert len(found) == 1
        chosen(found, "hello")
        return ACCEPTED

    yield read


_SUMMARY = {
    "path": "PATH",
    "id": "x",
    "title": "hello",
    "models": ["model-a"],
    "runs": 1,
    "answers": 2,
    "tags": [],
    "created": "",
    "modified": "",
    "size_bytes": 1,
    "problem": "",
}
_SESSIONS = {"form": 1, "sessions": {"PATH": {"stamp": [0, 0], "summary": _SUMMARY}}}

_ENTRY = {
    "id": "tiny",
    "model": "tiny",
    "tag": "f16",
    "name": "tiny",
    "family": "own",
    "architecture": "llama",
    "model_type": "gguf",
    "format": "gguf",
    "quantisation": "F16",
    "parameters": 1000,
    "size_bytes": 2000,
    "context_length": 256,
    "license": "unknown",
    "template": "raw",
    "engines": ["ctransformers"],
    "bundled": False,
    "path": "PATH",
    "repo": None,
    "file": "tiny.gguf",
}
_MODELS = {"schema": 2, "files": {"PATH": {"stamp": [0, 0], "entry": _ENTRY}}}

KINDS = (
    Kind(
        "model-index", ".json", lambda: {"one": json.dumps(_MODELS).encode()}, _JSON, _model_index
    ),
    Kind("recent", ".json", lambda: {"two": b'["a-b", "c"]'}, _JSON, _plain(_recent)),
    Kind(
        "session-index",
        ".json",
        lambda: {"one": json.dumps(_SESSIONS).encode()},
        _JSON,
        _session_index,
    ),
    Kind("card", ".md", lambda: {"one": _CARD}, _TEXT, _plain(read_card)),
    Kind("prompt", ".txt", lambda: {"one": b"Once upon\na time"}, _TEXT, _plain(read_prompt_file)),
    Kind(
        "grammar",
        ".gbnf",
        lambda: {"one": _GRAMMAR},
        _TEXT,
        _plain(lambda path: read_grammar(str(path))),
        (),
    ),
    Kind(
        "schema",
        ".json",
        lambda: {"one": _SCHEMA},
        _JSON,
        _plain(lambda path: read_schema(str(path))),
        (),
    ),
)
