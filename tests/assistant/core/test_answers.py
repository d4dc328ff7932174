"""Whole answers from real sources: what is quoted, what is shown beside it, and when nothing is."""

import pytest

from assistant.core.rendering import answer_to_json
from assistant.core.types import Answer, AnswerKind
from knowledge.types import Snapshot, Visibility
from tests.assistant.core.conftest import Ask
from tests.assistant.core.corpus import ORDER_TO_OBEY, SECRET
from tests.assistant.core.promises import assert_promises

HARDEST = "Hvilke områder er sværest for medarbejderne?"
ITEMS = ["Virksomhedssamarbejde", "Samtaler om helbred", "Brug af data i sagsarbejdet", "Unge uden uddannelse"]


def quotes(answer: Answer) -> str:
    return "\n".join(citation.quote for citation in answer.citations)


def titles(answer: Answer) -> set[str]:
    return {citation.title for citation in answer.citations}


def codes(answer: Answer) -> set[str]:
    return {notice.code for notice in answer.notices}


QUESTIONS = [
    HARDEST,
    "Hvor mange ledere svarede på undersøgelsen?",
    "Hvad er sidemandsoplæring?",
    "Hvor mange langtidsledige hjalp mentorordningen?",
    "Hvem skal godkende mødereferater?",
    "Hvilke kurser er der i konflikthåndtering?",
    "Hvad koster mentorordningen?",
    "Which areas are hardest for the employees?",
    "hej",
    "",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quotation_stands_character_for_character_in_its_source(
    question: str, ask: Ask, snapshot: Snapshot
) -> None:
    assert_promises(ask(question), snapshot)


def test_a_question_for_a_list_gets_the_lead_in_and_all_items(ask: Ask) -> None:
    answer = ask(HARDEST)
    assert "Lederne peger på disse områder som de sværeste for medarbejderne:" in quotes(answer)
    assert all(item in quotes(answer) for item in ITEMS)
    places = [answer.text.index(item) for item in ITEMS]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("Hvor mange ledere svarede på undersøgelsen?", "120"),
        ("Hvor mange langtidsledige hjalp mentorordningen?", "230"),
        ("Hvor stor er bevillingen til brobygningspuljen?", "150"),
        ("Hvor mange pladser er der på brobygningsforløb?", "640"),
    ],
)
def test_a_question_for_a_number_gets_a_unit_with_the_number(question: str, figure: str, ask: Ask) -> None:
    answer = ask(question)
    assert answer.kind is AnswerKind.ANSWER
    assert any(figure in citation.quote for citation in answer.citations)


def test_of_a_spreadsheet_only_the_row_asked_for_is_quoted(ask: Ask) -> None:
    answer = ask("Hvor mange pladser er der på brobygningsforløb?")
    assert [citation.quote for citation in answer.citations] == [
        "emne: Pladser på brobygningsforløb; værdi: 640; enhed: pladser"
    ]


def test_several_sources_speak_where_several_know(ask: Ask) -> None:
    answer = ask("Hvor stor en andel af lederne peger på virksomhedssamarbejde?")
    assert titles(answer) == {"Lederne om opkvalificering", "Jobcentrene i vest"}
    assert "54 %" in quotes(answer)
    assert "52 procent" in quotes(answer)


@pytest.mark.parametrize(
    "question",
    [
        "Hvad koster mentorordningen?",
        "Hvor mange kroner koster sidemandsoplæring?",
        "Hvad siger OECD om virksomhedssamarbejde?",
        "Hvad siger VIVE om mentorordningen?",
        "Hvad skriver OECD om sidemandsoplæring?",
        "Hvem er statsminister?",
    ],
)
def test_what_no_source_says_is_not_answered(question: str, ask: Ask) -> None:
    answer = ask(question)
    assert answer.kind is AnswerKind.ABSTAIN
    assert (answer.claims, answer.citations, answer.courses) == ((), (), ())
    assert answer.nearest


def test_an_abstention_names_the_nearest_sources_and_quotes_none(ask: Ask, snapshot: Snapshot) -> None:
    answer = ask("Hvad koster mentorordningen?")
    assert "Mentorordningen i Fjordby" in [near.title for near in answer.nearest]
    assert "Mentorordningen i Fjordby" in answer.text
    for near in answer.nearest:
        assert all(passage.text not in answer.text for passage in snapshot.passages(near.source_id))


