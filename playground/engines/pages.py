"""Large memory pages for the weights that an engine copies into memory of its own.

Each token reads all weights once, and with pages of 4 KiB the processor looks up an address every
few cache lines. llama.cpp rearranges quantised weights for the processor at hand, in memory it asks
the C library for; where that memory lies in large pages, a model answers faster and more evenly.
Engines that read the weights where the file is mapped gain nothing by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_COPYING = frozenset({"llamacpp"})
_TUNABLES = "GLIBC_TUNABLES"
# glibc 2.35 and newer ask the kernel with madvise(2); what does not know the name passes it over.
# https://sourceware.org/glibc/manual/latest/html_node/Memory-Allocation-Tunables.html
_NAME, _ADVISED = "glibc.malloc.hugetlb", "1"
SETTING = Path("/sys/kernel/mm/transparent_hugepage/enabled")
"""The kernel's own choice (Documentation/admin-guide/mm/transhuge.rst)."""


def environment(engine: str, given: Mapping[str, str]) -> dict[str, str]:
    """The environment for a process of this engine: `given`, and the wish where it is of use.

    A choice that the user made already stands.
    """
    found = dict(given)
    set_before = found.get(_TUNABLES, "")
    if engine in _COPYING and _NAME not in set_before:
        found[_TUNABLES] = f"{set_before}:{_NAME}={_ADVISED}".lstrip(":")
    return found


def granted(setting: Path = SETTING) -> bool | None:
    """Whether the kernel grants large pages to who asks; None where it has none (not Linux)."""
    try:
        return "[never]" not in setting.read_text(encoding="ascii")
    except (OSError, ValueError):
        return None
