"""Asking for the conditions of a licence, on the terminal or by `--accept-license`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from playground.cli.diagnostics import UsageError, can_ask, confirmed, say
from playground.domain.catalog import suggest
from playground.domain.hub import Pull
from playground.domain.licenses import DISCLAIMER, License
from playground.services import acceptance
from playground.services.catalog import load_licenses


def settle(pulls: Sequence[Pull], given: Collection[str]) -> None:
    """See that every licence with conditions is accepted, and record it.

    Raises `UsageError` where one is not.
    """
    wanted = {name.casefold() for name in given}
    _check_names(pulls, wanted)
    refused: dict[str, License] = {}
    for pull in pulls:
        for license_ in acceptance.unaccepted(pull):
            name = acceptance.name_of(license_)
            if name.casefold() in wanted or (can_ask() and _asked(pull, license_)):
                acceptance.accept(pull, [license_])
            else:
                refused[name] = license_
    if refused:
        names = ", ".join(license_.name for license_ in refused.values())
        read = " ".join(license_.url for license_ in refused.values() if license_.url)
        flags = " ".join(f"--accept-license {name}" for name in refused)
        raise UsageError(
            f"Nobody accepted the conditions of: {names}.",
            f"Read {read or 'the licence on the page of the model'}, then add: {flags}",
        )


def _check_names(pulls: Sequence[Pull], wanted: Collection[str]) -> None:
    """A misspelt id would otherwise look like an accepted licence."""
    known = {*load_licenses(), *(tag.casefold() for pull in pulls for tag in pull.licenses)}
    for name in wanted:
        if name not in known:
            raise UsageError(f"There is no licence {name!r}.", suggest(name, known))


def _asked(pull: Pull, license_: License) -> bool:
    for line in lines(pull, license_):
        say(line)
    return confirmed("Do you accept these conditions?")


def lines(pull: Pull, license_: License) -> list[str]:
    """What a person reads before the question."""
    told = [f"{pull.name} is under the {license_.name}."]
    told += [f"  {license_.url}"] if license_.url else []
    for row in license_.may:
        told.append(f"  {row.question}: {row.answer}" + (f" ({row.note})" if row.note else ""))
    told += [f"  You must: {duty.text}" for duty in license_.must]
    told += [f"  Limit: {limit}" for limit in license_.limits]
    told.append(f"  Verified: {license_.verified}; checked: {license_.checked}.")
    if len(pull.licenses) > 1:
        told.append(f"  The catalog and the hub name several licences: {', '.join(pull.licenses)}.")
    return [*told, f"  {DISCLAIMER}"]
