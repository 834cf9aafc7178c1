"""Reading of `templates.toml`."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from playground.domain.licenses import VERIFIED
from playground.domain.templates import Template
from playground.services.catalog.tables import Table, read_tables

_KEYS = frozenset(field.name for field in dataclasses.fields(Template))


def read_templates(path: Path) -> dict[str, Template]:
    """The templates of a file by name; raises `CatalogError` naming the file, template and key."""
    found: dict[str, Template] = {}
    for numbered in read_tables(path, "template"):
        name = numbered.text("name")
        table = numbered.called("template", name)
        if name in found:
            raise table.error("this name is used twice.", "Give each template its own name.")
        found[name] = _template(table, name)
    return found


def _template(table: Table, name: str) -> Template:
    table.check_keys(_KEYS)
    template = Template(
        name=name,
        system=table.text("system"),
        user=table.text("user"),
        assistant=table.text("assistant"),
        generation_prompt=table.text("generation_prompt", ""),
        stop=table.texts("stop"),
        has_system_role=table.truth("has_system_role", False),
        plain_markers=table.truth("plain_markers", True),
        default_system=table.text("default_system", ""),
        reasoning=table.texts("reasoning"),
        detect=table.texts("detect"),
        verified=table.choice("verified", VERIFIED),
        source=table.text("source"),
        note=table.text("note", ""),
    )
    problems = template.problems()
    if problems:
        raise table.error(
            f"{problems[0]}.", "The placeholders are {system} {content} {system_block}."
        )
    return template
