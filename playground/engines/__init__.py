"""Layer 0: engines in child processes and the wire to them."""
