"""What a soak tells: a line a round, and a table in the end."""

from __future__ import annotations

from collections import Counter

from tests.soak.program.held import early_and_late
from tests.soak.program.script import Round
from tests.soak.program.sitting import Sitting


def progress(sitting: Sitting, one: Round) -> str:
    """One line after a round."""
    held = sitting.looks[-1]
    return (
        f"round {one.number:4}  {sitting.player.keys:6} keys  {held.memory / 1e6:6.1f} MB  "
        f"{held.descriptors:3} descriptors  {held.processes:2} children  {one.fault}"
    )


def table(sitting: Sitting) -> str:
    """Everything that was counted."""
    player, seen = sitting.player, sitting.seen
    lines = [
        f"rounds {len(sitting.looks)}, keys pressed {player.keys}, runs begun {sitting.runs}",
        f"answers seen done {len(seen.shown)}, copied {len(seen.copied)}",
        *_counted("screens", player.screens),
        *_counted("faults", sitting.faults),
        *_counted("done", player.done),
    ]
    if sitting.looks:
        early, late = early_and_late(sitting.looks)
        lines += [
            f"memory early {early.memory / 1e6:.1f} MB, late {late.memory / 1e6:.1f} MB",
            f"descriptors early {early.descriptors}, late {late.descriptors}",
            f"child processes early {early.processes}, late {late.processes}",
        ]
    return "\n".join(lines)


def _counted(title: str, counts: Counter[str]) -> list[str]:
    return [f"{title}:", *(f"  {count:6}  {name}" for name, count in counts.most_common())]
