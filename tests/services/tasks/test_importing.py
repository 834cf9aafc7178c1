"""Data sets in their public layouts, written here in small, and judged as models answer them."""

import json
from pathlib import Path

import pytest

from playground.domain.tasks import Task, TaskError
from playground.services.evaluation.scoring import judge
from playground.services.tasks.importing import bring
from playground.services.tasks.reading import read_task

SQUAD = {
    "version": "v2.0",
    "data": [
        {
            "title": "Stars",
            "paragraphs": [
                {
                    "context": "The sun is a star. It is about 4.6 billion years old.",
                    "qas": [
                        {
                            "id": "a",
                            "question": " What is the sun? ",
                            "answers": [
                                {"text": "a star", "answer_start": 11},
                                {"text": "star", "answer_start": 13},
                                {"text": "a star", "answer_start": 11},
                            ],
                        },
                        {"id": "b", "question": "Why?", "answers": [], "is_impossible": True},
                        {
                            "id": "c",
                            "question": "How old is it?",
                            "answers": [{"text": "4.6 billion years", "answer_start": 31}],
                        },
                    ],
                }
            ],
        }
    ],
}
HUMANEVAL = {
    "task_id": "Small/0",
    "prompt": "from typing import List\n\n\ndef total(numbers: List[int]) -> int:\n"
    '    """ Sum them.\n    >>> total([1, 2])\n    3\n    """\n',
    "canonical_solution": "    return sum(numbers)\n",
    "test": "def check(candidate):\n    assert candidate([1, 2]) == 3\n"
    "    assert candidate([]) == 0\n",
    "entry_point": "total",
}
XSUM = {"document": "Long, long, and\nlonger.", "summary": "Short.", "id": "1"}
CNN = {"article": "Long, long, and\nlonger.", "highlights": "Short .\nCrisp .", "id": "1"}
XSUM_CSV = 'document,summary,id\n"Long, long, and\nlonger.",Short.,1\n'
CNN_CSV = '\ufeffid,article,highlights\n1,"Long, long, and\nlonger.","Short .\nCrisp ."\n'
GSM8K = {"question": "How many?", "answer": "600 + 600 = <<600+600=1200>>1,200 eggs\n#### 1,200"}
FILES: dict[str, tuple[str, str, str, list[tuple[str, ...]]]] = {
    "SQuAD": ("squad", "s.json", json.dumps(SQUAD), [("a star", "star"), ("4.6 billion years",)]),
    "HumanEval": ("humaneval", "h.jsonl", json.dumps(HUMANEVAL), [("    return sum(numbers)\n",)]),
    "XSum in JSONL": (
        "summaries",
        "x.jsonl",
        f"{json.dumps(XSUM)}\n\n{json.dumps(XSUM)}\n",
        [("Short.",)] * 2,
    ),
    "XSum in a JSON list": ("summaries", "x.json", json.dumps([XSUM], indent=1), [("Short.",)]),
    "XSum in CSV": ("summaries", "x.csv", XSUM_CSV, [("Short.",)]),
    "CNN in JSONL": ("summaries", "c.jsonl", json.dumps(CNN), [("Short .\nCrisp .",)]),
    "CNN in CSV": ("summaries", "c.csv", CNN_CSV, [("Short .\nCrisp .",)]),
    "MMLU": (
        "mmlu",
        "m.csv",
        '"What is 1+1, then?",1,2,3,4,B\nWhich?,w,x,y,z,A\n',
        [("B",), ("A",)],
    ),
    "MMLU with a header": (
        "mmlu",
        "m.csv",
        "question,A,B,C,D,answer\nWhat is 1+1?,1,2,3,4,B\n",
        [("B",)],
    ),
    "GSM8K": ("gsm8k", "g.jsonl", json.dumps(GSM8K) + "\n", [("1200",)]),
}


def brought(kind: str, folder: Path, text: str | None = None, limit: int | None = None) -> Task:
    layout, name, own, _ = FILES[kind]
    (folder / name).write_text(own if text is None else text, encoding="utf-8")
    return bring(layout, folder / name, "mine", folder=folder, license_="CC-BY-4.0", limit=limit)


@pytest.mark.parametrize("kind", FILES)
def test_a_public_layout_becomes_a_task(kind: str, tmp_path: Path) -> None:
    task = brought(kind, tmp_path)
    assert [one.references for one in task.examples] == FILES[kind][3]
    assert task == read_task(tmp_path / "mine.toml")
    assert task.license == "CC-BY-4.0"
    for example in task.examples:
        asked = task.asked(example)
        assert "{{" not in asked
        assert all(value in asked for value in example.values.values())


ANSWERS = {
    "SQuAD": ("Answer: A star.", "the moon"),
    "XSum in JSONL": ("Here is a summary of the article:\n\nShort.", "Other words"),
    "CNN in CSV": ("**Summary:** Short. Crisp.", "Other words"),
    "MMLU": ("The correct answer is **B**, as 1+1 is 2.", "A. As it is one."),
    "GSM8K": ("600 + 600 = 1200\n#### 1200\n", "#### 600"),
    "HumanEval": (
        "```python\nfrom typing import List\n\ndef total(numbers: List[int]) -> int:\n"
        "    return sum(numbers)\n\nprint(total([1]))\n```\nIt adds them up.",
        "    return len(numbers)",
    ),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_its_answers_are_judged_as_models_write_them(kind: str, tmp_path: Path) -> None:
    task = brought(kind, tmp_path)
    metric = task.metrics[0].name
    for answer, score in zip(ANSWERS[kind], (1.0, 0.0), strict=True):
        judged = judge(task, task.examples[0], answer, execute=True)
        assert judged.scores[metric] == score, judged
        # What a stop string would have cut off before the answer ends is lost.
        assert not any(stop in answer.strip() for stop in task.stop if stop != "\nprint(")


def test_a_body_alone_completes_a_function(tmp_path: Path) -> None:
    task = brought("HumanEval", tmp_path)
    for answer in (
        "    return sum(numbers)\n\n\ndef other():\n    pass",
        "\n    return sum(numbers)",
    ):
        assert judge(task, task.examples[0], answer, execute=True).scores["passed"] == 1


def test_no_more_is_read_than_is_asked_for(tmp_path: Path) -> None:
    text = f"{json.dumps(XSUM)}\n{{torn"
    assert len(brought("XSum in JSONL", tmp_path, text, limit=1).examples) == 1


@pytest.mark.parametrize(
    "kind", ["SQuAD", "HumanEval", "XSum in JSONL", "CNN in CSV", "MMLU", "GSM8K"]
)
@pytest.mark.parametrize("text", ["", "{}\n", "[1]\n", "a,b\nc,d\n", '{"question": 5', '"\x00'])
def test_a_file_of_another_layout_is_told(kind: str, text: str, tmp_path: Path) -> None:
    with pytest.raises(TaskError) as caught:
        brought(kind, tmp_path, text)
    assert FILES[kind][1] in caught.value.message
    assert not list(tmp_path.glob("mine*"))


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_bytes(b"caf\xe9,1,2,3,4,B\n")
    with pytest.raises(TaskError, match=r"m\.csv"):
        bring("mmlu", tmp_path / "m.csv", "mine", folder=tmp_path)
