"""What the licences of several models ask for together, for whoever publishes their answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from playground.domain.licenses import License, resolve


@dataclass(frozen=True, slots=True)
class LicenseUse:
    """One licence and the models under it."""

    license: License
    models: tuple[str, ...]
    """Their names, in the order in which they were given."""

    @property
    def obligations(self) -> tuple[str, ...]:
        """What to do, a sentence each: "Naming: Show \\"Built with Llama\\" ..."."""
        return tuple(
            f"{duty.title}: {duty.text}" if duty.title else duty.text for duty in self.license.must
        )


def license_uses(
    models: Iterable[tuple[str, str]], licenses: Mapping[str, License]
) -> tuple[LicenseUse, ...]:
    """The licences of models, given as (name, licence id), each once and the strictest first.

    Models of unknown licences are told apart by what their licence was called.
    """
    found: dict[str, tuple[License, list[str]]] = {}
    for name, id_ in models:
        license_ = resolve(licenses, id_)
        key = f"{license_.id} {license_.label}"
        named = found.setdefault(key, (license_, []))[1]
        if name not in named:
            named.append(name)
    order = ("unknown", "non-commercial", "conditions", "permissive")
    uses = [LicenseUse(license_, tuple(names)) for license_, names in found.values()]
    return tuple(sorted(uses, key=lambda use: order.index(use.license.category)))


def verdict(
    models: Iterable[tuple[str, str]], question: str, licenses: Mapping[str, License]
) -> str:
    """The weakest answer to a key of `QUESTIONS` over all the models, as (name, licence id).

    "no" goes before "unknown", that before "conditional", that before "yes".
    """
    answers = {resolve(licenses, id_).allows(question) for _, id_ in models}
    return next((one for one in ("no", "unknown", "conditional") if one in answers), "yes")
