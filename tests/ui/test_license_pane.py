from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.widgets import Static

from playground.domain.endpoints import EndpointSettings
from playground.domain.fit import Fit
from playground.domain.licenses import resolve
from playground.domain.provenance import Claim, conflicts
from playground.services.catalog import load_licenses
from playground.ui.panes.license import LicensePane, brief_text, license_text
from playground.ui.styles import style_sheets
from tests.domain.entries import entry

FIT = Fit("tight", 4_000_000_000, 500_000_000, 100_000_000, 4096, 5_000_000_000, estimated=False)
LICENCES = load_licenses()


@pytest.mark.parametrize("id_", LICENCES)
def test_the_page_holds_all_that_is_known_of_a_licence(id_: str) -> None:
    licence = LICENCES[id_]
    text = license_text(entry(license=id_), licence, FIT).plain
    for row in licence.may:
        assert f"{row.question}: " in text
        assert row.note in text
    for duty in licence.must:
        assert f"- {duty.title}: {duty.text}" in text if duty.title else duty.text in text
    for known in (licence.name, licence.spdx, licence.url, licence.source, licence.note):
        assert known in text
    assert all(f"- {limit}" in text for limit in licence.limits)
    assert f"Verified: {licence.verified}" in text
    assert licence.checked in text


@pytest.mark.parametrize("id_", LICENCES)
def test_the_narrow_form_begins_with_class_answers_and_memory_on_one_line_each(id_: str) -> None:
    lines = brief_text(entry(license=id_), LICENCES[id_], FIT).plain.splitlines()
    assert lines[0] == LICENCES[id_].badge
    assert [line[0] for line in lines[1:5]] == [
        {"yes": "✓", "no": "✗", "conditional": "~", "unknown": "?"}[row.answer]
        for row in LICENCES[id_].may
    ]
    assert lines[5] == "~ 4.6 GB of 5 GB RAM"
    assert all(cell_len(line) <= 23 for line in lines[:6])


def test_a_model_elsewhere_needs_none_of_our_memory() -> None:
    away = entry(endpoint=EndpointSettings("cluster", "http://10.0.0.5:8000/v1"))
    licence = LICENCES["apache-2.0"]
    assert "↗ sent to 10.0.0.5:8000" in brief_text(away, licence, FIT).plain
    told = license_text(away, licence, FIT).plain
    assert "the prompt is sent to 10.0.0.5:8000" in told
    assert "RAM" not in brief_text(away, licence, FIT).plain
    assert "This machine" not in told


def test_sources_that_differ_are_all_shown() -> None:
    claims = (Claim("catalog", "mit"), Claim("hub card", ""), Claim("file header", "llama2"))
    differing = conflicts(claims, LICENCES)
    page = license_text(entry(), LICENCES["mit"], FIT, claims, differing).plain
    assert "The sources differ: mit (catalog), llama2 (file header)" in page
    assert "Says the hub card: nothing" in page
    lines = brief_text(entry(), LICENCES["mit"], FIT, differing).plain.splitlines()
    assert lines[1:4] == ["! the sources differ:", "  catalog: mit", "  file header: llama2"]


def test_the_page_tells_what_this_machine_says() -> None:
    text = license_text(entry(), LICENCES["apache-2.0"], FIT).plain
    assert "This machine\n~ tight: 4.6 GB of 5 GB\n4 GB weights + 500 MB for 4,096 tokens" in text
    assert "estimate" not in text
    guessed = license_text(entry(), LICENCES["apache-2.0"], replace(FIT, estimated=True)).plain
    assert "~ tight: about 4.6 GB of 5 GB" in guessed
    assert "An upper estimate" in guessed


def test_the_page_tells_what_is_known_of_the_model() -> None:
    model = entry(
        path=None,
        repo="someone/models",
        upstream="first/model",
        gated="manual",
        verified="partial",
        size_approximate=True,
        notes=("Handle with care.",),
    )
    text = license_text(model, LICENCES["apache-2.0"], FIT).plain
    assert "model.gguf of someone/models" in text
    assert "first/model: asks for a login and consent, granted by hand" in text
    assert "Entry verified: partial" in text
    assert "2 kB, about" in text
    assert "Handle with care." in text


def test_names_from_files_cannot_reach_the_terminal_raw() -> None:
    licence = resolve(LICENCES, "\x1b[31mred")
    model = entry("bad\x1b[2J", name="\x07")
    for text in (brief_text, license_text):
        plain = text(model, licence, FIT).plain
        assert "\x1b" not in plain
        assert "\x07" not in plain


class Alone(App[None]):
    def __init__(self) -> None:
        super().__init__(css_path=style_sheets())

    def compose(self) -> ComposeResult:
        yield LicensePane()


async def test_another_model_is_shown_from_the_top() -> None:
    app = Alone()
    async with app.run_test(size=(26, 8)) as pilot:
        pane = app.query_one(LicensePane)
        pane.show(entry(license="llama2"), LICENCES["llama2"], FIT)
        await pilot.pause()
        pane.scroll_to(y=5, animate=False)
        await pilot.pause()
        assert pane.scroll_offset.y == 5
        pane.show(entry(), LICENCES["apache-2.0"], FIT)
        await pilot.pause()
        assert pane.scroll_offset.y == 0
        assert str(pane.query_one(Static).content).startswith("P Apache-2.0")
