"""Layer 3b: the full-screen interface, the only home of Textual."""
