"""What people meet when they run a model: prompts, settings, speed and scores."""

from __future__ import annotations

from playground.demo.corpus.topics import topic

RUNNING = (
    topic(
        "A prompt is the text you give to a model.",
        subjects="a prompt | prompts | the prompt",
        asks="what do i type as a prompt",
    ),
    topic(
        "A good prompt is short and clear and says what form the answer should have.",
        subjects="a good prompt | prompt engineering | prompting",
        asks="""
        how do i write a good prompt | how should i write prompts |
        how can i get better answers
        """,
    ),
    topic(
        "A completion is the text a model writes after your prompt.",
        subjects="a completion | completions | model output",
    ),
    topic(
        "The context length is the number of tokens a model can see at once, prompt and "
        "answer together.",
        subjects="""
        context length | the context length | context | the context | context window |
        the context window | context size
        """,
        asks="""
        how much text can a model read | what happens if my prompt is too long |
        how long can a prompt be | how much text fits in a model
        """,
    ),
    topic(
        "Temperature sets how random the text is. Low values are careful, high values are "
        "more varied.",
        subjects="temperature | the temperature | sampling temperature | temperature in a model",
        asks="""
        what does temperature do | what temperature should i use |
        why is the answer always the same | how do i make answers less random |
        how do i get more creative text | how can i make the text more varied |
        is a low temperature better | what does the temperature setting do
        """,
    ),
    topic(
        "Top-k lets the model choose only among the k most likely tokens.",
        subjects="top-k | top k | topk | top-k sampling | top_k",
        asks="what does top-k do | what does top k mean",
    ),
    topic(
        "Top-p lets the model choose among the most likely tokens whose chances add up to p.",
        subjects="top-p | top p | nucleus sampling | top_p",
        asks="what does top-p do | what does top p mean",
    ),
    topic(
        "The repetition penalty makes tokens that were already used less likely. The value "
        "1.0 turns it off.",
        subjects="repetition penalty | the repetition penalty | repeat penalty",
        asks="""
        how do i stop a model from repeating itself | why does the model repeat itself |
        how can i avoid repeated text
        """,
    ),
    topic(
        "A seed fixes the random choices, so the same prompt gives the same text again.",
        subjects="a seed | the seed | a random seed | seed",
        asks="""
        how do i get the same answer again | how can i repeat a result |
        what is the seed for
        """,
    ),
    topic(
        "A stop string ends the answer as soon as the model writes it.",
        subjects="a stop string | stop strings | a stop sequence | stop sequences | a stop word",
    ),
    topic(
        "Max new tokens is the longest answer that the model may write, counted in tokens.",
        subjects="max new tokens | the max tokens setting | max tokens",
        asks="""
        how do i get a longer answer | why does the answer stop in the middle |
        how do i make answers longer | how do i limit the length of an answer
        """,
    ),
    topic(
        "Greedy decoding always takes the most likely token, so the text is the same every time.",
        subjects="greedy decoding | greedy sampling | greedy search",
    ),
    topic(
        "Sampling draws the next token by chance, likely tokens more often than others.",
        subjects="sampling | token sampling | sampling settings",
    ),
    topic(
        "Streaming shows each token as soon as it is made.",
        subjects="streaming | token streaming | streamed output",
    ),
    topic(
        "Time to first token is how long you wait until the first piece of the answer appears.",
        subjects="time to first token | TTFT | latency",
    ),
    topic(
        "Tokens per second tells how fast a model writes.",
        subjects="tokens per second | throughput | generation speed",
        asks="how is the speed of a model measured | how fast is a model",
    ),
    topic(
        "Perplexity measures how surprised a model is by a text. Lower is better.",
        subjects="perplexity",
        asks="is a low perplexity good",
    ),
    topic(
        "The KV cache keeps what the model worked out for earlier tokens, so it need not do"
        " it again.",
        subjects="the KV cache | KV cache | key value cache",
    ),
    topic(
        "A hallucination is text that sounds sure but is not true. Always check important answers.",
        subjects="a hallucination | hallucinations | hallucination",
        asks="""
        why do models make things up | are the answers always true |
        can i trust the answer | can i trust a model | why is the model wrong |
        do language models make mistakes | is everything a model says true
        """,
    ),
    topic(
        "A benchmark is a fixed set of tasks used to compare models.",
        subjects="a benchmark | benchmarks | model benchmarks",
        asks="how are models compared | how can i compare models",
    ),
    topic(
        "ROUGE compares a summary with a reference by counting shared words.",
        subjects="ROUGE | rouge score | the ROUGE score | ROUGE-L",
    ),
    topic(
        "Exact match counts the answers that are the same as the reference.",
        subjects="exact match | EM",
    ),
    topic(
        "The F1 score weighs how many right words were given and how many given words were right.",
        subjects="the F1 score | F1 | f1 score",
    ),
    topic(
        "A thread is one line of work on a processor. Using more threads than free cores "
        "makes a model slower.",
        subjects="threads | a thread",
        asks="how many threads should i use | how many cpu threads are best",
    ),
)
