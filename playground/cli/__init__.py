"""Layer 3a: the command line."""
