"""llmplay: a terminal playground for open-source language models."""

__version__ = "0.1.0"
