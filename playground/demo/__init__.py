"""The tiny bundled models: how they are made, scored and described."""
