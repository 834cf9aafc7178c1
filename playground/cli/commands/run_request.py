"""From the options of `llmplay run` to a request: a new prompt, or the next turn of a session."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from playground.cli.diagnostics import UsageError, confirmed, say
from playground.cli.prompts import read_prompt
from playground.domain.conversations import Conversation, converse
from playground.domain.prompts import AUTO
from playground.domain.runs import RunRequest, plan
from playground.domain.sampling import PARAMETERS_BY_NAME
from playground.domain.templates import Template
from playground.domain.writing import OWN
from playground.engines.backend import BACKENDS
from playground.services import machine
from playground.services.catalog import load_all, load_templates
from playground.services.chat_templates import ChatWriter
from playground.services.constraints import read_adapter, read_grammar, read_schema
from playground.services.endpoints.trust import trust, untrusted
from playground.services.fit import FitService
from playground.services.local import resolve
from playground.services.settings import load_settings


class Requested(NamedTuple):
    """What is to be run."""

    request: RunRequest
    session: str | None
    """The file to record in."""


def read_request(arguments: argparse.Namespace) -> Requested:
    """All options together; raises `PlaygroundError` for wrong usage."""
    _check_options(arguments)
    templates = load_templates()
    if arguments.template not in {AUTO, OWN, *templates}:
        raise UsageError(
            f"There is no template {arguments.template!r}.",
            f"The templates: {AUTO}, {OWN}, {', '.join(templates)}.",
        )
    write = ChatWriter(templates)
    try:
        if arguments.going_on is None:
            requested = Requested(_new(arguments, templates, write), arguments.session)
        else:
            requested = _gone_on_with(arguments, write)
    finally:
        write.close()
    return Requested(_checked(requested.request, arguments), requested.session)


def next_turn(
    arguments: argparse.Namespace, conversations: Sequence[Conversation], prompt: str
) -> RunRequest:
    """The same options once more, for what is said next."""
    write = ChatWriter(load_templates())
    try:
        request = _conversed(arguments, conversations, write, prompt)
    finally:
        write.close()
    return replace(request, threads=arguments.threads, schedule=arguments.schedule)


def parameters(arguments: argparse.Namespace, request: RunRequest) -> dict[str, object]:
    """What was asked for, with the defaults filled in from the first lane."""
    sampling = request.lanes[0].sampling
    values: dict[str, object] = {name: getattr(sampling, name) for name in PARAMETERS_BY_NAME}
    return {
        **values,
        "stop": list(arguments.stop),
        "samples": arguments.samples,
        "system": request.system,
        "template": arguments.template,
        "threads": arguments.threads,
        "context_length": request.context_length,
        "engine": arguments.engine,
    }


def _check_options(arguments: argparse.Namespace) -> None:
    """What can be told of them without looking at any model."""
    if arguments.stdin not in (None, "-"):
        raise UsageError(
            f"{arguments.stdin!r} belongs to no option.",
            "A prompt goes behind -p, a file behind -f, a model behind -m; - is standard input.",
        )
    cores = machine.usable_cores()
    if arguments.threads is not None and arguments.threads > cores:
        raise UsageError(
            f"--threads {arguments.threads}: this machine has {cores} for us.",
            "More threads than cores wait for each other and all but stand still.",
        )
    if arguments.engine is not None and arguments.engine not in BACKENDS:
        raise UsageError(
            f"There is no engine {arguments.engine!r}.", f"The engines: {', '.join(BACKENDS)}."
        )
    going_on = arguments.going_on is not None
    if not going_on and (arguments.from_run or arguments.edit_run):
        raise UsageError(
            "--from and --edit name a run of a session.", "Name the session with --continue."
        )
    if going_on and arguments.session is not None:
        raise UsageError(
            "--continue names the session already; --session names another.",
            "Leave --session out: the turn is recorded where the conversation is.",
        )
    if going_on and arguments.samples > 1:
        raise UsageError(
            f"-n {arguments.samples}: every lane goes on with its own conversation.",
            "Leave -n out; --edit asks a turn once more.",
        )
    if going_on and arguments.engine is not None:
        raise UsageError(
            "--engine: a conversation goes on with the engine it began with.", "Leave it out."
        )
    if not going_on and not arguments.models:
        raise UsageError(
            "No model is named.", "Name one with -m; `llmplay models list` lists them."
        )


def _new(
    arguments: argparse.Namespace, templates: Mapping[str, Template], write: ChatWriter
) -> RunRequest:
    return plan(
        [resolve(name) for name in arguments.models],
        templates,
        prompt=_prompt(arguments),
        system=arguments.system,
        template=arguments.template,
        chosen=_chosen(arguments),
        stop=arguments.stop,
        samples=arguments.samples,
        threads=arguments.threads,
        context_length=arguments.context_length,
        engine=arguments.engine,
        write=write,
        grammar=read_grammar(arguments.grammar) if arguments.grammar else "",
        json_schema=read_schema(arguments.json_schema) if arguments.json_schema else "",
        adapters=[read_adapter(text) for text in arguments.lora],
    )


def _gone_on_with(arguments: argparse.Namespace, write: ChatWriter) -> Requested:
    from playground.services.continuing import conversations_of  # only where it is asked for
    from playground.services.sessions.naming import find

    path = find(arguments.going_on)
    edit = arguments.edit_run is not None
    found = conversations_of(
        path,
        write,
        run=arguments.edit_run or arguments.from_run,
        edit=edit,
        models=arguments.models,
    )
    for told in found.left_out:
        say(f"llmplay: {told}")
    request = _conversed(arguments, found.conversations, write, _prompt(arguments))
    context = arguments.context_length or found.context_length
    edits = found.run if edit else 0
    return Requested(replace(request, context_length=context, edits=edits), str(path))


def _conversed(
    arguments: argparse.Namespace,
    conversations: Sequence[Conversation],
    write: ChatWriter,
    prompt: str,
) -> RunRequest:
    return converse(
        conversations,
        write,
        prompt=prompt,
        system=arguments.system or None,
        template=arguments.template,
        chosen=_chosen(arguments),
        as_before=True,
        stop=arguments.stop,
        threads=arguments.threads,
        context_length=arguments.context_length,
        engine=arguments.engine,
        grammar=read_grammar(arguments.grammar) if arguments.grammar else "",
        json_schema=read_schema(arguments.json_schema) if arguments.json_schema else "",
        adapters=[read_adapter(text) for text in arguments.lora] or None,
        drop_oldest=arguments.drop_oldest,
    )


def _prompt(arguments: argparse.Namespace) -> str:
    return read_prompt(arguments.prompt, arguments.file, stdin=arguments.stdin == "-")


def _chosen(arguments: argparse.Namespace) -> dict[str, float | int]:
    return {
        name: getattr(arguments, name)
        for name in PARAMETERS_BY_NAME
        if getattr(arguments, name, None) is not None
    }


def _checked(request: RunRequest, arguments: argparse.Namespace) -> RunRequest:
    """The request as it is to be run; raises `UsageError` where it must not be."""
    problems = request.problems()
    if problems:
        raise UsageError(" ".join(problems))
    request = replace(request, schedule=arguments.schedule)
    if not arguments.force:
        _check_memory(request)
    _check_trust(request, arguments.trust)
    return request


def _check_trust(request: RunRequest, named: list[str]) -> None:
    """Nothing leaves this machine before a person said so, once for each endpoint."""
    for endpoint in untrusted(lane.entry for lane in request.lanes):
        told = f"{endpoint.name} {endpoint.warning}."
        if endpoint.name not in named and not confirmed(f"{told} Send it?"):
            raise UsageError(
                f"{told} Nothing was sent.",
                f"Agree with --trust {endpoint.name}, or with trusted = true in the settings.",
            )
        trust(endpoint)


def _check_memory(request: RunRequest) -> None:
    settings = load_settings()
    found = (
        FitService(settings.context_limit).problems(request, others=load_all())
        if settings.check_memory
        else []
    )
    if found:
        raise UsageError(" ".join(found), "--force runs it all the same.")
