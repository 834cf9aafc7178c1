"""The wire: every message survives it, and whatever else comes is named."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engines.codec import ProtocolError, decode, encode
from playground.engines.parameters import Sampling
from playground.engines.protocol import (
    Cancel,
    Command,
    Done,
    Failed,
    FailureKind,
    Generate,
    Likelihood,
    Load,
    Loaded,
    Progress,
    Ready,
    Reply,
    Score,
    Scored,
    StopReason,
    Token,
    Tokenize,
    Tokens,
    Usage,
)

numbers = st.integers()
seconds = st.floats(allow_nan=False)
texts = st.text(st.characters())  # lone surrogates included
samplings = st.builds(
    Sampling,
    temperature=seconds,
    top_k=numbers,
    top_p=seconds,
    repetition_penalty=seconds,
    last_n_tokens=numbers,
    seed=numbers,
    max_new_tokens=numbers,
    stop=st.lists(texts, max_size=3).map(tuple),
)
usages = st.builds(
    Usage, numbers, numbers, numbers, seconds, st.none() | seconds, generation_seconds=seconds
)
messages = st.one_of(
    st.builds(Load, texts, texts, numbers, numbers),
    st.builds(Generate, numbers, texts, samplings, numbers),
    st.builds(Score, numbers, texts, st.lists(texts, max_size=3).map(tuple), numbers),
    st.builds(
        Scored,
        numbers,
        st.lists(st.builds(Likelihood, seconds, numbers, st.booleans()), max_size=3).map(tuple),
        usages,
    ),
    st.builds(Tokenize, numbers, texts),
    st.builds(Cancel, numbers),
    st.builds(Ready, numbers, texts, texts, numbers),
    st.builds(Loaded, seconds, numbers, texts, numbers, numbers, texts),
    st.builds(Progress, numbers, numbers, numbers),
    st.builds(Token, numbers, texts),
    st.builds(
        Done,
        numbers,
        st.sampled_from(get_args(StopReason)),
        usages,
        texts,
        st.lists(texts, max_size=3).map(tuple),
    ),
    st.builds(
        Tokens, numbers, st.lists(numbers).map(tuple), st.lists(texts, max_size=5).map(tuple)
    ),
    st.builds(Failed, st.none() | numbers, st.sampled_from(get_args(FailureKind)), texts, texts),
)


@given(messages)
def test_every_message_survives_the_wire(message: Command | Reply) -> None:
    line = encode(message)
    assert line.isascii()
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert decode(line) == message


def test_every_type_of_message_is_among_those_tried() -> None:
    tried = {
        Load,
        Generate,
        Score,
        Scored,
        Tokenize,
        Cancel,
        Ready,
        Loaded,
        Progress,
        Token,
        Done,
        Tokens,
        Failed,
    }
    assert tried == {*get_args(Command), *get_args(Reply)}


@given(st.binary(max_size=300))
def test_whatever_else_comes_is_refused_with_its_line(line: bytes) -> None:
    with pytest.raises(ProtocolError) as caught:
        decode(line)
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 1000


FAULTS = {
    "nothing": ("", "Not a line of the model protocol"),
    "half": ('{"type":"cancel","id":', "Not a line of the model protocol"),
    "not UTF-8": (b'{"type":"cancel\xff"}', "Not a line of the model protocol"),
    "deeply nested": ("[" * 100_000, "Not a line of the model protocol"),
    "a list": ("[1]", "without a type"),
    "no type": ('{"id":1}', "without a type"),
    "type of a wrong type": ('{"type":1}', "without a type"),
    "unknown type": ('{"type":"explode","id":1}', "Unknown type 'explode'"),
    "type in capitals": ('{"type":"Cancel","id":1}', "Unknown type 'Cancel'"),
    "missing field": ('{"type":"progress","id":1,"done":2}', "Missing field 'total'"),
    "unknown field": ('{"type":"cancel","id":1,"now":true}', "Unknown field 'now'"),
    "text for a number": ('{"type":"cancel","id":"1"}', "Field 'id' has the wrong value '1'"),
    "truth for a number": ('{"type":"cancel","id":true}', "Field 'id' has the wrong value True"),
    "fraction for a whole": ('{"type":"cancel","id":1.5}', "Field 'id' has the wrong value 1.5"),
    "null for a number": ('{"type":"cancel","id":null}', "Field 'id' has the wrong value None"),
    "number for a text": ('{"type":"token","id":1,"text":2}', "Field 'text' has the wrong value"),
    "unknown reason": (
        '{"type":"done","id":1,"reason":"tired","usage":{}}',
        "Field 'reason' has the wrong value 'tired'",
    ),
    "list for a reason": (
        '{"type":"done","id":1,"reason":[],"usage":{}}',
        "Field 'reason' has the wrong value",
    ),
    "number for an object": (
        '{"type":"done","id":1,"reason":"eos","usage":3}',
        "Field 'usage' is no object",
    ),
    "fault inside an object": (
        '{"type":"done","id":1,"reason":"eos","usage":{"prompt_tokens":"x"}}',
        "Field 'prompt_tokens' has the wrong value 'x'",
    ),
    "text for a list": ('{"type":"tokens","id":1,"ids":"12","pieces":[]}', "'ids' is no list"),
    "fault inside a list": (
        '{"type":"tokens","id":1,"ids":[1,"2"],"pieces":[]}',
        "Field 'ids' has the wrong value '2'",
    ),
}


@pytest.mark.parametrize(("line", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_faults_are_named_with_their_line(line: str | bytes, message: str) -> None:
    data = line.encode() if isinstance(line, str) else line
    with pytest.raises(ProtocolError) as caught:
        decode(data)
    assert message in caught.value.message
    assert ascii(data[:20].decode("utf-8", "replace"))[1:-1] in caught.value.message


def test_a_long_line_is_quoted_in_part() -> None:
    line = json.dumps({"type": "token", "id": "x" * 10_000}).encode()
    with pytest.raises(ProtocolError) as caught:
        decode(line)
    assert f"({len(line)} bytes)" in caught.value.message
    assert len(caught.value.message) < 500


def test_optional_fields_may_be_missing() -> None:
    assert decode(b'{"type":"done","id":1,"reason":"eos","usage":{}}') == Done(1, "eos", Usage())


def test_speed_counts_from_the_first_token_to_the_last() -> None:
    assert Usage(completion_tokens=11, generation_seconds=2.0).tokens_per_second == 5.0
    assert Usage(completion_tokens=1, generation_seconds=0.0).tokens_per_second is None
    assert Usage(completion_tokens=2, generation_seconds=0.0).tokens_per_second is None
