"""A download in the real program on a real screen, from a hub on this machine."""

from __future__ import annotations

import re
import signal
import threading
from pathlib import Path

from tests.pty.playing import Playground
from tests.services.hub.conftest import LLAMA, server
from tests.services.hub.server import HubServer

__all__ = ["server"]

_OWN = """\
schema = 1
[[model]]
id = "mine"
family = "a"
architecture = "llama"
license = "gemma"
sampling = { max_new_tokens = 8 }
file = [{ repo = "someone/Demo-Llama-GGUF", file = "demo.Q8_0.gguf", quantisation = "Q8_0" }]
"""


def opened(home: Path, server: HubServer) -> Playground:
    environment = {"HF_ENDPOINT": server.url, "HF_HUB_DISABLE_TELEMETRY": "1"}
    return Playground(home=home, environment=environment)


def go_to_model(app: Playground) -> None:
    app.ready()
    app.send("f2")
    app.wait_for("━Models")
    app.send("slash")
    app.type("mine")
    app.wait_for("/mine")
    app.send("enter")
    app.wait_for(lambda: " mine " in app.under_cursor())


def test_a_download_outlives_the_program_that_is_killed(home: Path, server: HubServer) -> None:
    (home / "config" / "llmplay").mkdir(parents=True)
    (home / "config" / "llmplay" / "catalog.toml").write_text(_OWN)
    arrived, go_on = threading.Event(), threading.Event()

    def hold(_: int) -> None:
        arrived.set()
        go_on.wait(60)

    server.faults.at_byte = (1_000_000, hold)
    with opened(home, server) as app:
        go_to_model(app)
        app.send("d")
        app.wait_for("━Licence of mine")
        app.wait_for("Gemma Terms of Use")
        app.type("a")
        app.wait_for(lambda: "% mine" in app.text())
        assert arrived.wait(60)
        app.wait_for(lambda: re.search("[2-5][0-9]% mine", app.text()))
        app.process.send_signal(signal.SIGKILL)
        app.process.wait()
    go_on.set()
    server.faults.at_byte = None
    cache = home / "cache" / "huggingface" / "hub"
    assert not list(cache.glob("*/snapshots/*/*"))
    with opened(home, server) as app:
        app.ready()
        app.wait_for("Unfinished downloads")  # the notice wraps
        go_to_model(app)
        app.wait_for("‖  mine")
        app.send("D")
        app.wait_for("━Downloads")
        app.wait_for("paused")
        app.send("space")
        app.wait_for("whole and checked")
        app.send("escape")
        app.wait_for("[ ] mine")
        app.send("space")
        app.wait_for("[1] mine")
        app.send("f3")
        app.ask("Once upon a time")
        app.all_over()
        assert app.pane(1).status.startswith("✓")
        assert app.quit() == 0
    (whole,) = cache.glob("*/snapshots/*/*")
    assert whole.read_bytes() == server.repos[LLAMA].files["demo.Q8_0.gguf"]
    starts = [asked.start for asked in server.requests("content")]
    assert starts[0] == 0
    assert len(starts) == 2
    assert 0 < (starts[1] or 0) <= 1_000_000
