"""The catalog that comes with llmplay."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from playground.domain.catalog import ENGINES, CatalogEntry, find
from playground.services import catalog
from playground.services.catalog import models, tables
from playground.services.files import read_toml


def test_the_shipped_catalog_is_whole(shipped: tuple[CatalogEntry, ...]) -> None:
    ours = [entry for entry in shipped if not entry.bundled]
    assert len({entry.model for entry in ours}) == 77
    assert len(ours) == 129


def test_ids_are_unique_and_every_entry_answers_to_both_names(
    shipped: tuple[CatalogEntry, ...],
) -> None:
    for name in ("id", "full_id"):
        names = [getattr(entry, name) for entry in shipped]
        assert len(set(names)) == len(names)
    for entry in shipped:
        assert find(shipped, entry.id) is entry
        assert find(shipped, entry.full_id) is entry
    assert len({entry.model for entry in shipped}) == sum(entry.is_default for entry in shipped)


def test_references_lead_somewhere(shipped: tuple[CatalogEntry, ...]) -> None:
    for entry in shipped:
        assert entry.license in catalog.load_licenses()
        assert entry.template in catalog.load_templates()


def test_shipped_entries_are_complete(shipped: tuple[CatalogEntry, ...]) -> None:
    for entry in shipped:
        assert entry.name
        assert entry.family != "own"
        assert entry.parameters
        assert entry.context_length
        assert entry.source, entry.id
        assert entry.bundled or entry.repo or (entry.url or "").startswith("https://"), entry.id
        assert (
            (entry.model_type == "gguf") == (entry.format == "gguf") == entry.file.endswith(".gguf")
        )
        if not entry.bundled:
            assert entry.upstream


def test_engines_follow_from_the_format(shipped: tuple[CatalogEntry, ...]) -> None:
    for entry in shipped:
        assert set(entry.engines) <= set(ENGINES)
        assert ("llamacpp" in entry.engines) == (entry.format == "gguf"), entry.id
        if entry.format == "gguf" and "ctransformers" in entry.engines:
            assert entry.architecture in {"llama", "falcon"}, entry.id
    newer = {
        "llama-3.2-1b-instruct",
        "smollm2-135m-instruct",
        "mixtral-8x7b-instruct",
        "qwen3-0.6b",
    }
    for entry in shipped:
        if entry.model in newer:
            assert entry.engines == ("llamacpp",)
    assert "ctransformers" in find(shipped, "tinyllama-1.1b-chat").engines


def test_sizes_fit_the_parameters(shipped: tuple[CatalogEntry, ...]) -> None:
    """Between 3 and 19 bits a weight; the small models of large vocabularies lie high."""
    for entry in shipped:
        if entry.size_bytes and not entry.bundled:
            bits = entry.size_bytes * 8 / (entry.parameters or math.nan)
            assert 3 < bits < 19, (entry.id, bits)


def test_a_shipped_entry_in_full(shipped: tuple[CatalogEntry, ...]) -> None:
    entry = find(shipped, "llama-2-7b-chat:q4_0-ggml")
    assert (entry.repo, entry.file, entry.format, entry.model_type, entry.quantisation) == (
        "TheBloke/Llama-2-7B-Chat-GGML",
        "llama-2-7b-chat.ggmlv3.q4_0.bin",
        "ggjt",
        "llama",
        "Q4_0",
    )
    assert (entry.size_bytes, entry.size_approximate) == (3_791_725_184, False)
    assert (entry.license, entry.template, entry.gated) == ("llama2", "llama-2", "manual")
    assert not entry.installed
    rounded = find(shipped, "llama-2-7b-chat")
    assert (rounded.size_bytes, rounded.size_approximate) == (4_080_000_000, True)


def test_conflicting_tags_show_the_stricter_licence(shipped: tuple[CatalogEntry, ...]) -> None:
    assert find(shipped, "orca-mini-3b").license == "cc-by-nc-sa-4.0"
    distilled = find(shipped, "deepseek-r1-distill-llama-8b")
    assert distilled.license == "llama3.1"
    assert any("MIT" in note for note in distilled.notes)


def test_doubt_about_a_file_shows_in_its_entry(shipped: tuple[CatalogEntry, ...]) -> None:
    assert find(shipped, "tinyllama-1.1b-chat").verified == "full"
    assert find(shipped, "llama-3.2-3b-instruct:q4_k_m").verified == "partial"
    assert find(shipped, "stablelm-tuned-alpha-3b").verified == "none"


# The bundled models.


def test_the_bundled_models() -> None:
    found = catalog.load_bundled()
    assert [entry.id for entry in found if entry.is_default] == ["demo-llama", "demo-gpt2"]
    assert {entry.full_id for entry in found} == {
        *("demo-llama:q8_0", "demo-llama:q4_0", "demo-llama:f16"),
        *("demo-gpt2:q8_0", "demo-gpt2:f16"),
    }
    for entry in found:
        assert entry.bundled
        assert entry.license == "apache-2.0"
        assert entry.family == "demo"
        assert entry.template == "raw"
        assert entry.sampling["repetition_penalty"] == 1.0
        assert entry.starters
        assert "ctransformers" in entry.engines
        assert entry.model_type == ("gpt2" if entry.model == "demo-gpt2" else "gguf")


def test_bundled_models_are_read_without_the_other_files(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def noted(path: Path) -> dict[str, Any]:
        read.append(path.name)
        return read_toml(path)

    monkeypatch.setattr(tables, "read_toml", noted)
    catalog._bundled.cache_clear()
    catalog.load_bundled()
    assert read == ["bundled.toml"]


def test_bundled_models_lead_the_catalog(shipped: tuple[CatalogEntry, ...]) -> None:
    bundled = catalog.load_bundled()
    assert [entry.id for entry in shipped[: len(bundled)]] == [entry.id for entry in bundled]


def test_installed_means_the_file_is_there(tmp_path: Path) -> None:
    (tmp_path / "list.toml").write_text(
        """schema = 1
[[model]]
id = "demo"
architecture = "llama"
license = "mit"
file = [
    { path = "here.gguf", quantisation = "Q8_0" },
    { path = "gone.gguf", quantisation = "Q4_0" },
    { path = "folder.gguf", quantisation = "F16" },
    { path = "bad\\u0000name.gguf", quantisation = "F32" },
]
""",
        encoding="utf-8",
    )
    (tmp_path / "here.gguf").write_bytes(b"x" * 123)
    (tmp_path / "folder.gguf").mkdir()
    found = models.entries(models.read_models(tmp_path / "list.toml", bundled=True).values())
    assert [(entry.path, entry.size_bytes) for entry in found] == [
        (str(tmp_path / "here.gguf"), 123),
        (None, None),
        (None, None),
        (None, None),
    ]
    assert [entry.installed for entry in found] == [True, False, False, False]
