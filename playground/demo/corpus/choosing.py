"""Why, where and under which licence people use open models."""

from __future__ import annotations

from playground.demo.corpus.topics import Topic, topic

CHOICES = (
    topic("Open-source LLMs are language models whose weights anyone can download, run and study.",
          "open-source LLMs|open source LLMs|an open source LLM|open models|an open model|open source language models|open-source models|open weights|open-weight models"),
    topic("Open models bring transparency, customisation, a helpful community and lower cost.",
          "the benefits of open-source LLMs|the benefits of open models|the advantages of open source LLMs|the advantages of open models",
          "why use open source models|why are open models good|why should i use open source llms|what are the benefits of open-source LLMs"
          "|what are the benefits of open source llms|benefits of open models|what is good about open models|what are the advantages of open source models"
          "|why should i use an open model|what are the pros of open models|why open source|why do people like open models"),
    topic("Transparency means that anyone can look at the weights and the code and test how the model behaves.",
          "transparency|transparency of open models", "why are open models transparent|how do open models help transparency|why is transparency important"),
    topic("Customisation means that you may fine-tune an open model for your own task.",
          "customization|customisation|customization of open models", "why can open models be customised"),
    topic("The community of an open model shares fixes, fine-tuned versions, tools and advice.",
          "the community|community support|the open source community", "how does the community help|why is community important"),
    topic("An open model costs nothing per token on your own machine. You pay for hardware and power.",
          "the cost of open models|the cost of running a model|cost savings|cost", "how much does an open model cost|are open models free|what does it cost to run a model|are open models cheaper"
          "|is it cheaper to run a model myself|do i have to pay for open models|how much do open models cost"),
    topic("Open models need good hardware, some skill and care, and they can be wrong.",
          "the limits of open models|the drawbacks of open models|the risks of open models|the disadvantages of open models",
          "what are the limits of open models|what are the challenges of open models|what is bad about open models|what are the cons of open models|what are the problems of open models"),
    topic("Open models run on your own machine, while closed models are reached through the maker's service.",
          "the difference between open and closed models|closed models|a closed model", "open or closed models|are open models better than closed models|how do open models differ from closed models"),
    topic("Local deployment means running a model on your own machine, so your text stays with you.",
          "local deployment|local models|a local model|running models locally|local inference",
          "why run a model locally|what are the benefits of local models|how do i keep my text private|are local models private|is my data safe"
          "|why should i run a model on my own computer|can i run a model offline|can i run a model at home|is local deployment good for privacy"),
    topic("A model API lets a program send text to a model on a server and get the answer back.",
          "a model API|an API|model APIs|a hosted API|an inference API|API", "how do i use a model from a program|what does an api do|should i use an api"),
    topic("Local models keep your text private, while an API needs no hardware of your own.",
          "the difference between local models and an API", "local or api|should i use a local model or an api|api or local model|is local better than an api"),
    topic("A graphics card helps, but small quantised models also run on an ordinary processor.",
          "hardware for language models|hardware|hardware requirements|a GPU|GPUs",
          "what hardware do i need|do i need a gpu|do i need a graphics card|can i run a model on a cpu|can i run a model without a gpu|which computer do i need"
          "|does a model run on a laptop|can i run an llm on my laptop|what computer do i need to run a model|what kind of computer do i need"),
    topic("The weights of a 7B model in Q4_0 need about 4 GB of RAM. The context needs some more.",
          "memory needs|RAM|RAM requirements|the memory of a model",
          "how much ram do i need|how much memory does a model need|how much ram does a 7B model need|how much memory do i need for a 7B model|will a 7B model fit in 8 GB"
          "|how much ram for a 7b model|how big is a 7B model"),
    topic("Larger models usually write better text, but they need more memory and are slower.",
          "model quality|quality|the quality of a model|larger models|big models", "are bigger models better|is a larger model better|does size matter|why are big models better"
          "|which is better a small or a large model|do bigger models give better answers"),
    topic("Small models are fast and cheap, but they know less and make more mistakes.",
          "small models|a small model|tiny models", "are small models good|what are small models good for|why use a small model"),
    topic("Choose by task, licence, memory and speed, and try a few models side by side.",
          "choosing a model|model choice", "which model should i use|which model is best|how do i choose a model|what is the best model|what model should i pick|which model should i choose"
          "|which open model is the best|how do i find the right model|what is the best open source llm|which llm should i use"),
    topic("The Hub is a site by Hugging Face where people share models, data sets and model cards.",
          "the Hub|the Hugging Face Hub|the hub|Hugging Face|huggingface", "where can i find models|where do i get models|where can i download models|where do people share models"
          "|where do open models live|how do i find open models"),
    topic("A model card says what a model is for, how it was made, how well it does and what its licence is.",
          "a model card|model cards", "what should i read before using a model|where do i find the licence of a model"),
)
LICENCES = (
    topic("The Apache-2.0 licence allows commercial use, changes and sharing, and it grants patent rights. Keep the licence and the notices.",
          "the Apache licence|the Apache license|Apache-2.0|Apache 2.0|the Apache-2.0 license|the Apache 2.0 license|the Apache-2.0 licence",
          "what does the apache license allow|what does apache-2.0 allow|is apache-2.0 good for business|can i sell software under the apache license|what does apache 2.0 mean"),
    topic("The MIT licence allows almost any use, also commercial. Keep the copyright notice and the licence text.",
          "the MIT licence|the MIT license|MIT|an MIT license", "what does the mit license allow|what does the mit licence allow|can i sell software under the mit license|is the mit license free"),
    topic("The Apache-2.0 licence grants patent rights in so many words, and the MIT licence does not.",
          "the difference between MIT and Apache-2.0|the difference between the MIT and the Apache license", "mit or apache|mit vs apache|is mit or apache better"),
    topic("A RAIL licence lets people use and share a model but forbids a list of harmful uses.",
          "a RAIL licence|a RAIL license|the RAIL license|RAIL|OpenRAIL|responsible AI licenses|a responsible AI license|an OpenRAIL license",
          "what does a rail license allow|what does RAIL mean|what does the bloom license forbid"),
    topic("A community licence is written by the maker of a model. It allows most uses but adds conditions.",
          "a community licence|a community license|community licenses|community licences|the Llama license|the Llama community license|the Llama licence",
          "what does a community license allow|is a community license open source"),
    topic("Under the Llama 2 licence, companies with more than 700 million monthly users need a separate licence from Meta.",
          "the 700 million rule|the 700 million users clause|the 700 million clause", "who needs a separate licence for llama 2|who must ask meta for a licence|when do i need to ask meta"
          "|what are the conditions of the llama 2 license|what does the llama 2 licence say about large companies"),
    topic("A permissive licence, such as Apache-2.0 or MIT, allows almost any use if the notices are kept.",
          "a permissive licence|a permissive license|permissive licenses", "which licenses are permissive"),
    topic("Models under Apache-2.0 or MIT, such as Mistral 7B and Falcon 7B, allow commercial use.",
          "", "which models allow commercial use|which model can i use commercially|which models can i use at work|what model is free for commercial use"
          "|which open models are free for business|which models can my company use|can i use open models commercially|can i use open models in a product"),
    topic("A licence says what you may do with a model. Read it before you use the model at work.",
          "a licence|a license|model licences|model licenses|licenses|licences|licensing", "why do licences matter|why are licenses important|do i have to read the license|which licence do models have"
          "|what do licences say"),
    topic("A non-commercial licence, such as CC BY-NC, does not allow you to earn money with the model.",
          "a non-commercial licence|a non-commercial license|CC BY-NC|non-commercial use"),
    topic("Open weights can be downloaded, but only a licence such as Apache-2.0 or MIT makes them open source in the usual sense.",
          "the difference between open source and open weights", "is llama open source or open weights|are open weights open source|open source or open weights"),
)


def choosing_topics() -> list[Topic]:
    """Return all topics of this module."""
    return [*CHOICES, *LICENCES]
