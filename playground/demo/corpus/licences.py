"""What the licences of open models allow and ask for."""

from __future__ import annotations

from playground.demo.corpus.topics import topic

LICENCES = (
    topic(
        "The Apache-2.0 licence allows commercial use, changes and sharing, and it grants "
        "patent rights. Keep the licence and the notices.",
        subjects="""
        the Apache licence | the Apache license | Apache-2.0 | Apache 2.0 |
        the Apache-2.0 license | the Apache 2.0 license | the Apache-2.0 licence
        """,
        asks="""
        what does the apache license allow | what does apache-2.0 allow |
        is apache-2.0 good for business | can i sell software under the apache license |
        what does apache 2.0 mean
        """,
    ),
    topic(
        "The MIT licence allows almost any use, also commercial. Keep the copyright notice "
        "and the licence text.",
        subjects="the MIT licence | the MIT license | MIT | an MIT license",
        asks="""
        what does the mit license allow | what does the mit licence allow |
        can i sell software under the mit license | is the mit license free
        """,
    ),
    topic(
        "The Apache-2.0 licence grants patent rights in so many words, and the MIT licence "
        "does not.",
        subjects="""
        the difference between MIT and Apache-2.0 |
        the difference between the MIT and the Apache license
        """,
        asks="mit or apache | mit vs apache | is mit or apache better",
    ),
    topic(
        "A RAIL licence lets people use and share a model but forbids a list of harmful uses.",
        subjects="""
        a RAIL licence | a RAIL license | the RAIL license | RAIL | OpenRAIL |
        responsible AI licenses | a responsible AI license | an OpenRAIL license
        """,
        asks="""
        what does a rail license allow | what does RAIL mean |
        what does the bloom license forbid
        """,
    ),
    topic(
        "A community licence is written by the maker of a model. It allows most uses but "
        "adds conditions.",
        subjects="""
        a community licence | a community license | community licenses |
        community licences | the Llama license | the Llama community license |
        the Llama licence
        """,
        asks="what does a community license allow | is a community license open source",
    ),
    topic(
        "Under the Llama 2 licence, companies with more than 700 million monthly users need"
        " a separate licence from Meta.",
        subjects="the 700 million rule | the 700 million users clause | the 700 million clause",
        asks="""
        who needs a separate licence for llama 2 | who must ask meta for a licence |
        when do i need to ask meta | what are the conditions of the llama 2 license |
        what does the llama 2 licence say about large companies
        """,
    ),
    topic(
        "A permissive licence, such as Apache-2.0 or MIT, allows almost any use if the "
        "notices are kept.",
        subjects="a permissive licence | a permissive license | permissive licenses",
        asks="which licenses are permissive",
    ),
    topic(
        "Models under Apache-2.0 or MIT, such as Mistral 7B and Falcon 7B, allow commercial use.",
        asks="""
        which models allow commercial use | which model can i use commercially |
        which models can i use at work | what model is free for commercial use |
        which open models are free for business | which models can my company use |
        can i use open models commercially | can i use open models in a product
        """,
    ),
    topic(
        "A licence says what you may do with a model. Read it before you use the model at work.",
        subjects="""
        a licence | a license | model licences | model licenses | licenses | licences |
        licensing
        """,
        asks="""
        why do licences matter | why are licenses important |
        do i have to read the license | which licence do models have | what do licences say
        """,
    ),
    topic(
        "A non-commercial licence, such as CC BY-NC, does not allow you to earn money with "
        "the model.",
        subjects="""
        a non-commercial licence | a non-commercial license | CC BY-NC | non-commercial use
        """,
    ),
    topic(
        "Open weights can be downloaded, but only a licence such as Apache-2.0 or MIT makes"
        " them open source in the usual sense.",
        subjects="the difference between open source and open weights",
        asks="""
        is llama open source or open weights | are open weights open source |
        open source or open weights
        """,
    ),
)
