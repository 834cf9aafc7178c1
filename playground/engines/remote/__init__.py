"""Models behind an address: OpenAI-compatible servers and the hub's inference providers."""
