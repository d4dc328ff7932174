"""Whatever is asked, the promises hold: no exception, no broken citation, no word of a changed source."""

import json
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.core.assistant import Assistant
from assistant.core.build import build_assistant
from assistant.core.rendering import answer_to_json
from assistant.core.types import AnswerKind, AskRequest, Turn
from knowledge.danish import tokenize
from knowledge.generations import KnowledgeBase
from knowledge.types import Learner, Snapshot
from tests.assistant.core.corpus import FILES, TODAY
from tests.assistant.core.promises import assert_promises

# A question takes some 20 ms; more examples find nothing more and make the suite slow.
EXAMPLES = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
FEW_EXAMPLES = settings(EXAMPLES, max_examples=25)

OPENINGS = ["Hvad er", "Hvilke", "Hvor mange", "Hvorfor", "Hvem", "Hvornår", "Hvordan", "Find kurser i", "What is", ""]
WORDS = st.sampled_from(sorted({token.text for text in FILES.values() for token in tokenize(text)}))
OWN_WORDS = st.builds(
    lambda opening, words: f"{opening} {' '.join(words)}?", st.sampled_from(OPENINGS), st.lists(WORDS, max_size=7)
)
LEARNERS = st.sampled_from([None, *Learner])


@dataclass(frozen=True)
class Tampered:
    """A snapshot whose texts were changed after the passages were cut from them."""

    real: Snapshot
    change: str

    def text(self, text_id: str) -> str:
        text = self.real.text(text_id)
        return {"gone": "", "moved": f"Nyt. {text}", "cut": text[: len(text) // 2]}[self.change]

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)


@given(OWN_WORDS, LEARNERS)
@EXAMPLES
def test_questions_made_of_the_sources_own_words_keep_the_promises(
    assistant: Assistant, snapshot: Snapshot, question: str, learner: Learner | None
) -> None:
    assert_promises(assistant.ask(AskRequest(question, learner=learner)), snapshot)


@given(st.text(max_size=120))
@EXAMPLES
def test_any_text_keeps_the_promises(assistant: Assistant, snapshot: Snapshot, question: str) -> None:
    answer = assistant.ask(AskRequest(question))
    assert_promises(answer, snapshot)
    json.dumps(answer_to_json(answer))


@given(OWN_WORDS, OWN_WORDS)
@FEW_EXAMPLES
def test_any_history_keeps_the_promises(assistant: Assistant, snapshot: Snapshot, before: str, question: str) -> None:
    assert_promises(assistant.ask(AskRequest(f"Og {question}", history=[Turn(before)])), snapshot)


@given(OWN_WORDS, LEARNERS.filter(lambda learner: learner is not Learner.CITIZEN))
@FEW_EXAMPLES
def test_a_course_for_citizens_is_quoted_to_nobody_who_does_not_ask_for_them(
    assistant: Assistant, question: str, learner: Learner | None
) -> None:
    if "borger" in question or "jobsøgende" in question or "ledig" in question:
        return
    answer = assistant.ask(AskRequest(question, learner=learner))
    assert "konflikt-borger" not in {course.course_id for course in answer.courses}
    assert "Konflikthåndtering for jobsøgende" not in {citation.title for citation in answer.citations}


@pytest.mark.parametrize("change", ["gone", "moved", "cut"])
@pytest.mark.parametrize(
    "question",
    [
        "Hvilke områder er sværest for medarbejderne?",
        "Hvor mange langtidsledige hjalp mentorordningen?",
        "Hvilke kurser er der i konflikthåndtering?",
    ],
)
def test_what_a_changed_source_no_longer_says_is_not_quoted(
    change: str, question: str, snapshot: Snapshot, corpus_base: KnowledgeBase
) -> None:
    tampered = Tampered(corpus_base.current(), change)
    answer = build_assistant(lambda: tampered, lambda: TODAY).ask(AskRequest(question))  # type: ignore[arg-type,return-value]
    for citation in answer.citations:
        assert tampered.text(citation.text_id)[citation.start : citation.end] == citation.quote
    if change == "gone":
        assert (answer.kind, answer.claims) == (AnswerKind.ABSTAIN, ())


def test_a_claim_that_does_not_verify_never_reaches_the_answer(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.core.composing.holds", lambda claim, *_: "Samtaler" not in claim.text)
    answer = assistant.ask(AskRequest("Hvilke områder er sværest for medarbejderne?"))
    assert "Samtaler om helbred" not in answer.text
    assert "Virksomhedssamarbejde (54 %)" in answer.text
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_an_answer_without_a_claim_that_verifies_is_an_abstention(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.core.composing.holds", lambda *_: False)
    answer = assistant.ask(AskRequest("Hvor mange langtidsledige hjalp mentorordningen?"))
    assert (answer.kind, answer.claims, answer.citations) == (AnswerKind.ABSTAIN, (), ())
    assert "230" not in answer.text


def test_a_course_whose_reason_does_not_verify_is_not_suggested(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.core.suggestions.holds", lambda *_: False)
    answer = assistant.ask(AskRequest("Hvilke kurser er der i konflikthåndtering?"))
    assert answer.courses == ()
    assert answer.kind is not AnswerKind.COURSES
