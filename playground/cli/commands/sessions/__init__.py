"""What `llmplay sessions` does, a module for each action."""
