"""The tasks for general models, asked of a server as a chat model behind it would answer."""

import json
from pathlib import Path

import pytest

from playground.domain.tasks import Example, Task
from playground.services.tasks.finding import find_task
from tests.cli.program import llmplay
from tests.engines.endpoint import serving

MANNERS = {
    "arithmetic": "Let me work it out.\n\n**Answer: {}**",
    "classification": "The best label is **{}**.",
    "code-generation": "Here is the function:\n\n```python\n{}\n```\n\nIt does what was asked.",
    "instruction-following": "{}",
    "question-answering": "**Answer:** {}",
    "summarisation": "Sure! Here is a one-sentence summary:\n\n{}",
}
KEPT = json.loads(
    (Path(__file__).parents[1] / "services/tasks/working/kept_instructions.json").read_text(
        encoding="utf-8"
    )
)
REFUSAL = "I am sorry, but I cannot do that."


def right(task: Task, example: Example) -> str:
    answer = example.references[0] if example.references else KEPT[example.id]
    return MANNERS[task.name].format(answer)


@pytest.mark.slow
def test_a_polite_model_that_knows_scores_everything_and_one_that_refuses_nothing(
    home: Path, tmp_path: Path
) -> None:
    tasks = [find_task(name) for name in MANNERS]
    said = {
        task.asked(example): right(task, example) for task in tasks for example in task.examples
    }
    settings = home / ".config/llmplay/settings.toml"
    settings.parent.mkdir(parents=True)
    with serving() as server:
        server.answers = lambda model, prompt: said[prompt] if model == "tiny" else REFUSAL
        settings.write_text(f'[[endpoints]]\nname = "mine"\nbase_url = "{server.url}"\n')
        ended = llmplay(
            *("eval", *MANNERS, "-m", "mine/tiny", "-m", "mine/org/large", "--trust", "mine"),
            *(
                "--limit",
                "9",
                "--allow-code-execution",
                "--format",
                "json",
                "--out",
                tmp_path / "e",
            ),
        )
        assert server.most_at_once > 1
    assert ended.code == 0, ended.err
    results = json.loads(ended.out)
    assert [result["task"] for result in results] == list(MANNERS)
    for result in results:
        assert result["ranking"] == ["mine/tiny", "mine/org/large"]
        first = find_task(result["task"]).metrics[0].name
        means = {one["model"]: one["mean"] for one in result["scores"] if one["metric"] == first}
        assert means["mine/tiny"] == 1, result["task"]
        assert means["mine/org/large"] < (0.2 if first in {"rougeL", "f1"} else 0.001)
        (pair,) = result["pairs"]
        assert pair["p_holm"] < 0.05
