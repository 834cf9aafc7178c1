"""`llmplay models show|inspect|verify|remove|scan` and `llmplay licenses`."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from playground.services.files import digest_of
from tests.cli.program import llmplay
from tests.makers import write_llama


def in_hub(home: Path, content: Path, *, digest: str, card: str = "") -> Path:
    root = home / ".cache/huggingface/hub/models--someone--strange"
    (root / "blobs").mkdir(parents=True)
    shutil.copy(content, root / "blobs" / digest)
    snapshot = root / "snapshots/abc"
    snapshot.mkdir(parents=True)
    (snapshot / "strange.gguf").symlink_to(os.path.relpath(root / "blobs" / digest, snapshot))
    if card:
        (snapshot / "README.md").write_text(card)
    return snapshot / "strange.gguf"


@pytest.mark.parametrize("model", ["demo-llama", "demo-gpt2"])
def test_inspect_tells_what_is_in_the_bundled_models(model: str) -> None:
    ended = llmplay("models", "inspect", model, "--text", "The meaning of life", "--tensors")
    assert ended.code == 0
    for told in ("ctransformers: runs it", "Q8_0", "pieces", "tokens", "at byte"):
        assert told in ended.out
    fields = json.loads(llmplay("models", "inspect", model, "--format", "json", "--sha256").out)
    assert len(fields["sha256"]) == 64
    assert fields["engines"]["ctransformers"]["runs"] is True
    assert sum(share["part"] for share in fields["mix"]) == pytest.approx(1, abs=1e-4)
    assert len(fields["tensors"]) == sum(share["tensors"] for share in fields["mix"])


def test_inspect_names_the_byte_where_a_file_is_damaged(llama: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.gguf").write_bytes(llama.read_bytes()[:3000])
    ended = llmplay("models", "inspect", tmp_path / "cut.gguf")
    assert ended.code == 2
    assert "at byte" in ended.err


def test_verify_knows_a_file_that_is_what_it_claims_to_be(home: Path, llama: Path) -> None:
    path = in_hub(home, llama, digest=digest_of(llama))
    same = llmplay("models", "verify", path, "--offline")
    assert (same.code, "is what it claims to be" in same.out) == (0, True)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1  # one bit in the weights: nothing else would notice
    status = path.stat()
    path.resolve().write_bytes(data)
    os.utime(path.resolve(), ns=(status.st_atime_ns, status.st_mtime_ns))
    different = llmplay("models", "verify", path, "--offline", "--format", "json")
    assert different.code == 1
    assert json.loads(different.out)[0]["outcome"] == "different"
    assert llmplay("models", "verify", "demo-llama", "--offline").code == 3


def test_remove_takes_the_blob_along_and_asks_first(home: Path, llama: Path) -> None:
    path = in_hub(home, llama, digest="ab" * 32)
    blob = path.resolve()
    refused = llmplay("models", "remove", path)
    assert (refused.code, path.exists()) == (2, True)
    assert "--yes" in refused.err
    done = llmplay("models", "remove", path, "--yes", "--format", "json")
    assert json.loads(done.out)[0]["freed_bytes"] == llama.stat().st_size
    assert not blob.exists()
    kept = llmplay("models", "remove", "demo-llama", "--yes")
    assert (kept.code, "comes with llmplay" in kept.err) == (2, True)


def test_scan_says_what_it_found(tmp_path: Path) -> None:
    write_llama(tmp_path / "one.gguf")
    found = json.loads(llmplay("models", "scan", tmp_path, "--format", "json").out)
    assert [row["id"] for row in found["models"]] == ["one.gguf"]
    assert found["headers_read"] == 1
    assert "1 model, 0 read anew" in llmplay("models", "scan", tmp_path).out


def test_show_tells_file_memory_and_licence() -> None:
    out = llmplay("models", "show", "llama-2-7b-chat").out
    for told in ("GB", "weights", "Llama 2 Community", "models pull llama-2-7b-chat", "Notice"):
        assert told in out
    fields = json.loads(llmplay("models", "show", "demo-llama", "--format", "json").out)
    assert fields["fit"]["verdict"] == "ok"
    assert fields["licence"]["sources"]["file header"] == "apache-2.0"
    longer = llmplay(
        "models", "show", "demo-llama", "--context-length", "256", "--format", "json"
    ).out
    assert json.loads(longer)["fit"]["cache_bytes"] < fields["fit"]["cache_bytes"]


def test_sources_that_differ_are_shown_as_a_conflict(home: Path, tmp_path: Path) -> None:
    model = write_llama(tmp_path / "m.gguf", metadata={"general.license": ("str", "mit")})
    card = "---\nlicense: cc-by-nc-4.0\nbase_model: someone/base\n---\n# Words\n"
    path = in_hub(home, model, digest="cd" * 32, card=card)
    out = llmplay("models", "show", path).out
    assert "CONFLICT" in out
    assert "cc-by-nc-4.0 (hub card)" in out
    assert "mit (file header)" in out
    checked = llmplay("licenses", "check", "--use", "commercial", "-m", path)
    assert (checked.code, "the sources differ" in checked.out) == (1, True)


@pytest.mark.parametrize(
    ("use", "models", "code"),
    [
        ("commercial", ["llama-2-7b-chat"], 0),
        ("train", ["llama-2-7b-chat"], 1),
        ("commercial", ["demo-llama", "gpt-2"], 0),
    ],
)
def test_check_answers_scripts_by_its_exit_code(use: str, models: list[str], code: int) -> None:
    named = [part for model in models for part in ("-m", model)]
    assert llmplay("licenses", "check", "--use", use, *named).code == code


def test_check_of_an_unknown_licence(llama: Path) -> None:
    ended = llmplay("licenses", "check", "--use", "redistribute", "-m", llama, "--format", "json")
    assert ended.code == 3
    assert json.loads(ended.out)["answer"] == "unknown"


def test_licences_are_listed_and_shown() -> None:
    rows = json.loads(llmplay("licenses", "list", "--format", "json").out)
    assert len(rows) >= 26
    assert "no legal advice" in llmplay("licenses", "list").out
    shown = llmplay("licenses", "show", "apache-2.0").out
    assert "Apache License 2.0" in shown
    assert "says the" not in shown
    gone = llmplay("licenses", "show", "apache")
    assert (gone.code, "apache-2.0" in gone.err) == (2, True)
