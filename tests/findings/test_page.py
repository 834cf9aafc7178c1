"""The findings that the README links to are whole, and of the tasks and models that there are."""

import re
from pathlib import Path

import pytest

from playground.services.tasks.finding import find_task
from tests.findings.__main__ import CONCLUSIONS, FOLDER, KEPT, TASKS, bundled

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.parametrize("name", KEPT)
def test_the_kept_findings_speak_of_every_model_and_task(name: str) -> None:
    page = (FOLDER / name).read_text(encoding="utf-8").replace("\\", "")
    for model in bundled():
        assert re.search(rf"{re.escape(model)}\b", page), model
    for task in map(find_task, TASKS):
        assert f"({task.name}, version {task.version})" in page
        assert f"{task.name} {len(task.examples)}" in page
    for paragraph in CONCLUSIONS.read_text(encoding="utf-8").strip().split("\n\n"):
        assert paragraph.split('"')[0] in page
    assert "--allow-code-execution" in page


def test_the_readme_leads_to_them() -> None:
    text = README.read_text(encoding="utf-8")
    for name in KEPT:
        assert f"tests/findings/{name}" in text
    assert "python -m tests.findings" in text
