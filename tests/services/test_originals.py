"""Unquantised models: folders, repositories, and the names by which people know them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playground.domain.catalog import CatalogError
from playground.domain.hub import Pull
from playground.services import acceptance, loading
from playground.services.files import sha256_of
from playground.services.loading import model_key
from playground.services.local import resolve
from playground.services.modelfiles import ModelFileError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "tiny"
    where.mkdir()
    config = {"model_type": "gpt2", "n_positions": 64}
    (where / "config.json").write_text(json.dumps(config))
    chat = {
        "chat_template": "{% for m in messages %}<|im_start|>{{ m.role }}<|im_end|>{% endfor %}"
    }
    (where / "tokenizer_config.json").write_text(json.dumps(chat))
    (where / "model.safetensors").write_bytes(b"weights")
    return where


def test_a_folder_tells_what_it_is(folder: Path) -> None:
    entry = resolve(str(folder))
    assert (entry.architecture, entry.context_length, entry.size_bytes) == ("gpt2", 64, 7)
    assert (entry.engines, entry.template, entry.runnable) == (("pipeline",), "chatml", True)


def test_a_folder_that_is_no_model_is_left_to_its_lane(tmp_path: Path) -> None:
    assert resolve(str(tmp_path)).engines == ()
    (tmp_path / "config.json").write_text("{broken")
    with pytest.raises(ModelFileError, match=r"config\.json that can be read"):
        resolve(str(tmp_path))


def test_the_textbook_name_means_the_original() -> None:
    entry = resolve("gpt2")
    assert (entry.id, entry.repo) == ("hf:openai-community/gpt2", "openai-community/gpt2")
    assert (entry.license, entry.engines) == ("mit", ("pipeline",))
    assert entry.parameters is not None
    assert resolve("openai-community/gpt2") == entry
    assert resolve("hf:openai-community/gpt2") == entry


def test_a_repository_nobody_knows_here() -> None:
    entry = resolve("hf:someone/something")
    assert (entry.repo, entry.license) == ("someone/something", "unknown")
    with pytest.raises(CatalogError):
        resolve("no-such-model")


async def test_the_key_names_the_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "installed", lambda _: True)
    key = await model_key(resolve(str(folder)), context_limit=4096, context_length=32)
    assert (key.engine, key.path, key.context_length) == ("pipeline", str(folder), 32)


async def test_without_the_engine_the_command_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "installed", lambda _: False)
    with pytest.raises(ModelFileError, match="not installed") as caught:
        await model_key(resolve(str(folder)), context_limit=4096)
    assert "-m pip install" in caught.value.hint
    assert "transformers" in caught.value.hint


async def test_conditions_are_accepted_before_an_original_is_fetched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loading, "installed", lambda _: True)
    entry = resolve("hf:meta-llama/Llama-2-7b-hf")
    assert entry.license == "llama2"
    with pytest.raises(ModelFileError, match="nobody accepted its licence: Llama 2") as caught:
        await model_key(entry, context_limit=4096)
    assert "llmplay models pull hf:meta-llama/Llama-2-7b-hf" in caught.value.hint
    pull = Pull(entry.upstream or "", "main", "0" * 40, (), licenses=("llama2",))
    acceptance.accept(pull, acceptance.unaccepted(pull))
    assert (await model_key(entry, context_limit=4096)).path == entry.repo
    free = await model_key(resolve("gpt2"), context_limit=4096)
    assert free.path == "openai-community/gpt2"


def test_the_digest_of_a_folder_is_that_of_its_weights(folder: Path) -> None:
    before = sha256_of(folder)
    (folder / "README.md").write_text("words")
    assert sha256_of(folder) == before
    (folder / "model-2.safetensors").write_bytes(b"more")
    assert sha256_of(folder) != before
