"""The colours of web page and picture, for light and for dark."""

from __future__ import annotations

_LIGHT = {
    "paper": "#faf9f6",
    "card": "#ffffff",
    "ink": "#20242a",
    "quiet": "#5f6670",
    "rule": "#e0dcd3",
    "code": "#f3f1eb",
    "accent": "#8a4a00",
    "good": "#2f6b2f",
    "bad": "#a8202b",
    "track": "#ebe8e0",
    "range": "#20242a",
    "m0": "#2f6fa8",
    "m1": "#c26a1b",
    "m2": "#3b7d4f",
    "m3": "#8a4fa3",
    "m4": "#a83a4a",
    "m5": "#3d7f8c",
    "m6": "#857012",
    "m7": "#5b5fa8",
    "r1": "#b4434c",
    "r2": "#d99058",
    "r3": "#d9c76a",
    "r4": "#8fb573",
    "r5": "#3f8a52",
    "won": "#3f8a52",
    "tied": "#b3b0a6",
    "lost": "#b4434c",
}
_DARK = {
    "paper": "#14171c",
    "card": "#1b2027",
    "ink": "#dfe2e6",
    "quiet": "#9aa3ae",
    "rule": "#2f363f",
    "code": "#12151a",
    "accent": "#e8b06c",
    "good": "#8ac48a",
    "bad": "#ef8a90",
    "track": "#2a3038",
    "range": "#f2f4f6",
    "m0": "#5f9dd6",
    "m1": "#d98f4e",
    "m2": "#66ad7c",
    "m3": "#b183c9",
    "m4": "#d97483",
    "m5": "#69aab6",
    "m6": "#b8a24a",
    "m7": "#8a8fd6",
    "r1": "#c9606a",
    "r2": "#d39462",
    "r3": "#c9b765",
    "r4": "#8bb070",
    "r5": "#5ba86e",
    "won": "#5ba86e",
    "tied": "#6f7680",
    "lost": "#c9606a",
}
SANS = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"


def colours() -> str:
    """Style rules: custom properties for both, light on paper, and the classes of the charts."""
    marks = [name for name in _LIGHT if name[1:].isdigit() or name in {"won", "tied", "lost"}]
    return "\n".join(
        [
            f":root{{color-scheme:light dark;{_properties(_LIGHT)}}}",
            f"@media (prefers-color-scheme:dark){{:root{{{_properties(_DARK)}}}}}",
            f"@media print{{:root{{color-scheme:light;{_properties(_LIGHT)}}}}}",
            *(f".{name}{{fill:var(--{name})}}" for name in [*marks, "track"]),
            "svg text{fill:var(--ink);font-size:13px}",
            "svg .value{text-anchor:end;fill:var(--quiet);font-variant-numeric:tabular-nums}",
            "svg .quiet{fill:var(--quiet);font-size:12px}",
            ".range{stroke:var(--range);stroke-width:1.5;fill:none;opacity:.75}",
        ]
    )


def _properties(values: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in values.items())
