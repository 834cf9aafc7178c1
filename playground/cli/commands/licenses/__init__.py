"""`llmplay licenses`: one action a module."""
