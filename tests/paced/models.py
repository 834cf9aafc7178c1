"""Model files for the paced engines, and a catalog that names them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.makers import llama_file


def write_models(folder: Path, lanes: int, *, tokens: int, config: Path, **shape: Any) -> list[str]:
    """Model files with an entry each in the catalog of `config`; their ids: lane0, lane1, …

    `shape` goes to `llama_file`, for models with something to compute.
    """
    entries = ["schema = 1\n"]
    for lane in range(lanes):
        path = llama_file(seed=lane, **shape).write(folder / f"lane{lane}.gguf")
        entries.append(
            f'[[model]]\nid = "lane{lane}"\narchitecture = "llama"\nlicense = "apache-2.0"\n'
            f"sampling = {{ max_new_tokens = {tokens} }}\n"
            f'file = [{{ path = "{path}", quantisation = "F16", tag = "lane{lane}" }}]\n'
        )
    config.mkdir(parents=True, exist_ok=True)
    (config / "catalog.toml").write_text("\n".join(entries), encoding="utf-8")
    return [f"lane{lane}" for lane in range(lanes)]
