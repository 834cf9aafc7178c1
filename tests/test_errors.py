from __future__ import annotations

from playground.errors import LONGEST, PlaygroundError


def test_a_message_tells_what_happened_and_what_to_do() -> None:
    error = PlaygroundError("It broke.", "Mend it.")
    assert (error.message, error.hint, str(error)) == (
        "It broke.",
        "Mend it.",
        "It broke. Mend it.",
    )


def test_a_message_that_quotes_something_huge_is_cut_in_its_middle() -> None:
    error = PlaygroundError(f"a.toml: key must be a number, not '{'x' * 10**6}'.", "Mend it.")
    assert error.message.startswith("a.toml: key must be a number, not 'xxx")
    assert error.message.endswith("xxx'.")
    assert len(error.message) < LONGEST
    assert str(error).endswith("Mend it.")
