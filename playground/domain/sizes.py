"""Bytes and counts as people read them, in decimal units."""

from __future__ import annotations

_UNITS = ("B", "kB", "MB", "GB", "TB")


def words(count: int | None, digits: int = 3) -> str:
    """So many digits and a unit: "1.67 MB"; "?" where the size is not known."""
    if count is None:
        return "?"
    value, units = float(f"{count:.{digits}g}"), list(_UNITS)
    while value >= 1000 and len(units) > 1:
        value /= 1000
        units.pop(0)
    return f"{value:g} {units[0]}"


def narrow(count: int | None) -> str:
    """Four cells for a column: "1.7M", " 12M", "4.1G", " 13G"; "   ?" where it is not known."""
    if count is None:
        return "   ?"
    value, unit = (count / 1e6, "M") if count < 999_500_000 else (count / 1e9, "G")
    return f"{value:3.1f}{unit}" if value < 9.95 else f"{value:3.0f}{unit}"


def count_words(count: int | None) -> str:
    """A count in three digits: "950", "12.3 k", "6.74 B"; "?" where it is not known."""
    if count is None:
        return "?"
    value, units = float(f"{count:.3g}"), ["", " k", " M", " B", " T"]
    while value >= 1000 and len(units) > 1:
        value /= 1000
        units.pop(0)
    return f"{value:g}{units[0]}"


def counted(count: int, noun: str) -> str:
    """ "1 run", "2 runs"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
