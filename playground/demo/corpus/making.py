"""What language models are made of and how they come to be."""

from __future__ import annotations

from playground.demo.corpus.topics import topic

MAKING = (
    topic(
        "A large language model is a program that learned from much text to predict the "
        "next token.",
        subjects="""
        a large language model | large language models | an LLM | LLMs | a language model |
        llm
        """,
        asks="""
        how does a language model work | how do llms work | how does an llm work |
        what do language models do | how do language models write text |
        how does text generation work
        """,
    ),
    topic(
        "A token is a small piece of text, often a word or a part of a word.",
        subjects="a token | tokens | a token in a model",
        asks="what do tokens mean | how big is a token | how long is a token | is a token a word",
    ),
    topic(
        "A tokenizer cuts text into tokens and gives each a number.",
        subjects="""
        a tokenizer | tokenizers | tokenization | tokenisation | byte pair encoding | BPE
        """,
        asks="what does a tokenizer do | how is text cut into tokens",
    ),
    topic(
        "Quantisation stores the weights with fewer bits. The model gets smaller and often "
        "faster but a little less exact.",
        subjects="""
        quantization | quantisation | quantized models | a quantized model |
        model quantization | quantising | quantizing
        """,
        asks="""
        why quantize a model | why should i quantize a model | what does quantization do |
        how does quantization work | how can i make a model smaller |
        how do i shrink a model | why are quantized models smaller |
        does quantization hurt quality | what is lost by quantization |
        how can a model fit on my laptop
        """,
    ),
    topic(
        "Q4_0 stores weights in blocks of 32 with about 4.5 bits per weight.",
        subjects="Q4_0 | Q4 | 4-bit quantization | four bit quantization",
        asks="what does Q4_0 mean",
    ),
    topic(
        "Q8_0 stores weights in blocks of 32 with about 8.5 bits per weight. It is very "
        "close to the original.",
        subjects="Q8_0 | Q8 | 8-bit quantization | eight bit quantization",
        asks="what does Q8_0 mean",
    ),
    topic(
        "F16 stores every weight as a 16-bit number, so nothing is quantised.",
        subjects="F16 | fp16 | float16 | half precision",
        asks="what does F16 mean",
    ),
    topic(
        "Q4_0 is smaller and often faster, while Q8_0 stays closer to the original.",
        subjects="the difference between Q4_0 and Q8_0",
        asks="""
        should i use Q4_0 or Q8_0 | which quantization should i choose |
        which quantization is best | Q4_0 or Q8_0 | Q8_0 vs Q4_0 |
        what is better Q4_0 or Q8_0 | which quant should i take
        """,
    ),
    topic(
        "Weights are the numbers that a model learned in training.",
        subjects="weights | model weights | the weights of a model",
        asks="where is the knowledge of a model",
    ),
    topic(
        "Parameters are the numbers a model learned. A 7B model has about seven billion of them.",
        subjects="parameters | model parameters | a parameter | model size",
        asks="""
        what does 7B mean | what does 13B mean | how many parameters does a 7B model have |
        how is model size measured
        """,
    ),
    topic(
        "Fine-tuning trains a finished model a little more on examples of one task.",
        subjects="fine-tuning | fine tuning | finetuning | a fine-tuned model",
        asks="""
        how can i adapt a model to my task | how do i customise a model |
        how can i train a model on my data | can i customize an open model |
        how do i teach a model my task
        """,
    ),
    topic(
        "LoRA is a way to fine-tune a model by training a few small added matrices.",
        subjects="LoRA | low-rank adaptation | a LoRA adapter",
    ),
    topic(
        "Training shows a model much text and changes its weights until it predicts the "
        "next token well.",
        subjects="training | model training | pretraining | training a model",
        asks="how are models trained | how is a model trained | how do models learn",
    ),
    topic(
        "Inference is running a finished model to get text from it.",
        subjects="inference | model inference",
        asks="what does inference mean",
    ),
    topic(
        "A transformer is a neural network that uses attention to relate all tokens to each other.",
        subjects="a transformer | transformers | the transformer architecture",
        asks="what architecture do language models have",
    ),
    topic(
        "Attention lets each token look at the earlier tokens that matter for it.",
        subjects="attention | self-attention | the attention mechanism",
    ),
    topic(
        "GGUF is a file format that holds the weights, the tokenizer and facts about a "
        "model in one file.",
        subjects="GGUF | a GGUF file | gguf files | the GGUF format",
        asks="what is in a gguf file | which file format do local models use",
    ),
    topic(
        "GGML is a C library for running models on ordinary computers, and the name of an "
        "older file format.",
        subjects="GGML | ggml files | a ggml file",
    ),
    topic(
        "llama.cpp is a C++ program that runs quantised models on ordinary computers.",
        subjects="llama.cpp | llama cpp",
    ),
    topic(
        "ctransformers is a Python library that runs GGML and GGUF models in C and C++ code.",
        subjects="ctransformers | c transformers",
    ),
    topic(
        "A base model continues text, while an instruct model was trained to follow requests.",
        subjects="""
        the difference between a base model and an instruct model | an instruct model |
        a base model | instruct models | a chat model
        """,
        asks="base or instruct model | what is the difference between base and chat models",
    ),
    topic(
        "A chat template is the text pattern that a chat model expects around each message.",
        subjects="a chat template | chat templates | a prompt template",
    ),
    topic(
        "A mixture-of-experts model uses only some of its parts for each token.",
        subjects="a mixture of experts | mixture of experts | MoE | a mixture-of-experts model",
    ),
    topic(
        "An embedding is a list of numbers that stands for a token or a text.",
        subjects="an embedding | embeddings",
    ),
)
