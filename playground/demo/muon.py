"""Momentum with orthogonalised updates for matrices, in float32 so that it is quick on a CPU."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
"""Quintic Newton-Schulz iteration published with the Muon optimiser by Keller Jordan."""
ROUNDS = 5


def orthogonal(matrices: Tensor) -> Tensor:
    """Push the singular values of a stack of matrices towards one."""
    a, b, c = COEFFICIENTS
    wide = matrices.shape[-2] <= matrices.shape[-1]
    x = matrices if wide else matrices.mT
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(ROUNDS):
        square = x @ x.mT
        x = a * x + (b * square + c * square @ square) @ x
    return x if wide else x.mT


class Muon(torch.optim.Optimizer):
    """Updates matrices and stacks of matrices of any shapes; equal shapes are batched."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float,
        momentum: float = 0.95,
        weight_decay: float = 0.05,
    ) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    def step(self) -> None:
        """Apply one update."""
        with torch.no_grad():
            for group in self.param_groups:
                self._update(group)

    def _update(self, group: dict[str, Any]) -> None:
        by_shape: dict[tuple[int, int], list[tuple[Tensor, Tensor]]] = {}
        for weight in group["params"]:
            state = self.state[weight]
            if "speed" not in state:
                state["speed"] = torch.zeros_like(weight)
            state["speed"].lerp_(weight.grad, 1 - group["momentum"])
            ahead = weight.grad.lerp(state["speed"], group["momentum"])
            stack = weight if weight.dim() == 3 else weight[None]
            by_shape.setdefault((weight.shape[-2], weight.shape[-1]), []).append(
                (stack, ahead.view_as(stack))
            )
        for (rows, columns), entries in by_shape.items():
            updates = orthogonal(torch.cat([ahead for _, ahead in entries]))
            scale = 0.2 * max(rows, columns) ** 0.5
            at = 0
            for stack, _ in entries:
                count = stack.shape[0]
                stack.mul_(1 - group["lr"] * group["weight_decay"])
                stack.sub_(updates[at : at + count], alpha=group["lr"] * scale)
                at += count
