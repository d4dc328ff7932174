"""The other side: LangChain's usual recipe, put together as its guides do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath

from langchain_chroma import Chroma
from langchain_classic.indexes import SQLRecordManager
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_core.documents import Document
from langchain_core.indexing import index
from langchain_text_splitters import RecursiveCharacterTextSplitter

from evals.benchmarks.langchain_recipe.loading import SOURCE, found_files, load
from evals.benchmarks.langchain_recipe.minilm import MiniLM
from evals.benchmarks.langchain_recipe.sides import DEPTH, Found, Ingested, Question

COLLECTION = "recipe"
CHUNK_CHARACTERS, OVERLAP_CHARACTERS = 1000, 200
HALF = 0.5
# Ten times the default: fewer rounds through the record manager, so that mostly the embedding counts.
INDEX_BATCH = 1000


@dataclass(frozen=True, slots=True)
class _Fused:
    """BM25, and it together with the vectors."""

    words: BM25Retriever
    both: EnsembleRetriever


class Recipe:
    """Splitter, Chroma, BM25 and their fusion over a folder."""

    def __init__(self, folder: Path, sample: int, own_readers: bool = False) -> None:
        self._folder = folder
        self._own_readers = own_readers
        self._embedding = MiniLM(sample)
        folder.mkdir(parents=True, exist_ok=True)
        self._fused: _Fused | None = None

    def ingest(self, roots: Sequence[Path]) -> Ingested:
        """Load, split and index all files; files that are gone stay, as they do with this cleanup."""
        documents = [document for file in found_files(roots) for document in load(file, self._own_readers)]
        return self._index(_split(documents))

    def ingest_records(self, records: Sequence[Mapping[str, str]]) -> Ingested:
        """The title stands above the text, where a file of it has it."""
        documents = [Document(f"{one['title']}\n\n{one['text']}", metadata={SOURCE: one["id"]}) for one in records]
        return self._index(_split(documents))

    def replace(self, file: Path) -> None:
        """Index the one file, and build BM25 anew, which cannot take in a document, from the chunks in memory."""
        chunks = _split(load(found_files([file])[0], self._own_readers))
        kept = [chunk for chunk in self._opened.words.docs if chunk.metadata[SOURCE] != str(file)]
        self._index(chunks)
        self._fused = self._fuse([*kept, *chunks])

    def search(self, question: Question) -> list[Found]:
        """The first passages of both retrievers, fused; whom a course is for is not known here."""
        documents = self._opened.both.invoke(question[0])[:DEPTH]
        return [Found(one.page_content, (PurePath(one.metadata[SOURCE]).stem,)) for one in documents]

    def texts(self) -> list[str]:
        """Every stored chunk."""
        return list(self._store.get(include=["documents"])["documents"])

    @cached_property
    def _store(self) -> Chroma:
        return Chroma(COLLECTION, self._embedding, persist_directory=str(self._folder / "chroma"))

    @cached_property
    def _records(self) -> SQLRecordManager:
        records = SQLRecordManager(COLLECTION, db_url=f"sqlite:///{self._folder / 'records.sqlite'}")
        records.create_schema()
        return records

    @property
    def _opened(self) -> _Fused:
        """The retrievers; BM25 keeps nothing on disk, so it is built from what Chroma holds."""
        if self._fused is None:
            stored = self._store.get(include=["documents", "metadatas"])
            rows = zip(stored["ids"], stored["documents"], stored["metadatas"], strict=True)
            self._fused = self._fuse([Document(text, id=key, metadata=kept) for key, text, kept in rows])
        return self._fused

    def _fuse(self, chunks: Sequence[Document]) -> _Fused:
        words = BM25Retriever.from_documents(chunks, k=DEPTH)
        vectors = self._store.as_retriever(search_kwargs={"k": DEPTH})
        return _Fused(words, EnsembleRetriever(retrievers=[words, vectors], weights=[HALF, HALF]))

    def _index(self, chunks: Sequence[Document]) -> Ingested:
        index(
            chunks,
            self._records,
            self._store,
            batch_size=INDEX_BATCH,
            cleanup="incremental",
            source_id_key=SOURCE,
            key_encoder="sha256",
        )
        self._fused = None
        # The store has no public count, and fetching everything would be measured too.
        spent = self._embedding
        return Ingested(self._store._collection.count(), spent.clock, spent.processor, spent.sampled)


def _split(documents: Sequence[Document]) -> list[Document]:
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARACTERS, chunk_overlap=OVERLAP_CHARACTERS)
    return splitter.split_documents(documents)
