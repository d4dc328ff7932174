"""Reads the training text: documents, aligned sentences and word pairs, and the project's own thesaurus."""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from knowledge.thesaurus import Thesaurus

# Shorter blocks are menu words and include marks, which say nothing about their neighbours.
SHORTEST_BLOCK = 40


@dataclass(frozen=True, slots=True)
class Document:
    """A document as a title, a description and its paragraphs in order."""

    title: str
    description: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextPair:
    """Two texts that mean the same or nearly the same."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything the model learns from; `translations` hold Danish left and English right."""

    documents: tuple[Document, ...]
    translations: tuple[TextPair, ...]
    word_pairs: tuple[TextPair, ...]
    field_pairs: tuple[TextPair, ...]
    """Labels of one concept of the project's own thesaurus, Danish and English."""


def read_corpus(folder: Path) -> Corpus:
    """Reads the three gzipped JSONL files of the training folder; raises OSError where one is missing."""
    documents = tuple(_document(row) for row in _rows(folder / "danish_docs.jsonl.gz"))
    translations = dict.fromkeys(
        TextPair(str(row["da"]), str(row["en"])) for row in _rows(folder / "da_en_pairs.jsonl.gz")
    )
    words = dict.fromkeys(TextPair(str(row["a"]), str(row["b"])) for row in _rows(folder / "thesaurus_pairs.jsonl.gz"))
    return Corpus(documents, tuple(translations), tuple(words), tuple(_field_pairs(Thesaurus.load())))


def all_texts(corpus: Corpus) -> Iterator[str]:
    """Yields every text once in a fixed order, both languages: what the subwords are learnt from."""
    seen: set[str] = set()
    for text in _texts(corpus):
        if text and text not in seen:
            seen.add(text)
            yield text


def _texts(corpus: Corpus) -> Iterator[str]:
    for document in corpus.documents:
        yield document.title
        yield document.description
        yield from document.paragraphs
    for pair in corpus.translations:
        yield pair.left
        yield pair.right
    for pair in corpus.word_pairs:
        yield pair.left
        yield pair.right


def _field_pairs(thesaurus: Thesaurus) -> Iterator[TextPair]:
    for concept in thesaurus.concepts.values():
        labels = dict.fromkeys([concept.label, *concept.alternatives, *concept.english])
        yield from (TextPair(one, other) for one, other in combinations(labels, 2))


def _document(row: Mapping[str, object]) -> Document:
    blocks = row["blocks"]
    assert isinstance(blocks, list)
    paragraphs = tuple(dict.fromkeys(block for block in blocks if len(block) >= SHORTEST_BLOCK))
    return Document(str(row["title"] or ""), str(row["description"] or ""), paragraphs)


def _rows(path: Path) -> Iterator[Mapping[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
