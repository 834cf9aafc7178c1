"""Measures both engines on one file, beside their bare libraries."""
