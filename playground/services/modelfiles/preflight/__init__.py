"""Decides whether an engine can run a model before it is loaded, for loading can kill it."""

from collections.abc import Mapping, Sequence

from playground.domain.headers import ModelHeader, Verdict
from playground.services.modelfiles.errors import ModelFileError
from playground.services.modelfiles.preflight import gguf, legacy, llamacpp
from playground.services.modelfiles.preflight.rules import Rule

RULES: Mapping[str, Sequence[Rule]] = {
    "ctransformers": (*gguf.CTRANSFORMERS, *legacy.CTRANSFORMERS),
    "llamacpp": llamacpp.LLAMACPP,
}
"""The rules of each engine, in the order in which they are asked; the first refusal counts."""


def check(header: ModelHeader, engine: str = "ctransformers") -> Verdict:
    """Whether `engine` can run this file; raises ModelFileError for an unknown engine."""
    if engine not in RULES:
        raise ModelFileError(
            f"There are no rules for an engine named {engine}.",
            f"Known engines: {', '.join(RULES)}.",
        )
    for rule in RULES[engine]:
        refusal = rule(header)
        if refusal is not None:
            return refusal
    return Verdict(runs=True)
