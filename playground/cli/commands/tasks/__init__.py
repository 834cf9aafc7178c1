"""`llmplay tasks`: one action a module."""
