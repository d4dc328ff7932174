"""An answer told in events: whole, in order, and nothing twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.assistant import Assistant
from assistant.core.events import Answered, Cited, Sources, Stage, Status, Suggested, Token, pieces
from assistant.core.types import AskRequest
from tests.assistant.core.conftest import Ask

QUESTIONS = [
    "Hvilke områder er sværest for medarbejderne?",
    "Hvilke kurser er der i facilitering?",
    "Hvad koster en billet til Tivoli?",
    "Hej",
    "",
]


@given(st.text(), st.integers(1, 60))
def test_pieces_joined_are_the_text(text: str, length: int) -> None:
    assert "".join(pieces(text, length)) == text
    assert all(pieces(text, length)), "no piece is empty"


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_tokens_are_the_text_and_the_whole_answer_comes_last(question: str, assistant: Assistant) -> None:
    events = list(assistant.stream(AskRequest(question)))
    assert events[0] == Status(Stage.SEARCHING)
    last = events[-1]
    assert isinstance(last, Answered)
    assert "".join(event.text for event in events if isinstance(event, Token)) == last.answer.text
    cited = [event.citation for event in events if isinstance(event, Cited)]
    assert sorted(cited, key=lambda citation: citation.number) == list(last.answer.citations)
    assert [event.courses for event in events if isinstance(event, Suggested)] == (
        [last.answer.courses] if last.answer.courses else []
    )


def test_a_citation_follows_the_piece_that_names_it(assistant: Assistant) -> None:
    text = ""
    seen = 0
    for event in assistant.stream(AskRequest(QUESTIONS[0])):
        if isinstance(event, Token):
            text += event.text
        if isinstance(event, Cited):
            seen += 1
            assert f"[{event.citation.number}]" in text
    assert seen


def test_the_sources_are_named_once_each_before_the_text(assistant: Assistant, ask: Ask) -> None:
    events = list(assistant.stream(AskRequest(QUESTIONS[0])))
    named = next(event for event in events if isinstance(event, Sources))
    assert events.index(named) < next(i for i, event in enumerate(events) if isinstance(event, Token))
    cited = dict.fromkeys(citation.source_id for citation in ask(QUESTIONS[0]).citations)
    assert [source.source_id for source in named.sources] == list(cited)
