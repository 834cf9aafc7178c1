from __future__ import annotations

from dataclasses import replace

import pytest

from playground.domain.fit import Shape, Verdict, fit, guess, shape_of
from playground.domain.headers import ModelHeader, Vocabulary
from tests.domain.entries import entry

MISTRAL = ModelHeader(
    container="gguf",
    container_version=3,
    architecture="llama",
    model_type="gguf",
    size_bytes=4_368_439_584,
    quantisation="Q4_K_M",
    parameters=7_240_000_000,
    tensors=(),
    vocabulary=Vocabulary(32_000),
    context_length=32_768,
    embedding_length=4096,
    block_count=32,
    head_count=32,
    head_count_kv=8,
)
GPT2 = replace(
    MISTRAL,
    container="ggml",
    architecture="gpt2",
    model_type="gpt2",
    context_length=1024,
    vocabulary=Vocabulary(50_257),
    embedding_length=768,
    block_count=12,
    head_count=12,
    head_count_kv=12,
)
MIB = 2**20


def shape(header: ModelHeader) -> Shape:
    found = shape_of(header)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("header", "context", "mebibytes"),
    [
        (replace(MISTRAL, head_count_kv=32), 4096, 2048),  # as Llama 2 7B
        (MISTRAL, 4096, 512),
        (MISTRAL, 32_768, 4096),
        (GPT2, 1024, 72),  # kept in 32 bits
        (replace(GPT2, model_type="gptj"), 1024, 36),
    ],
)
def test_the_cache_of_models_whose_shape_is_known(
    header: ModelHeader, context: int, mebibytes: int
) -> None:
    assert fit(1, shape(header), context, None).cache == mebibytes * MIB


def test_lengths_of_keys_and_values_in_the_header_count() -> None:
    metadata = {"llama.attention.key_length": 256, "llama.attention.value_length": 64}
    assert shape(replace(MISTRAL, metadata=metadata)).cached == 8 * (256 + 64)


def test_a_header_that_leaves_too_much_out_tells_no_shape() -> None:
    for missing in ("block_count", "embedding_length", "head_count"):
        assert shape_of(replace(MISTRAL, **{missing: None})) is None  # type: ignore[arg-type]


def test_scratch_of_legacy_files_stays_within_their_buffer() -> None:
    large = replace(GPT2, embedding_length=8192, block_count=64, head_count=64)
    assert fit(1, shape(large), 2048, None).scratch == 48_000_000 + 256 * MIB
    assert fit(1, shape(GPT2), 64, None).scratch < 48_000_000 + 256 * MIB


def test_scratch_grows_with_the_context() -> None:
    short, long = (fit(1, shape(MISTRAL), context, None).scratch for context in (512, 4096))
    assert short < long


@pytest.mark.parametrize(
    ("spare", "verdict"), [(1.0, "tight"), (1.17, "tight"), (1.18, "ok"), (0.999, "no")]
)
def test_the_verdict_by_what_is_free(spare: float, verdict: Verdict) -> None:
    needed = fit(10**9, shape(MISTRAL), 512, None).total
    assert needed is not None
    assert fit(10**9, shape(MISTRAL), 512, round(needed * spare)).verdict == verdict


def test_nothing_is_claimed_where_the_size_or_the_machine_is_not_known() -> None:
    assert fit(None, shape(MISTRAL), 512, 10**12).verdict == "unknown"
    assert fit(None, shape(MISTRAL), 512, 10**12).total is None
    assert fit(1, None, 512, 10**12).verdict == "unknown"
    assert fit(1, shape(MISTRAL), 512, None).verdict == "unknown"


@pytest.mark.parametrize(
    ("parameters", "layers", "width"),
    [(6_740_000_000, 32, 4096), (13_020_000_000, 40, 5120), (69_000_000_000, 80, 8192)],
)
def test_the_guess_comes_near_to_models_of_known_shape(
    parameters: int, layers: int, width: int
) -> None:
    guessed = guess(entry(parameters=parameters))
    assert guessed is not None
    assert guessed.estimated
    assert guessed.layers == pytest.approx(layers, rel=0.15)
    assert guessed.width == pytest.approx(width, rel=0.1)


def test_a_guess_is_not_below_what_the_header_tells() -> None:
    guessed = guess(entry(parameters=MISTRAL.parameters))
    assert guessed is not None
    assert fit(1, guessed, 4096, None).cache >= fit(1, shape(MISTRAL), 4096, None).cache


def test_without_parameters_the_size_has_to_do_and_without_both_nothing_is_guessed() -> None:
    assert guess(entry(parameters=None, size_bytes=4_000_000_000)) is not None
    assert guess(entry(parameters=None, size_bytes=None)) is None


def test_what_is_said_names_the_parts_and_marks_a_guess() -> None:
    known = fit(4_368_439_584, shape(MISTRAL), 4096, 24_000_000_000)
    assert known.headline() == "+ fits: 5 GB of 24 GB"
    assert known.parts().startswith("4.37 GB weights + 537 MB for 4,096 tokens + ")
    assert "about" not in known.headline() + known.parts()
    guessed = fit(4_368_439_584, guess(entry(parameters=7_240_000_000)), 4096, 5_000_000_000)
    assert guessed.headline().startswith("- too large: about ")
    assert guessed.parts().count("about") == 3
    assert guessed.brief().startswith("- ~")


@pytest.mark.parametrize("weights", [1, 999_499_999, 999_500_000, 10**10, 10**11])
@pytest.mark.parametrize("free", [10**6, 999_499_999, 24_600_000_000, 10**11])
def test_the_brief_form_fits_its_column(weights: int, free: int) -> None:
    assert len(fit(weights, guess(entry(parameters=10**8)), 512, free).brief()) <= 23
