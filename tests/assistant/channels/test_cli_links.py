"""`fagkompas links` over a real knowledge base: the list, people's judgements, and what is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.assistant.channels.linked import SENTENCE, ingest_linked
from tests.assistant.channels.terminal import Outcome, run

COURSES = """kurser:
  - id: moeder
    titel: Møder, der virker
    laerer: medarbejder
    giver: [Facilitering]
    beskrivelse: 'Vi øver hele dagen. Lær at holde styr på frister, roller og aftaler.'
"""

Command = Callable[..., Outcome]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    ingest_linked(tmp_path / "data", tmp_path / "kilder", COURSES)
    return tmp_path / "kilder"


@pytest.fixture
def cli(sources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    return lambda *arguments: run(capsys, "--data", str(tmp_path / "data"), *arguments)


def test_links_are_listed_by_course_with_their_sentences(cli: Command) -> None:
    listed = cli("links")
    assert (listed.code, listed.error) == (0, "")
    assert "Møder, der virker [moeder]" in listed.output
    assert "- Facilitering: oplyst af kilden" in listed.output
    assert "- Processtyring: foreslået, " in listed.output
    assert f"»{SENTENCE}«" in listed.output
    assert "2 koblinger." in listed.output


def test_the_quotation_of_a_link_stands_in_the_course_text(cli: Command) -> None:
    (link,) = cli("links", "moeder", "--competence", "processtyringen", "--json").json["links"]
    text = cli("sources", "moeder", "--json").json["text"]
    assert text[link["start"] : link["end"]] == link["quote"] == SENTENCE
    assert (link["competence_id"], link["status"]) == ("k-frister", "suggested")


def test_a_confirmed_link_is_listed_as_such_and_by_whom(cli: Command) -> None:
    done = cli("links", "confirm", "moeder", "processtyring")
    assert done.output == "Bekræftet: »Møder, der virker« giver Processtyring.\n"
    (link,) = cli("links", "--status", "confirmed", "--json").json["links"]
    assert (link["competence_id"], link["confidence"]) == ("k-frister", 1.0)
    assert link["judged_by"]
    assert link["judged_at"]


def test_a_rejected_link_does_not_come_back_after_the_course_is_ingested_anew(
    cli: Command, sources: Path, tmp_path: Path
) -> None:
    assert cli("links", "reject", "moeder", "k-frister").code == 0
    ingest_linked(tmp_path / "data", sources, COURSES.replace("hele dagen", "to gange"))
    assert cli("links", "--status", "suggested", "--json").json == {"links": []}
    (link,) = cli("links", "--status", "rejected", "--json").json["links"]
    assert (link["quote"], link["status"]) == (SENTENCE, "rejected")
    assert cli("courses", "--competence", "k-frister", "--json").json["courses"] == []


def test_a_judgement_can_be_taken_back(cli: Command) -> None:
    cli("links", "reject", "moeder", "k-frister")
    assert "taget tilbage" in cli("links", "withdraw", "moeder", "k-frister").output
    assert "Ingen har vurderet" in cli("links", "withdraw", "moeder", "k-frister").output
    assert [link["status"] for link in cli("links", "--json").json["links"]] == ["stated", "suggested"]


def test_courses_found_by_what_their_words_show_say_that_it_is_suggested(cli: Command) -> None:
    (course,) = cli("courses", "--competence", "Processtyring", "--json").json["courses"]
    assert [one["label"] for one in course["provides"]] == ["Facilitering"]
    assert [(link["label"], link["status"], link["quote"]) for link in course["links"]] == [
        ("Facilitering", "stated", "Facilitering"),
        ("Processtyring", "suggested", SENTENCE),
    ]
    assert f"foreslået: Processtyring – »{SENTENCE}«" in " ".join(cli("courses").output.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("links", "confirm", "ukendt", "Processtyring"), "intet kursus med id »ukendt«"),
        (("links", "confirm", "moeder", "processtyrng"), "Nærmest: Processtyring"),
        (("links", "reject", "moeder", "xyz"), "Ingen kompetence hedder »xyz«"),
        (("links", "moeder", "Processtyring"), "confirm|reject|withdraw KURSUS KOMPETENCE"),
        (("links", "confirm", "moeder"), "confirm|reject|withdraw KURSUS KOMPETENCE"),
        (("links", "ukendt"), "intet kursus med id »ukendt«"),
    ],
)
def test_what_is_not_known_is_refused_in_one_sentence(cli: Command, arguments: tuple[str, ...], said: str) -> None:
    refused = cli(*arguments)
    assert refused.code == 2
    assert said in refused.error
    assert refused.output == ""
