"""Files that are made to cost time and memory: refused at once, at little cost."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import ROOT, llmplay

_WATCHED = """
import resource, sys
from importlib import import_module
from pathlib import Path
from playground.errors import PlaygroundError
module, _, name = sys.argv[1].partition(":")
read = getattr(import_module(module), name)

def peak():
    # Not ru_maxrss, which begins with that of the process this one was started from.
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])

base = peak()
before = resource.getrusage(resource.RUSAGE_SELF)
resource.setrlimit(resource.RLIMIT_CPU, (int(before.ru_utime) + 3,) * 2)
resource.setrlimit(resource.RLIMIT_AS, (2**32, 2**32))  # spares the machine where a reader fails
try:
    read(Path(sys.argv[2]))
except PlaygroundError as error:
    after = resource.getrusage(resource.RUSAGE_SELF)
    print(after.ru_utime - before.ru_utime, (peak() - base) // 1024, error)
else:
    sys.exit("it was accepted")
"""
SECONDS, MEGABYTES = 1.0, 100
READERS = {
    "settings": "playground.services.settings:load_settings",
    "catalog": "playground.services.catalog.models:read_models",
    "licences": "playground.services.catalog.licenses:read_licenses",
    "templates": "playground.services.catalog.templates:read_templates",
    "task": "playground.services.tasks.reading:read_task",
}
SESSIONS = "playground.services.sessions.reading:read_session"
MODELS = "playground.services.inspecting:inspect"
WATCHED = "tests.services.watched:"


def refused(reader: str, path: Path) -> str:
    """What is told; fails where it cost more than is allowed."""
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, reader, str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "HF_HUB_OFFLINE": "0"},  # the hub of these tests is on 127.0.0.1
    )
    assert done.returncode == 0, done.stderr[-2000:]
    seconds, megabytes, told = done.stdout.split(" ", 2)
    assert float(seconds) < SECONDS
    assert int(megabytes) < MEGABYTES
    return told


def test_every_reader_of_toml_refuses_bombs(tmp_path: Path) -> None:
    bombs = {
        "arrays": b"a = " + b"[" * 10**6,
        "tables": b"[" + b".".join([b"a"] * 10**5) + b"]\n",
        "keys": b".".join([b"a"] * 10**5) + b" = 1\n",
        "inline": b"a = " + b"{a=" * 10**6,
    }
    told = {"arrays": "nested too deeply", "inline": "nested too deeply"}
    for name, data in bombs.items():
        path = tmp_path / f"{name}.toml"
        path.write_bytes(data)
        said = refused(READERS["settings"], path)
        assert told.get(name, "a key of over 30 parts") in said or "bytes" in said
    for reader in READERS.values():
        assert "nested too deeply" in refused(reader, tmp_path / "arrays.toml")


def test_the_time_for_a_long_word_does_not_grow_with_its_square(tmp_path: Path) -> None:
    path = tmp_path / "word.toml"
    path.write_bytes(b'theme = "' + b"x" * 10**6 + b"'")
    assert "is no valid TOML" in refused(READERS["settings"], path)


@pytest.mark.parametrize("data", [b"a." * 10**5, b'"a".' * 10**5])
def test_a_session_with_a_key_of_many_parts(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_bytes(b"schema = 1\n" + data + b"a = 1\n")
    assert "a key of over 30 parts" in refused(SESSIONS, path)


@pytest.mark.parametrize("data", [b"a = " + b"[" * 10**6, b"a = " + b"{a=" * 10**5])
def test_a_session_that_is_nested_deeply(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "deep.toml"
    path.write_bytes(data)
    assert "nested too deeply" in refused(SESSIONS, path)


def test_a_session_of_gigabytes(tmp_path: Path) -> None:
    path = _zeros(tmp_path / "huge.toml")
    assert "5,368,709,120 bytes" in refused(SESSIONS, path)


@pytest.mark.parametrize("kind", READERS)
def test_a_file_of_gigabytes_is_not_read(kind: str, tmp_path: Path) -> None:
    path = _zeros(tmp_path / "huge.toml")
    assert "bytes; at most" in refused(READERS[kind], path)


def _text(data: bytes) -> bytes:
    return struct.pack("<Q", len(data)) + data


def _gguf(tensors: int, pairs: int, rest: bytes) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", 3, tensors, pairs) + rest


_FIRST = _text(b"general.architecture")
HEADERS = {
    "tensors": _gguf(2**60, 0, bytes(100)),
    "pairs": _gguf(0, 2**60, bytes(100)),
    "text": _gguf(0, 1, _FIRST + struct.pack("<IQ", 8, 2**30) + bytes(100)),
    "nesting": _gguf(0, 1, _text(b"a") + struct.pack("<I", 9) + struct.pack("<IQ", 9, 1) * 10**6),
    "array": _gguf(0, 1, _text(b"a") + struct.pack("<IIQ", 9, 8, 2**60)),
    "ggml": struct.pack("<I7i", 0x67676D6C, 2**31 - 1, 2048, 64, 16, 24, 2, 0) + bytes(100),
    "ggjt": struct.pack("<II7I", 0x67676A74, 3, 2**32 - 1, 64, 64, 4, 2, 16, 2) + b"\xff" * 100,
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_that_claims_too_much(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.gguf"
    path.write_bytes(HEADERS[name])
    assert refused(MODELS, path)


def test_a_text_of_a_gigabyte_that_is_really_there(tmp_path: Path) -> None:
    path = tmp_path / "text.gguf"
    with path.open("wb") as file:
        file.write(_gguf(0, 1, _FIRST + struct.pack("<IQ", 8, 2**30)))
        file.truncate(2**30 + 1000)
    assert refused(MODELS, path)


@pytest.mark.parametrize("layout", ["squad", "humaneval", "gsm8k"])
def test_a_data_set_that_is_nested_deeply(layout: str, tmp_path: Path) -> None:
    path = tmp_path / "deep.jsonl"
    path.write_bytes(b"[" * 10**6)
    ended = llmplay("tasks", "import", layout, path, "mine")
    assert ended.code == 2
    assert "deep.jsonl" in ended.err


DEEP = {"lists": b"[" * 10**6, "objects": b'{"a":' * 10**6}


@pytest.mark.parametrize(
    ("reader", "data"),
    [
        ("hub.watched:hub_search", "lists"),
        ("hub.watched:hub_repository", "objects"),
        ("hub.watched:endpoint_models", "lists"),
        *(("watched:message", one) for one in DEEP),
        ("watched:replies", "objects"),
    ],
)
def test_an_answer_that_is_nested_deeply(reader: str, data: str, tmp_path: Path) -> None:
    path = tmp_path / "answer"
    path.write_bytes(DEEP[data] + b"\n")
    assert refused(f"tests.services.{reader}", path)


def test_a_model_process_that_never_ends_its_line(tmp_path: Path) -> None:
    assert "a line of over" in refused(f"{WATCHED}replies", _zeros(tmp_path / "endless"))


@pytest.mark.parametrize("ending", ["jsonl", "json", "csv"])
def test_examples_that_are_made_to_cost(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"deep.{ending}"
    path.write_bytes((b"id,choices\n1," if ending == "csv" else b"") + b"[" * 10**6)
    assert path.name in refused(f"{WATCHED}examples", path)


def test_examples_of_gigabytes_are_not_read(tmp_path: Path) -> None:
    assert "bytes; at most" in refused(f"{WATCHED}examples", _zeros(tmp_path / "rows.csv"))


@pytest.mark.parametrize("name", ["squad.json", "humaneval.jsonl", "summaries.csv", "mmlu.csv"])
def test_a_data_set_of_gigabytes_is_not_read_as_a_whole(name: str, tmp_path: Path) -> None:
    told = refused(f"{WATCHED}data_set", _zeros(tmp_path / name))
    assert name in told
    assert "at most" in told or "a line has over" in told


def _zeros(path: Path) -> Path:
    """Gigabytes that take no room on the disk."""
    with path.open("wb") as file:
        file.truncate(5 * 2**30)
    return path
