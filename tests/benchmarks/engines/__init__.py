"""Measures both engines on one file, beside their bare libraries."""

from tests.benchmarks.engines.comparing import measure

__all__ = ["measure"]
