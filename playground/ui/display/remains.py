"""What Textual's caches keep of widgets that are gone."""

from __future__ import annotations

from typing import Any

try:
    from textual import _styles_cache
except ImportError:  # another Textual keeps none of this kind
    _styles_cache = None  # type: ignore[assignment]


def forget_widgets() -> None:
    """Empty the cache whose keys are the drawn lines of whole widgets, a thousand of them.

    What it remembers is two colours, quickly worked out again.
    """
    cached: Any = getattr(getattr(_styles_cache, "StylesCache", None), "get_inner_outer", None)
    if hasattr(cached, "cache_clear"):
        cached.cache_clear()
