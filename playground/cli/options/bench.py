"""`llmplay bench`."""

from __future__ import annotations

from collections.abc import Callable

from playground.cli.options.common import Commands, add_format, count

_EPILOG = """\
Speeds are medians over rounds, timed inside the model process. The best setting is the one with
the shortest time for the prompt and the answer together; of those that are alike, the one with the
fewest threads. Settings that are five times slower than the best are measured once. At the end
you are asked whether the settings shall have the best number of threads; --save does not ask, and
without a terminal nothing is written. Measure while nothing else is at work.

Exit codes: 0 measured, 2 wrong usage or the model cannot run, 130 interrupted.
"""


def add(commands: Commands) -> None:
    """Declare the command."""
    bench = commands.add_parser(
        "bench",
        help="measure a model's speed over threads and batch sizes",
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    bench.set_defaults(handler="playground.cli.commands.bench")
    bench.add_argument(
        "-m",
        "--model",
        required=True,
        metavar="MODEL",
        help="a model of the catalog or the path of a model file",
    )
    bench.add_argument(
        "--engine",
        metavar="NAME",
        help="run it with this engine (default: by the header of the file)",
    )
    bench.add_argument(
        "--threads",
        type=_several(1, 1024),
        default=(),
        metavar="N,…",
        help="numbers of threads to try (default: 1, 2, 4 … up to the cores)",
    )
    bench.add_argument(
        "--batch",
        type=_several(1, 64),
        default=(),
        metavar="N,…",
        help="most prompt tokens in one call (default: 8,64; ctransformers only)",
    )
    bench.add_argument(
        "--prompt-tokens",
        type=count(16, 100_000),
        default=128,
        metavar="N",
        help="tokens of the prompt (default: 128)",
    )
    bench.add_argument(
        "--tokens",
        type=count(2, 100_000),
        default=32,
        metavar="N",
        help="tokens of each answer (default: 32)",
    )
    bench.add_argument(
        "--rounds",
        type=count(1, 100),
        default=3,
        metavar="N",
        help="rounds of each setting (default: 3)",
    )
    bench.add_argument(
        "--save",
        action="store_true",
        help="write the best number of threads to the settings, unasked",
    )
    bench.add_argument("--force", action="store_true", help="run what does not fit into memory")
    bench.add_argument("--quiet", action="store_true", help="no progress on standard error")
    add_format(bench, "text", "json")


def _several(low: int, high: int) -> Callable[[str], tuple[int, ...]]:
    """The type of whole numbers with commas between them, each named once."""
    one = count(low, high)

    def read(text: str) -> tuple[int, ...]:
        return tuple(dict.fromkeys(one(part) for part in text.split(",")))

    return read
