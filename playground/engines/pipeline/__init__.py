"""The transformers engine: the text-generation pipeline over unquantised safetensors weights.

The only home of transformers and torch. Code from a repository is never run, and pickled weights
are never opened.
"""
