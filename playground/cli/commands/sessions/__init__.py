"""`llmplay sessions`: one action a module."""
