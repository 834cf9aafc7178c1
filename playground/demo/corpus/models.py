"""What the bundled models know about other open models: maker, year and licence."""

from __future__ import annotations

from dataclasses import dataclass

from playground.demo.corpus.lists import phrases
from playground.demo.corpus.topics import Topic

APACHE = "the Apache-2.0 licence"
APACHE_TERMS = "Commercial use, changes and sharing are allowed."
MIT_TERMS = "Commercial use is allowed if the notice is kept."


@dataclass(frozen=True, slots=True)
class OpenModel:
    """One well-known model."""

    names: tuple[str, ...]
    """The first is the one used in answers."""
    about: str
    maker: str
    licence: str
    terms: str


def _model(names: str, about: str, maker: str, licence: str, terms: str) -> OpenModel:
    return OpenModel(tuple(names.split("|")), about, maker, licence, terms)


MODELS = (
    _model(
        "Mistral 7B|Mistral",
        "an open model with seven billion parameters that Mistral AI released in 2023",
        "Mistral AI",
        APACHE,
        APACHE_TERMS,
    ),
    _model(
        "Mixtral 8x7B|Mixtral",
        "an open mixture-of-experts model that Mistral AI released in 2023",
        "Mistral AI",
        APACHE,
        APACHE_TERMS,
    ),
    _model(
        "Llama 2|Llama|LLaMA|Llama-2",
        "an open-weight model family that Meta released in 2023",
        "Meta",
        "the Llama 2 community licence",
        "Commercial use is allowed with conditions, and very large companies must ask Meta.",
    ),
    _model(
        "Llama 3|Llama-3",
        "an open-weight model family that Meta released in 2024",
        "Meta",
        "the Llama 3 community licence",
        "Commercial use is allowed with conditions.",
    ),
    _model(
        "Code Llama|CodeLlama",
        "a model for writing code that Meta built on Llama 2 in 2023",
        "Meta",
        "the Llama 2 community licence",
        "Commercial use is allowed with conditions.",
    ),
    _model(
        "TinyLlama",
        "a small open model with 1.1 billion parameters that is built like Llama 2",
        "the TinyLlama project",
        APACHE,
        APACHE_TERMS,
    ),
    _model(
        "Falcon 7B|Falcon",
        "an open model with seven billion parameters "
        "from the Technology Innovation Institute in Abu Dhabi",
        "the Technology Innovation Institute in Abu Dhabi",
        APACHE,
        APACHE_TERMS,
    ),
    _model(
        "BLOOM|Bloom",
        "an open model for 46 human languages that the BigScience project released in 2022",
        "the BigScience project",
        "a RAIL licence",
        "It may be used freely except for a list of harmful uses.",
    ),
    _model(
        "GPT-2|GPT2|gpt 2",
        "a language model that OpenAI released in 2019",
        "OpenAI",
        "a modified MIT licence",
        MIT_TERMS,
    ),
    _model(
        "GPT-J|GPT-J 6B|GPTJ",
        "an open model with six billion parameters that EleutherAI released in 2021",
        "EleutherAI",
        APACHE,
        APACHE_TERMS,
    ),
    _model(
        "GPT-NeoX|GPT-NeoX 20B|NeoX",
        "an open model with twenty billion parameters that EleutherAI released in 2022",
        "EleutherAI",
        APACHE,
        APACHE_TERMS,
    ),
    _model(
        "Pythia",
        "a family of open models from EleutherAI made for studying how models learn",
        "EleutherAI",
        APACHE,
        APACHE_TERMS,
    ),
    _model(
        "MPT-7B|MPT",
        "an open model with seven billion parameters that MosaicML released in 2023",
        "MosaicML",
        APACHE,
        APACHE_TERMS,
    ),
    _model(
        "Dolly v2|Dolly|Dolly 2",
        "an open model for instructions that Databricks released in 2023",
        "Databricks",
        "the MIT licence",
        MIT_TERMS,
    ),
    _model(
        "StarCoder|Star Coder",
        "an open model for writing code that the BigCode project released in 2023",
        "the BigCode project",
        "an OpenRAIL licence",
        "It may be used freely except for a list of harmful uses.",
    ),
    _model(
        "Phi-2|Phi 2|Phi",
        "a small open model that Microsoft released in 2023",
        "Microsoft",
        "the MIT licence",
        MIT_TERMS,
    ),
    _model(
        "Qwen2.5|Qwen",
        "a family of open models from Alibaba that came out in 2024",
        "Alibaba",
        "the Apache-2.0 licence for most sizes",
        "Read the licence of the size you choose.",
    ),
    _model(
        "SmolLM2|SmolLM",
        "a family of very small open models from Hugging Face",
        "Hugging Face",
        APACHE,
        APACHE_TERMS,
    ),
    _model(
        "Zephyr 7B|Zephyr",
        "a chat model from Hugging Face that was fine-tuned from Mistral 7B",
        "Hugging Face",
        "the MIT licence",
        MIT_TERMS,
    ),
)
MAKER_ASKS = (
    "who made {x}",
    "who created {x}",
    "who built {x}",
    "who developed {x}",
    "who released {x}",
    "who is behind {x}",
    "who trained {x}",
    "which company made {x}",
    "where does {x} come from",
    "who makes {x}",
    "who is the maker of {x}",
    "who published {x}",
    "{x} was made by whom",
)
LICENCE_ASKS = (
    "what is the licence of {x}",
    "what is the license of {x}",
    "which license does {x} have",
    "which licence does {x} use",
    "what license does {x} use",
    "what licence is {x} under",
    "is {x} free",
    "is {x} open source",
    "can i use {x} commercially",
    "can i sell {x}",
    "is {x} free for commercial use",
    "may i use {x} at work",
    "can i use {x} for my business",
    "{x} license",
    "{x} licence",
    "license of {x}",
    "tell me the license of {x}",
    "is {x} open",
    "can i use {x} in a product",
    "how is {x} licensed",
    "under which license is {x}",
    "does {x} allow commercial use",
    "can my company use {x}",
    "what are the terms of {x}",
)


