"""pass@k: the chance that one of k programs passes, estimated without bias from n of them."""

from __future__ import annotations

from math import comb


def pass_at_k(n: int, c: int, k: int) -> float:
    """1 - C(n-c, k) / C(n, k), for n samples of which c passed (Chen et al., 2021).

    Raises `ValueError` unless 0 <= c <= n and 1 <= k <= n.
    """
    if not (0 <= c <= n and 1 <= k <= n):
        raise ValueError(f"pass@{k} cannot be had from {c} of {n} samples.")
    return 1.0 - comb(n - c, k) / comb(n, k)
