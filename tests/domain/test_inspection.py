from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playground.domain.headers import TensorInfo
from playground.domain.inspection import bar, mix

tensors = st.lists(
    st.builds(
        TensorInfo,
        st.text(max_size=3),
        st.just((32,)),
        st.sampled_from(["F32", "Q4_0", "Q8_0", "Q6_K"]),
        st.integers(0, 10**9),
        st.just(0),
    ),
    max_size=12,
)


@given(tensors, st.integers(8, 80))
def test_the_bar_is_as_wide_as_asked_and_every_type_is_in_it(
    found: list[TensorInfo], width: int
) -> None:
    shares = mix(found)
    assert sum(share.tensors for share in shares) == len(found)
    drawn = bar(shares, width)
    assert len(drawn) == (width if shares else 0)
    assert len(set(drawn)) == len(shares)
