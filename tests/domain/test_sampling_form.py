from __future__ import annotations

import pytest

from playground.domain.sampling import PRESETS
from playground.domain.sampling_form import ALL, LABELS, TEXTS, SamplingForm


def form(**texts: str) -> SamplingForm:
    made = SamplingForm(cores=4)
    for name, text in texts.items():
        made.type(ALL, name, text)
    return made


def test_an_empty_form_leaves_everything_to_the_models() -> None:
    empty = form()
    assert empty.sampling(ALL) == {}
    assert empty.per_model() == {}
    assert empty.problems() == []
    assert empty.run_value("samples") is None
    assert empty.summary() == "as each model was made for"


def test_good_values_are_read_in_their_kind() -> None:
    typed = form(temperature=" 0.5 ", top_k="3", samples="2", threads="4", context_length="512")
    assert typed.sampling(ALL) == {"temperature": 0.5, "top_k": 3}
    assert [typed.run_value(name) for name in ("samples", "threads", "context_length")] == [
        2,
        4,
        512,
    ]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("temperature", "hot", "a number"),
        ("temperature", "11", "between -1 and 10"),
        ("top_k", "1.5", "a whole number"),
        ("threads", "5", "between 1 and 4"),
        ("samples", "0", "between 1 and 16"),
        ("context_length", "0", "between 1 and"),
    ],
)
def test_a_bad_value_is_named_and_never_passed_on(name: str, text: str, told: str) -> None:
    typed = form(**{name: text})
    ((scope, field, problem),) = typed.problems()
    assert (scope, field) == (ALL, name)
    assert name in problem
    assert told in problem
    assert typed.sampling(ALL) == {}
    assert typed.run_value(name) is None
    assert f"!{LABELS[name]} {text}" in typed.summary()


def test_every_field_has_a_range_a_meaning_and_a_short_label() -> None:
    typed = form()
    for name, label in LABELS.items():
        if name in TEXTS:
            assert TEXTS[name].endswith(".")
            continue
        parameter = typed.parameter(name)
        assert parameter.minimum < parameter.maximum
        assert parameter.meaning.endswith(".")
        assert len(label) <= 11


def test_a_single_model_has_values_over_those_of_all() -> None:
    typed = form(temperature="0.5", top_k="40")
    typed.type("alpha", "temperature", "1.5")
    typed.type("bravo", "temperature", "")
    assert typed.sampling(ALL) == {"temperature": 0.5, "top_k": 40}
    assert typed.per_model() == {"alpha": {"temperature": 1.5}}
    assert typed.placeholder("alpha", "top_k") == "as all: 40"
    assert typed.placeholder("alpha", "seed") == "model's own"
    assert typed.summary() == "temperature 0.5  top-k 40; alpha: temperature 1.5"


def test_what_holds_for_the_whole_run_is_no_single_models_to_set() -> None:
    typed = form(samples="3")
    assert set(LABELS) - set(typed.fields("alpha")) == {"samples", "threads", "context_length"}
    typed.type("alpha", "samples", "9")
    assert typed.run_value("samples") == 3
    assert typed.per_model() == {}


def test_a_bad_value_of_a_single_model_is_found_as_well() -> None:
    typed = form()
    typed.type("alpha", "top_p", "2")
    assert [(scope, name) for scope, name, _ in typed.problems()] == [("alpha", "top_p")]
    assert typed.per_model() == {}


def test_presets_come_round_and_leave_the_other_fields_alone() -> None:
    typed = form(seed="7")
    names = []
    for _ in range(len(PRESETS) + 1):
        names.append(typed.next_preset(ALL))
        values = typed.sampling(ALL)
        assert values.pop("seed") == 7
        assert values == PRESETS.get(names[-1], {})
    assert names == ["greedy", "balanced", "creative", "model's own"]


def test_the_summary_names_a_preset_instead_of_its_values() -> None:
    typed = form(seed="7")
    typed.next_preset(ALL)
    assert typed.summary() == "greedy  seed 7"
    typed.type(ALL, "top_k", "2")
    assert typed.preset(ALL) == "custom"
    assert "top-k 2" in typed.summary()


def test_own_values_are_not_lost_among_the_presets() -> None:
    typed = form(temperature="0.33")
    seen = [typed.next_preset(ALL) for _ in range(5)]
    assert seen == ["model's own", "greedy", "balanced", "creative", "custom"]
    assert typed.sampling(ALL) == {"temperature": 0.33}


def test_texts_hold_for_all_models_or_for_one() -> None:
    typed = SamplingForm(4, lambda name, text: "no such file" if text == "gone" else None)
    typed.type(ALL, "grammar", "/some/where/g.gbnf")
    typed.type(ALL, "lora", "gone")
    typed.type("alpha", "json_schema", "s.json")
    assert typed.problems() == [(ALL, "lora", "no such file")]
    assert typed.texts_for("bravo") == {"grammar": "/some/where/g.gbnf"}
    assert typed.texts_for("alpha") == {"json_schema": "s.json"}
    assert typed.sampling(ALL) == {}
    assert typed.summary() == "grammar g.gbnf  !LoRA gone; alpha: JSON schema s.json"
    typed.type("alpha", "grammar", "other")
    assert [name for _, name, _ in typed.problems()] == ["lora", "json_schema"]


def test_a_model_that_cannot_says_why() -> None:
    typed = form()
    typed.know({"alpha": "it is too old."})
    typed.type(ALL, "grammar", "g.gbnf")
    assert typed.placeholder("alpha", "grammar") == "not available"
    assert typed.placeholder("bravo", "grammar") == "as all: g.gbnf"
    assert typed.placeholder("alpha", "lora") == "not available"
    assert typed.placeholder("bravo", "lora") == "none"
    typed.type("alpha", "lora", "a.gguf")
    assert typed.problems() == [("alpha", "lora", "it is too old.")]
    assert typed.unable(ALL) == "Not for alpha: it is too old."
    assert typed.unable("bravo") == ""
