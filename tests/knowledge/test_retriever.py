from pathlib import Path

from builders import ingest_texts, make_knowledge_base
from langchain_core.embeddings import Embeddings

from knowledge.embeddings import load
from knowledge.retriever import KnowledgeRetriever


def test_a_chain_gets_passages_with_all_that_a_citation_needs(tmp_path: Path) -> None:
    base = make_knowledge_base(tmp_path)
    ingest_texts(base, rapport="Lederne efterspørger kurser.\nVejret var godt.", anden="Om noget helt andet.")
    retriever = KnowledgeRetriever(snapshot=base.current, limit=2)
    first = retriever.invoke("Hvilke kurser ønsker lederne?")[0]
    metadata = first.metadata
    assert first.page_content == "Lederne efterspørger kurser."
    assert base.current().text(metadata["text_id"])[metadata["start"] : metadata["end"]] == first.page_content
    assert metadata["passage_id"] == first.id == "rapport#0"
    assert metadata["source_id"] == "rapport"
    assert set(metadata) >= {"title", "section", "page", "date", "score"}
    base.close()


def test_each_question_sees_the_generation_published_last(tmp_path: Path) -> None:
    base = make_knowledge_base(tmp_path)
    ingest_texts(base, en="Om kurser.")
    retriever = KnowledgeRetriever(snapshot=base.current)
    ingest_texts(base, to="Om løntilskud.")
    assert retriever.invoke("løntilskud")[0].metadata["source_id"] == "to"
    base.close()


def test_our_embeddings_are_langchains_where_that_is_in_use() -> None:
    assert isinstance(load("danish-static"), Embeddings)
