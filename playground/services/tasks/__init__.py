"""Tasks as data: found by name or path, read, checked, made and imported."""
