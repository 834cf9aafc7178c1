"""`python -m playground.ui.checking`: what is wrong with themes and styles, as JSON.

For the examination of an installation, which must outlive a screen that cannot be imported.
"""

from __future__ import annotations

import json
import sys

from playground.errors import PlaygroundError
from playground.services.settings import Settings, load_settings
from playground.ui import styles, theming


def problems() -> list[dict[str, str]]:
    """One entry for each theme or style sheet that cannot be used, with what to do."""
    found = []
    try:
        styles.check_own()
    except PlaygroundError as error:
        found.append({"subject": "styles", "told": error.message, "advice": error.hint or ""})
    try:
        wanted = load_settings().theme
    except PlaygroundError:
        wanted = Settings().theme  # the settings are told of elsewhere
    for name in dict.fromkeys([wanted, *theming.theme_files()]):
        try:
            theming.load_theme(name)
        except PlaygroundError as error:
            found.append(
                {"subject": f"theme {name}", "told": error.message, "advice": error.hint or ""}
            )
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(problems()))
