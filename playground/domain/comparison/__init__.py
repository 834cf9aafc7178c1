"""A session seen as a comparison: prompts by models over all runs, with figures and verdicts."""

from playground.domain.comparison.choice import (
    ORDERS,
    Choice,
    ChoiceError,
    Order,
    read_patterns,
    read_runs,
)
from playground.domain.comparison.figures import Figures, Spread, figures_of, spread
from playground.domain.comparison.grid import Answer, Column, Comparison, Row, compare
from playground.domain.comparison.verdicts import Decision, Duel, by_ratings, by_votes

__all__ = [
    "ORDERS",
    "Answer",
    "Choice",
    "ChoiceError",
    "Column",
    "Comparison",
    "Decision",
    "Duel",
    "Figures",
    "Order",
    "Row",
    "Spread",
    "by_ratings",
    "by_votes",
    "compare",
    "figures_of",
    "read_patterns",
    "read_runs",
    "spread",
]
