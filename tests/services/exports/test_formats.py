"""Every export as a program reads it that knows nothing of llmplay."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import html5lib
import pytest
from markdown_it import MarkdownIt

from playground.domain.comparison import Choice, Comparison, compare, read_patterns
from playground.domain.comparison.fields import FIELDS
from playground.services.exports import FORMATS, ExportError, Format, export, write_export
from tests.domain.comparison.recorded import example, session
from tests.services.exports.golden import made, path

forms = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
HTML = "{http://www.w3.org/1999/xhtml}"


def text_of(form: str, comparison: Comparison | None = None) -> str:
    return b"".join(export(comparison or compare(example()), form)).decode()


@forms
def test_the_example_is_as_it_was_read_and_found_good(form: Format) -> None:
    # `python -m tests.services.exports.golden` writes them anew.
    assert made(form) == path(form).read_bytes()


@forms
def test_an_empty_session(form: Format) -> None:
    assert text_of(form.name, compare(session())) or form.name == "jsonl"


@forms
def test_no_control_character_is_left(form: Format) -> None:
    text = text_of(form.name)
    assert not [char for char in text if (char < " " and char not in "\t\n\r") or char == "\u202e"]
    assert "\x1b" not in text


@forms
def test_an_anonymous_export_tells_no_path(form: Format) -> None:
    comparison = compare(example(), Choice(anonymise=True))
    text = text_of(form.name, comparison)
    assert "/home/someone" not in text
    assert "A processor" not in text
    assert "/home/someone" in text_of(form.name) or form.name == "svg"


@forms
def test_what_is_redacted_is_nowhere(form: Format) -> None:
    comparison = compare(example(), Choice(redact=read_patterns(["meaning", "warmly"])))
    text = text_of(form.name, comparison)
    assert "[redacted]" in text or "[redacted\\]" in text or r"\[redacted\]" in text
    assert "meaning" not in text
    assert "warmly" not in text


def test_csv_has_a_row_per_answer_with_every_figure() -> None:
    header, *rows = csv.reader(io.StringIO(text_of("csv"), newline=""), strict=True)
    assert header == [field.name for field in FIELDS]
    assert len(rows) == 8
    assert {len(row) for row in rows} == {len(header)}
    first = dict(zip(header, rows[0], strict=True))
    assert (first["run"], first["model"], first["rating"]) == ("1", "model-a", "5")
    assert first["tokens_per_second"] == "41.5"
    texts = [dict(zip(header, row, strict=True))["text"] for row in rows]
    assert texts[2] == "'=1+1"
    assert texts[1] == " 42 | or `so`\n```\nfenced\n```\n"
    assert texts[4] == "Once upon a time …\nThe end."


def test_chosen_columns_in_their_order() -> None:
    comparison = compare(example(), Choice(fields=("seed", "model")))
    assert text_of("csv", comparison).splitlines()[:2] == ["seed,model", "7,model-a"]
    assert text_of("jsonl", comparison).splitlines()[0] == '{"seed": 7, "model": "model-a"}'
    assert json.loads(text_of("json", comparison))["answers"][1] == {"seed": 7, "model": "model-b"}
    markdown = text_of("markdown", comparison)
    assert "Seed 7; Model model-a." in markdown
    assert "Speed 41.5" not in markdown


def test_json_lines_keep_every_text_exactly() -> None:
    rows = [json.loads(line) for line in text_of("jsonl").splitlines()]
    record = example()
    assert [row["text"] for row in rows] == [one.text for run in record.runs for one in run.lanes]
    assert [list(row) for row in rows] == [[field.name for field in FIELDS]] * 8


def test_json_is_the_whole() -> None:
    whole = json.loads(text_of("json"))
    assert whole["session"]["conclusions"] == example().conclusions
    assert [one["label"] for one in whole["models"]] == ["model-a", "model-b"]
    assert whole["models"][0]["tokens_per_second"]["median"] == 40.75
    assert whole["answers"][3]["text"] == example().runs[1].lanes[1].text
    assert [one["winner"] for one in whole["decisions"]] == [None, None]
    assert len(whole["votes"]) == 3
    assert whole["licences"][0]["id"] == "apache-2.0"
    assert whole["repeat"][0] == "llmplay sessions replay small-models.toml"


def test_markdown_fences_every_answer() -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(text_of("markdown"))
    fences = [token.content for token in tokens if token.type == "fence"]
    assert " 42 | or `so`\n```\nfenced\n```\n\n" in fences
    assert [one for one in fences if "<script>" in one]
    assert not [token for token in tokens if token.type in {"html_block", "code_block"}]
    inline = [child for token in tokens for child in token.children or ()]
    assert not [child for child in inline if child.type in {"html_inline", "image"}]
    links = [child.attrGet("href") for child in inline if child.type == "link_open"]
    assert links == ["https://www.apache.org/licenses/LICENSE-2.0"]
    rows = [token for token in tokens if token.type == "tr_open"]
    assert len(rows) == 3


def elements(text: str) -> list[ET.Element]:
    parser = html5lib.HTMLParser(strict=True)
    return list(parser.parse(text).iter())


def test_html_is_valid_and_holds_everything() -> None:
    found = elements(text_of("html"))
    names = {str(one.tag).removeprefix(HTML) for one in found}
    assert not names & {"script", "img", "iframe", "object", "embed", "form", "link", "base", "i"}
    pres = [one.text for one in found if one.tag == f"{HTML}pre"]
    assert " to be kind, to learn, and to help others." in pres
    assert "<script>alert(1)</script> [x](javascript:alert(1)) ␛[31mred␛[0m" in pres
    assert "Air." in pres
    charts = [one for one in found if str(one.tag).endswith("}svg")]
    assert len(charts) == 5
    assert all(chart.get("aria-label") for chart in charts)


def test_html_needs_nothing_else_and_runs_nothing() -> None:
    for one in elements(text_of("html")):
        for name, value in one.attrib.items():
            assert not str(name).startswith("on")
            if str(name) in {"href", "src"}:
                assert value.startswith(("#", "https://www.apache.org/"))
    assert "@import" not in text_of("html")
    assert "url(" not in text_of("html")


def test_svg_is_xml() -> None:
    root = ET.fromstring(text_of("svg"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    words = "".join(root.itertext())
    assert "Small models" in words
    assert "Speed, tokens per second" in words
    assert not [one for one in root.iter() if one.tag.endswith("}script")]


def test_a_file_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.md"
    comparison = compare(example())
    write_export(comparison, "markdown", file)
    before = file.read_bytes()
    assert before == b"".join(export(comparison, "markdown"))
    file.chmod(0o640)

    def broken(report: Any) -> Any:
        yield "half"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("playground.services.exports.markdown.render", broken)
    with pytest.raises(ExportError, match="No space left on device"):
        write_export(comparison, "markdown", file)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]
    monkeypatch.undo()
    write_export(comparison, "markdown", file)
    assert file.stat().st_mode & 0o777 == 0o640


def test_what_is_no_place_for_a_file(tmp_path: Path) -> None:
    comparison = compare(example())
    with pytest.raises(ExportError, match="is a folder"):
        write_export(comparison, "csv", tmp_path)
    with pytest.raises(ExportError, match="There is no folder"):
        write_export(comparison, "csv", tmp_path / "nowhere" / "x.csv")
    write_export(comparison, "csv", Path("/dev/null"))
    assert Path("/dev/null").is_char_device()
