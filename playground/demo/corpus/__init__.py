"""The training corpus, written by seeded generators instead of collected data."""
