from __future__ import annotations

import pytest

from playground.domain.obligations import license_uses, verdict
from playground.domain.provenance import Claim, conflicts
from playground.services.catalog import load_licenses

LICENSES = load_licenses()


def test_each_licence_comes_once_with_its_models_the_strictest_first() -> None:
    models = [("a", "mit"), ("b", "llama2"), ("c", "mit"), ("a", "mit"), ("d", "strange")]
    uses = license_uses(models, LICENSES)
    assert [(use.license.id, use.models) for use in uses] == [
        ("unknown", ("d",)),
        ("llama2", ("b",)),
        ("mit", ("a", "c")),
    ]
    assert any("Notice" in duty for duty in uses[1].obligations)


@pytest.mark.parametrize(
    ("ids", "answer"),
    [
        (["mit"], "yes"),
        (["mit", "llama2"], "conditional"),
        (["llama2", "nonsense"], "unknown"),
        (["nonsense", "cc-by-nc-4.0"], "no"),
    ],
)
def test_the_weakest_answer_counts(ids: list[str], answer: str) -> None:
    assert verdict([(id_, id_) for id_ in ids], "commercial_use", LICENSES) == answer


def test_sources_that_differ_are_all_shown() -> None:
    claims = (Claim("catalog", "mit"), Claim("hub card", "MIT"), Claim("file header", "llama2"))
    assert conflicts(claims, LICENSES) == claims
    assert conflicts(claims[:2], LICENSES) == ()
    assert conflicts((Claim("catalog", "mit"), Claim("hub card", "other")), LICENSES) == ()
    assert conflicts((Claim("catalog", ""), Claim("hub card", "mit")), LICENSES) == ()
    odd = (Claim("catalog", "house-a"), Claim("hub card", "house-b"))
    assert conflicts(odd, LICENSES) == odd
