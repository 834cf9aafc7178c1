"""What the playground and a model process say to each other.

Commands go to the child's standard input, replies come from the descriptor that was its standard
output. The first reply is `Ready` with `VERSION`. `codec` makes lines of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from playground.engines.parameters import Sampling

VERSION = 2

StopReason: TypeAlias = Literal["eos", "length", "stop", "context", "cancelled", "error"]

FailureKind: TypeAlias = Literal[
    "protocol",  # a line that cannot be understood, or a command at the wrong time
    "load",  # the engine refused the model
    "request",  # the engine refused this prompt or these parameters
    "context",  # the prompt does not fit the context
    "engine",  # the engine failed while generating
    "died",  # the process ended: killed, crashed, or out of memory
    "hung",  # the process did not answer in time
]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation, for engines that apply the template themselves."""

    role: str
    """ "system", "user" or "assistant"."""
    content: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model behind an address."""

    base_url: str
    """Of an OpenAI-compatible server, as in http://127.0.0.1:8000/v1; empty: the hub's router."""
    model: str
    """The server's id of it."""
    api_key_env: str = ""
    """The environment variable that holds the key. The key itself never travels."""
    provider: str = ""
    """Of the hub's inference providers; empty leaves the choice to the router."""
    timeout_seconds: float = 60.0
    """A server silent for so long counts as hung."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """Low-rank changes of the weights (LoRA), in a GGUF file of their own."""

    path: str
    scale: float = 1.0
    """How strongly they are applied; 0 leaves the model as it is."""


@dataclass(frozen=True, slots=True)
class Load:
    """Load one model file into the process; answered by `Loaded` or `Failed`."""

    path: str
    model_type: str
    context_length: int
    """Tokens; 0 lets the engine take what the file says."""
    threads: int
    largest_slice: int = 64
    """Prompt tokens that may be evaluated in one call."""
    endpoint: Endpoint | None = None
    """What to ask instead of a file, for engines that are elsewhere."""
    adapters: tuple[Adapter, ...] = ()
    """Applied to the model, for engines that can."""


@dataclass(frozen=True, slots=True)
class Generate:
    """Complete a prompt; answered by `Progress`, `Token` and one `Done` or `Failed`."""

    id: int
    prompt: str
    sampling: Sampling
    threads: int
    messages: tuple[Message, ...] = ()
    """The prompt as a conversation, where the engine is to apply the template itself."""


@dataclass(frozen=True, slots=True)
class Tokenize:
    """Count and name the tokens of a text; answered by `Tokens` or `Failed`."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """Say how likely a model finds texts after a prompt; `Progress`, then `Scored` or `Failed`."""

    id: int
    prompt: str
    continuations: tuple[str, ...]
    """None of them empty; each is taken alone, right after the prompt."""
    threads: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop the generation or scoring of this id at the next token or prompt slice."""

    id: int


@dataclass(frozen=True, slots=True)
class Ready:
    """The process is up and waits for commands."""

    version: int
    engine: str
    engine_version: str
    pid: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """The model is in memory."""

    seconds: float
    size_bytes: int
    architecture: str
    context_length: int
    """Tokens of prompt and completion together."""
    vocabulary_size: int
    library: str
    """Which build of the engine runs: avx2, avx or basic."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Prompt tokens evaluated so far, of all that need it."""

    id: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Token:
    """One more token; `text` is empty while a character is still incomplete or held back."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What a completion took; seconds are wall time inside the model process."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    """Tokens drawn and shown; an end-of-text token is not counted."""
    reused_tokens: int = 0
    """Prompt tokens that were still evaluated from the run before."""
    prompt_seconds: float = 0.0
    first_token_seconds: float | None = None
    """From the command to the first token; None where there was none."""
    generation_seconds: float = 0.0
    """From the first token to the last."""
    estimated: bool = False
    """Whether the tokens are a count of the pieces that came, because the engine tells none."""

    @property
    def tokens_per_second(self) -> float | None:
        """Generation speed after the first token; None with fewer than two tokens."""
        if self.completion_tokens < 2 or self.generation_seconds <= 0:
            return None
        return (self.completion_tokens - 1) / self.generation_seconds


@dataclass(frozen=True, slots=True)
class Done:
    """A completion ended in order."""

    id: int
    reason: StopReason
    usage: Usage
    text: str = ""
    """What was still held back when it ended."""
    notes: tuple[str, ...] = ()
    """What was changed in the prompt to make it safe, in words for people."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How likely a model finds one continuation.

    Where the last characters of a prompt become one token with the first of a continuation, the
    tokens counted begin where the texts of all continuations part, the same place for all of them.
    """

    logprob: float
    """Sum of the natural logarithms of its tokens' probabilities; 0 or less."""
    tokens: int
    greedy: bool
    """Whether each of its tokens was the likeliest, so that greedy decoding would say it."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The answer to `Score`."""

    id: int
    likelihoods: tuple[Likelihood, ...]
    """In the order of the continuations."""
    usage: Usage


@dataclass(frozen=True, slots=True)
class Tokens:
    """The answer to `Tokenize`."""

    id: int
    ids: tuple[int, ...]
    pieces: tuple[str, ...]
    """The text of each id, undecodable bytes replaced."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A command failed; `id` is None where it belongs to no generation."""

    id: int | None
    kind: FailureKind
    message: str
    hint: str = ""


Command: TypeAlias = Load | Generate | Score | Tokenize | Cancel
Reply: TypeAlias = Ready | Loaded | Progress | Token | Done | Scored | Tokens | Failed
