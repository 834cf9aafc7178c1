"""Many programs in one jail, since each jail takes a tenth of a second to build."""

from __future__ import annotations

from collections.abc import Mapping

from playground.services.sandbox.running import check

_PASSING = """
for id_, program in CASES.items():
    try:
        exec(program, {})
    except BaseException as error:
        raise RuntimeError(f"{id_} fails: {error!r}")
"""
_FAILING = """
for id_, program in CASES.items():
    try:
        exec(program, {})
    except AssertionError:
        continue
    except BaseException as error:
        raise RuntimeError(f"{id_} fails by {error!r}, not by its tests")
    raise RuntimeError(f"{id_} passes")
"""


def all_pass(programs: Mapping[str, str]) -> None:
    """Every program, with its tests behind it, runs to its end."""
    _check(programs, _PASSING)


def all_fail(programs: Mapping[str, str]) -> None:
    """Every program fails by an assertion of its tests, and by nothing else."""
    _check(programs, _FAILING)


def _check(programs: Mapping[str, str], tests: str) -> None:
    assert programs
    verdict = check(f"CASES = {dict(programs)!r}", tests)
    assert verdict.passed, verdict.reason
