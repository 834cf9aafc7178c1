"""A session that finds no room while `llmplay run` answers."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from playground.services.sessions import open_session
from tests.cli.program import QUICK, llmplay


def test_what_is_not_recorded_is_told_once_and_fails(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "full.toml"
    common = ("-m", "demo-llama", "--session", str(path))
    assert llmplay("run", "-p", "Once", *common, *QUICK).code == 0
    size = path.stat().st_size + 600  # enough for the question
    command = [sys.executable, "-m", "playground", "run", "-p", "Twice", *common, *map(str, QUICK)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    assert done.returncode == 1
    assert done.stdout.strip()
    assert done.stderr.count("cannot be written: File too large") == 2
    assert "bytes are not in it" in done.stderr
    assert [run.prompt for run in open_session(path).runs] == ["Once", "Twice"]
    assert llmplay("sessions", "validate", path).code == 0
