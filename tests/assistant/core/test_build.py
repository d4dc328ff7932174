"""An assistant put together from its parts."""

import datetime

import pytest

from assistant.core.build import build_assistant
from assistant.core.types import AskRequest
from knowledge.errors import NoGenerationError
from knowledge.generations import KnowledgeBase
from knowledge.types import Snapshot
from tests.assistant.core.corpus import TODAY

OLD = "Hvor mange langtidsledige hjalp mentorordningen?"


def test_the_generation_is_looked_up_at_each_question(corpus_base: KnowledgeBase) -> None:
    asked: list[Snapshot] = []

    def current() -> Snapshot:
        asked.append(corpus_base.current())
        return asked[-1]

    assistant = build_assistant(current, lambda: TODAY)
    assert asked == []
    for _ in range(2):
        assistant.ask(AskRequest("Hvad er sidemandsoplæring?"))
    assert len(asked) == 2


def test_the_day_is_the_given_one_unless_the_question_brings_its_own(corpus_base: KnowledgeBase) -> None:
    assistant = build_assistant(corpus_base.current, lambda: TODAY)
    today = assistant.ask(AskRequest(OLD))
    then = assistant.ask(AskRequest(OLD, today=datetime.date(2015, 1, 1)))
    assert [notice.code for notice in today.notices] == ["old_source"]
    assert then.notices == ()


def test_without_a_knowledge_base_the_refusal_is_one_of_ours() -> None:
    def missing() -> Snapshot:
        raise NoGenerationError("nothing has been ingested yet; run fagkompas ingest")

    with pytest.raises(NoGenerationError):
        build_assistant(missing).ask(AskRequest("Hvad er transfer?"))
