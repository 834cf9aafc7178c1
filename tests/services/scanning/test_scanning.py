"""Model files in folders and in the hub's cache: found, remembered, matched to the catalog."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from playground.services import paths
from playground.services.catalog import load_all
from playground.services.local import everything, resolve
from playground.services.scanning import installed, scan
from playground.services.settings import Settings
from tests.makers import write_gpt2, write_llama

DIGEST = "ab" * 32


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "models/deep/er").mkdir(parents=True)
    write_llama(tmp_path / "models/one.gguf")
    write_gpt2(tmp_path / "models/deep/er/two.bin")
    (tmp_path / "models/pytorch_model.bin").write_bytes(b"PK\x03\x04" + b"x" * 100)
    (tmp_path / "models/notes.txt").write_text("no model")
    return tmp_path / "models"


def in_hub(home: Path, repo: str, name: str, content: Path) -> Path:
    """Put a file into the hub's cache as the hub's own library would."""
    root = home / ".cache/huggingface/hub" / f"models--{repo.replace('/', '--')}"
    blob = root / "blobs" / DIGEST
    blob.parent.mkdir(parents=True)
    shutil.copy(content, blob)
    pointer = root / "snapshots/abc" / name
    pointer.parent.mkdir(parents=True)
    pointer.symlink_to(os.path.relpath(blob, pointer.parent))
    return pointer


def test_folders_are_searched_with_those_in_them(folder: Path) -> None:
    found = scan([str(folder)])
    assert [entry.file for entry in found.entries] == ["two.bin", "one.gguf"]
    assert [entry.architecture for entry in found.entries] == ["gpt2", "llama"]
    assert (found.problems, found.fresh) == ((), 3)


def test_headers_of_unchanged_files_are_read_once(folder: Path) -> None:
    first = scan([str(folder)])
    assert scan([str(folder)]) == replace(first, fresh=0)
    write_llama(folder / "one.gguf", context=128)
    again = scan([str(folder)])
    assert again.fresh == 1
    assert again.entries[1].context_length == 128
    (folder / "one.gguf").unlink()
    assert len(scan([str(folder)]).entries) == 1
    index = json.loads((paths.cache_folder() / "model-index.json").read_text())
    assert not any(name.endswith("one.gguf") for name in index["files"])


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"schema": 2, "files": {"x": 1}}', '{"schema": 2, "files": [1]}', "{" * 99],
    ids=["empty", "a list", "no records", "no table", "braces"],
)
def test_a_broken_index_only_costs_time(folder: Path, content: str) -> None:
    index = paths.cache_folder() / "model-index.json"
    index.parent.mkdir(parents=True)
    index.write_text(content)
    assert len(scan([str(folder)]).entries) == 2


@pytest.mark.parametrize(
    ("key", "value"),
    [("engines", 3), ("engines", [3]), ("name", {}), ("bundled", 1), ("parameters", "x")],
)
def test_a_record_of_other_types_is_made_anew(folder: Path, key: str, value: object) -> None:
    good = scan([str(folder)]).entries
    index = paths.cache_folder() / "model-index.json"
    known = json.loads(index.read_text())
    entries = [one["entry"] for one in known["files"].values() if "entry" in one]
    for entry in entries:
        entry[key] = value
    index.write_text(json.dumps(known))
    again = scan([str(folder)])
    assert (again.entries, again.fresh, len(entries)) == (good, 2, 2)


def test_what_cannot_be_read_is_told(folder: Path, tmp_path: Path) -> None:
    (folder / "cut.gguf").write_bytes((folder / "one.gguf").read_bytes()[:2000])
    found = scan([str(folder), str(tmp_path / "gone")])
    assert len(found.problems) == 2
    assert "gone: there is no such folder" in found.problems[0]
    assert "cut.gguf" in found.problems[1]
    assert "at byte" in found.problems[1]


def test_links_that_lead_in_circles(folder: Path) -> None:
    (folder / "round").symlink_to(folder, target_is_directory=True)
    assert len(scan([str(folder)]).entries) == 2


def test_the_hub_s_cache_is_searched(home: Path, folder: Path) -> None:
    pointer = in_hub(home, "someone/strange", "strange.gguf", folder / "one.gguf")
    found = scan([])
    assert [entry.path for entry in found.entries] == [str(pointer)]
    entries = installed(load_all(), found)
    assert sum(entry.path == str(pointer) for entry in entries) == 1


def test_a_file_the_catalog_knows_becomes_its_entry(folder: Path) -> None:
    known = next(
        one
        for one in load_all()
        if one.architecture == "llama" and one.file.endswith(".gguf") and not one.installed
    )
    (folder / "one.gguf").rename(folder / known.file)
    entries = everything(Settings(model_folders=(str(folder),))).entries
    merged = next(one for one in entries if one.full_id == known.full_id)
    assert (merged.path, merged.license) == (str(folder / known.file), known.license)
    assert not any(one.id == known.file for one in entries)


def test_a_name_the_header_contradicts_stays_a_stranger(folder: Path) -> None:
    known = next(one for one in load_all() if one.architecture == "falcon" and not one.installed)
    (folder / "one.gguf").rename(folder / known.file)
    entries = everything(Settings(model_folders=(str(folder),))).entries
    assert not next(one for one in entries if one.full_id == known.full_id).installed
    assert any(one.id == known.file for one in entries)


def test_a_found_model_is_meant_by_its_name(home: Path, folder: Path) -> None:
    settings = home / ".config/llmplay/settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'model_folders = ["{folder}"]')
    assert resolve("one.gguf").path == str(folder / "one.gguf")
