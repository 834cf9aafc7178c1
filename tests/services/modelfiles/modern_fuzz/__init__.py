"""Flips bits in the headers of today's GGUF files and tries what is accepted in real processes."""
