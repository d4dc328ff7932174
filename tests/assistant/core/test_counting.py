"""A number counts what stands near it, in either order, and in a table's row."""

import pytest

from assistant.core.counting import counts
from assistant.core.matching import Alternative, Term
from knowledge.danish import stem


def term(word: str, *others: str) -> Term:
    alternatives = [(word, 1.0), *((other, 0.9) for other in others)]
    return Term(word, 1.0, tuple(Alternative((stem(one),), weight) for one, weight in alternatives))


@pytest.mark.parametrize(
    "text",
    [
        "I alt deltog 16 kommuner.",
        "Seksten kommuner er for mange, men fire kommuner er for få.",
        "emne: Ambassadører; nøgletal: Deltagende kommuner; værdi: 16",
        "Kommuner i alt: 16.",
    ],
)
def test_a_number_near_the_thing_counts_it(text: str) -> None:
    assert counts(text, term("kommuner")) == 1.0


@pytest.mark.parametrize(
    "text", ["Kommunerne deltog gerne.", "Det var 16 ledere, der svarede, og det sagde de alle i kommunerne."]
)
def test_a_number_of_other_things_or_none_counts_nothing(text: str) -> None:
    assert counts(text, term("kommuner")) == 0.0


def test_what_stands_for_the_thing_is_counted_at_its_weight() -> None:
    assert counts("54 ledere svarede.", term("bosser", "ledere")) == 0.9
