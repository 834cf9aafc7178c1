from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pty.conftest import Opener


def truncated(path: Path, good: bytes) -> None:
    path.write_bytes(good[: len(good) // 2])


def cut_in_header(path: Path, good: bytes) -> None:
    path.write_bytes(good[:200])


def empty(path: Path, good: bytes) -> None:
    path.write_bytes(b"")


def folder(path: Path, good: bytes) -> None:
    path.mkdir()


def other_magic(path: Path, good: bytes) -> None:
    path.write_bytes(b"PK\x03\x04" + good[4:])


def flipped(path: Path, good: bytes) -> None:
    bent = bytearray(good)
    bent[8:16] = bytes(byte ^ 0xFF for byte in bent[8:16])  # the number of tensors
    path.write_bytes(bytes(bent))


DAMAGES = [truncated, cut_in_header, empty, folder, other_magic, flipped]


def test_each_damaged_file_says_what_is_wrong_and_the_good_one_runs(
    playground: Opener, models: Path, tmp_path: Path
) -> None:
    good = (models / "brief.gguf").read_bytes()
    arguments: list[str] = []
    for damage in DAMAGES[:3]:
        damage(tmp_path / f"{damage.__name__}.gguf", good)
        arguments += ["-m", str(tmp_path / f"{damage.__name__}.gguf")]
    app = playground(*arguments, "-m", "brief", size=(160, 40))
    app.ready()
    app.ask("Hello")
    app.all_over()
    *bad, fine = app.outputs()
    assert [pane.status[0] for pane in bad] == ["✗"] * 3
    assert fine.status.startswith("✓ 8 tok")
    for pane, damage in zip(bad, DAMAGES[:3], strict=True):
        assert f"{damage.__name__}.gguf" in pane.text.replace("\n", "")
    errors = {lane["model"]["id"]: lane.get("error", "") for lane in app.lanes()}
    assert errors.pop("brief") == ""
    assert len(errors) == 3
    assert all(errors.values())
    assert app.quit() == 0


@pytest.mark.parametrize("damage", DAMAGES[3:])
def test_a_file_that_is_no_model_is_refused_with_its_reason(
    playground: Opener, models: Path, tmp_path: Path, damage: Callable[[Path, bytes], None]
) -> None:
    path = tmp_path / f"{damage.__name__}.gguf"
    damage(path, (models / "brief.gguf").read_bytes())
    app = playground("-m", str(path), size=(120, 40))
    app.ready()
    app.ask("Hello")
    app.all_over()
    assert app.pane(1).status.startswith("✗ failed")
    app.wait_for(lambda: path.name in app.pane(1).text.replace("\n", ""))
    app.send("f1")
    app.wait_for("Everywhere")  # the screen lives on


def test_a_model_that_is_nowhere_is_refused_before_the_screen_opens(playground: Opener) -> None:
    app = playground("-m", "/nowhere/model.gguf")
    assert app.wait_exit() == 2
    assert "/nowhere/model.gguf" in app.text()
    assert b"?1049h" not in app.written


def test_two_files_of_one_name_are_two_models(
    playground: Opener, models: Path, tmp_path: Path
) -> None:
    arguments = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        path = tmp_path / name / "same.gguf"
        path.write_bytes((models / "brief.gguf").read_bytes())
        arguments += ["-m", str(path)]
    app = playground(*arguments, size=(120, 40))
    app.ready()
    app.ask("Hello")
    app.wait_for(lambda: len(app.outputs()) == 2)
