"""The README, carried out."""
