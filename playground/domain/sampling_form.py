"""What a person typed for sampling: for all models, and for single ones over that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from playground.domain.sampling import PARAMETERS_BY_NAME, PRESETS, Parameter, read

Values: TypeAlias = Mapping[str, float | int]

ALL = ""
"""The scope of all models; every other scope is the id of a model."""

LABELS: Mapping[str, str] = {
    "temperature": "temperature",
    "top_k": "top-k",
    "top_p": "top-p",
    "repetition_penalty": "repeat pen.",
    "last_n_tokens": "pen. window",
    "seed": "seed",
    "max_new_tokens": "max tokens",
    "samples": "samples",
    "threads": "threads",
    "context_length": "context",
    "grammar": "grammar",
    "json_schema": "JSON schema",
    "lora": "LoRA",
}
"""The fields in their order, with labels of at most eleven cells."""

TEXTS: Mapping[str, str] = {
    "grammar": 'A GBNF file, or rules such as root ::= "yes" | "no", that answers keep to.',
    "json_schema": "A file with a JSON schema, or the schema itself, that answers fulfil.",
    "lora": "LoRA adapters: FILE or FILE:SCALE, several with commas between.",
}
"""The fields that hold no number, and what they mean; only some engines can do that."""

_PRESET_NAMES = ("temperature", "top_k", "top_p", "repetition_penalty")
_OWN = "model's own"
_CUSTOM = "custom"


def run_parameters(cores: int) -> Mapping[str, Parameter]:
    """What holds for a whole run; `cores` is how many there are for threads."""
    parameters = (
        Parameter("samples", "Samples", int, 1, 16, "Answers per model, each with the next seed."),
        Parameter(
            "threads", "Threads", int, 1, cores, "Threads per model; empty shares free cores out."
        ),
        Parameter(
            "context_length",
            "Context",
            int,
            1,
            2**20,
            "Tokens of prompt and answer together; more of them take more memory.",
        ),
    )
    return {parameter.name: parameter for parameter in parameters}


class SamplingForm:
    """The typed texts by scope and field; an empty text leaves the value open."""

    def __init__(self, cores: int, check: Callable[[str, str], str | None] | None = None) -> None:
        """`cores`: how many threads a model may have; `check` says what is wrong with a text field.

        It gets the name of the field and what was typed.
        """
        self._run = run_parameters(cores)
        self._check = check or (lambda _name, _text: None)
        self._unable: Mapping[str, str] = {}
        self._typed: dict[str, dict[str, str]] = {ALL: {}}
        self._custom: dict[str, dict[str, str]] = {}

    def parameter(self, name: str) -> Parameter:
        """Range and meaning of a field that holds a number."""
        return self._run.get(name) or PARAMETERS_BY_NAME[name]

    def fields(self, scope: str) -> tuple[str, ...]:
        """The fields of a scope: what holds for a whole run is not a single model's to set."""
        return tuple(name for name in LABELS if scope == ALL or name not in self._run)

    def text(self, scope: str, name: str) -> str:
        """What was typed."""
        return self._typed.get(scope, {}).get(name, "")

    def know(self, unable: Mapping[str, str]) -> None:
        """Take why models, by their ids, can do nothing of what the text fields ask for."""
        self._unable = unable

    def unable(self, scope: str) -> str:
        """Why the text fields of a scope ask for something that cannot be; empty where it can."""
        if scope != ALL:
            return self._unable.get(scope, "")
        told = [f"Not for {model}: {why}" for model, why in self._unable.items()]
        return " ".join(told)

    def texts(self, scope: str) -> dict[str, str]:
        """The text fields that are set in a scope; only good ones."""
        typed = {name: self.text(scope, name).strip() for name in TEXTS}
        return {
            name: text for name, text in typed.items() if text and not self.problem(scope, name)
        }

    def texts_for(self, model: str) -> dict[str, str]:
        """Those that hold for a model: its own over those of all."""
        own = self.texts(model)
        apart = {"grammar": "json_schema", "json_schema": "grammar"}
        common = {
            name: text for name, text in self.texts(ALL).items() if apart.get(name) not in own
        }
        return {**common, **own}

    def type(self, scope: str, name: str, text: str) -> None:
        """Take what was typed."""
        self._typed.setdefault(scope, {})[name] = text

    def recall(self, sampling: Values, per_model: Mapping[str, Values], samples: int) -> None:
        """Set what was chosen for an earlier run, and nothing else."""
        of_all = {**sampling, "samples": samples} if samples > 1 else sampling
        self._typed = {
            scope: {name: str(value) for name, value in values.items()}
            for scope, values in ((ALL, of_all), *per_model.items())
        }
        self._custom = {}

    @property
    def untouched(self) -> bool:
        """Whether nothing is set."""
        return not any(text.strip() for texts in self._typed.values() for text in texts.values())

    def placeholder(self, scope: str, name: str) -> str:
        """What holds where the field is empty."""
        if name in TEXTS and scope != ALL and self.unable(scope):
            return "not available"
        if scope != ALL and self.text(ALL, name).strip():
            return f"as all: {self.text(ALL, name).strip()}"
        if name in TEXTS:
            return "none"
        return {"samples": "1", "threads": "shared out"}.get(name, _OWN)

    def problem(self, scope: str, name: str) -> str | None:
        """What is wrong with a text; None where it is good or empty."""
        text = self.text(scope, name).strip()
        if not text:
            return None
        if name in TEXTS:
            return self._text_problem(scope, name, text)
        try:
            read(self.parameter(name), text)
        except ValueError as error:
            return str(error)
        return None

    def _text_problem(self, scope: str, name: str, text: str) -> str | None:
        if scope != ALL and self.unable(scope):
            return self.unable(scope)
        if name == "json_schema" and self.text(scope, "grammar").strip():
            return "A grammar and a JSON schema exclude one another: empty one of the two."
        return self._check(name, text)

    def problems(self) -> list[tuple[str, str, str]]:
        """Scope, field and what is wrong, for every bad text."""
        return [
            (scope, name, problem)
            for scope in self._typed
            for name in self.fields(scope)
            if (problem := self.problem(scope, name))
        ]

    def sampling(self, scope: str) -> dict[str, float | int]:
        """The sampling parameters set in a scope; only good ones."""
        return {name: value for name, value in self._values(scope) if name not in self._run}

    def per_model(self) -> dict[str, dict[str, float | int]]:
        """The sampling parameters that single models have over those of all, by id."""
        found = {scope: self.sampling(scope) for scope in self._typed if scope != ALL}
        return {scope: values for scope, values in found.items() if values}

    def run_value(self, name: str) -> int | None:
        """The value of a field that holds for the whole run; None where it is open."""
        return next((int(value) for field, value in self._values(ALL) if field == name), None)

    def preset(self, scope: str) -> str:
        """The preset that the texts of a scope make: its name, "custom", or "model's own"."""
        texts = {name: self.text(scope, name).strip() for name in _PRESET_NAMES}
        if not any(texts.values()):
            return _OWN
        values = dict(self._values(scope))
        for name, preset in PRESETS.items():
            if all(values.get(field) == value for field, value in preset.items()):
                return name
        return _CUSTOM

    def next_preset(self, scope: str) -> str:
        """Go to the next preset and give its name; own values come round again."""
        current = self.preset(scope)
        if current == _CUSTOM:
            self._custom[scope] = {name: self.text(scope, name) for name in _PRESET_NAMES}
        order = [_OWN, *PRESETS, *([_CUSTOM] if scope in self._custom else [])]
        name = order[(order.index(current) + 1) % len(order)]
        if name == _CUSTOM:
            texts: Mapping[str, str] = self._custom[scope]
        else:
            texts = {field: f"{value:g}" for field, value in PRESETS.get(name, {}).items()}
        for field in _PRESET_NAMES:
            self.type(scope, field, texts.get(field, ""))
        return name

    def summary(self) -> str:
        """All that is set, on one line; a bad value is marked with an exclamation mark."""
        parts = [self._scope_summary(scope) for scope in self._typed]
        return "; ".join(part for part in parts if part) or "as each model was made for"

    def _scope_summary(self, scope: str) -> str:
        preset = self.preset(scope)
        named = preset in PRESETS
        parts = [preset] if named else []
        for name in self.fields(scope):
            text = self.text(scope, name).strip()
            text = text.rpartition("/")[2] if name in TEXTS else text
            if text and not (named and name in _PRESET_NAMES):
                parts.append(f"{'!' if self.problem(scope, name) else ''}{LABELS[name]} {text}")
        said = "  ".join(parts)
        return f"{scope}: {said}" if said and scope != ALL else said

    def _values(self, scope: str) -> Iterator[tuple[str, float | int]]:
        for name in self.fields(scope):
            text = self.text(scope, name).strip()
            if text and name not in TEXTS and not self.problem(scope, name):
                yield name, read(self.parameter(name), text)
