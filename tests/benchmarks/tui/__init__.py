"""What the screen costs: bytes on the wire, time to see a token or a key, processor and memory."""
