"""Cutting prompts: nothing is lost, no piece is long, and the tokens stay those of the whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engines.chunks import CHUNK_BYTES, WORD_BYTES, chunks

alphabets = st.sampled_from(
    ["a", " ", "a ", "ab \n", "a1! ", "'stvre ", "é漢🎉 a", "\t\n\r \x0b\x0c", "0123 x"]
)
long_texts = alphabets.flatmap(lambda alphabet: st.text(alphabet, max_size=1500)).map(str.encode)


@given(st.binary(max_size=3000) | long_texts)
@settings(deadline=None)
def test_the_pieces_are_short_and_joined_give_the_whole(data: bytes) -> None:
    pieces = list(chunks(data))
    assert b"".join(pieces) == data
    assert all(0 < len(piece) <= CHUNK_BYTES for piece in pieces)


def test_long_words_and_long_gaps_are_cut_hard() -> None:
    for data in (b"w" * 100_000, b" " * 100_000, b"\n" * 100_000, b"\xff" * 100_000):
        pieces = list(chunks(data))
        assert b"".join(pieces) == data
        assert set(map(len, pieces[:-2])) == {WORD_BYTES}


def test_nothing_gives_no_piece() -> None:
    assert list(chunks(b"")) == []


_NATIVE = """
import json, sys
from ctypes import c_int
from ctransformers import LLM, Config
from playground.engines.chunks import chunks
from playground.engines.cpu import library_build

llm = LLM(sys.argv[1], "gpt2", config=Config(threads=1), lib=library_build())

def tokens(data):
    buffer = (c_int * (3 * len(data) + 16))()
    return buffer[: llm.ctransformers_llm_tokenize(data, False, buffer)]

for line in sys.stdin:
    data = bytes.fromhex(line.strip())
    whole = tokens(data)
    cut = [token for piece in chunks(data) for token in tokens(piece)]
    print(json.dumps([len(list(chunks(data))), whole, cut]), flush=True)
"""

_texts: list[bytes] = []


@given(
    st.lists(
        st.sampled_from([" babe", "bace", "'s", "'ll", " ", "  ", "\n", "12", "!?", "é", "漢", "x"])
        | st.text(max_size=6),
        min_size=150,
        max_size=300,
    ).map("".join)
)
@settings(max_examples=30, deadline=None, database=None, derandomize=True)
def _collect(text: str) -> None:
    data = text.encode().replace(b"\0", b"")[:1200]
    _texts.append(data.decode("utf-8", "ignore").encode())


def test_cut_texts_give_the_native_tokens_of_the_whole(gpt2: Path) -> None:
    _texts.clear()
    _collect()
    lines = "".join(data.hex() + "\n" for data in _texts)
    done = subprocess.run(
        [sys.executable, "-c", _NATIVE, str(gpt2)],
        input=lines,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=True,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(_texts) >= 25
    assert sum(count > 1 for count, _, _ in answers) > 10, "too few texts were cut at all"
    for data, (_, whole, cut) in zip(_texts, answers, strict=True):
        assert cut == whole, data
