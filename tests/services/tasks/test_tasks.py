import json
from pathlib import Path

import pytest

from playground.demo.tasks import files
from playground.domain.tasks import TaskError
from playground.services.evaluation.scoring import program
from playground.services.tasks.finding import SHIPPED, all_tasks, find_task
from playground.services.tasks.making import new_task
from playground.services.tasks.reading import read_task
from tests.services.tasks.batches import all_fail, all_pass

TASKS = {task.name: task for task in all_tasks()}


@pytest.mark.parametrize("name", TASKS)
def test_a_shipped_task_is_whole(name: str) -> None:
    task = TASKS[name]
    assert len(task.examples) >= 40
    assert {example.difficulty for example in task.examples} == {1, 2, 3}
    prompts = {task.asked(example) for example in task.examples}
    assert len(prompts) == len(task.examples), "an example is asked twice"
    assert all("{{" not in prompt for prompt in prompts)
    assert task.license == "Apache-2.0"


def test_reference_programs_of_the_demo_pass_their_own_tests() -> None:
    task = TASKS["codegen-demo"]
    right = {
        one.id: f"{program(task, one, one.references[0])}\n{one.tests}" for one in task.examples
    }
    all_pass(right)
    wrong = "\n    return type('Wrong', (), {'__eq__': lambda *_: False})()"
    all_fail({one.id: f"{task.code(one, wrong)}\n{one.tests}" for one in task.examples})


def test_the_demo_examples_are_what_the_generator_writes() -> None:
    for name, text in files().items():
        assert (SHIPPED / name).read_text(encoding="utf-8") == text


def written(folder: Path, change: tuple[str, str] = ("", ""), row: object = None) -> Path:
    path = new_task("mine", folder)
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change) if change[0] else text, encoding="utf-8")
    if row is not None:
        (folder / "mine.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def test_a_new_task_is_in_order_and_asks_with_its_worked_example(tmp_path: Path) -> None:
    task = find_task(str(new_task("mine", tmp_path)))
    asked = task.asked(task.examples[0])
    assert asked == "Country: Portugal\nCapital: Lisbon\n\nCountry: France\nCapital:"
    with pytest.raises(TaskError, match="there already"):
        new_task("mine", tmp_path)
    with pytest.raises(TaskError, match="cannot name"):
        new_task("../mine", tmp_path)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('title = "Capitals"', 'titel = "Capitals"'), "titel"),
        (("schema = 1", "schema = 2"), "schema"),
        (('"strip"', '"trim"'), "trim"),
        (("{{country}}", "{{land}}"), "land"),
        (('f1 = "higher"', 'f2 = "higher"'), "f2"),
        (('f1 = "higher"', 'f1 = "up"'), "f1"),
        (('f1 = "higher"', 'passed = "higher"'), "tests"),
        (("temperature = 0.0", "temperature = -2.0"), "temperature"),
        (('name = "mine"', 'name = "yours"'), "yours"),
        (('"mine.jsonl"', '"none.jsonl"'), "none.jsonl"),
    ],
)
def test_a_wrong_task_is_refused_with_file_and_key(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    path = written(tmp_path, change)
    with pytest.raises(TaskError) as caught:
        read_task(path)
    assert told in caught.value.message
    assert "mine" in caught.value.message


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"id": "9", "reference": "x"}, "country"),
        ({"id": "9", "country": "France"}, "reference"),
        ({"id": "9", "country": "France", "reference": "Paris", "level": 1}, "level"),
        ({"id": "9", "country": "France", "reference": "Paris", "difficulty": 4}, "difficulty"),
        ({"id": "9", "country": "France", "reference": "A", "choices": ["B"]}, "choices"),
        (
            {"id": "9", "country": "F", "reference": "P", "constraints": [{"kind": "few"}]},
            "few",
        ),
        ([], "line 1"),
    ],
)
def test_a_wrong_example_is_refused_by_its_name(tmp_path: Path, row: object, told: str) -> None:
    with pytest.raises(TaskError) as caught:
        read_task(written(tmp_path, row=row))
    assert told in caught.value.message
    assert "mine" in caught.value.message


def test_an_unknown_task_is_told_with_near_ones() -> None:
    with pytest.raises(TaskError) as caught:
        find_task("qa-dem")
    assert "qa-demo" in caught.value.hint
