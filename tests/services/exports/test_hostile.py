"""Whatever a model says stays text, in every format, as a parser that knows nothing of it finds."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from playground.domain.comparison import compare
from playground.domain.comparison.repeating import commands
from playground.services.exports import FORMATS, export
from playground.services.exports.delimited import guarded
from playground.services.exports.wording import shown
from tests.domain.comparison.recorded import lane, model, run, session

HOSTILE = (
    "</pre></details><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1)) ![x](http://example.org/x.png)",
    "</title></style><!-- --><![CDATA[ ]]>",
    "&lt;script&gt; &#60;script&#62; &amp;",
    "```\n````\n~~~\n# heading\n<b>bold</b>",
    "`" * 50,
    "| a | b |\n|---|---|\n| c | d |",
    '=HYPERLINK("http://example.org")',
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "＝1",
    "\x1b]0;title\x07\x1b[2J\x1b[31m",
    "\x9b31m \x9d8;;http://example.org\x9c",
    "\x00\x01\x7f\x85\u2028\u2029\u202e\u2066\ufeff\ufffe\uffff",
    "\ud800 lone \udfff",
    "\n\nleading and trailing\n\n",
    "\r\nwindows\r\n",
    "> quote\n- list\n1. one\n\n    code\n---\n[ref]: http://example.org",
    "https://example.org www.example.org someone@example.org",
    "{{x}} ${x} %s \\n \\",
)
ANY = st.text(st.characters(), max_size=60)
CHARS = st.text("<>&\"'`|=+-@\t\r\n\\[]()!#*_~:/.javscript \x1b\x9b\ud800\u202e", max_size=60)
texts = st.one_of(st.sampled_from(HOSTILE), ANY, CHARS, st.tuples(ANY, CHARS).map("".join))


def exported(form: str, text: str) -> str:
    """An export in which everything that can be foreign text is this one."""
    lanes = [
        lane(
            1,
            at,
            text,
            model=model(name, quantisation=text, license=text or "x", path=f"/x/{text}"),
            note=text,
            notes=(text,),
            variant=text,
            error=text if at else None,
            rating=3,
        )
        for at, name in enumerate((f"a{text}", f"b{text}"))
    ]
    record = session(
        run(1, text, lanes, system=text, variants={text: text}, variables={"x": text}),
        title=text,
        conclusions=text,
        tags=(text,),
        path=f"/x/{text}",
    )
    data = b"".join(export(compare(record), form))
    told = data.decode("utf-8")  # strict: the bytes are UTF-8
    controls = re.findall("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", told)
    assert not controls
    assert form in {"csv"} or "\r" not in told
    return told


def examples(test: Any) -> Any:
    """All that is known to be hostile, each time."""
    for text in HOSTILE:
        test = example(text)(test)
    return settings(deadline=None, max_examples=40)(given(texts)(test))


@examples
def test_html_stays_text(text: str) -> None:
    tree = html5lib.HTMLParser(strict=True).parse(exported("html", text))
    names = {str(one.tag).rpartition("}")[2] for one in tree.iter() if isinstance(one.tag, str)}
    assert not names & {"script", "img", "iframe", "object", "embed", "form", "link", "base"}
    comments = [one for one in tree.iter() if not isinstance(one.tag, str)]
    assert not comments
    for one in tree.iter():
        for name, value in one.attrib.items():
            assert not str(name).lower().startswith("on")
            if str(name) in {"href", "src"}:
                assert value.startswith("#")
    pres = [one.text or "" for one in tree.iter() if str(one.tag).endswith("}pre")]
    # The parser takes one line end at the beginning away, and that one is ours.
    assert shown(text).translate({0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}) in pres


@examples
def test_markdown_stays_text(text: str) -> None:
    parser = MarkdownIt("gfm-like", {"linkify": False}).enable("table")
    tokens = parser.parse(exported("markdown", text))
    assert not [one for one in tokens if one.type in {"html_block", "code_block"}]
    children = [child for one in tokens for child in one.children or ()]
    assert not [one for one in children if one.type in {"html_inline", "image", "link_open"}]
    assert not [one for one in children if one.type in {"code_inline", "em_open", "s_open"}]
    fences = [one.content for one in tokens if one.type == "fence"]
    assert shown(text) + "\n" in fences
    headings = [one.tag for one in tokens if one.type == "heading_open"]
    assert headings.count("h1") == 1
    assert {one.type for one in tokens} & {"ordered_list_open", "hr"} == set()


@examples
def test_csv_has_no_formula(text: str) -> None:
    header, *rows = csv.reader(io.StringIO(exported("csv", text), newline=""), strict=True)
    assert len(rows) == 2
    for row in rows:
        assert len(row) == len(header)
        for name, cell in zip(header, row, strict=True):
            assert not re.match(r"[\t\r\n]|\s*[=+@＝＋－＠]", cell), (name, cell)
            assert not cell.lstrip().startswith("-") or re.fullmatch(r"-\d+", cell)
    told = dict(zip(header, rows[0], strict=True))["text"]
    assert told in {shown(text), f"'{shown(text)}"}


@examples
def test_json_is_exact(text: str) -> None:
    whole = json.loads(exported("json", text))
    assert whole["answers"][0]["text"] == text
    assert whole["session"]["title"] == text
    assert [one["model"] for one in whole["answers"]] == [f"a{text}", f"b{text}"]
    rows = [json.loads(line) for line in exported("jsonl", text).split("\n")[:-1]]
    assert [row["text"] for row in rows] == [text, text]


@examples
def test_svg_is_xml_with_nothing_active(text: str) -> None:
    root = ET.fromstring(exported("svg", text))
    names = {one.tag.rpartition("}")[2] for one in root.iter()}
    assert names <= {"svg", "title", "style", "rect", "text", "g", "path"}
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]


@examples
def test_commands_are_one_word_for_each_text(text: str) -> None:
    import shlex

    record = session(run(1, text, [lane()]))
    for line in commands(compare(record)):
        if line.startswith("#"):
            continue
        words = shlex.split(line)
        assert words[words.index("-p") + 1] == text


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", " =1", "＝1"])
def test_a_formula_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "1", "a=1", "'=1", "x-1", " x"])
def test_what_is_no_formula_is_left_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_every_format_is_tried_here() -> None:
    assert {form.name for form in FORMATS} == {"html", "markdown", "csv", "json", "jsonl", "svg"}
