"""The error of this package."""

from pathlib import Path

from playground.errors import PlaygroundError

INCOMPLETE = "The download is incomplete: continue it or download the file again."
"""What to do about a file that is cut off."""


class ModelFileError(PlaygroundError):
    """A model file is missing, damaged or of a kind that cannot be read."""


class DamagedError(Exception):
    """The bytes of a file do not make sense; becomes a ModelFileError once the file is named."""

    def __init__(self, what: str, offset: int | None = None, hint: str = "") -> None:
        """`what` completes the sentence "<file> ..."; `offset` is the byte in the file."""
        super().__init__(what)
        self.what = what
        self.offset = offset
        self.hint = hint

    def named(self, path: Path) -> ModelFileError:
        """The error for people, with the file's name and the position."""
        where = "" if self.offset is None else f" (at byte {self.offset})"
        hint = self.hint or "Download it again, or choose another file."
        return ModelFileError(f"{path} {self.what}{where}.", hint)
