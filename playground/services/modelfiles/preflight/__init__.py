"""Decides whether an engine can run a model before it is loaded, for loading can kill it."""

from collections.abc import Mapping, Sequence

from playground.domain.headers import ModelHeader, Verdict
from playground.engines.backend import FILE_ENGINES
from playground.services.modelfiles.errors import ModelFileError
from playground.services.modelfiles.preflight import gguf, legacy, llamacpp
from playground.services.modelfiles.preflight.rules import Rule

RULES: Mapping[str, Sequence[Rule]] = {
    "ctransformers": (*gguf.CTRANSFORMERS, *legacy.CTRANSFORMERS),
    "llamacpp": llamacpp.LLAMACPP,
}
"""The rules of each engine, in the order in which they are asked; the first refusal counts."""


def check(header: ModelHeader, engine: str = "ctransformers") -> Verdict:
    """Whether `engine` can run this file; raises ModelFileError for one that runs no files.

    An engine without rules refuses by itself what it cannot run, when it loads it.
    """
    if engine not in FILE_ENGINES:
        raise ModelFileError(
            f"There are no rules for an engine named {engine}.",
            f"Known engines: {', '.join(FILE_ENGINES)}.",
        )
    for rule in RULES.get(engine, ()):
        refusal = rule(header)
        if refusal is not None:
            return refusal
    return Verdict(runs=True)
