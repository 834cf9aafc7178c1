"""Where the weights of a model lie in memory."""

from __future__ import annotations

import platform
import re
from pathlib import Path

import pytest

import playground
from playground.engines.client import EngineClient
from playground.engines.pages import environment, granted
from playground.engines.protocol import Load

F16 = Path(playground.__file__).parent / "demo/weights/demo-llama.F16.gguf"


def test_only_engines_that_copy_weights_get_large_pages() -> None:
    assert environment("llamacpp", {"A": "b"}) == {
        "A": "b",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    }
    assert environment("ctransformers", {"A": "b"}) == {"A": "b"}


def test_what_the_user_chose_stands() -> None:
    other = environment("llamacpp", {"GLIBC_TUNABLES": "glibc.malloc.check=0"})
    assert other["GLIBC_TUNABLES"] == "glibc.malloc.check=0:glibc.malloc.hugetlb=1"
    chosen = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=0"}
    assert environment("llamacpp", chosen) == chosen


def test_the_choice_of_the_kernel(tmp_path: Path) -> None:
    setting = tmp_path / "enabled"
    assert granted(setting) is None
    for text, found in (("always madvise [never]\n", False), ("always [madvise] never\n", True)):
        setting.write_text(text)
        assert granted(setting) is found


async def test_a_model_in_llama_cpp_lies_in_large_pages() -> None:
    pytest.importorskip("xllamacpp", reason="llama.cpp is not installed (extra: llamacpp)")
    library, version = platform.libc_ver()
    if library != "glibc" or tuple(map(int, version.split("."))) < (2, 35):
        pytest.skip("this C library does not ask for large pages")
    if not granted():
        pytest.skip("this kernel has no large pages")
    client = await EngineClient.start("llamacpp")
    try:
        await client.load(Load(str(F16), "gguf", 256, 1))
        told = Path(f"/proc/{client.pid}/smaps_rollup").read_text()
        found = re.search(r"AnonHugePages: +(\d+)", told)
        assert found
        assert int(found[1]) > 0
    finally:
        await client.close()
