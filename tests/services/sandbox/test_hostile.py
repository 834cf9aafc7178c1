import os
import re
import socket
from pathlib import Path

import pytest

from playground.services.sandbox.running import Limits, check

pytestmark = pytest.mark.slow
SHORT = Limits(seconds=2.0)

HOSTILE = {
    "a fork bomb": (
        "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass",
        "ran longer",
    ),
    "an endless loop": ("while True:\n    pass", "ran longer"),
    "100 GB": ("x = bytearray(100 * 10**9)", "MemoryError"),
    "memory bit by bit": ("x = []\nwhile True:\n    x.append('a' * 2**22)", "MemoryError"),
    "endless output": ("while True:\n    print('x' * 1000)", "wrote more than"),
    "a large file": ("open('x', 'w').write('x' * 10**8)", "File too large"),
    "many files": ("for i in range(10**6):\n    open(str(i), 'w').close()", "No space left"),
    "the accounts": ("open('/etc/passwd').read()", "No such file"),
    "the environment": ("import os\nraise ValueError(sorted(os.environ))", r"ValueError: \[\]"),
    "killing the parent": (
        "import os\nos.kill(os.getppid(), 9)",
        "os.kill is refused",
    ),
    "killing everything": (
        "import ctypes\nassert ctypes.CDLL(None).kill(-1, 9) == 0, 'nobody there'",
        "nobody there",
    ),
    "ending early with success": ("import os\nos._exit(0)", "ended before its tests did"),
    "leaving with success": ("raise SystemExit(0)", "SystemExit: 0"),
    "a crash": ("import ctypes\nctypes.string_at(0)", "SIGSEGV"),
    "walls of its own": (
        "import ctypes\nassert ctypes.CDLL(None).unshare(0x10000000) == 0, 'refused'",
        "refused",
    ),
    "the system": ("open('/usr/evil', 'w')", "Read-only|Permission"),
    "a syntax error": ("def f(:", "SyntaxError"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_ends_as_a_failure_with_its_reason(name: str) -> None:
    code, reason = HOSTILE[name]
    verdict = check(code, "", SHORT)
    assert not verdict.passed
    assert re.search(reason, verdict.reason), verdict.reason


def test_the_home_folder_is_not_there(home: Path) -> None:
    secret = home / "secret"
    secret.write_text("mine")
    verdict = check(f"print(open({str(secret)!r}).read())", "", SHORT)
    assert "No such file" in verdict.reason


def test_nothing_can_be_deleted(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("here")
    folders = [str(tmp_path), os.path.dirname(os.__file__) + "/json"]  # noqa: PTH120
    code = f"import shutil\nfor one in {folders!r}:\n    shutil.rmtree(one, ignore_errors=True)"
    check(code, "", SHORT)
    assert kept.read_text() == "here"
    assert Path(folders[1], "__init__.py").is_file()


def test_no_socket_reaches_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        verdict = check(
            f"import socket\nsocket.create_connection(('127.0.0.1', {port}))", "", SHORT
        )
        assert "unreachable" in verdict.reason
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_good_code_passes_and_leaves_nothing_running() -> None:
    code = "import math, json, re, random\ndef double(n):\n    return 2 * n"
    assert check(code, "assert double(4) == 8", SHORT).passed
    verdict = check(code, "assert double(4) == 9", SHORT)
    assert (verdict.passed, verdict.reason) == (False, "AssertionError")
    lingering = "import os, time\nif os.fork() == 0:\n    time.sleep(3600)"
    assert check(lingering, "", SHORT).passed
    assert not [one for one in Path("/proc").glob("[0-9]*/cmdline") if _sleeps(one)]


def _sleeps(cmdline: Path) -> bool:
    try:
        return b"sandbox" in cmdline.read_bytes() and b"CLONE_NEWPID" in cmdline.read_bytes()
    except OSError:
        return False
