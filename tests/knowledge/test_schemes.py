"""Schemes that a law takes away are known by all their names, from the day on which it begins."""

import datetime

import pytest

from knowledge.schemes import abolished_in, read_schemes
from knowledge.thesaurus import bundled_thesaurus

TODAY = datetime.date(2026, 11, 22)
SCHEMES = read_schemes(bundled_thesaurus())


def found(text: str, day: datetime.date = TODAY) -> list[str]:
    return [scheme.concept_id for scheme in abolished_in([text], SCHEMES, day)]


@pytest.mark.parametrize(
    ("text", "schemes"),
    [
        ("Gælder ressourceforløb stadig?", ["ressourceforløb"]),
        ("Ressourceforløbsydelsen udbetales af kommunen.", ["ressourceforløb"]),
        ("resource course", ["ressourceforløb"]),
        ("Borgere i revalidering og jobrotationsprojekter", ["revalidering", "jobrotation"]),
        ("RESSOURCEFORLOEB", ["ressourceforløb"]),
        ("Virksomhedssamarbejde i kommunen", []),
        ("rotation af job", []),
        ("", []),
    ],
)
def test_a_text_speaks_of_a_scheme_by_any_of_its_names(text: str, schemes: list[str]) -> None:
    assert found(text) == schemes


def test_a_scheme_is_not_abolished_before_the_act_is_in_force() -> None:
    assert found("jobrotation", datetime.date(2026, 1, 31)) == []
    assert found("jobrotation", datetime.date(2026, 2, 1)) == ["jobrotation"]


def test_every_scheme_says_by_which_act_and_where_that_stands() -> None:
    assert len(SCHEMES) == 3
    for scheme in SCHEMES:
        assert scheme.since <= scheme.until
        assert scheme.act["da"]
        assert scheme.act["en"]
        assert scheme.source
