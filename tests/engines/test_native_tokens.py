"""Our tokens are those of the library's own call, on texts that it survives."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from playground.engines.cpu import library_build
from tests.engines.talk import loaded
from tests.makers import llama_file

# The library makes room for one token more than there are characters, and writes beyond it:
# only texts of whole words of the vocabulary are safe to give to it.
WORDS = ("once", "upon", "time", "there", "were", "three", "bears", "and", "one", "house")
TEXTS = [
    "once upon time",
    "there were three bears and one house",
    "bears there",
    "and and and and",
    "house",
    "time were once",
]

_NAIVE = """
import json, sys
from ctransformers import LLM
llm = LLM(sys.argv[1], sys.argv[2], lib=sys.argv[3])
for text in json.loads(sys.argv[4]):
    print(json.dumps(llm.tokenize(text)), flush=True)
"""


def llama_with_words(path: Path) -> Path:
    """A llama whose vocabulary reaches the words, letter by letter."""
    file = llama_file()
    kind, pieces = file.keys["tokenizer.ggml.tokens"]
    wanted = dict.fromkeys("▁" + word[:end] for word in WORDS for end in range(1, len(word) + 1))
    pieces = [*pieces[: len(pieces) - len(wanted)], *(piece.encode() for piece in wanted)]
    file.keys["tokenizer.ggml.tokens"] = (kind, pieces)
    return file.write(path)


def naive_tokens(path: Path, kind: str) -> list[list[int]]:
    """What `LLM.tokenize` gives, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _NAIVE, path, kind, library_build() or "", json.dumps(TEXTS)],
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("kind", ["gguf", "gpt2"])
async def test_safe_texts_give_the_tokens_of_the_library(
    kind: str, models_folder: Path, gpt2: Path
) -> None:
    path = gpt2 if kind == "gpt2" else llama_with_words(models_folder / "words.gguf")
    expected = naive_tokens(path, kind)
    async with loaded(path, kind) as client:
        ours = [list((await client.tokenize(text)).ids) for text in TEXTS]
    assert ours == expected
    if kind == "gguf":
        assert len(ours[0]) == 1 + 3, "a start token and three words"
