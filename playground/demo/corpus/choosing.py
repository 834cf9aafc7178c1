"""Why and where people use open models, and what they need for it."""

from __future__ import annotations

from playground.demo.corpus.topics import topic

CHOICES = (
    topic(
        "Open-source LLMs are language models whose weights anyone can download, run and study.",
        subjects="""
        open-source LLMs | open source LLMs | an open source LLM | open models |
        an open model | open source language models | open-source models | open weights |
        open-weight models
        """,
    ),
    topic(
        "Open models bring transparency, customisation, a helpful community and lower cost.",
        subjects="""
        the benefits of open-source LLMs | the benefits of open models |
        the advantages of open source LLMs | the advantages of open models
        """,
        asks="""
        why use open source models | why are open models good |
        why should i use open source llms | what are the benefits of open-source LLMs |
        what are the benefits of open source llms | benefits of open models |
        what is good about open models | what are the advantages of open source models |
        why should i use an open model | what are the pros of open models |
        why open source | why do people like open models
        """,
    ),
    topic(
        "Transparency means that anyone can look at the weights and the code and test how "
        "the model behaves.",
        subjects="transparency | transparency of open models",
        asks="""
        why are open models transparent | how do open models help transparency |
        why is transparency important
        """,
    ),
    topic(
        "Customisation means that you may fine-tune an open model for your own task.",
        subjects="customization | customisation | customization of open models",
        asks="why can open models be customised",
    ),
    topic(
        "The community of an open model shares fixes, fine-tuned versions, tools and advice.",
        subjects="the community | community support | the open source community",
        asks="how does the community help | why is community important",
    ),
    topic(
        "An open model costs nothing per token on your own machine. You pay for hardware "
        "and power.",
        subjects="the cost of open models | the cost of running a model | cost savings | cost",
        asks="""
        how much does an open model cost | are open models free |
        what does it cost to run a model | are open models cheaper |
        is it cheaper to run a model myself | do i have to pay for open models |
        how much do open models cost
        """,
    ),
    topic(
        "Open models need good hardware, some skill and care, and they can be wrong.",
        subjects="""
        the limits of open models | the drawbacks of open models |
        the risks of open models | the disadvantages of open models
        """,
        asks="""
        what are the limits of open models | what are the challenges of open models |
        what is bad about open models | what are the cons of open models |
        what are the problems of open models
        """,
    ),
    topic(
        "Open models run on your own machine, while closed models are reached through the "
        "maker's service.",
        subjects="the difference between open and closed models | closed models | a closed model",
        asks="""
        open or closed models | are open models better than closed models |
        how do open models differ from closed models
        """,
    ),
    topic(
        "Local deployment means running a model on your own machine, so your text stays with you.",
        subjects="""
        local deployment | local models | a local model | running models locally |
        local inference
        """,
        asks="""
        why run a model locally | what are the benefits of local models |
        how do i keep my text private | are local models private | is my data safe |
        why should i run a model on my own computer | can i run a model offline |
        can i run a model at home | is local deployment good for privacy
        """,
    ),
    topic(
        "A model API lets a program send text to a model on a server and get the answer back.",
        subjects="a model API | an API | model APIs | a hosted API | an inference API | API",
        asks="how do i use a model from a program | what does an api do | should i use an api",
    ),
    topic(
        "Local models keep your text private, while an API needs no hardware of your own.",
        subjects="the difference between local models and an API",
        asks="""
        local or api | should i use a local model or an api | api or local model |
        is local better than an api
        """,
    ),
    topic(
        "A graphics card helps, but small quantised models also run on an ordinary processor.",
        subjects="hardware for language models | hardware | hardware requirements | a GPU | GPUs",
        asks="""
        what hardware do i need | do i need a gpu | do i need a graphics card |
        can i run a model on a cpu | can i run a model without a gpu |
        which computer do i need | does a model run on a laptop |
        can i run an llm on my laptop | what computer do i need to run a model |
        what kind of computer do i need
        """,
    ),
    topic(
        "The weights of a 7B model in Q4_0 need about 4 GB of RAM. The context needs some more.",
        subjects="memory needs | RAM | RAM requirements | the memory of a model",
        asks="""
        how much ram do i need | how much memory does a model need |
        how much ram does a 7B model need | how much memory do i need for a 7B model |
        will a 7B model fit in 8 GB | how much ram for a 7b model | how big is a 7B model
        """,
    ),
    topic(
        "Larger models usually write better text, but they need more memory and are slower.",
        subjects="model quality | quality | the quality of a model | larger models | big models",
        asks="""
        are bigger models better | is a larger model better | does size matter |
        why are big models better | which is better a small or a large model |
        do bigger models give better answers
        """,
    ),
    topic(
        "Small models are fast and cheap, but they know less and make more mistakes.",
        subjects="small models | a small model | tiny models",
        asks="are small models good | what are small models good for | why use a small model",
    ),
    topic(
        "Choose by task, licence, memory and speed, and try a few models side by side.",
        subjects="choosing a model | model choice",
        asks="""
        which model should i use | which model is best | how do i choose a model |
        what is the best model | what model should i pick | which model should i choose |
        which open model is the best | how do i find the right model |
        what is the best open source llm | which llm should i use
        """,
    ),
    topic(
        "The Hub is a site by Hugging Face where people share models, data sets and model cards.",
        subjects="the Hub | the Hugging Face Hub | the hub | Hugging Face | huggingface",
        asks="""
        where can i find models | where do i get models | where can i download models |
        where do people share models | where do open models live | how do i find open models
        """,
    ),
    topic(
        "A model card says what a model is for, how it was made, how well it does and what "
        "its licence is.",
        subjects="a model card | model cards",
        asks="what should i read before using a model | where do i find the licence of a model",
    ),
)
