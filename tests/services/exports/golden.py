"""`python -m tests.services.exports.golden`: writes the exports of the example anew, to be read."""

from __future__ import annotations

from pathlib import Path

from playground.domain.comparison import compare
from playground.domain.licenses import Duty, License, Permission
from playground.services.exports import FORMATS, Format, export
from tests.domain.comparison.recorded import example

FOLDER = Path(__file__).parents[2] / "golden" / "exports"

LICENSES = {
    "apache-2.0": License(
        id="apache-2.0",
        name="A licence",
        label="A",
        spdx="Apache-2.0",
        category="conditions",
        may=(Permission("Use it", "yes", ""), Permission("Sell it", "no", "never <ever>")),
        must=(Duty("notice", "Keep the notice | as it is."),),
        limits=("No warranty.",),
        patent_grant="yes",
        osi_approved=True,
        url="https://example.org/licence",
        verified="full",
        checked="all of it",
        source="made up",
        note="",
    )
}


def made(form: Format) -> bytes:
    """The example in a format."""
    return b"".join(export(compare(example()), form.name, LICENSES))


def path(form: Format) -> Path:
    """Where the example in a format lies."""
    return FOLDER / f"example{form.suffix}"


def main() -> None:
    """Write every format."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for form in FORMATS:
        path(form).write_bytes(made(form))
        print(path(form))


if __name__ == "__main__":
    main()
