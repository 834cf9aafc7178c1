"""Make the bundled models again: `python -m playground.demo.make`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

WEIGHTS = Path(__file__).parent / "weights"
KINDS = ("llama", "gpt2")


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    made = argparse.ArgumentParser(
        prog="python -m playground.demo.make",
        description=(
            "Generate the corpus, train the bundled models, write their files, prove that the "
            "files compute what was trained, score them and write the model cards. Needs torch, "
            "numpy and gguf (the extra 'training') and about an hour and a half of one processor "
            "core; a run that was stopped goes on from its last checkpoint."
        ),
    )
    made.add_argument(
        "--work",
        type=Path,
        default=Path("build/demo"),
        metavar="DIR",
        help="where checkpoints, logs and the float32 files are kept (default: build/demo)",
    )
    made.add_argument(
        "--model",
        choices=KINDS,
        action="append",
        help="make only this model (may be given twice); the default is both, one after the other",
    )
    made.add_argument("--steps", type=int, help="training steps instead of the planned number")
    made.add_argument(
        "--weights",
        type=Path,
        default=WEIGHTS,
        metavar="DIR",
        help="where the files and cards go (default: the package itself)",
    )
    made.add_argument(
        "--train-only", action="store_true", help="stop after training and write no files"
    )
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = parser().parse_args(arguments)
    # torch takes seconds to import, which --help need not wait for
    from playground.demo import plan as plans
    from playground.demo import shipping, train

    for kind in options.model or KINDS:
        plan = plans.PLANS[kind]
        if options.steps:
            plan = replace(plan, steps=options.steps)
        run = train.train(kind, plan, options.work)
        if not options.train_only:
            shipping.ship(run, options.work, options.weights)
    return 0


if __name__ == "__main__":
    sys.exit(main())
