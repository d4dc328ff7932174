from collections.abc import Callable

from knowledge.linking.stated import stated_links
from knowledge.linking.types import LinkStatus
from knowledge.types import Snapshot

Taught = Callable[[str], Snapshot]

COURSES = """
kurser:
  - id: mi
    titel: Motiverende samtale i praksis
    kraever: [Unge og uddannelse]
    giver: [MI, Motiverende samtale, Tal]
    beskrivelse: Vi arbejder med MI.
"""


def test_what_a_course_says_that_it_gives_is_a_link_with_the_words_that_say_so(taught: Taught) -> None:
    snapshot = taught(COURSES)
    first, second = stated_links(snapshot)
    assert (first.course_id, first.competence_key, second.competence_key) == ("mi", "k-samtale", "tal")
    for link in (first, second):
        text = snapshot.text(link.text_id)
        assert text[link.start : link.end] == link.quote
        assert "Giver kompetencer i:" in text[text.rindex("\n", 0, link.start) : link.end]
        assert (link.status, link.confidence) == (LinkStatus.STATED, 1.0)
    assert [first.quote, second.quote] == ["MI", "Tal"]


def test_what_a_course_requires_is_no_link(taught: Taught) -> None:
    assert "k-unge" not in {link.competence_key for link in stated_links(taught(COURSES))}


def test_a_course_that_states_nothing_has_no_stated_link(taught: Taught) -> None:
    assert stated_links(taught("kurser:\n  - titel: Et kursus\n    beskrivelse: Om motiverende samtale.\n")) == ()
