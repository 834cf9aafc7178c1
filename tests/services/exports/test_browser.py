"""The web page in a real browser, where one is installed: how it is drawn; it runs nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from playground.domain.comparison import compare
from playground.services.exports import write_export
from tests.domain.comparison.recorded import example, lane, run, session

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = next((found for name in _NAMES if (found := shutil.which(name))), None)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason=f"none of {', '.join(_NAMES)} is installed"),
]

_ATTACK = (
    "</pre><script>document.documentElement.setAttribute('data-owned', 'yes')</script>"
    "<img src=x onerror=\"document.title='owned'\"><svg onload=\"document.title='owned'\">"
)


def browse(page: Path, *options: str) -> str:
    """What the browser says on standard output; its profile lies beside the page."""
    assert BROWSER is not None
    done = subprocess.run(
        [
            *(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
            *(f"--user-data-dir={page.parent / 'profile'}", "--hide-scrollbars"),
            *("--disable-background-networking", "--no-first-run", *options, page.as_uri()),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env={**os.environ, "HOME": os.fspath(page.parent)},
    )
    return done.stdout


def test_nothing_in_it_is_executed(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    attacked = session(run(1, _ATTACK, [lane(1, 0, _ATTACK, note=_ATTACK)]), title="Attack")
    write_export(compare(attacked), "html", page)
    tree = browse(page, "--dump-dom")
    assert "<title>Attack</title>" in tree
    assert 'data-owned="yes"' not in tree.partition("<body")[0]
    # The same in a page of its own is executed: the browser does run scripts.
    bare = tmp_path / "bare.html"
    bare.write_text(f"<!DOCTYPE html><html><body><pre>{_ATTACK}</pre></body></html>")
    assert 'data-owned="yes"' in browse(bare, "--dump-dom").partition("<body")[0]


@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_the_width_of_a_phone_and_of_a_desk(width: int, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    write_export(compare(example()), "html", page)
    # A frame of this width in a page of ours tells how wide its content is.
    outer = tmp_path / "outer.html"
    outer.write_text(
        f"<!DOCTYPE html><iframe id=f src=page.html style='width:{width}px;height:900px;border:0'>"
        "</iframe><script>addEventListener('load', () => document.title = "
        "f.contentDocument.documentElement.scrollWidth)</script>"
    )
    told = browse(outer, "--dump-dom", "--allow-file-access-from-files", "--window-size=1400,1000")
    assert f"<title>{width}</title>" in told


def test_it_is_drawn_in_light_and_in_dark_and_printed(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    write_export(compare(example()), "html", page)
    sizes = []
    for scheme in (0, 1):
        picture = tmp_path / f"{scheme}.png"
        scheme_option = f"--blink-settings=preferredColorScheme={scheme}"
        browse(page, f"--screenshot={picture}", "--window-size=800,900", scheme_option)
        sizes.append(picture.read_bytes())
    assert all(one.startswith(b"\x89PNG") for one in sizes)
    assert sizes[0] != sizes[1]
    paper = tmp_path / "page.pdf"
    browse(page, f"--print-to-pdf={paper}")
    assert paper.read_bytes().startswith(b"%PDF")
