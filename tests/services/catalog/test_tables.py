"""Licence and template files: what breaks them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from playground.domain.catalog import FORMATS, CatalogError, find
from playground.services import catalog
from playground.services.catalog import licenses, templates
from tests.services.catalog.own import MODEL, Write

LICENSE = """schema = 1
[[license]]
id = "x"
name = "X"
label = "X"
spdx = "LicenseRef-X"
category = "conditions"
osi_approved = false
patent_grant = "no"
limits = []
verified = "none"
checked = "nothing"
source = "nowhere"
[license.may]
commercial_use = ["yes", ""]
modification = ["yes", ""]
redistribution = ["yes", ""]
train_on_outputs = ["unknown", ""]
[license.must]
notice = "Say so."
"""
TEMPLATE = """schema = 1
[[template]]
name = "x"
system = "{system}"
user = "{content}"
assistant = "{content}"
verified = "none"
source = "nowhere"
"""


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"conditions"', '"permissive"', ["license 'x'", "called permissive"]),
        ('"conditions"', '"free"', ["category must be one of permissive"]),
        (
            '["unknown", ""]',
            '["maybe", ""]',
            ["license 'x', may", "train_on_outputs must be one of"],
        ),
        ('["unknown", ""]', '["no"]', ["train_on_outputs must be an answer and a note"]),
        ('train_on_outputs = ["unknown", ""]', "", ["may", "'train_on_outputs' is missing"]),
        ("osi_approved = false", 'osi_approved = "no"', ["osi_approved must be true or false"]),
        ("notice =", "notise =", ["license 'x', must", "'notise' is unknown"]),
        ('label = "X"', "", ["'label' is missing"]),
        ("limits = []", "limit = []", ["'limit' is unknown"]),
    ],
)
def test_a_broken_licence_file_is_explained(
    tmp_path: Path, old: str, new: str, named: list[str]
) -> None:
    path = tmp_path / "licenses.toml"
    assert old in LICENSE
    path.write_text(LICENSE.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        licenses.read_licenses(path)
    assert "licenses.toml" in caught.value.message
    for part in named:
        assert part in caught.value.message


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"{system}"', '"{sistem}"', ["template 'x'", "unknown placeholder {sistem}"]),
        ('user = "{content}"', 'user = "Q"', ["user has no {content}"]),
        ('user = "{content}"', "", ["'user' is missing"]),
        ('source = "nowhere"', 'source = "nowhere"\nstop = [1]', ["stop must be a list of texts"]),
        ('source = "nowhere"', 'source = "nowhere"\nstops = []', ["'stops' is unknown"]),
    ],
)
def test_a_broken_template_file_is_explained(
    tmp_path: Path, old: str, new: str, named: list[str]
) -> None:
    path = tmp_path / "templates.toml"
    assert old in TEMPLATE
    path.write_text(TEMPLATE.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        templates.read_templates(path)
    assert "templates.toml" in caught.value.message
    for part in named:
        assert part in caught.value.message


def test_the_examples_are_right_before_they_are_broken(tmp_path: Path, write: Write) -> None:
    (tmp_path / "l.toml").write_text(LICENSE, encoding="utf-8")
    (tmp_path / "t.toml").write_text(TEMPLATE, encoding="utf-8")
    write(MODEL)
    assert list(licenses.read_licenses(tmp_path / "l.toml")) == ["x"]
    assert list(templates.read_templates(tmp_path / "t.toml")) == ["x"]
    assert find(catalog.load_all(), "mine").format in FORMATS


@pytest.mark.parametrize(
    ("reader", "text", "named"),
    [
        (licenses.read_licenses, LICENSE, "license 'x'"),
        (templates.read_templates, TEMPLATE, "template 'x'"),
    ],
)
def test_repeated_names_are_refused(
    tmp_path: Path, reader: Callable[[Path], object], text: str, named: str
) -> None:
    path = tmp_path / "twice.toml"
    path.write_text(text + text.removeprefix("schema = 1"), encoding="utf-8")
    with pytest.raises(CatalogError, match="used twice") as caught:
        reader(path)
    assert named in caught.value.message


def test_licences_and_templates_are_read_once() -> None:
    assert catalog.load_licenses() is catalog.load_licenses()
    assert catalog.load_templates() is catalog.load_templates()
    with pytest.raises(TypeError):
        catalog.load_licenses()["new"] = catalog.load_licenses()["mit"]  # type: ignore[index]
