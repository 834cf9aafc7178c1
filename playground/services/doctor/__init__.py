"""Looks at an installation from end to end and says what to do where something is wrong."""
