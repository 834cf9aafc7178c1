"""Why a model file that is here cannot be run here."""

from __future__ import annotations

from pathlib import Path

from playground.engines.installation import install_line, installed
from playground.services.inspecting import inspect
from playground.services.modelfiles import ModelFileError


def obstacle(path: Path) -> ModelFileError | None:
    """What keeps every engine of this machine from the file; None where one can run it.

    Reads the header.
    """
    try:
        verdicts = inspect(path).verdicts
    except ModelFileError as error:
        return error
    able = [engine for engine, verdict in verdicts.items() if verdict.runs]
    if any(map(installed, able)):
        return None
    if able:
        return ModelFileError(
            f"{path.name} needs the engine {able[0]}, which is not installed.",
            f"Run: {install_line(able[0])}",
        )
    reasons = " ".join(f"{engine}: {verdict.reason}" for engine, verdict in verdicts.items())
    return ModelFileError(f"No engine runs {path.name}. {reasons}", "Take another file of it.")
