from __future__ import annotations

import pytest

from playground.domain.endpoints import EndpointSettings
from playground.services.endpoints import endpoint_entry
from playground.services.endpoints.trust import trust, trust_file, untrusted
from playground.services.files import read_toml, toml_text

CLUSTER = EndpointSettings("cluster", "http://10.0.0.5:8000/v1")


def test_consent_is_given_to_a_name_at_a_host() -> None:
    entries = [endpoint_entry(CLUSTER, "tiny")]
    assert untrusted(entries) == [CLUSTER]
    trust(CLUSTER)
    assert untrusted(entries) == []
    elsewhere = EndpointSettings("cluster", "http://10.0.0.6:8000/v1")
    assert untrusted([endpoint_entry(elsewhere, "tiny")]) == [elsewhere]


@pytest.mark.parametrize("odd", [{"endpoint": [1]}, {"host": {"a": 1}}, {"endpoint": 3}, 3])
def test_a_record_that_is_none_is_passed_over(odd: object) -> None:
    trust(CLUSTER)
    known = read_toml(trust_file())["trusted"]
    trust_file().write_text(toml_text({"trusted": [odd, *known]}))
    assert untrusted([endpoint_entry(CLUSTER, "tiny")]) == []
