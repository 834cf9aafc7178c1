"""The user's own catalog beside the shipped one."""

from __future__ import annotations

from pathlib import Path

from playground.domain.catalog import CatalogEntry, find
from playground.services import catalog
from tests.services.catalog.own import FILE, MODEL, Write


def test_without_an_own_catalog_there_is_the_shipped_one(
    shipped: tuple[CatalogEntry, ...],
) -> None:
    assert [entry.id for entry in catalog.load_all()] == [entry.id for entry in shipped]


def test_an_own_model_is_added(write: Write) -> None:
    write(MODEL)
    entry = find(catalog.load_all(), "mine:q4_0")
    assert (entry.name, entry.family, entry.template, entry.verified) == (
        *("mine", "own", "raw", "none"),
    )
    assert entry.engines == ("ctransformers", "llamacpp")
    assert not entry.bundled
    assert len(catalog.load_all()) == len(catalog.load_shipped()) + 1


def test_an_own_file_on_this_machine(write: Write, home: Path) -> None:
    weights = home / "weights.bin"
    weights.write_bytes(b"12345")
    write(
        MODEL.replace(
            FILE,
            '{ path = "~/weights.bin", quantisation = "Q4_0", format = "ggml", '
            'model_type = "gpt2" }',
        )
    )
    entry = find(catalog.load_all(), "mine")
    assert (entry.path, entry.size_bytes, entry.model_type) == (str(weights), 5, "gpt2")
    assert entry.engines == ("ctransformers",)


def test_a_relative_path_starts_from_the_own_catalog(write: Write) -> None:
    path = write(MODEL.replace(FILE, '{ path = "a.gguf", quantisation = "Q8_0" }'))
    assert not find(catalog.load_all(), "mine").installed
    (path.parent / "a.gguf").write_bytes(b"GGUF")
    assert find(catalog.load_all(), "mine").path == str(path.parent / "a.gguf")


def test_keys_of_a_known_model_are_overridden(write: Write) -> None:
    write('schema = 1\n[[model]]\nid = "llama-2-7b-chat"\ntemplate = "raw"\nname = "Mine"\n')
    before = {entry.id: entry for entry in catalog.load_shipped()}
    after = {entry.id: entry for entry in catalog.load_all()}
    assert before.keys() == after.keys()
    for id_, entry in after.items():
        if entry.model == "llama-2-7b-chat":
            assert (entry.template, entry.name) == ("raw", "Mine")
            assert (entry.repo, entry.verified) == (before[id_].repo, before[id_].verified)
        else:
            assert entry == before[id_]


def test_files_of_a_known_model_are_replaced_as_a_whole(write: Write) -> None:
    write(f'schema = 1\n[[model]]\nid = "llama-2-7b-chat"\nfile = [{FILE}]\n')
    found = [entry for entry in catalog.load_all() if entry.model == "llama-2-7b-chat"]
    assert [(entry.id, entry.repo) for entry in found] == [("llama-2-7b-chat", "me/mine")]
    assert found[0].template == "llama-2"
    assert found[0].verified == "none"  # what was checked of the shipped files says nothing of it


def test_a_bundled_model_keeps_its_files_when_only_its_keys_change(write: Write) -> None:
    write('schema = 1\n[[model]]\nid = "demo-llama"\nsampling = { temperature = 0.9 }\n')
    entry = find(catalog.load_all(), "demo-llama")
    assert entry.sampling == {"temperature": 0.9}
    assert entry.bundled
    assert entry.file == "weights/demo-llama.Q8_0.gguf"


def test_a_replaced_file_is_looked_for_beside_the_own_catalog(write: Write) -> None:
    path = write(
        'schema = 1\n[[model]]\nid = "demo-llama"\n'
        'file = [{ path = "a.gguf", quantisation = "Q8_0" }]\n'
    )
    (path.parent / "a.gguf").write_bytes(b"GGUF")
    assert find(catalog.load_all(), "demo-llama").path == str(path.parent / "a.gguf")


def test_a_bundled_model_whose_files_are_replaced_is_no_longer_bundled(write: Write) -> None:
    write(f'schema = 1\n[[model]]\nid = "demo-llama"\nfile = [{FILE}]\n')
    assert not find(catalog.load_all(), "demo-llama").bundled


def test_two_files_of_one_quantisation_are_told_apart_by_tags(write: Write) -> None:
    write(MODEL.replace(FILE, f"{FILE}, {FILE.replace('}', ', tag = ' + repr('q4_0-new') + ' }')}"))
    assert find(catalog.load_all(), "mine:q4_0-new").quantisation == "Q4_0"
