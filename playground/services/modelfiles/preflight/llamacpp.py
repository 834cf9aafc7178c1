"""What llama.cpp demands of a file, as far as its header tells before it is loaded.

Architectures: llama.cpp's src/llama-arch.cpp, text generation only.
"""

from __future__ import annotations

from playground.domain.headers import ModelHeader, Verdict
from playground.services.modelfiles.preflight import llamacpp_numbers
from playground.services.modelfiles.preflight.rules import DAMAGED, Rule, refuse

ARCHITECTURES = frozenset(
    [
        "afmoe",
        "apertus",
        "arcee",
        "arctic",
        "arwkv7",
        "baichuan",
        "bailingmoe",
        "bailingmoe2",
        "bitnet",
        "bloom",
        "chameleon",
        "chatglm",
        "codeshell",
        "cohere2",
        "command-r",
        "dbrx",
        "deci",
        "deepseek",
        "deepseek2",
        "dots1",
        "dream",
        "ernie4_5",
        "ernie4_5-moe",
        "exaone",
        "exaone-moe",
        "exaone4",
        "falcon",
        "falcon-h1",
        "gemma",
        "gemma2",
        "gemma3",
        "gemma3n",
        "gemma4",
        "glm-dsa",
        "glm4",
        "glm4moe",
        "gpt-oss",
        "gpt2",
        "gptneox",
        "granite",
        "granitehybrid",
        "granitemoe",
        "grok",
        "grovemoe",
        "hunyuan-dense",
        "hunyuan-moe",
        "internlm2",
        "jais",
        "jais2",
        "jamba",
        "kimi-linear",
        "lfm2",
        "lfm2moe",
        "llada",
        "llada-moe",
        "llama",
        "llama4",
        "maincoder",
        "mamba",
        "mamba2",
        "mimo2",
        "minicpm",
        "minicpm3",
        "minimax-m2",
        "mistral3",
        "mistral4",
        "mpt",
        "nemotron",
        "nemotron_h",
        "nemotron_h_moe",
        "olmo",
        "olmo2",
        "olmoe",
        "openelm",
        "orion",
        "pangu-embedded",
        "phi2",
        "phi3",
        "phimoe",
        "plamo",
        "plamo2",
        "plamo3",
        "plm",
        "qwen",
        "qwen2",
        "qwen2moe",
        "qwen2vl",
        "qwen3",
        "qwen35",
        "qwen35moe",
        "qwen3moe",
        "qwen3next",
        "qwen3vl",
        "qwen3vlmoe",
        "refact",
        "rnd1",
        "rwkv6",
        "rwkv6qwen2",
        "rwkv7",
        "seed_oss",
        "smallthinker",
        "smollm3",
        "stablelm",
        "starcoder",
        "starcoder2",
        "step35",
        "xverse",
    ]
)
VERSIONS = (2, 3)
MAX_BLOCKS = 512
"""llama.cpp aborts above."""


def check_container(header: ModelHeader) -> Verdict | None:
    """GGUF alone: the formats before it were dropped in 2023."""
    if header.container != "gguf":
        return refuse(
            f"llama.cpp no longer reads {header.container.upper()} files.",
            "ctransformers does, or take a GGUF file of the same model.",
        )
    if header.container_version not in VERSIONS:
        return refuse(
            f"llama.cpp does not read version {header.container_version} of GGUF.",
            "Take a file that was converted anew.",
        )
    return None


def check_architecture(header: ModelHeader) -> Verdict | None:
    """An architecture that llama.cpp generates text with."""
    if header.architecture not in ARCHITECTURES:
        return refuse(
            f"llama.cpp is not known to generate text with the architecture {header.architecture}.",
            "Choose another file, or try a newer release.",
        )
    return None


def check_numbers(header: ModelHeader) -> Verdict | None:
    """Counts that end the process where they are out of bounds."""
    if not header.tensors:
        return refuse("The file holds no tensors, so it is no model.", DAMAGED)
    blocks = header.block_count
    if blocks is None or not 0 < blocks <= MAX_BLOCKS:
        return refuse(f"The number of layers, {blocks}, is not between 1 and {MAX_BLOCKS}.")
    unknown = next((one for one in header.tensors if one.type.startswith("type ")), None)
    if unknown is not None:
        return refuse(
            f"{unknown.name} is stored as {unknown.type}, which is not known here.",
            "Take a file with another quantisation.",
        )
    return None


def check_vocabulary(header: ModelHeader) -> Verdict | None:
    """Pieces that are there twice end the process (src/llama-vocab.cpp: id_to_token.size())."""
    repeated = header.vocabulary.repeated
    if repeated:
        return refuse(f"{repeated} pieces of the vocabulary are there twice.")
    return None


LLAMACPP: tuple[Rule, ...] = (
    check_container,
    check_architecture,
    check_numbers,
    check_vocabulary,
    *llamacpp_numbers.RULES,
)
