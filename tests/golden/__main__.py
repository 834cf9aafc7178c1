"""`python -m tests.golden`: draw the kept screens anew. Look at what changed."""

from __future__ import annotations

from tests.golden.screens import FOLDER, SIZES, draw, path_of


def main() -> None:
    """Write every screen."""
    FOLDER.mkdir(exist_ok=True)
    for size in SIZES:
        for name, text in draw(size).items():
            path_of(name, size).write_text(text + "\n", encoding="utf-8")
            print(path_of(name, size))


if __name__ == "__main__":
    main()
