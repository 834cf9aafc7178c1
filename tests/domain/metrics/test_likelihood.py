from hypothesis import given
from hypothesis import strategies as st

from playground.domain.metrics import likelihood

LOGPROBS = st.dictionaries(
    st.text("abc", min_size=1, max_size=9), st.floats(-90, 0), min_size=1, max_size=5
)


@given(LOGPROBS, st.data())
def test_the_right_choice_is_the_one_above_all_others(
    logprobs: dict[str, float], data: st.DataObject
) -> None:
    right = data.draw(st.sampled_from(sorted(logprobs)))
    found = likelihood.scores(logprobs, [right])
    others = [one for one in logprobs if one != right]
    apart = {
        "likelihood": [logprobs[right] - logprobs[one] for one in others],
        "likelihood_norm": [
            logprobs[right] / len(right) - logprobs[one] / len(one) for one in others
        ],
    }
    for name, gaps in apart.items():
        if all(gap > 0 for gap in gaps):
            assert found[name] == 1.0
        if any(gap < 0 for gap in gaps):
            assert found[name] == 0.0


def test_a_long_choice_is_not_at_a_disadvantage_by_length() -> None:
    logprobs = {"no": -2.0, "under the old bridge": -5.0}
    assert likelihood.likeliest(logprobs) == "no"
    assert likelihood.likeliest_by_length(logprobs) == "under the old bridge"
    assert likelihood.told(logprobs) == "log-likelihoods: no -2.00, under the old bridge -5.00"


def test_a_choice_stands_after_one_space() -> None:
    assert likelihood.continued("Answer:", "yes") == " yes"
    assert likelihood.continued("Answer: ", "yes") == "yes"
    assert likelihood.continued("<assistant>\n", "yes") == "yes"
    assert likelihood.continued("", "yes") == "yes"
