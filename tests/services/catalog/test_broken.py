"""What is said of a broken catalog of the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground.services import catalog
from tests.services.catalog.own import FILE, MODEL, Write, failure

BROKEN = [
    # (the text, what the message names, what the hint offers)
    ('schema = 1\n[[model]\nid = "x"\n', ["at line 2"], "Mend"),
    ("schema = 1\n[[model]]\nid = mine\n", ["at line 3"], "Mend"),
    ("", ["'schema' is missing"], "schema = 1"),
    ("[[model]]\n", ["'schema' is missing"], "schema = 1"),
    ("schema = 2\n", ["schema 2 is not known"], "schema = 1"),
    ("schema = true\n", ["schema True is not known"], "schema = 1"),
    ("schema = 1\n", ["'model' is missing"], ""),
    ("schema = 1\nmodel = []\n", ["there is no model"], "[[model]]"),
    (f"schema = 1\nmodel = '{'x' * 999}'\n", ["model must be a list, not 'xxx"], ""),
    ("schema = 1\nmodel = 3\n", ["model must be a list, not 3"], ""),
    ('schema = 1\nmodel = ["x"]\n', ["model 1 must be a table"], ""),
    (MODEL.replace("[[model]]", "[[models]]"), ["'models' is unknown"], "model"),
    (MODEL.replace('id = "mine"', ""), ["model 1", "'id' is missing"], "id"),
    (MODEL.replace('"mine"', "3"), ["model 1", "id must be a text, not 3"], ""),
    (MODEL.replace('"mine"', '"My Model"'), ["'My Model' is not allowed"], "lower-case"),
    (MODEL.replace('"mine"', '"a:b"'), ["'a:b' is not allowed"], "lower-case"),
    (MODEL.replace('license = "mit"', ""), ["model 'mine'", "'license' is missing"], "license"),
    (MODEL.replace('"mit"', '""'), ["model 'mine'", "license is empty"], ""),
    (MODEL.replace('"mit"', '"appache-2.0"'), ["no license 'appache-2.0'"], "apache-2.0"),
    (MODEL.replace('"mit"', '"zzzzzz"'), ["no license 'zzzzzz'"], '"other"'),
    (MODEL + 'template = "chatlm"\n', ["no template 'chatlm'"], "chatml"),
    (MODEL + "parameters = 1.5\n", ["parameters must be a whole number, not 1.5"], ""),
    (MODEL + "context_length = true\n", ["context_length must be a whole number"], ""),
    (MODEL + "context_length = 0\n", ["context_length must be above 0, not 0"], ""),
    (MODEL + "licence = 3\n", ["'licence' is unknown"], "license"),
    (MODEL + 'gated = "maybe"\n', ["gated must be one of no, auto, manual, unknown"], ""),
    (MODEL + "sampling = 3\n", ["sampling must be a table, not 3"], ""),
    (MODEL + "sampling = { temprature = 1.0 }\n", ["'temprature' is unknown"], "temperature"),
    (MODEL + "sampling = { top_p = 2.0 }\n", ["sampling", "top_p must be between 0 and 1"], ""),
    (MODEL + 'sampling = { top_k = "x" }\n', ["sampling", "top_k must be a number"], ""),
    (MODEL + 'starters = [["only a title"]]\n', ["starters must be a list of pairs"], ""),
    (MODEL.replace(FILE, ""), ["there is no file"], ""),
    (MODEL.replace(FILE, "7"), ["file 1 must be a table, not 7"], ""),
    (MODEL.replace(', quantisation = "Q4_0"', ""), ["file 1", "'quantisation' is missing"], ""),
    (
        MODEL.replace('repo = "me/mine", ', ""),
        ["file 1", "nothing says where"],
        "path, repo or url",
    ),
    (MODEL.replace("repo =", "rebo ="), ["file 1", "'rebo' is unknown"], "repo"),
    (MODEL.replace("mine.Q4_0.gguf", "mine.bin"), ["file 1", "'format' is missing"], ""),
    (MODEL.replace('"Q4_0" }', '"Q4_0", format = "onnx" }'), ["format must be one of gguf"], ""),
    (MODEL.replace('"Q4_0" }', '"Q4_0", format = "ggml" }'), ["'model_type' is missing"], ""),
    (MODEL.replace('"Q4_0" }', '"Q4_0", engines = ["lamacpp"] }'), ["engines must be"], "llamacpp"),
    (MODEL.replace('"Q4_0" }', '"Q4_0", engines = [1] }'), ["engines must be a list of texts"], ""),
    (MODEL.replace('"Q4_0" }', '"Q4_0", size_bytes = -4 }'), ["size_bytes must be above 0"], ""),
    (MODEL.replace('"Q4_0" }', '"Q4_0", size_gb = "4" }'), ["size_gb must be a number"], ""),
    (MODEL.replace('"Q4_0" }', '"Q4_0", size_gb = inf }'), ["size_gb must be a number"], ""),
    (MODEL.replace('"Q4_0" }', '"Q4 0" }'), ["tag 'q4 0' is not allowed"], ""),
    (MODEL.replace(FILE, f"{FILE}, {FILE}"), ["file 2", "'q4_0' is used twice"], "tag"),
    (MODEL + MODEL.removeprefix("schema = 1"), ["model 'mine'", "used twice"], "own id"),
]


@pytest.mark.parametrize(("text", "named", "hint"), BROKEN)
def test_a_broken_catalog_is_explained(
    write: Write, text: str, named: list[str], hint: str
) -> None:
    write(text)
    error = failure()
    assert "config/llmplay/catalog.toml" in error.message
    assert len(error.message) < 300
    for part in named:
        assert part in error.message
    assert hint in error.hint


def test_the_shipped_models_remain_when_the_own_catalog_is_broken(write: Write) -> None:
    write("schema = [")
    failure()
    assert catalog.load_shipped()
    assert catalog.load_bundled()


def test_a_catalog_that_is_no_text(write: Write) -> None:
    write("").write_bytes(b"schema = 1 # \xff")
    assert "no UTF-8" in failure().message


def test_a_catalog_that_cannot_be_reached(home: Path) -> None:
    path = catalog.user_catalog()
    path.parent.mkdir(parents=True)
    path.symlink_to(path)
    assert "cannot be read" in failure().message
    path.unlink()
    path.mkdir()
    assert "cannot be read" in failure().message


def test_a_configuration_folder_that_is_a_file_holds_no_catalog(home: Path) -> None:
    (home / "config").write_text("", encoding="utf-8")
    assert catalog.load_all() == catalog.load_shipped()
