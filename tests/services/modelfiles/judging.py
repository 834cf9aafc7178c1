"""Asks for everything that can be held against a file."""

from pathlib import Path

from playground.services.modelfiles import ModelFileError, check, read_header


def objection(path: Path) -> str:
    """Why `path` is not run, from the reader or the rules; "" when it is accepted."""
    refusal: ModelFileError | None = None
    try:
        verdict = check(read_header(path))
    except ModelFileError as error:
        refusal = error
    if refusal is not None:
        assert str(path) in refusal.message, "an error names its file"
        assert refusal.hint, "an error says what to do next"
        return refusal.message
    assert verdict.runs == (not verdict.reason) == (not verdict.hint)
    return verdict.reason
