"""The processor and the memory: what models will make of this machine."""

from __future__ import annotations

import platform
from collections.abc import Iterator

from playground.engines.cpu import library_build, processor_flags
from playground.engines.pages import SETTING, granted
from playground.services import machine
from playground.services.doctor.finding import Finding
from playground.services.memory import available_memory

_FAST = ("avx2", "fma", "f16c")
_LITTLE_MEMORY = 1_000_000_000


def hardware() -> Iterator[Finding]:
    """What there is, and what is too little of it."""
    found = machine.describe()
    told = f"{found.processor}, {found.system}, Python {found.python}"
    yield Finding("machine", "processor", "ok", told)
    yield _features()
    yield from _pages()
    if found.cores == 1:
        advice = "Models take turns. Look at the limits of this container or at taskset -p $$."
        yield Finding("machine", "cores", "note", "1 core may be used.", advice)
    else:
        yield Finding("machine", "cores", "ok", f"{found.cores} cores may be used.")
    yield _memory(found.memory_bytes)


def _features() -> Finding:
    """Which build of ctransformers the processor gets; llama.cpp chooses by itself."""
    build = library_build()
    if platform.system() != "Linux":
        return Finding("machine", "features", "ok", f"ctransformers: {build or 'its own'} build")
    missing = [flag for flag in _FAST if flag not in processor_flags()]
    if not missing:
        return Finding("machine", "features", "ok", "AVX2, FMA and F16C; ctransformers: avx2 build")
    told = f"without {', '.join(missing).upper()}; ctransformers: {build} build"
    advice = "Answers come several times slower than they could. Choose small models; in a virtual"
    advice += " machine, let it have the host's processor."
    return Finding("machine", "features", "note", told, advice)


def _pages() -> Iterator[Finding]:
    """Whether llama.cpp has its weights in large pages."""
    given = granted()
    if given:
        yield Finding("machine", "pages", "ok", "large ones for llama.cpp's weights")
    elif given is False:
        told = "The kernel grants no large ones; llama.cpp answers some percent slower."
        advice = f"As root: echo madvise > {SETTING}"
        yield Finding("machine", "pages", "note", told, advice)


def _memory(whole: int) -> Finding:
    free = available_memory()
    if free is None:
        return Finding("machine", "memory", "ok", f"{whole / 1e9:.1f} GB")
    told = f"{free / 1e9:.1f} GB of {whole / 1e9:.1f} GB can be had"
    if free < _LITTLE_MEMORY:
        advice = "End other programs: a model needs as much as its file and some more; "
        advice += "`llmplay models list fits:yes` names those that fit."
        return Finding("machine", "memory", "problem", told, advice)
    return Finding("machine", "memory", "ok", told)
