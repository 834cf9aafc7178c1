"""Tests of the bundled models: what they learned, and that the files are what was trained."""
