"""What to type for what: the examples in the help of every command, without the program's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

EXAMPLES: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "run": (
            'run -m demo-llama -m demo-gpt2 -p "Once upon a time"',
            "run -m demo-llama -f question.txt -n 3 --seed 7 --format json",
            'run -m demo-llama -p "What is llmplay?" --then "Is it free?" --session talk.toml',
            'run --continue talk.toml -p "Why?"',
        ),
        "eval": (
            "eval qa-demo -m demo-llama -m demo-gpt2 --limit 20 --out comparison",
            "eval qa-demo -m demo-llama -m demo-gpt2 --limit 20 --out comparison --resume",
        ),
        "report": ("report comparison", "report comparison --conclusions mine.md"),
        "tasks list": ("tasks list",),
        "tasks show": ("tasks show arithmetic --examples 5",),
        "tasks new": ("tasks new capitals",),
        "tasks validate": ("tasks validate capitals", "tasks validate --allow-code-execution"),
        "tasks import": (
            "tasks import gsm8k test.jsonl sums --limit 100",
            "tasks import squad dev-v2.0.json passages --license CC-BY-SA-4.0",
        ),
        "models list": (
            "models list",
            "models list mistral commercial:yes 'size:<4.2GB' fits:yes",
            "models list --all --format json",
        ),
        "models search": ("models search tinyllama", "models search gpt2 --any-format"),
        "models pull": (
            "models pull tinyllama-1.1b-chat",
            "models pull TheBloke/Llama-2-7B-Chat-GGUF:Q4_K_M --accept-license llama2",
            "models pull hf:openai-community/gpt2",
        ),
        "models scan": ("models scan ~/models",),
        "models show": ("models show demo-llama", "models show llama-2-7b-chat --format json"),
        "models inspect": (
            'models inspect demo-gpt2 --text "The meaning of life"',
            "models inspect ~/models/any.gguf --tensors --sha256",
        ),
        "models verify": ("models verify tinyllama-1.1b-chat",),
        "models remove": ("models remove tinyllama-1.1b-chat", "models remove any.gguf --yes"),
        "licenses list": ("licenses list",),
        "licenses show": ("licenses show llama2",),
        "licenses check": ("licenses check --use commercial -m llama-2-7b-chat",),
        "sessions list": ("sessions list", "sessions list demo 2026-11"),
        "sessions show": ("sessions show talk.toml", "sessions show talk.toml --run 2"),
        "sessions search": ('sessions search "once upon"',),
        "sessions replay": ("sessions replay talk.toml", "sessions replay talk.toml --run 2"),
        "sessions diff": ("sessions diff talk.toml other.toml --words",),
        "sessions export": (
            "sessions export talk.toml -o report.html",
            "sessions export talk.toml --format csv --columns model,seed,rating,text -o -",
            "sessions export talk.toml --anonymise --redact 'Project \\w+' -o report.md",
        ),
        "sessions rate": ("sessions rate talk.toml --run 1 -m demo-llama --rating 4",),
        "sessions vote": ("sessions vote talk.toml --run 1 --better demo-llama --than demo-gpt2",),
        "sessions edit": ('sessions edit talk.toml --title "First tries" --tag demo',),
        "sessions delete": ("sessions delete talk.toml",),
        "sessions restore": ('sessions restore "First tries"',),
        "sessions recover": ("sessions recover talk.toml -o whole.toml",),
        "sessions merge": ("sessions merge talk.toml other.toml -o both.toml",),
        "sessions validate": ("sessions validate talk.toml",),
        "keys": ("keys", "keys --format json"),
        "bench": (
            "bench -m demo-llama",
            "bench -m demo-llama@llamacpp --threads 1,2 --tokens 64 --format json",
            "bench -m demo-llama --save",
        ),
        "doctor": ("doctor", "doctor --network --report llmplay-report.zip"),
        "help": ("help", "help sampling"),
        "completions": (
            "completions bash",
            "completions zsh > ~/.zfunc/_llmplay",
            "completions fish > ~/.config/fish/completions/llmplay.fish",
        ),
    }
)
"""By the words of the command."""
