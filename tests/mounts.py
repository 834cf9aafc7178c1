"""Commands that run others with another file system before their eyes, as root may."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from pathlib import Path

_BOUND = 'mount --bind "$0" "$1" && shift && exec "$@"'
_READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
_TINY = 'mount -t tmpfs -o size=1m tiny "$0" && exec "$@"'
_APART = ("unshare", "-m", "sh", "-c")


@functools.cache
def can_mount() -> bool:
    """Whether this person may do so here."""
    if shutil.which("unshare") is None or os.geteuid() != 0:
        return False
    tried = ["unshare", "-m", "mount", "-t", "tmpfs", "tiny", "/mnt"]
    return subprocess.run(tried, check=False, capture_output=True).returncode == 0


def bound(source: Path, target: str) -> tuple[str, ...]:
    """What starts a command that sees `source` where `target` is."""
    return (*_APART, _BOUND, str(source), target)


def read_only(folder: Path) -> tuple[str, ...]:
    """What starts a command to which a folder is read-only."""
    return (*_APART, _READ_ONLY, str(folder))


def tiny(folder: Path) -> tuple[str, ...]:
    """What starts a command to which a folder is an empty disk of 1 MiB."""
    return (*_APART, _TINY, str(folder))
