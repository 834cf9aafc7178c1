"""JSON that a terminal can show: every text comes back exactly, no control character is raw."""

from __future__ import annotations

import json
import re
from typing import Any

# DEL, C1, the bidirectional controls, line and paragraph separators, lone surrogates: json writes
# them as they are.
_RAW = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def json_text(value: Any, indent: int | None = None) -> str:
    """The value as JSON; such characters stand only in strings, where \\u escapes mean the same."""
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    return _RAW.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
