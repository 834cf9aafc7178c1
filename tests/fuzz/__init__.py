"""Hostile inputs for all that llmplay reads: files, answers of servers, model processes."""
