"""The catalog service: the shipped files, the user's own catalog, and what breaks it."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from playground.domain.catalog import ENGINES, FORMATS, CatalogEntry, CatalogError, find
from playground.services import catalog
from playground.services.catalog import licenses, models, tables, templates
from playground.services.files import read_toml

Write = Callable[[str], Path]

FILE = '{ repo = "me/mine", file = "mine.Q4_0.gguf", quantisation = "Q4_0" }'
MODEL = f"""schema = 1
[[model]]
id = "mine"
architecture = "llama"
license = "mit"
file = [{FILE}]
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


@pytest.fixture
def write(home: Path) -> Write:
    """Write the user's catalog."""

    def write(text: str) -> Path:
        path = catalog.user_catalog()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def shipped() -> tuple[CatalogEntry, ...]:
    return catalog.load_shipped()


def failure() -> CatalogError:
    with pytest.raises(CatalogError) as caught:
        catalog.load_all()
    return caught.value


# What is shipped.


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


# The user's own catalog.


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


def test_two_files_of_one_quantisation_are_told_apart_by_tags(write: Write) -> None:
    write(MODEL.replace(FILE, f"{FILE}, {FILE.replace('}', ', tag = ' + repr('q4_0-new') + ' }')}"))
    assert find(catalog.load_all(), "mine:q4_0-new").quantisation == "Q4_0"


# Licence and template files.

LICENSE = """schema = 1
[[license]]
id = "x"
name = "X"
label = "X"
spdx = "LicenseRef-X"
category = "conditions"
osi_approved = false
patent_grant = "no"
limits = []
verified = "none"
checked = "nothing"
source = "nowhere"
[license.may]
commercial_use = ["yes", ""]
modification = ["yes", ""]
redistribution = ["yes", ""]
train_on_outputs = ["unknown", ""]
[license.must]
notice = "Say so."
"""
TEMPLATE = """schema = 1
[[template]]
name = "x"
system = "{system}"
user = "{content}"
assistant = "{content}"
verified = "none"
source = "nowhere"
"""


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"conditions"', '"permissive"', ["license 'x'", "called permissive"]),
        ('"conditions"', '"free"', ["category must be one of permissive"]),
        (
            '["unknown", ""]',
            '["maybe", ""]',
            ["license 'x', may", "train_on_outputs must be one of"],
        ),
        ('["unknown", ""]', '["no"]', ["train_on_outputs must be an answer and a note"]),
        ('train_on_outputs = ["unknown", ""]', "", ["may", "'train_on_outputs' is missing"]),
        ("osi_approved = false", 'osi_approved = "no"', ["osi_approved must be true or false"]),
        ("notice =", "notise =", ["license 'x', must", "'notise' is unknown"]),
        ('label = "X"', "", ["'label' is missing"]),
        ("limits = []", "limit = []", ["'limit' is unknown"]),
    ],
)
def test_a_broken_licence_file_is_explained(
    tmp_path: Path, old: str, new: str, named: list[str]
) -> None:
    path = tmp_path / "licenses.toml"
    assert old in LICENSE
    path.write_text(LICENSE.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        licenses.read_licenses(path)
    assert "licenses.toml" in caught.value.message
    for part in named:
        assert part in caught.value.message


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"{system}"', '"{sistem}"', ["template 'x'", "unknown placeholder {sistem}"]),
        ('user = "{content}"', 'user = "Q"', ["user has no {content}"]),
        ('user = "{content}"', "", ["'user' is missing"]),
        ('source = "nowhere"', 'source = "nowhere"\nstop = [1]', ["stop must be a list of texts"]),
        ('source = "nowhere"', 'source = "nowhere"\nstops = []', ["'stops' is unknown"]),
    ],
)
def test_a_broken_template_file_is_explained(
    tmp_path: Path, old: str, new: str, named: list[str]
) -> None:
    path = tmp_path / "templates.toml"
    assert old in TEMPLATE
    path.write_text(TEMPLATE.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        templates.read_templates(path)
    assert "templates.toml" in caught.value.message
    for part in named:
        assert part in caught.value.message


def test_the_examples_are_right_before_they_are_broken(tmp_path: Path, write: Write) -> None:
    (tmp_path / "l.toml").write_text(LICENSE, encoding="utf-8")
    (tmp_path / "t.toml").write_text(TEMPLATE, encoding="utf-8")
    write(MODEL)
    assert list(licenses.read_licenses(tmp_path / "l.toml")) == ["x"]
    assert list(templates.read_templates(tmp_path / "t.toml")) == ["x"]
    assert find(catalog.load_all(), "mine").format in FORMATS


@pytest.mark.parametrize(
    ("reader", "text", "named"),
    [
        (licenses.read_licenses, LICENSE, "license 'x'"),
        (templates.read_templates, TEMPLATE, "template 'x'"),
    ],
)
def test_repeated_names_are_refused(
    tmp_path: Path, reader: Callable[[Path], object], text: str, named: str
) -> None:
    path = tmp_path / "twice.toml"
    path.write_text(text + text.removeprefix("schema = 1"), encoding="utf-8")
    with pytest.raises(CatalogError, match="used twice") as caught:
        reader(path)
    assert named in caught.value.message


def test_licences_and_templates_are_read_once() -> None:
    assert catalog.load_licenses() is catalog.load_licenses()
    assert catalog.load_templates() is catalog.load_templates()
    with pytest.raises(TypeError):
        catalog.load_licenses()["new"] = catalog.load_licenses()["mit"]  # type: ignore[index]
