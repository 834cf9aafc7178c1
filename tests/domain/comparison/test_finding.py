from __future__ import annotations

import pytest

from playground.domain.comparison import ChoiceError
from playground.domain.comparison.finding import one_answer
from tests.domain.comparison.recorded import lane, run, session

RECORD = session(
    run(
        1,
        "x",
        [
            lane(1, 0, "a", variant="A"),
            lane(1, 1, "b", variant="B"),
            lane(1, 2, "c", variant="B", sample=1),
        ],
    )
)


def test_an_answer_is_named_by_model_variant_and_sample() -> None:
    assert one_answer(RECORD, 1, "model-a", variant="A").text == "a"
    assert one_answer(RECORD, 1, "model-a", variant="B", sample=2).text == "c"


@pytest.mark.parametrize(
    ("variant", "told"), [(None, "Choose: --variant A or B"), ("B", "Choose: --sample, from 1")]
)
def test_what_fits_several_is_told(variant: str | None, told: str) -> None:
    with pytest.raises(ChoiceError, match=told):
        one_answer(RECORD, 1, "model-a", variant=variant)
