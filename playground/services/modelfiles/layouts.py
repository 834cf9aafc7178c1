"""Which tensors each architecture consists of, by name and shape.

Sources: the loaders of the ggml example programs, llama.cpp and ggllm.cpp of autumn 2023.
Shapes are written as stored: the length of a row first.
"""

from collections.abc import Iterator

Shape = tuple[int, ...]
Layout = dict[str, Shape]


def _per_block(prefix: str, blocks: int, block: Layout) -> Iterator[tuple[str, Shape]]:
    for index in range(blocks):
        for name, shape in block.items():
            yield f"{prefix}{index}{name}", shape


def llama(*, vocab: int, embd: int, blocks: int, ff: int, kv: int) -> Layout:
    """GGUF llama; `kv` is the width of keys and values."""
    block: Layout = {
        ".attn_norm.weight": (embd,),
        ".attn_q.weight": (embd, embd),
        ".attn_k.weight": (embd, kv),
        ".attn_v.weight": (embd, kv),
        ".attn_output.weight": (embd, embd),
        ".ffn_norm.weight": (embd,),
        ".ffn_gate.weight": (embd, ff),
        ".ffn_down.weight": (ff, embd),
        ".ffn_up.weight": (embd, ff),
    }
    return {
        "token_embd.weight": (embd, vocab),
        "output_norm.weight": (embd,),
        "output.weight": (embd, vocab),
        **dict(_per_block("blk.", blocks, block)),
    }


def falcon(*, vocab: int, embd: int, blocks: int, ff: int, kv: int, second_norm: bool) -> Layout:
    """GGUF falcon; the 40B model has a second norm in each block."""
    block: Layout = {
        ".attn_norm.weight": (embd,),
        ".attn_norm.bias": (embd,),
        ".attn_qkv.weight": (embd, embd + 2 * kv),
        ".attn_output.weight": (embd, embd),
        ".ffn_down.weight": (ff, embd),
        ".ffn_up.weight": (embd, ff),
    }
    if second_norm:
        block |= {".attn_norm_2.weight": (embd,), ".attn_norm_2.bias": (embd,)}
    return {
        "token_embd.weight": (embd, vocab),
        "output_norm.weight": (embd,),
        "output_norm.bias": (embd,),
        "output.weight": (embd, vocab),
        **dict(_per_block("blk.", blocks, block)),
    }


def gpt2(*, vocab: int, embd: int, blocks: int, context: int) -> Layout:
    """Legacy gpt2 and starcoder, without the optional model/lm_head."""
    block: Layout = {
        "/ln_1/g": (embd,),
        "/ln_1/b": (embd,),
        "/ln_2/g": (embd,),
        "/ln_2/b": (embd,),
        "/attn/c_attn/w": (embd, 3 * embd),
        "/attn/c_attn/b": (3 * embd,),
        "/attn/c_proj/w": (embd, embd),
        "/attn/c_proj/b": (embd,),
        "/mlp/c_fc/w": (embd, 4 * embd),
        "/mlp/c_fc/b": (4 * embd,),
        "/mlp/c_proj/w": (4 * embd, embd),
        "/mlp/c_proj/b": (embd,),
    }
    return {
        "model/ln_f/g": (embd,),
        "model/ln_f/b": (embd,),
        "model/wte": (embd, vocab),
        "model/wpe": (embd, context),
        **dict(_per_block("model/h", blocks, block)),
    }


def gptj(*, vocab: int, embd: int, blocks: int) -> Layout:
    """Legacy gptj."""
    block: Layout = {
        ".ln_1.weight": (embd,),
        ".ln_1.bias": (embd,),
        ".attn.q_proj.weight": (embd, embd),
        ".attn.k_proj.weight": (embd, embd),
        ".attn.v_proj.weight": (embd, embd),
        ".attn.out_proj.weight": (embd, embd),
        ".mlp.fc_in.weight": (embd, 4 * embd),
        ".mlp.fc_in.bias": (4 * embd,),
        ".mlp.fc_out.weight": (4 * embd, embd),
        ".mlp.fc_out.bias": (embd,),
    }
    return {
        "transformer.wte.weight": (embd, vocab),
        "transformer.ln_f.weight": (embd,),
        "transformer.ln_f.bias": (embd,),
        "lm_head.weight": (embd, vocab),
        "lm_head.bias": (vocab,),
        **dict(_per_block("transformer.h.", blocks, block)),
    }


