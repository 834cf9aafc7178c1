"""Makes up sessions as they are read back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from playground.domain.judgements import Vote, Winner
from playground.domain.records import (
    LaneRecord,
    MachineRecord,
    ModelRecord,
    RunRecord,
    SessionRecord,
)
from playground.domain.sampling import Sampling

BEGAN = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def model(id_: str = "model-a", **rest: Any) -> ModelRecord:
    """A model of this machine."""
    values: dict[str, Any] = {
        "path": f"/home/someone/models/{id_}.gguf",
        "sha256": f"{sum(map(ord, id_)):064x}",
        "architecture": "llama",
        "quantisation": "Q8_0",
        "license": "apache-2.0",
    }
    return ModelRecord(id_, **{**values, **rest})


def lane(run: int = 1, index: int = 0, text: str = "an answer", **rest: Any) -> LaneRecord:
    """An answer that ended by itself."""
    values: dict[str, Any] = {
        "version": 1,
        "model": model(),
        "stop_reason": "eos",
        "template": "raw",
        "prompt": "prompt",
        "sampling": Sampling(temperature=0.5, seed=7, stop=("###",)),
        "engine": "ctransformers",
        "engine_version": "0.2.27",
        "threads": 2,
        "context_length": 512,
        "prompt_tokens": 5,
        "completion_tokens": 20,
        "load_seconds": 0.5,
        "first_token_seconds": 0.125,
        "tokens_per_second": 40.0,
        "memory_bytes": 50_000_000,
    }
    return LaneRecord(run, index, text=text, **{**values, **rest})


def run(number: int, prompt: str, lanes: Sequence[LaneRecord], **rest: Any) -> RunRecord:
    """A run of these lanes."""
    return RunRecord(
        number,
        BEGAN + timedelta(minutes=number),
        tuple(one.model.id for one in lanes),
        prompt,
        tuple(lanes),
        **rest,
    )


def session(*runs: RunRecord, **rest: Any) -> SessionRecord:
    """A session of these runs."""
    values: dict[str, Any] = {
        "path": "/home/someone/.local/share/llmplay/sessions/small-models.toml",
        "id": "20261123-120000-abcd",
        "title": "Small models",
        "created": BEGAN,
        "program": "llmplay 0.1.0",
        "schema": (1, 0),
        "machine": MachineRecord("A processor", 2, 8_000_000_000, "Linux 6.1 x86_64", "3.11.7"),
    }
    return SessionRecord(**{**values, **rest}, runs=runs)


def pair(number: int, prompt: str, first: str, second: str, **rest: Any) -> RunRecord:
    """A run of two models; `rest` holds pairs of values of their lanes."""
    values = [{key: both[at] for key, both in rest.items()} for at in (0, 1)]
    lanes = (
        lane(number, 0, first, **{"model": model("model-a"), **values[0]}),
        lane(number, 1, second, **{"model": model("model-b"), **values[1]}),
    )
    return run(number, prompt, lanes)


def vote(run_: RunRecord, winner: Winner, **rest: Any) -> Vote:
    """On the two lanes of a run."""
    first, second = (one.side for one in run_.lanes[:2])
    return Vote(first, second, winner, False, None, BEGAN, **rest)


def example() -> SessionRecord:
    """Three prompts on two models with ratings, votes, conclusions, a failure and a rerun."""
    runs = [
        pair(
            1,
            "The meaning of life is",
            " to be kind, to learn, and to help others.",
            " 42 | or `so`\n```\nfenced\n```\n",
            rating=(5, 2),
            note=("Warm & <b>short</b>", ""),
            tokens_per_second=(41.5, 38.25),
        ),
        pair(
            2,
            "Why is the sky blue?",
            "=1+1",
            "<script>alert(1)</script> [x](javascript:alert(1)) \x1b[31mred\x1b[0m",
            rating=(4, 3),
            tokens_per_second=(44.0, 36.0),
        ),
        pair(
            3,
            "Tell me a story\nin two lines, please, and let it be about a lighthouse at the sea.",
            "Once upon a time …\r\nThe end.",
            "",
            stop_reason=("length", "error"),
            error=(None, "/home/someone/models/model-b.gguf: the process ended: killed."),
            tokens_per_second=(39.0, None),
            first_token_seconds=(0.25, None),
        ),
        pair(4, "Why is the sky blue?", "Air.", "空気 \u202e", version=(2, 2), rating=(None, 5)),
    ]
    return session(
        *runs,
        conclusions="Model A answers warmly.\n\nModel B says <i>too</i> little.",
        tags=("small", "demo"),
        votes=(vote(runs[0], "first"), vote(runs[1], "first"), vote(runs[2], "first")),
    )
