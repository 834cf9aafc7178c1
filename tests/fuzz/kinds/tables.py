"""The TOML files that a person or the program writes: settings, keys, themes, catalog, licences."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from playground.services import acceptance, paths
from playground.services.catalog import load_all, user_catalog
from playground.services.catalog.licenses import read_licenses
from playground.services.catalog.templates import read_templates
from playground.services.endpoints import named_entries, trust
from playground.services.hub import cache, unfinished
from playground.services.settings import load_settings
from playground.services.starters import read_library
from tests.fuzz.changes import values
from tests.fuzz.changes.octets import BLIND, any_of
from tests.fuzz.changes.texts import TEXTUAL
from tests.fuzz.kind import ACCEPTED, Kind, Read, Tried

_DATA = Path(paths.__file__).parents[1] / "data"
_MEANING = values.unless(values.toml)
CHANGE = any_of(*BLIND, *TEXTUAL, *[_MEANING] * 14)

SETTINGS = b"""\
theme = "dusk"
threads = 4
context_limit = 2048
check_memory = true
schedule = "in-turn"
engine = "llamacpp"
model_folders = ["~/models", "/srv/models"]

[keys]
"run.start" = "ctrl+v, f5"

[[endpoints]]
name = "cluster"
base_url = "http://10.0.0.5:8000/v1"
models = ["org/model-70b"]
api_key_env = "CLUSTER_KEY"
parallel = 16
timeout_seconds = 60
"""
CATALOG = b"""\
schema = 1

[[model]]
id = "mine"
name = "Mine"
architecture = "llama"
parameters = 1000000
context_length = 2048
license = "apache-2.0"
template = "chatml"
gated = "no"
verified = "none"
sampling = {temperature = 0.5, top_k = 10}
starters = [["Hello", "Say hello."]]

[[model.file]]
repo = "me/mine-GGUF"
file = "mine.Q4_0.gguf"
revision = "main"
parts = ["mine-2.gguf"]
quantisation = "Q4_0"
size_gb = 1.5

[[model.file]]
path = "mine.Q8_0.gguf"
quantisation = "Q8_0"
engines = ["llamacpp"]
"""
ACCEPTANCES = b"""\
schema = 1

[[accepted]]
license = "llama2"
name = "Llama 2 Community License"
version = "0123456789abcdef"
date = 2024-02-29T12:00:00Z
repo = "TheBloke/Llama-2-7B-Chat-GGUF"
"""
TRUSTED = b"""\
[[trusted]]
endpoint = "cluster"
host = "10.0.0.5:8000"
agreed = 2024-02-29T12:00:00Z
"""
UNFINISHED = b"""\
schema = 1
repo = "a/b"
revision = "main"
commit = "0123456789012345678901234567890123456789"
licenses = ["apache-2.0"]
original = false

[[files]]
name = "m.gguf"
size = 100
sha256 = "0123456789012345678901234567890123456789012345678901234567890123"
git_sha1 = "0123456789012345678901234567890123456789"

[[papers]]
name = "README.md"
size = 10
git_sha1 = "0123456789012345678901234567890123456789"
"""


def kind(
    name: str,
    seeds: Mapping[str, bytes],
    read: Callable[[Path], object],
    named: tuple[str, ...] = ("input",),
) -> Kind:
    """A TOML file that is accepted where reading raises nothing."""

    @contextmanager
    def reading() -> Iterator[Read]:
        def tried(path: Path) -> Tried:
            read(path)
            return ACCEPTED

        yield tried

    return Kind(name, ".toml", lambda: MappingProxyType(seeds), CHANGE, reading, named)


def placed(place: Callable[[], Path], read: Callable[[], object]) -> Callable[[Path], object]:
    """Reads what is looked for in one place of the folders of the program."""

    def reader(path: Path) -> object:
        target = place()
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        return read()

    return reader


def _settings(path: Path) -> object:
    return named_entries(load_settings(path).endpoints)


def _endpoints() -> object:
    folder = paths.config_folder()
    (folder / "settings.toml").write_bytes(SETTINGS)
    return trust.untrusted(named_entries(load_settings().endpoints))


def _unfinished() -> None:
    for pull in unfinished.remembered():
        cache.check_space(pull)
        assert pull.id
        assert pull.name
        for file in pull.everything:
            assert cache.partial(pull.repo, file).is_relative_to(cache.folder())


def _unfinished_file() -> Path:
    return paths.state_folder() / "downloads" / "any.toml"


def _shortened(path: Path, table: str) -> bytes:
    """The head of a shipped file and its first tables, so that a change hits something."""
    parts = path.read_bytes().split(f"\n[[{table}]]\n".encode())
    return f"\n[[{table}]]\n".encode().join(parts[:4]) + b"\n"


KINDS = (
    kind("settings", {"whole": SETTINGS, "short": b'theme = "paper"\n'}, _settings),
    kind("catalog", {"own": CATALOG}, placed(user_catalog, load_all), ("catalog.toml",)),
    kind("licences", {"first": _shortened(_DATA / "licenses.toml", "license")}, read_licenses),
    kind("templates", {"first": _shortened(_DATA / "templates.toml", "template")}, read_templates),
    kind(
        "prompts",
        {"first": _shortened(_DATA / "prompts" / "library.toml", "prompt")},
        read_library,
    ),
    kind(
        "acceptances",
        {"one": ACCEPTANCES},
        placed(
            acceptance.acceptances_file, functools.partial(acceptance.missing, ["llama2"], "a/b")
        ),
        ("acceptances.toml",),
    ),
    kind("trusted", {"one": TRUSTED}, placed(trust.trust_file, _endpoints), ("trusted-endpoints",)),
    kind("unfinished", {"one": UNFINISHED}, placed(_unfinished_file, _unfinished), ()),
)
