"""`llmplay models`: one action a module."""
