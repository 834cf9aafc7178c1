"""Runs what a model wrote where it can harm nothing."""
