"""Layer 2: use cases, and all reading and writing of files."""
