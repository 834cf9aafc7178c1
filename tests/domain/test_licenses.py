"""Licences: the badge, the table of answers, and what never passes as permissive."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pytest

from playground.domain.licenses import (
    ANSWERS,
    LETTERS,
    QUESTIONS,
    UNKNOWN,
    Category,
    License,
    Permission,
    resolve,
)
from playground.services.catalog import load_licenses


@pytest.fixture(scope="module")
def licenses() -> Mapping[str, License]:
    return load_licenses()


def test_a_standard_licence(licenses: Mapping[str, License]) -> None:
    apache = licenses["apache-2.0"]
    assert apache.badge == "P Apache-2.0"
    assert apache.is_permissive
    assert apache.osi_approved
    assert apache.allows("commercial_use") == "yes"
    assert [(question, answer) for question, answer, _ in apache.may] == [
        ("Use it commercially", "yes"),
        ("Change it", "yes"),
        ("Pass it on", "yes"),
        ("Train other models on its output", "yes"),
    ]
    assert any("NOTICE" in duty.text for duty in apache.must)


@pytest.mark.parametrize(
    ("id_", "question", "answer"),
    [
        ("llama2", "commercial_use", "conditional"),
        ("llama2", "train_on_outputs", "no"),
        ("llama3", "train_on_outputs", "no"),
        ("llama3.1", "train_on_outputs", "conditional"),
        ("cc-by-nc-4.0", "commercial_use", "no"),
        ("qwen-research", "commercial_use", "no"),
        ("mrl", "commercial_use", "no"),
        ("gemma", "train_on_outputs", "conditional"),
        ("cc-by-4.0", "train_on_outputs", "unknown"),
        ("other", "commercial_use", "unknown"),
        ("unknown", "modification", "unknown"),
    ],
)
def test_answers_that_matter(
    licenses: Mapping[str, License], id_: str, question: str, answer: str
) -> None:
    assert licenses[id_].allows(question) == answer


@pytest.mark.parametrize(
    ("id_", "letter"),
    [("mit", "P"), ("gemma", "C"), ("cc-by-nc-sa-4.0", "N"), ("other", "?"), ("unknown", "?")],
)
def test_letters(licenses: Mapping[str, License], id_: str, letter: str) -> None:
    assert licenses[id_].letter == letter
    assert licenses[id_].badge == f"{letter} {licenses[id_].label}"


def test_only_the_plainly_permissive_are_permissive(licenses: Mapping[str, License]) -> None:
    permissive = {id_ for id_, license_ in licenses.items() if license_.is_permissive}
    assert permissive == {"apache-2.0", "mit", "bsd-3-clause"}
    assert {id_ for id_, license_ in licenses.items() if license_.osi_approved} == permissive


def test_llama_asks_for_a_name_and_a_notice(licenses: Mapping[str, License]) -> None:
    duties = " ".join(duty.text for duty in licenses["llama3.1"].must)
    assert "Built with Llama" in duties
    assert "Start the name" in duties
    assert "acceptable use policy" in duties


def test_every_licence_is_complete(licenses: Mapping[str, License]) -> None:
    assert len(licenses) >= 26
    for id_, license_ in licenses.items():
        assert license_.id == id_ == id_.lower()
        assert [row.question for row in license_.may] == list(QUESTIONS.values())
        assert all(row.answer in ANSWERS for row in license_.may)
        assert license_.must, id_
        assert license_.letter in LETTERS.values()
        assert license_.url.startswith("https://") or license_.category == "unknown"
        assert license_.source
        assert license_.checked


def test_identifiers_are_unique_and_marked_where_spdx_has_none(
    licenses: Mapping[str, License],
) -> None:
    identifiers = [license_.spdx for license_ in licenses.values()]
    assert len(set(identifiers)) == len(identifiers)
    standard = {
        identifier for identifier in identifiers if not identifier.startswith("LicenseRef-")
    }
    assert standard == {
        *("Apache-2.0", "MIT", "BSD-3-Clause", "CC-BY-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0"),
        *("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"),
    }


@pytest.mark.parametrize("tag", ["MIT", " mit ", "Mit"])
def test_resolve_ignores_case_and_blanks(licenses: Mapping[str, License], tag: str) -> None:
    assert resolve(licenses, tag).id == "mit"


def test_resolve_takes_spdx_identifiers(licenses: Mapping[str, License]) -> None:
    assert resolve(licenses, "LicenseRef-Gemma").id == "gemma"


@pytest.mark.parametrize("tag", [None, "", "  ", "unknown", "UNKNOWN"])
def test_no_tag_is_unknown(licenses: Mapping[str, License], tag: str | None) -> None:
    assert resolve(licenses, tag).id == "unknown"
    assert resolve({}, tag) is UNKNOWN


@pytest.mark.parametrize("tag", ["yi-license", "apache", "mit-or-so", "permissive"])
def test_what_is_not_listed_is_unknown_and_keeps_its_name(
    licenses: Mapping[str, License], tag: str
) -> None:
    found = resolve(licenses, tag)
    assert found.id == "unknown"
    assert found.category == "unknown"
    assert not found.is_permissive
    assert found.badge == f"? {tag}"
    assert tag in found.name
    assert {row.answer for row in found.may} == {"unknown"}


@pytest.mark.parametrize("answer", ["no", "conditional", "unknown"])
def test_a_doubtful_answer_cannot_be_called_permissive(
    licenses: Mapping[str, License], answer: str
) -> None:
    mit = licenses["mit"]
    doubtful = (*mit.may[:3], Permission("Train other models on its output", answer, ""))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="called permissive"):
        dataclasses.replace(mit, may=doubtful)


def test_unknown_cannot_be_made_permissive() -> None:
    category: Category = "permissive"
    with pytest.raises(ValueError, match="called permissive"):
        dataclasses.replace(UNKNOWN, category=category)


def test_a_question_that_is_not_asked_is_unknown(licenses: Mapping[str, License]) -> None:
    assert licenses["mit"].allows("sing_it") == "unknown"


def test_a_licence_without_rows_is_not_permissive_by_omission(
    licenses: Mapping[str, License],
) -> None:
    with pytest.raises(ValueError, match="called permissive"):
        dataclasses.replace(licenses["mit"], may=())
