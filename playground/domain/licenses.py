"""Licences of open weights: what each allows and asks for, and how far that was checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias, get_args

Answer: TypeAlias = Literal["yes", "no", "conditional", "unknown"]
Category: TypeAlias = Literal["permissive", "conditions", "non-commercial", "unknown"]
Verified: TypeAlias = Literal["full", "partial", "none"]

ANSWERS: tuple[Answer, ...] = get_args(Answer)
CATEGORIES: tuple[Category, ...] = get_args(Category)
VERIFIED: tuple[Verified, ...] = get_args(Verified)

QUESTIONS: Mapping[str, str] = {
    "commercial_use": "Use it commercially",
    "modification": "Change it",
    "redistribution": "Pass it on",
    "train_on_outputs": "Train other models on its output",
}
"""The key of each question in `licenses.toml` and its wording."""

LETTERS: Mapping[Category, str] = {
    "permissive": "P",
    "conditions": "C",
    "non-commercial": "N",
    "unknown": "?",
}
"""One letter per category, so that a badge can be told apart without colour."""

DUTIES: Mapping[str, str] = {
    "notice": "Notices",
    "naming": "Naming",
    "share_alike": "Share alike",
    "use_policy": "Use policy",
}
"""The key of each kind of duty in `licenses.toml` and its name, in the order they are shown."""

DISCLAIMER = "A summary to orient you, no legal advice: the licence text alone counts."


class Permission(NamedTuple):
    """One row of the table of what a licence allows."""

    question: str
    answer: Answer
    note: str


class Duty(NamedTuple):
    """Something to do in return."""

    kind: str
    """A key of `DUTIES`, or empty."""
    text: str

    @property
    def title(self) -> str:
        """The name of its kind; empty where it is of none."""
        return DUTIES.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class License:
    """One licence, summed up.

    Raises `ValueError` where it claims to be permissive although some use is not plainly allowed.
    """

    id: str
    name: str
    label: str
    """Short text for a badge, such as "Apache-2.0"."""
    spdx: str
    """An SPDX identifier, or a LicenseRef- where SPDX lists none."""
    category: Category
    may: tuple[Permission, ...]
    """In the order of `QUESTIONS`."""
    must: tuple[Duty, ...]
    """What you have to do in return."""
    limits: tuple[str, ...]
    """What stays forbidden or ends the licence."""
    patent_grant: Answer
    osi_approved: bool
    url: str
    """Where the text is published; empty where there is no one text."""
    verified: Verified
    """How far this summary was checked against the text."""
    checked: str
    """What was checked, in words."""
    source: str
    note: str = ""

    def __post_init__(self) -> None:
        """Keep a doubtful licence from ever passing as permissive."""
        allowed = {row.question for row in self.may if row.answer == "yes"}
        if self.category == "permissive" and allowed != set(QUESTIONS.values()):
            raise ValueError(
                f"Licence {self.id!r} is called permissive, yet not every use is plainly allowed."
            )

    @property
    def letter(self) -> str:
        """The letter of its category."""
        return LETTERS[self.category]

    @property
    def badge(self) -> str:
        """The letter and the short name, such as "P Apache-2.0"."""
        return f"{self.letter} {self.label}"

    @property
    def is_permissive(self) -> bool:
        """Whether every use is allowed for no more than keeping notices."""
        return self.category == "permissive"

    def allows(self, question: str) -> Answer:
        """The answer to a key of `QUESTIONS`; "unknown" where the table has no such row."""
        wording = QUESTIONS.get(question)
        return next((row.answer for row in self.may if row.question == wording), "unknown")


UNKNOWN = License(
    id="unknown",
    name="Unknown licence",
    label="unknown",
    spdx="LicenseRef-unknown",
    category="unknown",
    may=tuple(
        Permission(wording, "unknown", "nothing is known; assume it is not allowed")
        for wording in QUESTIONS.values()
    ),
    must=(Duty("", "Find and read the licence before you use the model."),),
    limits=("Without a licence all rights stay with the author.",),
    patent_grant="unknown",
    osi_approved=False,
    url="",
    verified="none",
    checked="nothing",
    source="none",
    note="Used for every licence this playground does not know.",
)
"""What stands in for a licence that is missing or not listed."""


def resolve(licenses: Mapping[str, License], tag: str | None) -> License:
    """The licence of an id or SPDX identifier, in any case.

    A tag that is not listed gives `UNKNOWN` with the tag in its name and badge.
    """
    wanted = (tag or "").strip()
    folded = wanted.casefold()
    if not folded or folded == UNKNOWN.id:
        return licenses.get(UNKNOWN.id, UNKNOWN)
    if folded in licenses:
        return licenses[folded]
    for license_ in licenses.values():
        if license_.spdx.casefold() == folded:
            return license_
    return replace(UNKNOWN, name=f"Unknown licence ({wanted})", label=wanted)
