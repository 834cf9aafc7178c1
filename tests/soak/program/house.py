"""The home folder of a soak: models that can go, servers that can fail, files to damage."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.engines.endpoint import Server
from tests.engines.endpoint import serving as endpoint
from tests.makers import llama_file
from tests.services.hub.conftest import LLAMA, WEIGHTS
from tests.services.hub.server import HubServer
from tests.services.hub.server import serving as hub
from tests.services.hub.stored import Stored

ALL = (
    "demo-llama",
    "demo-llama@llamacpp",
    "demo-gpt2",
    "fleeting",
    "talker",
    "steady/tiny",
    "shaky/tiny",
)
"""The models that are selected when the program starts."""
HEALTHY = "tell 12"
_END_OF_TEXT = 2
_SHAPE = {"vocab": 2048, "embd": 256, "layers": 4, "ff": 768, "context": 2048}

_CATALOG = """
schema = 1

[[model]]
id = "fleeting"
name = "A model whose file comes and goes"
family = "a-test"
architecture = "llama"
license = "apache-2.0"
file = [{{ path = "{models}/fleeting.gguf", quantisation = "Q8_0" }}]

[[model]]
id = "talker"
name = "A model that talks for long"
family = "a-test"
architecture = "llama"
license = "llama2"
sampling = {{ max_new_tokens = 400 }}
starters = [["One", "A long story"]]
file = [{{ path = "{models}/talker.gguf", quantisation = "Q4_0" }}]
"""
_SETTINGS = """
# A comment that stays.
stall_seconds = 20

[[endpoints]]
name = "steady"
base_url = "{steady}"
models = ["tiny"]
trusted = true
timeout_seconds = 600

[[endpoints]]
name = "shaky"
base_url = "{shaky}"
models = ["tiny"]
trusted = true
timeout_seconds = 1
"""


@dataclass(frozen=True)
class House:
    """What the program finds around it."""

    home: Path
    steady: Server
    """Whose answers wait, after some pieces, until `open` is set: runs last as long as wanted."""
    shaky: Server
    """Which does what `behave_as` says."""
    hub: HubServer

    @property
    def settings(self) -> Path:
        return self.home / "config" / "llmplay" / "settings.toml"

    @property
    def theme(self) -> Path:
        """A theme of one's own."""
        return self.home / "config" / "llmplay" / "themes" / "own.toml"

    @property
    def model(self) -> Path:
        """The file that comes and goes."""
        return self.home / "models" / "fleeting.gguf"

    @property
    def sessions(self) -> Path:
        return self.home / "data" / "llmplay" / "sessions"

    @property
    def environment(self) -> dict[str, str]:
        """For the program: the hub is on this machine, and no other is asked."""
        return {
            "HF_ENDPOINT": self.hub.url,
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "HF_HUB_DISABLE_XET": "1",
            "XDG_STATE_HOME": str(self.home / "state"),
        }

    def session_files(self) -> list[Path]:
        """All sessions, those in the trash too, the one written last at the end."""
        trash = self.home / "data" / "llmplay" / "trash"
        found = [*self.sessions.glob("*.toml"), *trash.glob("*.toml")]
        return sorted(found, key=lambda path: path.stat().st_mtime_ns)


@contextmanager
def house(home: Path) -> Iterator[House]:
    """Furnish a new home folder; the servers run within the block."""
    with ExitStack() as stack:
        steady, shaky = stack.enter_context(endpoint()), stack.enter_context(endpoint())
        found = House(home, steady, shaky, stack.enter_context(hub()))
        steady.behave_as, shaky.behave_as = "stall 40", HEALTHY
        for server in (steady, shaky):
            server.open.set()
        found.hub.repos[LLAMA] = Stored(
            {name: (WEIGHTS / f"demo-llama.{name[5:]}").read_bytes() for name in _FILES},
            gguf={"total": 1_267_072, "architecture": "llama"},
            downloads=100,
        )
        found.theme.parent.mkdir(parents=True)
        found.model.parent.mkdir(parents=True)
        shutil.copy(WEIGHTS / "demo-llama.Q8_0.gguf", found.model)
        _write_talker(found.model.with_name("talker.gguf"))
        settings = _SETTINGS.format(steady=steady.url, shaky=shaky.url)
        found.settings.write_text(settings, encoding="utf-8")
        catalog = _CATALOG.format(models=found.model.parent)
        found.settings.with_name("catalog.toml").write_text(catalog, encoding="utf-8")
        shutil.copy(Path(__file__).parents[3] / "themes" / "forest.toml", found.theme)
        yield found


_FILES = ("demo.Q4_0.gguf", "demo.Q8_0.gguf")


def _write_talker(path: Path) -> None:
    model = llama_file(quant="Q4_0", **_SHAPE)  # type: ignore[arg-type]
    output = model["output.weight"]
    row = len(output.data) // _SHAPE["vocab"]
    start = _END_OF_TEXT * row  # a score of 0 is never among the best: it ends no text by itself
    output.data = output.data[:start] + bytes(row) + output.data[start + row :]
    model.write(path)
