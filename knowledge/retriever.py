"""The search as a LangChain retriever, so that anyone's chain can use it."""

from collections.abc import Callable

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.embeddings import EmbeddingModel
from knowledge.types import Hit, Learner, SearchQuery, Snapshot, SourceKind

_PASSAGES = 5

# Where LangChain is there, our embedding models are models to it.
Embeddings.register(EmbeddingModel)  # type: ignore[type-abstract]


class KnowledgeRetriever(BaseRetriever):
    """Retrieve passages of the current generation as documents; `snapshot` is asked anew for every question."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    snapshot: Callable[[], Snapshot]
    limit: int = _PASSAGES
    kind: SourceKind | None = None
    learner: Learner | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        snapshot = self.snapshot()
        result = snapshot.search(SearchQuery(query, limit=self.limit, kind=self.kind, learner=self.learner))
        return [_document(hit, snapshot) for hit in result.hits]


def _document(hit: Hit, snapshot: Snapshot) -> Document:
    passage = hit.passage
    source = snapshot.source(passage.source_id)
    return Document(
        id=passage.passage_id,
        page_content=passage.text,
        metadata={
            "source_id": passage.source_id,
            "passage_id": passage.passage_id,
            "title": passage.title,
            "section": passage.section,
            "page": passage.page,
            "date": source.date.isoformat() if source and source.date else None,
            "score": hit.score,
            "text_id": passage.text_id,
            "start": passage.start,
            "end": passage.end,
        },
    )
