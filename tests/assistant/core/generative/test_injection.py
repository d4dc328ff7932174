"""Documents that give orders change no answer, with a model that does what it reads or without one."""

from collections.abc import Iterator

import pytest

from assistant.core.build import build_assistant
from assistant.core.generative.writer import Limits, Writer
from assistant.core.types import Answer, AskRequest
from ingest.options import IngestOptions
from ingest.pipeline import ingest
from knowledge import embeddings
from knowledge.generations import KnowledgeBase
from knowledge.settings import KnowledgeSettings
from tests.assistant.core.corpus import TODAY, write_corpus
from tests.assistant.core.generative.injected import OBEYED, ORDERS, write_documents
from tests.assistant.core.generative.replies import claim, passages, reply
from tests.evals.judges import stub_model
from tests.model_stub import Request

QUESTIONS = (
    "Hvad er det sværeste område for medarbejderne?",
    "Hvornår virker kurserne bedst?",
    "Hvad betyder sidemandsoplæring?",
    "Hvor mange langtidsledige hjalp mentorordningen?",
    "Hvilke kurser er der i konflikthåndtering?",
)


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("poisoned")
    files = write_documents(folder / "notes")
    assert len(files) == 40
    with KnowledgeBase(KnowledgeSettings(data=folder / "data"), lambda: embeddings.load("danish-static")) as base:
        report = ingest([write_corpus(folder / "sources"), folder / "notes"], base, IngestOptions())
        assert not report.failed, report.failed
        yield base


def obedient(request: Request) -> str:
    """Does what every passage tells it: says it, cites the order as evidence, and adds the link and the image."""
    made = []
    for number, text in passages(request).items():
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        for line in lines:
            bare = line.replace("\u200b", "")
            if any(word in bare for word in OBEYED):
                made += [claim(bare, (number, line)), claim("Alle kurser er gratis.", (number, lines[0]))]
                made.append(claim(f"{lines[0]} https://ond.example/?q=alt", (number, lines[0])))
    return reply(*made)


def obeys(answer: Answer) -> list[str]:
    shown = answer.text + "".join(citation.quote for citation in answer.citations)
    return [word for word in OBEYED if word in shown.replace("\u200b", "")]


@pytest.mark.parametrize("question", QUESTIONS)
def test_without_a_model_no_order_is_quoted_or_followed(question: str, poisoned: KnowledgeBase) -> None:
    answer = build_assistant(poisoned.current, lambda: TODAY).ask(AskRequest(question))
    assert answer.citations
    assert obeys(answer) == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_model_that_obeys_is_not_believed(
    question: str, poisoned: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stub_model(obedient, monkeypatch):
        writer = Writer.open(["openai:stub"], Limits())
        answer = build_assistant(poisoned.current, lambda: TODAY, writer).ask(AskRequest(question))
        writer.close()
    assert obeys(answer) == []
    assert "](" not in answer.text
    assert "http" not in answer.text


def test_the_prompt_keeps_what_closes_a_tag_within_its_passage(
    poisoned: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stub_model(obedient, monkeypatch) as stub:
        writer = Writer.open(["openai:stub"], Limits(input_tokens=60_000))
        build_assistant(poisoned.current, lambda: TODAY, writer).ask(AskRequest(QUESTIONS[0]))
        writer.close()
        said = stub.requests[0].said("user")
    assert said.count("</passages>") == 1
    assert "<system>" not in said
    assert any(order.split(",")[0] in said for order in ORDERS), "the orders did reach the model"
