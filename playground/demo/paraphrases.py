"""Questions written by hand in wordings that no generator produces, to see what is understood."""

from __future__ import annotations

from playground.demo.corpus.faq import topics

_PAIRS = (
    ("why would anyone quantize a network", "Quantisation stores"),
    ("Give me the gist of quantisation.", "Quantisation stores"),
    ("Is there a way to make the model need less space?", "Quantisation stores"),
    ("how large is one token", "A token is"),
    ("What exactly counts as a token?", "A token is"),
    ("Which piece of software turns text into tokens?", "A tokenizer"),
    ("How does the temperature change the output?", "Temperature sets"),
    ("What happens when I raise the temperature?", "Temperature sets"),
    ("Which setting makes the text less random?", "Temperature sets"),
    ("Please explain the top-k setting", "Top-k lets"),
    ("What is the top-p value good for?", "Top-p lets"),
    ("The model keeps repeating itself, what can I do?", "The repetition penalty"),
    ("How can I get exactly the same text twice?", "A seed fixes"),
    ("How many tokens fit into the context?", "The context length"),
    ("What limits the length of my prompt?", "The context length"),
    ("what are weights in a model", "Weights are"),
    ("how can I fine-tune a model", "Fine-tuning trains"),
    ("What is stored inside a GGUF file?", "GGUF is"),
    ("tell me what llama.cpp does", "llama.cpp is"),
    ("Should I prefer Q8_0 or Q4_0?", "Q4_0 is smaller"),
    ("Is it true that models invent things?", "A hallucination"),
    ("How do I know if an answer is true?", "A hallucination"),
    ("What does a low perplexity tell me?", "Perplexity measures"),
    ("Which company is Mistral from?", "Mistral 7B was made"),
    ("Who are the makers of Falcon?", "Falcon 7B was made"),
    ("Who is responsible for BLOOM?", "BLOOM was made"),
    ("By whom was GPT-2 made?", "GPT-2 was made"),
    ("Which group trained Pythia?", "Pythia was made"),
    ("Is it okay to use Llama 2 for business?", "Llama 2 has"),
    ("may my company sell Falcon", "Falcon 7B has"),
    ("Which licence covers BLOOM?", "BLOOM has"),
    ("What kind of license comes with GPT-2?", "GPT-2 has"),
    ("Is Mistral 7B under a free license?", "Mistral 7B has"),
    ("Tell me something about the BLOOM model", "BLOOM is"),
    ("I have heard of Falcon, what is it?", "Falcon 7B is"),
    ("What sort of model is StarCoder?", "StarCoder is"),
    ("What may I do under the MIT license?", "The MIT licence allows"),
    ("What does Apache 2.0 let me do?", "The Apache-2.0 licence allows"),
    ("Can I earn money with Apache-2.0 models?", "The Apache-2.0 licence allows"),
    ("Which uses does a RAIL licence forbid?", "A RAIL licence"),
    ("What is special about community licenses?", "A community licence"),
    ("Which models can I use in my shop?", "Models under Apache-2.0"),
    ("What speaks for open models?", "Open models bring"),
    ("Name some benefits of open source language models", "Open models bring"),
    ("What speaks against open models?", "Open models need"),
    ("How do I keep my data on my own computer?", "Local deployment"),
    ("How much memory must my laptop have?", "The weights of a 7B"),
    ("Will it run on a computer with no GPU?", "A graphics card helps"),
    ("Where do I look for models?", "The Hub is"),
    ("Help me choose a model", "Choose by task"),
    ("Which key do I press to run the prompt?", "Press F5"),
    ("how can I stop the text", "Press Esc"),
    ("How can I leave this program?", "Press F10"),
    ("Where do I find help?", "Press F1 for"),
    ("I want to select another model", "Press F2"),
    ("Do I need to be online?", "llmplay runs models"),
    ("hi, who is there", "I am a tiny demo model"),
    ("What things can you do for me?", "I can tell"),
    ("How many parameters are in you?", "I have about"),
    ("thank you, that was good", "You are welcome"),
)


def _answer(beginning: str) -> str:
    matches = [entry.answer for entry in topics() if entry.answer.startswith(beginning)]
    if len(matches) != 1:
        raise ValueError(f"{len(matches)} answers begin with {beginning!r}")
    return matches[0]


PARAPHRASES = tuple((question, _answer(beginning)) for question, beginning in _PAIRS)
"""Questions with the answer each should get."""