def gpt_neox(*, vocab: int, embd: int, blocks: int) -> Layout:
    """Legacy gpt_neox and dolly-v2."""
    block: Layout = {
        ".input_layernorm.weight": (embd,),
        ".input_layernorm.bias": (embd,),
        ".attention.query_key_value.weight": (embd, 3 * embd),
        ".attention.query_key_value.bias": (3 * embd,),
        ".attention.dense.weight": (embd, embd),
        ".attention.dense.bias": (embd,),
        ".post_attention_layernorm.weight": (embd,),
        ".post_attention_layernorm.bias": (embd,),
        ".mlp.dense_h_to_4h.weight": (embd, 4 * embd),
        ".mlp.dense_h_to_4h.bias": (4 * embd,),
        ".mlp.dense_4h_to_h.weight": (4 * embd, embd),
        ".mlp.dense_4h_to_h.bias": (embd,),
    }
    return {
        "gpt_neox.embed_in.weight": (embd, vocab),
        "gpt_neox.final_layer_norm.weight": (embd,),
        "gpt_neox.final_layer_norm.bias": (embd,),
        "embed_out.weight": (embd, vocab),
        **dict(_per_block("gpt_neox.layers.", blocks, block)),
    }


def mpt(*, vocab: int, embd: int, blocks: int) -> Layout:
    """Legacy mpt and replit."""
    block: Layout = {
        ".norm_1.weight": (embd,),
        ".attn.Wqkv.weight": (embd, 3 * embd),
        ".attn.out_proj.weight": (embd, embd),
        ".norm_2.weight": (embd,),
        ".ffn.up_proj.weight": (embd, 4 * embd),
        ".ffn.down_proj.weight": (4 * embd, embd),
    }
    return {
        "transformer.wte.weight": (embd, vocab),
        "transformer.norm_f.weight": (embd,),
        **dict(_per_block("transformer.blocks.", blocks, block)),
    }


def ggjt_llama(*, vocab: int, embd: int, blocks: int, ff: int, kv: int) -> Layout:
    """Legacy llama (GGJT)."""
    block: Layout = {
        ".attention_norm.weight": (embd,),
        ".attention.wq.weight": (embd, embd),
        ".attention.wk.weight": (embd, kv),
        ".attention.wv.weight": (embd, kv),
        ".attention.wo.weight": (embd, embd),
        ".ffn_norm.weight": (embd,),
        ".feed_forward.w1.weight": (embd, ff),
        ".feed_forward.w2.weight": (ff, embd),
        ".feed_forward.w3.weight": (embd, ff),
    }
    return {
        "tok_embeddings.weight": (embd, vocab),
        "norm.weight": (embd,),
        "output.weight": (embd, vocab),
        **dict(_per_block("layers.", blocks, block)),
    }


def ggcc_falcon(*, vocab: int, embd: int, blocks: int, kv: int, large: bool) -> Layout:
    """Legacy falcon (GGCC); `large` is the 40B shape with two norms in each block."""
    norms = ("ln_mlp", "ln_attn") if large else ("input_layernorm",)
    block: Layout = {
        f".{norm}.{part}": (embd,) for norm in norms for part in ("weight", "bias")
    } | {
        ".self_attention.query_key_value.weight": (embd, embd + 2 * kv),
        ".self_attention.dense.weight": (embd, embd),
        ".mlp.dense_h_to_4h.weight": (embd, 4 * embd),
        ".mlp.dense_4h_to_h.weight": (4 * embd, embd),
    }
    return {
        "transformer.word_embeddings.weight": (embd, vocab),
        "transformer.ln_f.weight": (embd,),
        "transformer.ln_f.bias": (embd,),
        "lm_head.weight": (embd, vocab),
        **dict(_per_block("transformer.h.", blocks, block)),
    }
