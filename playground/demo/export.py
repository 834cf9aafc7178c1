"""Write trained weights to the files that are shipped: GGUF for the llama, ggml for the GPT-2."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy
from gguf.constants import GGMLQuantizationType, LlamaFileType
from torch import Tensor

from playground.demo import spm, words_vocabulary
from playground.demo.networks import EPSILON, ROPE_BASE, Gpt2, Llama

AUTHOR = "llmplay"
LICENCE = "apache-2.0"
SIZE_LABEL = "1.3M"
DESCRIPTION = (
    "A tiny model trained from scratch on generated text: short stories, questions about a "
    "passage, summaries, small Python functions and facts about open models."
)
QUANTISATION_VERSION = 2
LEGACY_MAGIC = 0x67676D6C
Array = numpy.ndarray


@dataclass(frozen=True, slots=True)
class Format:
    """One way to store the matrices."""

    name: str
    matrices: GGMLQuantizationType
    head: GGMLQuantizationType
    """Storage of the output matrix, which suffers most from few bits."""
    file_type: LlamaFileType


FORMATS = {
    "F32": Format("F32", GGMLQuantizationType.F32, GGMLQuantizationType.F32, LlamaFileType.ALL_F32),
    "F16": Format(
        "F16", GGMLQuantizationType.F16, GGMLQuantizationType.F16, LlamaFileType.MOSTLY_F16
    ),
    "Q8_0": Format(
        "Q8_0", GGMLQuantizationType.Q8_0, GGMLQuantizationType.Q8_0, LlamaFileType.MOSTLY_Q8_0
    ),
    "Q4_0": Format(
        "Q4_0", GGMLQuantizationType.Q4_0, GGMLQuantizationType.Q8_0, LlamaFileType.MOSTLY_Q4_0
    ),
}


def _array(weight: Tensor) -> Array:
    return numpy.ascontiguousarray(weight.detach().numpy(), dtype=numpy.float32)


def _interleaved(weight: Array, heads: int) -> Array:
    """Reorder query or key rows from rotated halves to the rotated pairs of the GGUF llama."""
    rows, columns = weight.shape
    parts = weight.reshape(heads, 2, rows // heads // 2, columns)
    return numpy.ascontiguousarray(parts.transpose(0, 2, 1, 3).reshape(rows, columns))


def llama_tensors(network: Llama) -> Iterator[tuple[str, Array]]:
    """Name the tensors as GGUF does; the tied embedding is written twice."""
    yield "token_embd.weight", _array(network.embedding)
    for at, block in enumerate(network.blocks):
        query, key, value = _array(block.qkv)
        gate, up = _array(block.gate_up)
        yield f"blk.{at}.attn_norm.weight", _array(block.attention_norm)
        yield f"blk.{at}.attn_q.weight", _interleaved(query, network.shape.heads)
        yield f"blk.{at}.attn_k.weight", _interleaved(key, network.shape.heads)
        yield f"blk.{at}.attn_v.weight", numpy.ascontiguousarray(value)
        yield f"blk.{at}.attn_output.weight", _array(block.output)
        yield f"blk.{at}.ffn_norm.weight", _array(block.forward_norm)
        yield f"blk.{at}.ffn_gate.weight", numpy.ascontiguousarray(gate)
        yield f"blk.{at}.ffn_up.weight", numpy.ascontiguousarray(up)
        yield f"blk.{at}.ffn_down.weight", _array(block.down)
    yield "output_norm.weight", _array(network.norm)
    yield "output.weight", _array(network.embedding)


def write_llama(network: Llama, vocabulary: spm.Vocabulary, form: Format, path: Path) -> None:
    """Write a GGUF file."""
    shape = network.shape
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_name("llmplay demo llama")
    writer.add_author(AUTHOR)
    writer.add_license(LICENCE)
    writer.add_description(DESCRIPTION)
    writer.add_size_label(SIZE_LABEL)
    writer.add_file_type(form.file_type)
    writer.add_quantization_version(QUANTISATION_VERSION)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_rope_dimension_count(shape.width // shape.heads)
    writer.add_rope_freq_base(ROPE_BASE)
    writer.add_layer_norm_rms_eps(EPSILON)
    writer.add_vocab_size(shape.vocabulary)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(vocabulary.tokens)
    writer.add_token_scores(vocabulary.scores)
    writer.add_token_types(vocabulary.kinds)
    writer.add_unk_token_id(spm.UNKNOWN)
    writer.add_bos_token_id(spm.START)
    writer.add_eos_token_id(spm.END)
    for name, tensor in llama_tensors(network):
        kind = GGMLQuantizationType.F32
        if tensor.ndim == 2:
            kind = form.head if name == "output.weight" else form.matrices
        writer.add_tensor(name, gguf.quantize(tensor, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def gpt2_tensors(network: Gpt2) -> Iterator[tuple[str, Array]]:
    """Name the tensors as the ggml GPT-2 example does; the output shares the embedding."""
    yield "model/ln_f/g", _array(network.norm.weight)
    yield "model/ln_f/b", _array(network.norm.bias)
    yield "model/wte", _array(network.embedding)
    yield "model/wpe", _array(network.positions)
    width = network.shape.width
    for at, block in enumerate(network.blocks):
        layer = f"model/h{at}"
        yield f"{layer}/ln_1/g", _array(block.norm_1.weight)
        yield f"{layer}/ln_1/b", _array(block.norm_1.bias)
        yield f"{layer}/ln_2/g", _array(block.norm_2.weight)
        yield f"{layer}/ln_2/b", _array(block.norm_2.bias)
        yield f"{layer}/attn/c_attn/w", _array(block.qkv).reshape(3 * width, width)
        yield f"{layer}/attn/c_attn/b", _array(block.qkv_bias)
        yield f"{layer}/attn/c_proj/w", _array(block.output)
        yield f"{layer}/attn/c_proj/b", _array(block.output_bias)
        yield f"{layer}/mlp/c_fc/w", _array(block.up)
        yield f"{layer}/mlp/c_fc/b", _array(block.up_bias)
        yield f"{layer}/mlp/c_proj/w", _array(block.down)
        yield f"{layer}/mlp/c_proj/b", _array(block.down_bias)


def write_gpt2(
    network: Gpt2, vocabulary: words_vocabulary.Vocabulary, form: Format, path: Path
) -> None:
    """Write a ggml file of the layout that came before GGUF; it has no room for names or terms."""
    shape = network.shape
    quantised = form.matrices not in (GGMLQuantizationType.F32, GGMLQuantizationType.F16)
    file_type = int(form.file_type) + (1000 * QUANTISATION_VERSION if quantised else 0)
    with path.open("wb") as file:
        file.write(struct.pack("<I", LEGACY_MAGIC))
        file.write(
            struct.pack(
                "<6i",
                shape.vocabulary,
                shape.context,
                shape.width,
                shape.heads,
                shape.layers,
                file_type,
            )
        )
        file.write(struct.pack("<i", shape.vocabulary))
        for token in vocabulary.tokens:
            file.write(struct.pack("<I", len(token)) + token)
        for name, tensor in gpt2_tensors(network):
            plain = tensor.ndim == 1 or name == "model/wpe"
            kind = GGMLQuantizationType.F32 if plain else form.matrices
            label = name.encode()
            file.write(struct.pack("<3i", tensor.ndim, len(label), int(kind)))
            file.write(struct.pack(f"<{tensor.ndim}i", *reversed(tensor.shape)))
            file.write(label + gguf.quantize(tensor, kind).tobytes())
