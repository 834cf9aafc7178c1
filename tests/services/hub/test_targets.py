from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from playground.domain.hub import HubError
from playground.services.catalog import CatalogError, user_catalog
from playground.services.hub import cache, targets
from playground.services.hub.api import Hub
from playground.services.paths import settings_file
from tests.services.hub.conftest import LLAMA, WEIGHTS
from tests.services.hub.fetching import fetched
from tests.services.hub.server import HubServer
from tests.services.hub.stored import Stored

_OWN = """\
schema = 1
[[model]]
id = "mine"
architecture = "llama"
license = "llama2"
file = [
    { repo = "someone/Demo-Llama-GGUF", file = "demo.Q8_0.gguf", quantisation = "Q8_0" },
    { repo = "someone/Two", file = "one.gguf", parts = ["two.gguf"], quantisation = "Q4_0" },
]
[[model]]
id = "elsewhere"
architecture = "llama"
license = "mit"
file = [{ url = "https://example.org/m.gguf", file = "m.gguf", quantisation = "Q4_0" }]
"""


@pytest.fixture
def own_catalog() -> None:
    """A catalog with models of the server."""
    user_catalog().parent.mkdir(parents=True)
    user_catalog().write_text(_OWN)


@pytest.mark.usefixtures("own_catalog")
def test_a_model_of_the_catalog(server: HubServer) -> None:
    pull = targets.look_up(Hub(), "MINE")
    assert (pull.repo, pull.model) == (LLAMA, "mine")
    assert [file.name for file in pull.files] == ["demo.Q8_0.gguf"]
    assert pull.licenses == ("llama2", "apache-2.0"), "both are named, none is chosen silently"
    assert pull.commit == server.repos[LLAMA].commit


@pytest.mark.usefixtures("own_catalog")
def test_the_same_file_by_its_repository_is_the_model_of_the_catalog(server: HubServer) -> None:
    assert targets.look_up(Hub(), f"{LLAMA}:Q8_0") == targets.look_up(Hub(), "mine")


@pytest.mark.usefixtures("own_catalog")
def test_parts_that_the_catalog_names_come_too(server: HubServer) -> None:
    server.repos["someone/Two"] = Stored({"one.gguf": b"1", "two.gguf": b"2"})
    assert [file.name for file in targets.look_up(Hub(), "mine:q4_0").files] == [
        "one.gguf",
        "two.gguf",
    ]
    del server.repos["someone/Two"].files["two.gguf"]
    with pytest.raises(HubError, match=r"two\.gguf, a part of one\.gguf, is not in"):
        targets.look_up(Hub(), "mine:q4_0")


@pytest.mark.usefixtures("own_catalog")
def test_a_model_from_elsewhere_says_where(server: HubServer) -> None:
    with pytest.raises(HubError, match=r"https://example\.org/m\.gguf"):
        targets.look_up(Hub(), "elsewhere")


@pytest.mark.parametrize(
    "text",
    [
        f"{LLAMA}:demo.Q4_0.gguf",
        f" {LLAMA}:q4_0 ",
        f"https://huggingface.co/{LLAMA}/blob/main/demo.Q4_0.gguf",
        f"https://huggingface.co/{LLAMA}/resolve/main/demo.Q4_0.gguf?download=true",
        f"hf.co/{LLAMA}:Q4_0",
    ],
)
def test_a_file_of_a_repository(server: HubServer, text: str) -> None:
    pull = targets.look_up(Hub(), text)
    assert pull.id == f"{LLAMA}:demo.Q4_0.gguf"
    assert pull.model is None
    assert pull.licenses == ("apache-2.0",)
    assert pull.size == len(server.repos[LLAMA].files["demo.Q4_0.gguf"])


def test_a_model_nobody_knows(server: HubServer) -> None:
    with pytest.raises(CatalogError, match="no model called 'nothing'"):
        targets.look_up(Hub(), "nothing")


