from __future__ import annotations

from pathlib import Path

import pytest

from playground.domain.attachments import editable
from playground.domain.catalog import CatalogError
from playground.domain.prompts import variables_in
from playground.services.catalog import load_bundled
from playground.services.starters import load_library, read_library, starters_for


def test_the_library_can_be_run_as_it_stands() -> None:
    library = load_library()
    assert len(library) >= 25
    assert len({prompt.title for prompt in library}) == len(library)
    for prompt in library:
        assert editable(prompt.text)
        assert not variables_in(prompt.text)
        assert prompt.kind.isalpha()


@pytest.mark.parametrize(
    "task", ["summarise", "answer", "code", "explain", "translate", "classify", "extract", "reason"]
)
def test_the_library_has_what_people_try_first(task: str) -> None:
    assert any(prompt.kind == task for prompt in load_library())


def test_words_are_looked_for_everywhere_in_any_case() -> None:
    found = [prompt.title for prompt in load_library() if prompt.matches("JSON order")]
    assert found == ["An order as JSON"]


def test_the_starters_of_the_model_come_first() -> None:
    entry = load_bundled()[0]
    prompts = starters_for(entry)
    own = [prompt.text for prompt in prompts if prompt.kind == entry.id]
    assert own == [starter.prompt for starter in entry.starters]
    assert [prompt.kind for prompt in prompts[: len(own)]] == [entry.id] * len(own)
    assert starters_for(None) == load_library()


def test_an_unknown_key_is_named_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "library.toml"
    path.write_text(
        'schema = 1\n[[prompt]]\ntitle = "T"\nkind = "k"\ntext = "x"\ntxet = "y"\n',
        encoding="utf-8",
    )
    with pytest.raises(CatalogError, match=r"library\.toml.*txet"):
        read_library(path)
