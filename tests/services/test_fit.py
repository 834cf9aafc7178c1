from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from playground.domain.catalog import CatalogEntry
from playground.domain.runs import RunRequest, plan
from playground.services.catalog import load_templates
from playground.services.fit import FitService
from playground.services.local import entry_for_path
from tests.domain.entries import entry
from tests.makers import write_llama


def service(free: int | None, limit: int = 4096) -> FitService:
    return FitService(limit, available=lambda: free)


def asked(entries: Sequence[CatalogEntry], context: int | None = None) -> RunRequest:
    return plan(entries, load_templates(), prompt="Hello", samples=2, context_length=context)


def test_the_header_replaces_the_guess(llama: Path) -> None:
    fits = service(10**9)
    model = entry_for_path(llama)
    guessed = fits.fit(model)
    fits.learn([model, entry("elsewhere", path=None), entry("gone")])
    known = fits.fit(model)
    assert guessed.estimated
    assert not known.estimated
    assert known.context == 256
    assert known.verdict == "ok"
    assert fits.fit(entry("gone")).estimated


def test_the_context_is_cut_to_the_limit_unless_a_run_asks_for_more(long_llama: Path) -> None:
    fits = service(10**9, limit=1024)
    model = entry_for_path(long_llama)
    fits.learn([model])
    assert fits.fit(model).context == 1024
    assert fits.fit(model, 8192).context == 8192
    assert fits.fit(model, 8192).cache == 8 * fits.fit(model).cache


def test_a_run_that_fits_has_no_problem(llama: Path, gpt2: Path) -> None:
    request = asked([entry_for_path(llama), entry_for_path(gpt2)])
    assert service(10**9).problems(request) == []
    assert service(None).problems(request) == []


def test_a_run_that_cannot_fit_is_refused_with_the_figures(llama: Path) -> None:
    model = entry_for_path(llama)
    (problem,) = service(20_000_000).problems(asked([model]))
    assert problem.startswith(f"{model.id} does not fit into memory: ")
    assert "weights" in problem
    assert "and 20 MB are free. Nothing smaller" in problem


def test_a_context_that_would_fit_is_named(tmp_path: Path) -> None:
    model = entry_for_path(write_llama(tmp_path / "wide.gguf", context=2**17))
    room = 80_000_000
    (problem,) = service(room).problems(asked([model], 2**17))
    match = re.search(r"It would with a context of ([\d,]+) tokens", problem)
    assert match is not None
    context = int(match[1].replace(",", ""))
    assert service(room).problems(asked([model], context)) == []
    assert service(room).fit(model, context + 256).verdict != "ok"


def test_a_smaller_file_that_would_fit_is_named(llama: Path) -> None:
    model = replace(entry_for_path(llama), model="m", size_bytes=10**9)
    small = entry("m:q2", model="m", size_bytes=10**6, parameters=1000, path=None)
    (problem,) = service(100_000_000).problems(asked([model]), others=[model, small])
    assert problem.endswith("m:q2 would, 1 MB.")


def test_a_longer_context_needs_more(long_llama: Path) -> None:
    model = entry_for_path(long_llama)
    assert service(10**9).problems(asked([model], 8192)) == []
    assert service(10**9).problems(asked([model], 2**20))


def test_models_that_fit_only_alone_are_not_refused_together(llama: Path, gpt2: Path) -> None:
    one, two = entry_for_path(llama), entry_for_path(gpt2)
    fits = service(80_000_000)
    assert (fits.fit(one).total or 0) + (fits.fit(two).total or 0) > 80_000_000
    assert fits.problems(asked([one, two])) == []


def test_what_is_in_memory_already_needs_no_more(llama: Path) -> None:
    model = entry_for_path(llama)
    assert model.path is not None
    assert service(1000).problems(asked([model]))
    assert service(1000).problems(asked([model]), loaded={model.path}) == []


@pytest.mark.parametrize("size", [None, 0])
def test_a_size_that_is_not_known_refuses_nothing(size: int | None) -> None:
    model = entry("gone", size_bytes=size, parameters=None)
    assert service(10**8).problems(asked([model])) == []
