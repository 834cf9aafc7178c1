from __future__ import annotations

from pathlib import Path

import pytest

from playground.services import paths
from playground.services.recent import recent_models, remember


def test_the_last_used_come_first(home: Path) -> None:
    assert recent_models() == ()
    remember(["alpha", "bravo"])
    remember(["charlie", "alpha"])
    assert recent_models() == ("charlie", "alpha", "bravo")
    assert (home / ".local/state/llmplay/recent.json").is_file()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"a": 1}', b"[" * 100_000, b"null"])
def test_a_broken_file_is_as_good_as_none_and_is_written_anew(content: bytes) -> None:
    path = paths.state_folder() / "recent.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert recent_models() == ()
    remember(["alpha"])
    assert recent_models() == ("alpha",)


def test_what_is_no_id_is_left_out() -> None:
    path = paths.state_folder() / "recent.json"
    path.parent.mkdir(parents=True)
    path.write_text('["alpha", 7, null, ["x"], "bravo"]', encoding="utf-8")
    assert recent_models() == ("alpha", "bravo")


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_order() -> None:
    folder = paths.state_folder()
    folder.parent.mkdir(parents=True)
    folder.write_text("a file stands in the way", encoding="utf-8")
    remember(["alpha"])
    assert recent_models() == ()


def test_the_memory_is_not_endless() -> None:
    remember(f"model-{number}" for number in range(1000))
    assert len(recent_models()) == 200
    assert recent_models()[0] == "model-0"