LATE_MAKER_ASKS = phrases(
    """
    which lab made {x} | which organisation is behind {x} | name the maker of {x} | {x} maker |
    what company is behind {x} | who came up with {x} | who did {x} | who wrote {x} |
    who gave us {x} | tell me who made {x} | do you know who created {x} | made by whom is {x}
    """
)
LATE_LICENCE_ASKS = phrases(
    """
    am i allowed to use {x} at work | is it allowed to sell {x} | may i sell {x} |
    is it legal to use {x} in a product | what does the licence of {x} allow |
    which terms apply to {x} | can i make money with {x} | the licence of {x} please |
    how open is {x} | what are the rules for {x} | can we use {x} in our app |
    does {x} cost money | {x} commercial use | {x} terms of use
    """
)


def late_model_topics() -> list[Topic]:
    """List makers and licences again with the forms for the second part of the training."""
    topics: list[Topic] = []
    for model in MODELS:
        for asks, answer in (
            (LATE_MAKER_ASKS, made_by(model)),
            (LATE_LICENCE_ASKS, licensed(model)),
        ):
            forms = tuple(ask.format(x=alias) for ask in asks for alias in model.names)
            topics.append(Topic(answer, asks=forms))
    return topics


def made_by(model: OpenModel) -> str:
    """Say who made a model."""
    return f"{model.names[0]} was made by {model.maker}."


def licensed(model: OpenModel) -> str:
    """Say what the licence of a model is and allows."""
    return f"{model.names[0]} has {model.licence}. {model.terms}"


def model_topics() -> list[Topic]:
    """Turn each model into three topics: what it is, who made it, what its licence says."""
    topics: list[Topic] = []
    for model in MODELS:
        name = model.names[0]
        topics.append(Topic(f"{name} is {model.about}.", model.names))
        topics.append(
            Topic(
                made_by(model),
                asks=tuple(ask.format(x=alias) for ask in MAKER_ASKS for alias in model.names),
            )
        )
        topics.append(
            Topic(
                licensed(model),
                asks=tuple(ask.format(x=alias) for ask in LICENCE_ASKS for alias in model.names),
            )
        )
    return topics
