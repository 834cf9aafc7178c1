from __future__ import annotations

import pytest

from playground.domain.hub import HubError, Pull, RemoteFile, Repository, choose, part_names


def repository(*names: str) -> Repository:
    files = tuple(RemoteFile(name, 1000 + at, "a" * 64) for at, name in enumerate(names))
    return Repository("someone/Some-GGUF", "main", "c" * 40, "mit", gated=False, files=files)


MANY = repository(
    "README.md",
    "some.Q4_0.gguf",
    "some.Q4_K_M.gguf",
    "sub/some-q8_0-00001-of-00002.gguf",
    "sub/some-q8_0-00002-of-00002.gguf",
    "mmproj-some-f16.gguf",
    "pytorch_model.bin",
)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("some.Q4_0.gguf", "some.Q4_0.gguf"),
        ("SOME.q4_0.GGUF", "some.Q4_0.gguf"),
        ("Q4_K_M", "some.Q4_K_M.gguf"),
        ("q4_0", "some.Q4_0.gguf"),
        ("Q8_0", "sub/some-q8_0-00001-of-00002.gguf"),
        ("some-q8_0-00001-of-00002.gguf", "sub/some-q8_0-00001-of-00002.gguf"),
        ("README.md", "README.md"),
        ("pytorch_model.bin", "pytorch_model.bin"),
    ],
)
def test_a_file_is_meant_by_its_name_or_by_what_only_it_has(wanted: str, found: str) -> None:
    assert choose(MANY, wanted).name == found


@pytest.mark.parametrize("wanted", ["Q4", "Q5_0", "", "f16"])
def test_what_means_no_file_names_those_there_are(wanted: str) -> None:
    with pytest.raises(HubError, match=r"some\.Q4_0\.gguf \(1 kB\)") as raised:
        choose(MANY, wanted)
    assert raised.value.kind == "file"
    assert "pytorch_model" not in raised.value.hint
    assert "mmproj" not in raised.value.hint
    assert "00002-of" not in raised.value.hint


def test_without_a_wish_the_only_model_file_is_meant() -> None:
    assert choose(repository("a.gguf", "b.txt"), None).name == "a.gguf"
    assert choose(repository("ggml-model.bin", "config.json"), None).name == "ggml-model.bin"
    assert choose(repository("pythia-70m-q4_0.bin"), None).name == "pythia-70m-q4_0.bin"


def test_without_a_wish_several_files_are_named() -> None:
    with pytest.raises(HubError, match="has 3 model files") as raised:
        choose(MANY, None)
    assert "someone/Some-GGUF:some.Q4_0.gguf" in raised.value.hint


def test_a_repository_without_models_leads_to_the_search() -> None:
    with pytest.raises(HubError, match="no GGUF or GGML file") as raised:
        choose(repository("model.safetensors"), None)
    assert "models search" in raised.value.hint


def test_the_parts_of_a_split_file() -> None:
    assert part_names("a.gguf") == ("a.gguf",)
    assert part_names("d/a-00002-of-00003.gguf") == tuple(
        f"d/a-0000{at}-of-00003.gguf" for at in (1, 2, 3)
    )


def test_a_pull_is_known_by_its_first_file_and_as_large_as_all() -> None:
    files = (RemoteFile("sub/a.gguf", 10, "a" * 64), RemoteFile("sub/b.gguf", 5, None, "b" * 40))
    pull = Pull("x/y", "main", "c" * 40, files)
    assert (pull.id, pull.name, pull.size) == ("x/y:sub/a.gguf", "a.gguf", 15)
    assert [file.etag for file in files] == ["a" * 64, "b" * 40]
