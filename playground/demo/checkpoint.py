"""The state of a training run on disk."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

import torch

from playground.demo.muon import Muon
from playground.demo.networks import Network


@dataclass(slots=True)
class Progress:
    """A network in training, with everything that a stopped run needs to go on exactly."""

    network: Network
    muon: Muon
    adam: torch.optim.AdamW
    step: int = 0
    tokens: int = 0
    """Seen so far, padding not counted."""
    cpu_seconds: float = 0.0
    """Spent on steps before this process."""
    began: float = field(default_factory=time.process_time)

    @property
    def spent(self) -> float:
        """Processor seconds of all steps so far."""
        return self.cpu_seconds + time.process_time() - self.began

    def save(self, path: Path) -> None:
        """Write the state so that a crash leaves the old file or the new one."""
        state = {
            "network": self.network.state_dict(),
            "muon": self.muon.state_dict(),
            "adam": self.adam.state_dict(),
            "step": self.step,
            "cpu_seconds": self.spent,
            "tokens": self.tokens,
        }
        torch.save(state, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def restore(self, path: Path) -> None:
        """Take the state from a file."""
        state = torch.load(path)
        self.network.load_state_dict(state["network"])
        self.muon.load_state_dict(state["muon"])
        self.adam.load_state_dict(state["adam"])
        self.step, self.tokens = state["step"], state["tokens"]
        self.cpu_seconds = state["cpu_seconds"]
        self.began = time.process_time()
