from collections.abc import Callable, Mapping

import pytest

from knowledge.linking.confidence import SUGGESTED_FROM
from knowledge.linking.shown import shown_links
from knowledge.linking.units import units_of
from knowledge.types import Snapshot

Taught = Callable[[str], Snapshot]


def shown(
    taught: Taught, words: str, title: str = "Et kursus", fields: str = "laerer: medarbejder"
) -> Mapping[str, str]:
    """The sentences that show what a course gives, by competence."""
    snapshot = taught(f"kurser:\n  - id: k\n    titel: {title}\n    {fields}\n    beskrivelse: '{words}'\n")
    links = shown_links(snapshot)
    for link in links:
        assert snapshot.text(link.text_id)[link.start : link.end] == link.quote
    return {link.competence_key: link.quote for link in links if link.confidence >= SUGGESTED_FROM}


def test_a_sentence_with_the_name_of_a_competence_shows_it(taught: Taught) -> None:
    found = shown(taught, "Vi mødes tre gange. Du øver den motiverende samtale med en kollega. Kaffe er med.")
    assert found == {"k-samtale": "Du øver den motiverende samtale med en kollega."}


def test_another_name_or_the_words_of_the_description_show_it_too(taught: Taught) -> None:
    assert shown(taught, "Et kursus om MI.") == {"k-samtale": "Et kursus om MI."}
    found = shown(taught, "Få struktur på dagen. Lær at holde styr på frister, roller og aftaler i en travl hverdag.")
    assert set(found) == {"k-frister"}


@pytest.mark.parametrize(
    "words",
    [
        "Kurset handler ikke om motiverende samtale.",
        "Her er der ingen motiverende samtale.",
        "Det forudsættes, at du kender motiverende samtale.",
        "Kurset kræver, at du kan bruge motiverende samtale.",
        "Du kan i forvejen holde en motiverende samtale; her regner vi.",
        "Kurset bygger oven på vores kursus i motiverende samtale.",
        "Underviseren har skrevet om motiverende samtale.",
        "Vi regner på sagen uden motiverende samtale.",
    ],
)
def test_what_is_denied_required_or_told_of_the_teacher_is_not_given(taught: Taught, words: str) -> None:
    assert shown(taught, words) == {}


def test_what_is_denied_leaves_the_rest_of_the_sentence_standing(taught: Taught) -> None:
    found = shown(taught, "Du lærer motiverende samtale, ikke processtyring.")
    assert set(found) == {"k-samtale"}


def test_who_a_course_is_for_and_what_it_requires_show_nothing(taught: Taught) -> None:
    fields = "laerer: medarbejder\n    maalgruppe: Alle med motiverende samtale\n    kraever: [Processtyring]"
    assert shown(taught, "Vi regner.", fields=fields) == {}


def test_a_course_for_citizens_gives_no_competence_of_staff(taught: Taught) -> None:
    assert shown(taught, "Lær motiverende samtale.", fields="laerer: borger") == {}


def test_the_title_shows_a_competence_where_no_sentence_does(taught: Taught) -> None:
    assert shown(taught, "To dage i Aarhus.", title="Motiverende samtale 1") == {"k-samtale": "Motiverende samtale 1"}


def test_sentences_stand_where_they_say_and_abbreviations_do_not_cut_them() -> None:
    text = "Titel\n\nPris: 5 kr.\nStart: nu\n\nVi begynder kl. 9 hos jer. Så øver vi.\n\n• at spørge\n• at lytte"
    units = units_of(text)
    assert [unit.text for unit in units] == [
        "Titel",
        "Vi begynder kl. 9 hos jer.",
        "Så øver vi.",
        "at spørge",
        "at lytte",
    ]
    assert all(text[unit.start : unit.end] == unit.text for unit in units)


def test_a_text_without_fields_or_of_one_line_is_read_too() -> None:
    assert [unit.text for unit in units_of("Kun en titel")] == ["Kun en titel"]
    assert [unit.text for unit in units_of("Titel\n\nVi øver: hele dagen.")] == ["Titel", "Vi øver: hele dagen."]
