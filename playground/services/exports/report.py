"""What every export is made from: a comparison, what it decides, and what the licences ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playground.domain.comparison import Comparison, Decision, by_ratings, by_votes
from playground.domain.licenses import License
from playground.domain.obligations import LicenseUse, license_uses


@dataclass(frozen=True, slots=True)
class Report:
    """Complete: a renderer looks nowhere else."""

    comparison: Comparison
    votes: Decision
    ratings: Decision
    uses: tuple[LicenseUse, ...]
    """The licences of the models, the strictest first."""


def report(comparison: Comparison, licenses: Mapping[str, License]) -> Report:
    """The report on a comparison."""
    models = [(column.label, column.model.license) for column in comparison.columns]
    return Report(
        comparison,
        by_votes(comparison),
        by_ratings(comparison),
        license_uses(models, licenses),
    )
