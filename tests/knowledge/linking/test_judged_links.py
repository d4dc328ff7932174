from collections.abc import Callable

from knowledge.linking.judging import effective_links, found_links, judged_links
from knowledge.linking.linker import Linker
from knowledge.linking.types import CourseLink, LinkJudgement, LinkStatus, LinkVerdict
from knowledge.types import Snapshot

Taught = Callable[[str], Snapshot]

COURSES = """
kurser:
  - id: mi
    titel: Et kursus
    giver: [Processtyring]
    beskrivelse: Du øver den motiverende samtale.
"""


def judgement(key: str, verdict: LinkVerdict, course_id: str = "mi") -> LinkJudgement:
    return LinkJudgement(course_id, key, verdict, "Anna")


def statuses(links: tuple[CourseLink, ...]) -> dict[str, LinkStatus]:
    return {link.competence_key: link.status for link in links}


def test_stated_and_likely_links_are_in_effect(taught: Taught) -> None:
    links = effective_links(taught(COURSES), [])
    assert statuses(links) == {"k-frister": LinkStatus.STATED, "k-samtale": LinkStatus.SUGGESTED}


def test_a_rejected_link_is_out_of_effect_also_when_the_source_states_it(taught: Taught) -> None:
    snapshot = taught(COURSES)
    rejected = [judgement(key, LinkVerdict.REJECTED) for key in ("k-frister", "k-samtale")]
    assert effective_links(snapshot, rejected) == ()
    judged = judged_links(snapshot, found_links(snapshot), rejected)
    assert set(statuses(judged).values()) == {LinkStatus.REJECTED}


def test_a_confirmed_link_is_in_effect_also_where_no_word_shows_it(taught: Taught) -> None:
    snapshot = taught(COURSES)
    (confirmed,) = [
        link
        for link in effective_links(snapshot, [judgement("k-unge", LinkVerdict.CONFIRMED)])
        if link.competence_key == "k-unge"
    ]
    assert (confirmed.status, confirmed.quote, confirmed.confidence) == (LinkStatus.CONFIRMED, "Et kursus", 1.0)
    assert snapshot.text(confirmed.text_id)[confirmed.start : confirmed.end] == "Et kursus"


def test_a_judgement_outlives_the_text_it_was_made_on(taught: Taught) -> None:
    taught(COURSES)
    judged = [judgement("k-samtale", LinkVerdict.REJECTED), judgement("k-unge", LinkVerdict.CONFIRMED)]
    changed = taught(COURSES.replace("Du øver", "Hele dagen øver vi"))
    links = effective_links(changed, judged)
    assert statuses(links) == {"k-frister": LinkStatus.STATED, "k-unge": LinkStatus.CONFIRMED}


def test_a_judgement_of_what_is_no_longer_there_waits(taught: Taught) -> None:
    judged = [
        judgement("k-samtale", LinkVerdict.CONFIRMED, course_id="lukket"),
        judgement("ukendt", LinkVerdict.CONFIRMED),
    ]
    snapshot = taught(COURSES)
    assert effective_links(snapshot, judged) == effective_links(snapshot, [])


def test_links_of_a_generation_are_found_once(taught: Taught) -> None:
    linker, snapshot = Linker(), taught(COURSES)
    assert linker.found(snapshot) is linker.found(snapshot)
    assert linker.found(snapshot) == found_links(snapshot)
    other = taught(COURSES.replace("motiverende samtale", "MI"))
    assert [link.quote for link in linker.found(other)] != [link.quote for link in linker.found(snapshot)]
