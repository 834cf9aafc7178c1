"""A home folder with models of its own, and the playground running in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from tests.makers import llama_file
from tests.pty.playing import Playground

_END_OF_TEXT = 2
_CATALOG = """
schema = 1

[[model]]
id = "alpha"
name = "The alpha model"
family = "a-test"
architecture = "llama"
license = "apache-2.0"
sampling = { max_new_tokens = 3900 }
starters = [["One", "An alpha story"], ["Two", "Another alpha story"]]
file = [{ path = "MODELS/alpha.gguf", quantisation = "Q4_0" }]

[[model]]
id = "bravo"
name = "The bravo model"
family = "a-test"
architecture = "llama"
license = "llama2"
sampling = { max_new_tokens = 3900 }
file = [{ path = "MODELS/bravo.gguf", quantisation = "Q4_0" }]

[[model]]
id = "brief"
name = "The brief model"
family = "a-test"
architecture = "llama"
license = "apache-2.0"
sampling = { max_new_tokens = 8 }
file = [{ path = "MODELS/brief.gguf", quantisation = "Q4_0" }]
"""


class Opener(Protocol):
    """Starts the playground with these arguments."""

    def __call__(self, *arguments: str, size: tuple[int, int] = (80, 24)) -> Playground: ...


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with models that talk for a good while: none ever ends its text by itself."""
    folder = tmp_path_factory.mktemp("models")
    sizes = {"vocab": 2048, "embd": 384, "layers": 6, "ff": 1024, "context": 4096}
    for seed, name in enumerate(("alpha", "bravo", "brief")):
        model = llama_file(**sizes, quant="Q4_0", seed=seed)  # type: ignore[arg-type]
        output = model["output.weight"]
        row = len(output.data) // sizes["vocab"]
        start = _END_OF_TEXT * row
        output.data = output.data[:start] + bytes(row) + output.data[start + row :]
        model.write(folder / f"{name}.gguf")
    return folder


@pytest.fixture
def own_home(tmp_path: Path, models: Path) -> Path:
    """A home folder whose own catalog has the models alpha, bravo and brief."""
    config = tmp_path / "home" / "config" / "llmplay"
    config.mkdir(parents=True)
    text = _CATALOG.replace("MODELS", str(models))
    (config / "catalog.toml").write_text(text, encoding="utf-8")
    return tmp_path / "home"


@pytest.fixture
def playground(own_home: Path) -> Iterator[Opener]:
    """Starts playgrounds in this home folder, and ends them after the test."""
    with ExitStack() as stack:

        def start(*arguments: str, size: tuple[int, int] = (80, 24)) -> Playground:
            return stack.enter_context(Playground(*arguments, home=own_home, size=size))

        yield start
