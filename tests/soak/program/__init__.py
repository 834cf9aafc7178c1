"""The whole program in a pseudo-terminal, for long, while things go wrong around it."""
