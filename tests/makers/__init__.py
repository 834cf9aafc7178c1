"""Writes tiny model files with random weights: real formats, no meaning.

`write_llama` and `write_falcon` write GGUF, the others the legacy formats. All take a path and
keyword arguments, are reproducible from `seed`, and return the path.
"""

from tests.makers.gguf import Gguf, falcon_file, llama_file, write_falcon, write_llama
from tests.makers.legacy import (
    Legacy,
    ggcc_file,
    ggjt_file,
    gpt2_file,
    gpt_neox_file,
    gptj_file,
    mpt_file,
    replit_file,
    write_gpt2,
)
from tests.makers.vocabularies import words

__all__ = [
    "Gguf",
    "Legacy",
    "falcon_file",
    "ggcc_file",
    "ggjt_file",
    "gpt2_file",
    "gpt_neox_file",
    "gptj_file",
    "llama_file",
    "mpt_file",
    "replit_file",
    "words",
    "write_falcon",
    "write_gpt2",
    "write_llama",
]
