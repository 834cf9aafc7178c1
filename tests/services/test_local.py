"""Model files named by their path, and what may be typed in place of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground.domain.catalog import CatalogError
from playground.services.catalog import load_bundled
from playground.services.local import entry_for_path, resolve
from playground.services.modelfiles import ModelFileError
from tests.makers import llama_file


def test_an_entry_says_what_the_header_says(llama: Path) -> None:
    entry = resolve(str(llama))
    assert (entry.id, entry.path) == ("llama.gguf", str(llama))
    assert (entry.architecture, entry.quantisation) == ("llama", "F16")
    assert (entry.context_length, entry.size_bytes) == (256, llama.stat().st_size)
    assert entry.license == "unknown"
    assert entry.engines == ("ctransformers", "llamacpp")
    assert not entry.bundled


def test_a_legacy_file_keeps_its_own_type(gpt2: Path) -> None:
    entry = resolve(str(gpt2))
    assert (entry.architecture, entry.model_type, entry.format) == ("gpt2", "gpt2", "ggml")


def test_the_licence_and_the_chat_template_of_a_header_are_used(tmp_path: Path) -> None:
    chatml = "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n"
    metadata = {
        "general.license": ("str", "mit"),
        "tokenizer.chat_template": ("str", chatml + "{% endfor %}<|im_start|>assistant\n"),
    }
    path = llama_file(metadata=metadata).write(tmp_path / "chat.gguf")
    entry = entry_for_path(path)
    assert (entry.license, entry.template) == ("mit", "chatml")


def test_a_damaged_file_gives_an_entry_that_no_engine_runs(tmp_path: Path) -> None:
    path = tmp_path / "broken.gguf"
    path.write_bytes(b"GGUF rubbish")
    entry = resolve(str(path))
    assert (entry.id, entry.architecture, entry.engines) == ("broken.gguf", "unknown", ())


def test_paths_are_made_absolute_and_home_is_found(
    home: Path, llama: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "mine.gguf").write_bytes(llama.read_bytes())
    assert resolve("~/mine.gguf").path == str(home / "mine.gguf")
    monkeypatch.chdir(home)
    assert resolve("mine.gguf").path == str(home / "mine.gguf")


def test_a_file_without_a_suffix_is_found_where_it_is(
    tmp_path: Path, llama: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weights").write_bytes(llama.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert resolve("weights").path == str(tmp_path / "weights")


@pytest.mark.parametrize(
    "name",
    ["missing.gguf", "/nowhere/model", "~nobody-at-all/x.gguf", "x" * 5000 + ".gguf", "a/\0/b"],
)
def test_a_path_where_nothing_is_is_refused(name: str) -> None:
    with pytest.raises(ModelFileError, match="There is no file"):
        resolve(name)


@pytest.mark.parametrize("name", ["", " ", "no-such-model", "demo-lama"])
def test_an_unknown_id_is_refused(name: str) -> None:
    with pytest.raises(CatalogError) as caught:
        resolve(name)
    assert repr(name) in caught.value.message
    assert caught.value.hint


def test_every_bundled_model_is_found_by_both_names_and_its_path() -> None:
    bundled = load_bundled()
    assert bundled
    for entry in bundled:
        assert entry.path is not None
        for name in (entry.id, entry.full_id, entry.id.upper(), f" {entry.id} ", entry.path):
            assert resolve(name) == entry
