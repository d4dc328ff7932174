"""Answers of Anthropic's models, over their wire form, through the real client."""

from collections.abc import Callable, Iterator

import pytest

from assistant.core.assistant import Assistant
from assistant.core.build import build_assistant
from assistant.core.generative.writer import Limits, Writer
from assistant.core.types import AskRequest, Mode
from knowledge.generations import KnowledgeBase
from tests.assistant.core.corpus import TODAY
from tests.assistant.core.generative.test_generative_answers import CLAIM, QUESTION, TRUE, codes, honest, saying
from tests.evals.judges import forget_providers
from tests.model_stub import Broken, Failure, ModelStub, Request

Served = Callable[[ModelStub], Assistant]


@pytest.fixture
def claude(corpus_base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    forget_providers(monkeypatch)
    opened: list[Writer] = []

    def served(stub: ModelStub) -> Assistant:
        monkeypatch.setenv("ANTHROPIC_API_URL", stub.base_url.removesuffix("/v1"))
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-not-a-key")
        models = Writer.open(["anthropic:claude-stub"], Limits()).models
        opened.append(Writer(models, Limits(seconds=5), pause=lambda seconds: None))
        return build_assistant(corpus_base.current, lambda: TODAY, opened[-1])

    yield served
    for writer in opened:
        writer.close()


def test_its_claims_are_checked_and_told(claude: Served) -> None:
    with ModelStub(honest) as stub:
        answer = claude(stub).ask(AskRequest(QUESTION))
        assert stub.requests[0].body["tools"][0]["name"] == "answer"
    assert answer.mode is Mode.GENERATIVE
    assert answer.text.startswith(f"{CLAIM} [1].")
    assert (answer.usage.model, answer.usage.output_tokens) == ("anthropic:claude-stub", 10)


def test_its_lies_are_not_told(claude: Served) -> None:
    with ModelStub(saying(CLAIM.replace("52", "62"))) as stub:
        answer = claude(stub).ask(AskRequest(QUESTION))
        assert "Refused: number" in stub.requests[1].said("user")
    assert "62" not in answer.text
    assert TRUE in answer.text


def test_when_it_is_overloaded_it_is_asked_again(claude: Served) -> None:
    with ModelStub(honest, fail_on={1: Failure(529)}) as stub:
        assert claude(stub).ask(AskRequest(QUESTION)).mode is Mode.GENERATIVE
        assert stub.calls == 2


def test_a_wrong_key_is_not_tried_again(claude: Served) -> None:
    with ModelStub([Failure(401)]) as stub:
        assert "model_unavailable" in codes(claude(stub).ask(AskRequest(QUESTION)))
        assert stub.calls == 1


def test_a_stream_that_breaks_off_is_finished_with_quotations(claude: Served) -> None:
    def breaking(request: Request) -> Broken:
        return Broken(honest(request), share=0.75)

    with ModelStub(breaking) as stub:
        answer = claude(stub).ask(AskRequest(QUESTION))
    assert answer.text.startswith(f"{CLAIM} [1].\n\nIfølge **")
    assert "model_broke_off" in codes(answer)
