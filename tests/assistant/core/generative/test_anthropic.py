"""Answers of Anthropic's models, over their wire form, through the real client."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage
from langchain_core.messages.ai import UsageMetadata

from assistant.core.assistant import Assistant
from assistant.core.build import build_assistant
from assistant.core.generative.cited import claims_of, sentences
from assistant.core.generative.hearing import Heard
from assistant.core.generative.writer import Limits, Writer
from assistant.core.types import AskRequest, Mode
from knowledge.generations import KnowledgeBase
from tests.assistant.core.corpus import TODAY
from tests.assistant.core.generative.replies import claim, number_of, reply
from tests.assistant.core.generative.test_generative_answers import CLAIM, QUESTION, TRUE, WORKS, codes, honest, saying
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
        [result, *_] = stub.requests[0].search_results()
    assert len(result["content"]) > 1
    assert result["citations"] == {"enabled": True}
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


def test_what_cites_nothing_is_not_told(claude: Served) -> None:
    def chatty(request: Request) -> str:
        first = number_of(request, TRUE)
        return reply(claim("Det er et godt spørgsmål."), claim(CLAIM, (first, TRUE)), claim("Held og lykke med det."))

    with ModelStub(chatty) as stub:
        assert claude(stub).ask(AskRequest(QUESTION)).text.startswith(f"{CLAIM} [1].")
        assert stub.calls == 1


@pytest.mark.parametrize("text", ["-", "Det ved jeg desværre ikke noget om."])
def test_a_reply_without_citations_leaves_the_answer_to_quotations(claude: Served, text: str) -> None:
    with ModelStub([text]) as stub:
        answer = claude(stub).ask(AskRequest(QUESTION))
    assert answer.mode is Mode.EXTRACTIVE
    assert "Ifølge **" in answer.text


def test_a_search_result_that_was_not_given_cannot_be_cited(claude: Served) -> None:
    with ModelStub([reply(claim(CLAIM, (99, TRUE)))]) as stub:
        answer = claude(stub).ask(AskRequest(QUESTION))
    assert answer.mode is Mode.EXTRACTIVE
    assert CLAIM not in answer.text


def test_lines_with_a_dash_are_told_as_a_list(claude: Served) -> None:
    def listing(request: Request) -> str:
        first, second = number_of(request, TRUE), number_of(request, WORKS)
        return reply(claim(CLAIM, (first, TRUE)), claim(WORKS, (second, WORKS), listed=True))

    with ModelStub(listing) as stub:
        answer = claude(stub).ask(AskRequest(QUESTION))
    assert answer.text.startswith(f"{CLAIM} [1].\n\n- {WORKS.rstrip('.')} [2].")


def test_a_reply_that_ends_for_want_of_tokens_has_not_come_to_its_end() -> None:
    usage = UsageMetadata(input_tokens=7, output_tokens=3, total_tokens=10)
    heard = Heard(cited=True)
    heard.note(AIMessage("Kurset varer", response_metadata={"stop_reason": "max_tokens"}, usage_metadata=usage))
    assert (heard.is_whole, heard.input_tokens) == (False, 7)


@given(st.text(alphabet='abcæøå .,:;!?-•*#|\n0123456789"»«', min_size=1).filter(str.strip))
def test_the_sentences_of_a_passage_are_its_text(text: str) -> None:
    parts = sentences(text)
    assert "".join(parts) == text
    assert all(part.strip() for part in parts)


CITED = {"search_result_index": 0, "cited_text": "Kurset varer tre dage & er gratis."}


def test_a_sentence_cites_what_any_block_of_it_does_and_is_settled_when_the_next_has_begun() -> None:
    blocks: list[dict[str, object]] = [
        {"text": "Kurset varer "},
        {"text": "tre dage", "citations": [CITED]},
        {"text": ". Det er "},
    ]
    found = claims_of(blocks, settled=len("Kurset varer tre dage"))
    assert [one["text"] for one in found] == ["Kurset varer tre dage."]
    found = claims_of(
        [*blocks, {"text": "gratis", "citations": [CITED]}], settled=len("Kurset varer tre dage. Det er ")
    )
    assert [one["text"] for one in found] == ["Kurset varer tre dage.", "Det er gratis"]
    assert found[0]["evidence"] == [{"passage": 1, "quotation": "Kurset varer tre dage &amp; er gratis."}]
