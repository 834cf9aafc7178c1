"""Help, version, wrong usage and the streams it is given."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from playground import __version__
from tests.cli.program import COMMAND, environment, llmplay

HEAVY = ("textual", "rich", "ctransformers", "huggingface_hub", "asyncio", "numpy", "tomli_w")

_WATCHED = """
import json, sys
from playground.__main__ import main
code = main(json.loads(sys.argv[1]))
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["run", "--help"],
        ["models", "list"],
        ["models", "list", "--all"],
        ["models", "list", "--help"],
        ["keys"],
        ["keys", "--format", "json"],
        ["run", "--temperature", "hot"],
        ["nonsense"],
    ],
    ids=" ".join,
)
def test_what_runs_no_model_imports_nothing_heavy(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, json.dumps(arguments)],
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code in {0, 2}
    assert "playground.cli.parser" in modules
    assert [name for name in HEAVY if name in modules] == []


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["run", "--help"], ["models", "--help"], ["models", "list", "--help"]],
    ids=" ".join,
)
def test_help_goes_to_standard_output(arguments: list[str]) -> None:
    ended = llmplay(*arguments)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("usage: llmplay")


def test_the_help_of_run_tells_the_exit_codes_and_ranges() -> None:
    out = " ".join(llmplay("run", "--help").out.split())
    for told in ("Exit codes:", "130 interrupted", "--temperature FLOAT", "--top-k INT", "-n N"):
        assert told in out


def test_version() -> None:
    ended = llmplay("--version")
    assert (ended.code, ended.out, ended.err) == (0, f"llmplay {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nonsense"], "invalid choice: 'nonsense'"),
        (["modles"], "Did you mean models?"),
        (["sessions", "lst"], "Did you mean list?"),
        (["run", "-p", "x", "--temprature", "3"], "Did you mean --temperature?"),
        (["run", "-m", "demo-llama", "Hello"], "'Hello' belongs to no option."),
        (["run", "-m", "demo-llama@llamacp", "-p", "x"], "Did you mean llamacpp?"),
        (["--nonsense"], "unrecognized arguments: --nonsense"),
        (["models"], "ACTION"),
        (["models", "list", "--format", "xml"], "invalid choice: 'xml'"),
        (["run", "--temp=1", "-p", "x"], "unrecognized arguments"),
        (["run", "-p", "a", "-f", "b"], "not allowed with argument"),
        (["run", "-p", "a", "-n", "0"], "must be a whole number from 1 to 1000"),
        (["run", "-p", "a", "--threads", "0"], "must be a whole number from 1 to 1024"),
        (["run", "-p", "a", "--context-length", "x"], "must be a whole number from 1 to"),
        (["run", "-p", "a", "--temperature", "hot"], "must be a number, not 'hot'"),
        (["run", "-p", "a", "--temperature", "nan"], "must be between -1 and 10"),
        (["run", "-p", "a", "--top-k", "-1"], "top_k must be between 0"),
        (["run", "-p", "a", "--top-k", "1.5"], "must be a whole number, not '1.5'"),
        (["run", "-p", "a", "--top-p", "2"], "top_p must be between 0 and 1"),
        (["run", "-p", "a", "--seed", "-1"], "seed must be between 0"),
        (["run", "-p", "a", "--max-new-tokens", "-1"], "max_new_tokens must be between 0"),
        (["run", "-p", "a", "--repetition-penalty", "0"], "repetition_penalty must be between"),
    ],
)
def test_wrong_usage_is_told_and_ends_with_2(arguments: list[str], told: str) -> None:
    ended = llmplay(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err


def test_the_full_screen_needs_a_terminal() -> None:
    ended = llmplay()
    assert ended.code == 2
    assert "the full screen needs a terminal" in ended.err
    assert "llmplay run" in ended.err


def shell(line: str) -> tuple[int, str]:
    """The exit code and standard error of a shell line; $LLMPLAY is the program."""
    program = " ".join((COMMAND[0], "-m", "playground"))
    done = subprocess.run(
        ["/bin/sh", "-c", line.replace("LLMPLAY", program)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("LLMPLAY models list >&-", 1, "Standard output is closed"),
        ("LLMPLAY models list 2>&-", 0, ""),
        ("LLMPLAY nonsense 2>&-", 2, ""),
        ("LLMPLAY run -m demo-llama <&-", 2, "There is no prompt"),
        ("LLMPLAY <&-", 2, "needs a terminal"),
        ("LLMPLAY models list >/dev/full", 1, "Standard output cannot be written: No space left"),
    ],
)
def test_streams_that_are_closed_or_full(line: str, code: int, told: str) -> None:
    ended, err = shell(line)
    assert ended == code
    assert told in err


def test_a_reader_that_goes_away_is_no_error_to_speak_of() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [*COMMAND, "models", "list"],
            stdout=writer,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=120,
            check=False,
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_reader_that_has_seen_enough_ends_the_run(long_llama: Path) -> None:
    with subprocess.Popen(
        [
            *(*COMMAND, "run", "-m", str(long_llama), "-p", "x", "--temperature", "0"),
            *("--context-length", "8192", "--max-new-tokens", "8000"),
            *("--repetition-penalty", "1"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, 4096)  # smaller than what is printed
        assert os.read(process.stdout.fileno(), 1)
        process.stdout.close()
        told = process.stderr.read()
    assert (process.returncode, told) == (141, b"")


def test_a_file_of_the_folder_one_stands_in_is_not_imported(tmp_path: Path) -> None:
    (tmp_path / "ctransformers.py").write_text("raise SystemExit('imported the wrong one')")
    script = Path(sys.executable).with_name("llmplay")
    if not script.exists():
        pytest.skip("the package is not installed: there is no llmplay beside the interpreter")
    done = subprocess.run(
        [script, "run", "-m", "demo-llama", "-p", "a", "--max-new-tokens", "2"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
