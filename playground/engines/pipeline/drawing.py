"""How a completion is drawn, in the pipeline's own names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.engines.parameters import Sampling


def drawing(sampling: Sampling, limit: int, tokenizer: Any) -> dict[str, Any]:
    """The pipeline's names for how a completion is drawn."""
    from transformers import LogitsProcessorList

    greedy = sampling.temperature <= 0 or sampling.top_p == 0 or sampling.top_k == 1
    pad = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id
    values: dict[str, Any] = {
        "max_new_tokens": limit,
        "max_length": None,
        "min_length": 0,
        "num_beams": 1,
        "do_sample": not greedy,
        "pad_token_id": pad,
        "repetition_penalty": 1.0,  # ours looks at the last tokens only, as in the other engines
        "logits_processor": LogitsProcessorList([_window_penalty(sampling)]),
    }
    if not greedy:
        values |= {
            "temperature": float(sampling.temperature),
            "top_k": sampling.top_k,
            "top_p": float(sampling.top_p),
        }
    return values


def _window_penalty(sampling: Sampling) -> Callable[[Any, Any], Any]:
    """Divides the scores of the last tokens, or multiplies them where they are negative.

    Keskar et al., CTRL, 2019, section 4.1.
    """
    window, penalty = sampling.last_n_tokens, float(sampling.repetition_penalty)

    def process(ids: Any, scores: Any) -> Any:
        if window == 0 or penalty == 1.0:
            return scores
        last = ids if window < 0 else ids[:, -window:]
        found = scores.gather(1, last)
        return scores.scatter(1, last, (found / penalty).where(found > 0, found * penalty))

    return process
