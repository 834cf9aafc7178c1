"""Chat templates inside GGUF files: programs that came with a download."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playground.domain.templates import Turn
from playground.domain.writing import OWN
from playground.services.catalog import load_templates
from playground.services.chat_templates import ChatWriter
from playground.services.local import entry_for_path
from tests.fuzz.changes.octets import BLIND, any_of
from tests.fuzz.changes.texts import TEXTUAL
from tests.fuzz.kind import ACCEPTED, Kind, Read, Tried, refused
from tests.makers import llama_file

_SEEDS = {
    "chatml": (
        "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}"
        "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
    ),
    "strict": (
        "{{ bos_token }}{% for message in messages %}{% if message.role == 'system' %}"
        "{{ raise_exception('System role not supported') }}{% endif %}"
        "[{{ message.role }}] {{ message.content | trim | tojson(indent=2) }}\n{% endfor %}"
    ),
    "clever": (
        "{%- set ns = namespace(count=0) %}{% macro turn(m) %}<{{ m['role'] }}>{{ m.content }}"
        "{% endmacro %}{%- for m in messages[0:4] %}{% set ns.count = ns.count + 1 %}"
        "{{ turn(m) * 2 }}{% if loop.index0 % 2 == 1 %}{% continue %}{% endif %}{% endfor %}"
        "{{ strftime_now('%d %b %Y') }}{{ range(3) | list | join(',') }}"
    ),
}
_TURNS = (Turn("user", "Hello"), Turn("assistant", "Hi"), Turn("user", "Why?"))


@contextmanager
def _reading() -> Iterator[Read]:
    """Refused where the writer says that it takes another template."""
    writer = ChatWriter(load_templates())
    small: dict[str, Any] = {
        "vocab": 360,
        "embd": 32,
        "heads": 2,
        "heads_kv": 2,
        "layers": 1,
        "ff": 32,
    }

    def read(path: Path) -> Tried:
        with tempfile.TemporaryDirectory() as folder:
            model = llama_file(
                **small, metadata={"tokenizer.chat_template": ("str", path.read_bytes())}
            ).write(Path(folder) / "model.gguf")
            written = writer(entry_for_path(model), OWN, "Be brief.", _TURNS)
        assert isinstance(written.text, str)
        if written.template == OWN:
            return ACCEPTED
        return refused(" ".join([written.why, *written.remarks]))

    try:
        yield read
    finally:
        writer.close()


KINDS = (
    Kind(
        "chat-template",
        ".jinja",
        lambda: {name: text.encode() for name, text in _SEEDS.items()},
        any_of(*BLIND, *TEXTUAL),
        _reading,
    ),
)
