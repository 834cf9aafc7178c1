"""Which build of a native library this processor can run, without a slow probe."""

from __future__ import annotations

import platform
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")


def processor_flags(cpuinfo: Path = _CPUINFO) -> frozenset[str]:
    """The feature flags of the first processor as Linux lists them; empty where it does not."""
    try:
        with cpuinfo.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                name, _, value = line.partition(":")
                if name.strip() == "flags":
                    return frozenset(value.split())
    except OSError:
        return frozenset()
    return frozenset()


def library_build(flags: frozenset[str] | None = None) -> str | None:
    """The fastest build of ctransformers this machine runs: avx2, avx or basic.

    None leaves the choice to the library: off Linux its own probe knows better than we do.
    """
    if flags is None:
        if platform.system() != "Linux":
            return "basic" if platform.machine() in {"arm64", "aarch64"} else None
        flags = processor_flags()
    if {"avx2", "fma", "f16c"} <= flags:
        return "avx2"
    if {"avx", "f16c"} <= flags:
        return "avx"
    return "basic"
