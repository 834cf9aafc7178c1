"""Comparing models on tasks: asking, scoring, keeping and going on."""
