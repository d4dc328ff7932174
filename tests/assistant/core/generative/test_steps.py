"""Questions that need steps: a model looks up what it needs with our tools, and its answer is checked as any other."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, BaseMessage

from assistant.core.assistant import Assistant
from assistant.core.build import build_assistant
from assistant.core.events import Stage, Status
from assistant.core.generative.agent import MOST_STEPS
from assistant.core.generative.calling import NamedChat
from assistant.core.generative.desk import MOST_LOOK_UPS, NO_MORE
from assistant.core.generative.writer import Limits, Writer
from assistant.core.parts import needs_steps
from assistant.core.types import AnswerKind, AskRequest, Mode
from knowledge.generations import KnowledgeBase
from knowledge.types import Snapshot, Visibility
from tests.assistant.core.corpus import TODAY
from tests.assistant.core.generative.conftest import Served
from tests.assistant.core.generative.replies import claim, number_of, reply
from tests.assistant.core.generative.test_generative_answers import CLAIM, TRUE, WORKS, ask, assert_stands, codes
from tests.model_stub import Calls, Failure, ModelStub, Reply, Request

COMPARED = "Sammenlign hvad der er sværest for medarbejderne med hvad der virker"
PLAN = "Lav en plan for mit team"


def looking(request: Request) -> bool:
    """Whether it is the agent that asks."""
    return "You find what is needed" in request.said("system")


def shown(request: Request) -> str:
    """What the tools have shown so far."""
    return request.said("tool")


def in_steps(*steps: Sequence[tuple[str, dict[str, Any]]]) -> Callable[[Request], Reply]:
    """A model that looks up in these steps, then is done, then answers with what is true of what it was given."""

    def answering(request: Request) -> Reply:
        if looking(request):
            taken = sum(message["role"] == "assistant" for message in request.body["messages"])
            return Calls(steps[taken]) if taken < len(steps) else "done"
        first, second = number_of(request, TRUE), number_of(request, WORKS)
        claims = [claim(CLAIM, (first, TRUE))] if first else []
        return reply(*claims, *([claim(WORKS, (second, WORKS))] if second else []))

    return answering


@pytest.mark.parametrize(
    "asked", [COMPARED, PLAN, "Hvad er transfer? Og hvad virker?", "Compare mentors and coordinators"]
)
def test_a_comparison_several_questions_and_a_plan_need_steps(asked: str) -> None:
    assert needs_steps(asked)


@pytest.mark.parametrize("asked", ["Hvad er transfer?", "Hvad er sværest for medarbejderne i forhold til unge?"])
def test_a_plain_question_needs_none(asked: str) -> None:
    assert not needs_steps(asked)


def test_what_was_looked_up_is_what_is_answered_from(written_by: Served, snapshot: Snapshot) -> None:
    steps = in_steps([("search", {"query": "sværeste område"}), ("search", {"query": "kurserne virker bedst"})])
    with ModelStub(steps) as stub:
        assistant = written_by(stub)
        events = list(assistant.stream(AskRequest(COMPARED)))
        answer = ask(assistant, COMPARED)
    assert CLAIM in answer.text
    assert WORKS.rstrip(".") in answer.text
    assert_stands(answer, snapshot)
    assert answer.usage.input_tokens >= 300
    assert events.count(Status(Stage.SEARCHING)) > 1
    seen = next(shown(request) for request in stub.requests if looking(request) and shown(request))
    assert TRUE in seen
    assert "<passage>" in seen


def test_a_plan_is_looked_up_with_profiles_gaps_and_courses(written_by: Served, snapshot: Snapshot) -> None:
    title = next(one.title for one in snapshot.profiles() if one.competences)
    steps = in_steps(
        [("get_profile", {"title": title}), ("get_profile", {"title": "astronaut"})],
        [
            ("find_gaps", {"role": title, "people": 2, "can": []}),
            ("find_gaps", {"role": title, "people": 1, "can": ["trylleri"]}),
        ],
        [("find_courses", {"wish": "kurser i virksomhedssamarbejde"}), ("find_courses", {"wish": "gratis i Nuuk"})],
    )
    with ModelStub(steps) as stub:
        answer = ask(written_by(stub), f"{PLAN}: to {title}")
        seen = "\n".join(shown(request) for request in stub.requests)
    assert "There is no such profile. There are: " in seen
    assert "Lacking: " in seen
    assert "unknown_competence" in seen
    assert answer.kind is AnswerKind.GAP


def test_it_looks_up_no_more_than_it_may(written_by: Served) -> None:
    many = [("search", {"query": f"sværeste område {number}"}) for number in range(MOST_LOOK_UPS)]
    with ModelStub(in_steps(*[many] * 20)) as stub:
        answer = ask(written_by(stub), COMPARED)
        calls = [request for request in stub.requests if looking(request)]
    assert len(calls) == MOST_STEPS
    assert NO_MORE in shown(calls[-1])
    assert CLAIM in answer.text


@pytest.mark.parametrize(
    "step",
    [("erase", {"everything": True}), ("search", {"wrong": 1}), ("find_gaps", {"role": "x", "people": "many"})],
    ids=["no such tool", "no such parameter", "no number"],
)
def test_a_call_that_cannot_be_made_is_answered_in_words(written_by: Served, step: tuple[str, dict[str, Any]]) -> None:
    with ModelStub(in_steps([step])) as stub:
        answer = ask(written_by(stub), COMPARED)
        assert [shown(request) for request in stub.requests if looking(request)][-1]
    assert answer.mode is Mode.GENERATIVE


def test_where_looking_up_fails_the_first_search_answers(written_by: Served) -> None:
    def failing(request: Request) -> Reply:
        return Failure(500) if looking(request) else in_steps()(request)

    with ModelStub(failing) as stub:
        answer = ask(written_by(stub), COMPARED)
    assert answer.mode is Mode.GENERATIVE
    assert "model_unavailable" not in codes(answer)


@pytest.mark.parametrize("may_see", [False, True])
def test_internal_sources_are_found_only_for_who_may_see_them(written_by: Served, may_see: bool) -> None:
    visible = frozenset(Visibility) if may_see else frozenset({Visibility.PUBLIC})
    looked_up = [("search", {"query": "Hvad koster projekt Nordstjernen"}), ("find_courses", {"wish": "Nordstjernen"})]
    with ModelStub(in_steps(looked_up)) as stub:
        written_by(stub).ask(AskRequest(COMPARED, visibilities=visible))
        seen = "\n".join(shown(request) for request in stub.requests)
    assert ("Nordstjernen" in seen) == may_see


class Scripted(GenericFakeChatModel):
    """LangChain's fake, which takes tools too."""

    asked: list[list[BaseMessage]] = []  # noqa: RUF012

    def bind_tools(self, tools: Any, **_: Any) -> Any:
        return self


@pytest.fixture
def scripted(corpus_base: KnowledgeBase) -> Iterator[Callable[[Iterator[AIMessage]], Assistant]]:
    opened: list[Writer] = []

    def made(messages: Iterator[AIMessage]) -> Assistant:
        writer = Writer([NamedChat("fake:scripted", Scripted(messages=messages))], Limits(seconds=10))
        opened.append(writer)
        return build_assistant(corpus_base.current, lambda: TODAY, writer)

    yield made
    for writer in opened:
        writer.close()


def test_an_agent_that_says_nothing_of_use_leaves_the_answer_to_quotations(
    scripted: Callable[[Iterator[AIMessage]], Assistant],
) -> None:
    def never_done() -> Iterator[AIMessage]:
        while True:
            yield AIMessage("Svaret er 42, og det behøver ingen kilde.")

    answer = ask(scripted(never_done()), COMPARED)
    assert answer.mode is Mode.EXTRACTIVE
    assert "42" not in answer.text
    assert answer.usage.input_tokens > 0
