"""The two network shapes in torch: a llama and a GPT-2, both about 1.3 million parameters."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from playground.demo.shapes import Shape

EPSILON = 1e-5
ROPE_BASE = 10000.0
SPREAD = 0.02
"""Standard deviation of the first weights."""


def _matrix(*sizes: int, scale: float = 1.0) -> nn.Parameter:
    return nn.Parameter(torch.randn(*sizes) * SPREAD * scale)


class LlamaBlock(nn.Module):
    """One llama layer: RMS norm, rotary attention, RMS norm, gated feed-forward."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width, calm = shape.width, (2 * shape.layers) ** -0.5
        self.heads = shape.heads
        self.attention_norm = nn.Parameter(torch.ones(width))
        self.qkv = _matrix(3, width, width, scale=2.0)
        self.output = _matrix(width, width, scale=2.0 * calm)
        self.forward_norm = nn.Parameter(torch.ones(width))
        self.gate_up = _matrix(2, shape.hidden, width, scale=2.0)
        self.down = _matrix(width, shape.hidden, scale=2.0 * calm)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        """Add what attention and feed-forward find to (rows, length, width) states."""
        rows, length, width = x.shape
        size = width // self.heads
        normal = functional.rms_norm(x, (width,), self.attention_norm, EPSILON)
        mixed = functional.linear(normal, self.qkv.view(3 * width, width))
        query, key, value = mixed.view(rows, length, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(
            _rotated(query, cosine, sine), _rotated(key, cosine, sine), value, is_causal=True
        )
        x = x + functional.linear(seen.transpose(1, 2).reshape(rows, length, width), self.output)
        normal = functional.rms_norm(x, (width,), self.forward_norm, EPSILON)
        hidden = self.gate_up.shape[1]
        gate, up = functional.linear(normal, self.gate_up.view(2 * hidden, width)).split(hidden, -1)
        return x + functional.linear(functional.silu(gate) * up, self.down)


def _rotated(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Rotate the first half of each head against the second; the export reorders the rows."""
    one, two = x.chunk(2, -1)
    return torch.cat((one * cosine - two * sine, two * cosine + one * sine), -1)


class Llama(nn.Module):
    """A llama with tied embeddings."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = _matrix(shape.vocabulary, shape.width)
        self.blocks = nn.ModuleList(LlamaBlock(shape) for _ in range(shape.layers))
        self.norm = nn.Parameter(torch.ones(shape.width))
        half = shape.width // shape.heads // 2
        turns = ROPE_BASE ** -(torch.arange(half) / half)
        angles = torch.outer(torch.arange(shape.context), turns)
        self.register_buffer("cosine", angles.cos(), persistent=False)
        self.register_buffer("sine", angles.sin(), persistent=False)

    def forward(self, tokens: Tensor) -> Tensor:
        """Return the normed hidden states of (rows, length) token ids."""
        length = tokens.shape[1]
        x = functional.embedding(tokens, self.embedding)
        for block in self.blocks:
            x = block(x, self.cosine[:length], self.sine[:length])
        return functional.rms_norm(x, (self.shape.width,), self.norm, EPSILON)

    def logits(self, hidden: Tensor) -> Tensor:
        """Score every token for each hidden state."""
        return functional.linear(hidden, self.embedding)


class Gpt2Block(nn.Module):
    """One GPT-2 layer: layer norm, attention, layer norm, GELU feed-forward, all with biases."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width, calm = shape.width, (2 * shape.layers) ** -0.5
        self.heads = shape.heads
        self.norm_1 = nn.LayerNorm(width, EPSILON)
        self.qkv = _matrix(3, width, width, scale=2.0)
        self.qkv_bias = nn.Parameter(torch.zeros(3 * width))
        self.output = _matrix(width, width, scale=2.0 * calm)
        self.output_bias = nn.Parameter(torch.zeros(width))
        self.norm_2 = nn.LayerNorm(width, EPSILON)
        self.up = _matrix(shape.hidden, width, scale=2.0)
        self.up_bias = nn.Parameter(torch.zeros(shape.hidden))
        self.down = _matrix(width, shape.hidden, scale=2.0 * calm)
        self.down_bias = nn.Parameter(torch.zeros(width))

    def forward(self, x: Tensor) -> Tensor:
        """Add what attention and feed-forward find to (rows, length, width) states."""
        rows, length, width = x.shape
        size = width // self.heads
        mixed = functional.linear(self.norm_1(x), self.qkv.view(3 * width, width), self.qkv_bias)
        query, key, value = mixed.view(rows, length, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        joined = seen.transpose(1, 2).reshape(rows, length, width)
        x = x + functional.linear(joined, self.output, self.output_bias)
        inner = functional.linear(self.norm_2(x), self.up, self.up_bias)
        inner = functional.gelu(inner, approximate="tanh")
        return x + functional.linear(inner, self.down, self.down_bias)


class Gpt2(nn.Module):
    """A GPT-2 with learned positions and tied embeddings."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = _matrix(shape.vocabulary, shape.width)
        self.positions = _matrix(shape.context, shape.width, scale=0.5)
        self.blocks = nn.ModuleList(Gpt2Block(shape) for _ in range(shape.layers))
        self.norm = nn.LayerNorm(shape.width, EPSILON)

    def forward(self, tokens: Tensor) -> Tensor:
        """Return the normed hidden states of (rows, length) token ids."""
        x = functional.embedding(tokens, self.embedding) + self.positions[: tokens.shape[1]]
        for block in self.blocks:
            x = block(x)
        return self.norm(x)

    def logits(self, hidden: Tensor) -> Tensor:
        """Score every token for each hidden state."""
        return functional.linear(hidden, self.embedding)


Network = Llama | Gpt2


def build(shape: Shape, seed: int) -> Network:
    """Make a network with seeded first weights."""
    torch.manual_seed(seed)
    return Llama(shape) if shape.kind == "llama" else Gpt2(shape)


def greedy(network: Network, prompt: list[int], limit: int, end: int) -> list[int]:
    """Continue a prompt with the most likely token each time, at most `limit` tokens."""
    tokens = list(prompt)
    with torch.no_grad():
        while len(tokens) < len(prompt) + limit and len(tokens) < network.shape.context:
            hidden = network(torch.tensor([tokens]))
            best = int(network.logits(hidden[0, -1:]).argmax())
            if best == end:
                break
            tokens.append(best)
    return tokens[len(prompt) :]
