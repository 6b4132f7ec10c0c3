from enum import StrEnum

import pytest

from data.language.terms import TERMS, term
from data.model.place import CoachAccess, Rank, Wheelchair

MEMBERS = [(vocabulary, member) for vocabulary in TERMS for member in vocabulary]


@pytest.mark.parametrize(("vocabulary", "member"), MEMBERS)
def test_every_member_has_a_name_in_both_languages(vocabulary: type[StrEnum], member: StrEnum) -> None:
    vi, en = term(member, "vi"), term(member, "en")
    assert vi != en
    assert "|" not in en


def test_equal_values_of_different_vocabularies_keep_their_own_names() -> None:
    assert CoachAccess.UNKNOWN.value == Wheelchair.UNKNOWN.value
    names = {term(member, "vi") for member in (CoachAccess.UNKNOWN, Wheelchair.UNKNOWN, Rank.UNKNOWN)}
    assert len(names) == 3


@pytest.mark.parametrize("vocabulary", list(TERMS))
def test_no_two_members_of_a_vocabulary_share_a_name(vocabulary: type[StrEnum]) -> None:
    assert len({term(member, "vi") for member in vocabulary}) == len(vocabulary)