@pytest.mark.parametrize(
    ("license_", "card", "named"),
    [
        (None, {}, ("unknown",)),
        ("other", {}, ("other",)),
        ("other", {"license_name": "Some-Licence"}, ("some-licence",)),
        ("llama3", {}, ("llama3",)),
    ],
)
def test_the_licence_of_a_card(
    server: HubServer, license_: str | None, card: dict[str, str], named: tuple[str, ...]
) -> None:
    server.repos["a/b"] = Stored({"m.gguf": b"x"}, license=license_, card=card)
    assert targets.look_up(Hub(), "a/b").licenses == named


@pytest.mark.usefixtures("own_catalog")
async def test_what_was_fetched_is_known_without_the_hub(server: HubServer) -> None:
    assert targets.installed("mine") is None
    assert targets.installed(f"{LLAMA}:demo.Q8_0.gguf") is None
    done = await fetched("mine")
    asked = len(server.asked)
    assert str(targets.installed("mine")) == done.path
    assert str(targets.installed(f"{LLAMA}:demo.Q8_0.gguf")) == done.path
    assert str(targets.installed("demo-llama")).endswith("demo-llama.Q8_0.gguf")
    assert len(server.asked) == asked


@pytest.mark.usefixtures("own_catalog")
def test_a_file_in_a_folder_of_the_settings_needs_no_download(tmp_path: Path) -> None:
    shutil.copy(WEIGHTS / "demo-llama.Q8_0.gguf", tmp_path / "demo.Q8_0.gguf")
    settings_file().write_text(f'model_folders = ["{tmp_path}"]\n')
    assert targets.installed("mine") == tmp_path / "demo.Q8_0.gguf"


@pytest.mark.usefixtures("own_catalog")
async def test_a_repository_that_was_renamed_is_found_by_its_old_name(server: HubServer) -> None:
    server.repos["new/Name"] = server.repos.pop(LLAMA)
    server.moved[LLAMA] = "new/Name"
    done = await fetched("mine")
    assert done.state == "done", done.error
    assert str(targets.installed("mine")) == done.path


def test_a_search_finds_repositories_with_gguf_files(server: HubServer) -> None:
    server.repos["other/demo"] = Stored({"a.bin": b"x"}, license=None, downloads=7)
    (one,) = Hub().search("demo")
    assert (one.repo, one.license, one.parameters, one.architecture) == (
        LLAMA,
        "apache-2.0",
        1_267_072,
        "llama",
    )
    assert (one.downloads, one.gated, one.updated) == (100, False, "2024-02-29")
    both = Hub().search("DEMO", everything=True)
    assert [found.repo for found in both] == [LLAMA, "other/demo"]
    assert both[1].license is None
    assert len(Hub().search("demo", everything=True, limit=1)) == 1
    assert Hub().search("nothing") == ()


ORIGINAL = {
    name: name.encode()
    for name in (
        *("config.json", "tokenizer.json", "merges.txt", "model.safetensors", "README.md"),
        *("consolidated.safetensors", "pytorch_model.bin", "onnx/model.json", "LICENSE"),
    )
}


@pytest.mark.parametrize("text", ["gpt2", "hf:openai-community/gpt2"])
async def test_an_original_comes_with_all_that_belongs_to_it(server: HubServer, text: str) -> None:
    server.repos["openai-community/gpt2"] = Stored(ORIGINAL, license="mit")
    pull = targets.look_up(Hub(), text)
    assert (pull.id, pull.licenses) == ("hf:openai-community/gpt2", ("mit",))
    assert {file.name for file in pull.everything} == {
        *("config.json", "tokenizer.json", "merges.txt", "model.safetensors"),
        *("README.md", "LICENSE"),
    }
    assert targets.installed(text) is None
    done = await fetched(text)
    assert done.path is not None
    assert Path(done.path).is_dir()
    assert str(targets.installed(text)) == done.path
    from huggingface_hub import snapshot_download

    found = snapshot_download(pull.repo, cache_dir=cache.folder(), local_files_only=True)
    assert found == done.path


def test_an_original_without_safetensors_is_refused(server: HubServer) -> None:
    server.repos["a/b"] = Stored({"config.json": b"{}", "pytorch_model.bin": b"x"})
    with pytest.raises(HubError, match="no configuration with safetensors"):
        targets.look_up(Hub(), "hf:a/b")
