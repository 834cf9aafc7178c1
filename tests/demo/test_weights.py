"""What is shipped: sizes, checksums, headers and the starter prompts."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys

import pytest

from playground.demo.engine import FileModel
from playground.demo.make import WEIGHTS, parser
from playground.demo.starters import Starter, starters

FILES = (
    "demo-llama.F16.gguf",
    "demo-llama.Q8_0.gguf",
    "demo-llama.Q4_0.gguf",
    "demo-gpt2.F16.bin",
    "demo-gpt2.Q8_0.bin",
)
LIMIT_BYTES = 12_000_000
TASKS = {"story", "question", "summary", "code", "chat", "life"}


def test_files_are_there_and_small() -> None:
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) < LIMIT_BYTES
    assert {path.name for path in WEIGHTS.iterdir() if path.suffix in {".gguf", ".bin"}} == set(
        FILES
    )


@pytest.mark.parametrize("card", ["demo-llama.md", "demo-gpt2.md"])
def test_cards_name_every_file_with_its_checksum(card: str) -> None:
    text = (WEIGHTS / card).read_text(encoding="utf-8")
    listed = dict(re.findall(r"\| `(demo[^`]+)` \| [\d,]+ \| `([0-9a-f]{64})` \|", text))
    assert set(listed) == {name for name in FILES if name.startswith(card.removesuffix(".md"))}
    for name, digest in listed.items():
        assert hashlib.sha256((WEIGHTS / name).read_bytes()).hexdigest() == digest


@pytest.fixture(scope="module")
def models() -> dict[str, FileModel]:
    return {
        "demo-llama": FileModel(WEIGHTS / "demo-llama.Q8_0.gguf", "llama", 512),
        "demo-gpt2": FileModel(WEIGHTS / "demo-gpt2.Q8_0.bin", "gpt2", 256),
    }


@pytest.mark.parametrize("model", ["demo-llama", "demo-gpt2"])
def test_there_are_starters_of_every_task(model: str) -> None:
    chosen = [starter for starter in starters() if starter.model == model]
    assert 6 <= len(chosen) <= 8
    assert {starter.task for starter in chosen} == TASKS
    assert len({starter.title for starter in chosen}) == len(chosen)


@pytest.mark.parametrize("starter", starters(), ids=lambda one: f"{one.model}-{one.title}")
def test_starters_get_the_recorded_answer(starter: Starter, models: dict[str, FileModel]) -> None:
    assert models[starter.model].complete(starter.prompt).strip() == starter.answer


@pytest.mark.parametrize("prompt", ["😀😀😀", "2+2=", "你好世界", "Explain quantum physics."])
@pytest.mark.parametrize("model", ["demo-llama", "demo-gpt2"])
def test_rubbish_is_declined(model: str, prompt: str, models: dict[str, FileModel]) -> None:
    assert models[model].complete(prompt).strip().startswith("I am a tiny demo model")


def test_the_command_explains_itself_without_heavy_imports() -> None:
    program = (
        "import sys\n"
        "from playground.demo import make\n"
        "make.parser().format_help()\n"
        "heavy = {'torch', 'numpy', 'gguf', 'ctransformers'}\n"
        "print(sorted(heavy.intersection(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
    assert "--work" in parser().format_help()