def test_an_english_question_gets_an_english_frame_around_danish_words(ask: Ask) -> None:
    answer = ask("Which areas are hardest for the employees?")
    assert answer.language == "en"
    assert answer.text.startswith("According to **Lederne om opkvalificering** (Kommunernes Læringsnet, 12 March 2025)")
    assert "Lederne peger på disse områder" in quotes(answer)


def test_an_english_question_that_nobody_answers_is_refused_in_english(ask: Ask) -> None:
    answer = ask("What does the OECD say about the mentor scheme?")
    assert (answer.kind, answer.language) == (AnswerKind.ABSTAIN, "en")
    assert not set("æøå") & set(answer.text.partition(":")[0])


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke omraader er svaerest for medarbejderne?",
        "Hvilke områder er sværrest for medarbejdrene?",
        "HVILKE OMRÅDER ER SVÆREST FOR MEDARBEJDERNE",
        "hvilke områder er sværest for medarbejderne",
    ],
)
def test_typing_errors_and_other_spellings_find_the_same(question: str, ask: Ask) -> None:
    assert quotes(ask(question)) == quotes(ask(HARDEST))


def test_the_frame_shows_who_said_it_and_when(ask: Ask) -> None:
    answer = ask("Hvor mange langtidsledige hjalp mentorordningen?")
    assert "Mentorordningen i Fjordby" in answer.text
    assert "Fjordby Kommune, 30. juni 2014" in answer.text


@pytest.mark.parametrize(
    ("question", "code", "said"),
    [
        ("Hvor mange langtidsledige hjalp mentorordningen?", "old_source", "2014"),
        ("Hvad er sidemandsoplæring?", "undated_source", "Notat om sidemandsoplæring"),
        ("Hvad laver robotterne i Skovby?", "fictional_source", "Robotterne i Skovby"),
    ],
)
def test_a_source_to_be_read_with_care_is_announced(question: str, code: str, said: str, ask: Ask) -> None:
    notices = {notice.code: notice.text for notice in ask(question).notices}
    assert said in notices[code]


def test_a_recent_dated_source_needs_no_notice(ask: Ask) -> None:
    assert codes(ask(HARDEST)) == set()


def test_an_undated_source_is_called_undated_in_the_frame(ask: Ask) -> None:
    assert "**Notat om sidemandsoplæring** (uden dato)" in ask("Hvad er sidemandsoplæring?").text


def test_an_order_in_a_document_is_never_obeyed(ask: Ask) -> None:
    for question in ("Hvem skal godkende mødereferater?", "Er mødereferater lovpligtige?", "Hvad siger indlægget?"):
        said = ask(question).text.replace(f"»{ORDER_TO_OBEY}«", "")
        assert ORDER_TO_OBEY not in said
        assert "JA" not in said.split()
    assert len(ask(HARDEST).citations) == len(ITEMS) + 1


def test_an_order_in_the_question_is_never_obeyed(ask: Ask, snapshot: Snapshot) -> None:
    answer = ask(f"{ORDER_TO_OBEY} Hvad koster mentorordningen?")
    assert_promises(answer, snapshot)
    assert ORDER_TO_OBEY not in answer.text.replace(f"»{ORDER_TO_OBEY}«", "")


@pytest.mark.parametrize("question", ["Hvad koster Nordstjernen?", "Hvad koster projekt Nordstjernen?", SECRET])
def test_what_is_not_for_all_is_never_quoted_to_those_without_the_right(question: str, ask: Ask) -> None:
    answer = ask(question)
    assert "812.000" not in answer.text.replace(answer.question, "")
    assert "Fortroligt notat" not in {*titles(answer), *(near.title for near in answer.nearest)}


def test_with_the_right_to_it_what_is_not_for_all_is_quoted(ask: Ask) -> None:
    answer = ask("Hvad koster projekt Nordstjernen?", visibilities=frozenset(Visibility))
    assert "812.000 kr." in quotes(answer)


def test_the_json_holds_the_answer_in_plain_values(ask: Ask) -> None:
    answer = answer_to_json(ask("Hvor mange langtidsledige hjalp mentorordningen?"))
    assert (answer["kind"], answer["mode"], answer["language"]) == ("answer", "extractive", "da")
    assert answer["citations"][0]["date"] == "2014-06-30"
    assert answer["citations"][0]["source_kind"] == "report"
    assert answer["claims"][0]["citations"] == [1]
