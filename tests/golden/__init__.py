"""What the screens look like, as text; `python -m tests.golden` draws them anew."""
