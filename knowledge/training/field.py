"""What the field's own stage learns from: hand-made records, wordings, and statements asked of in other words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.embeddings import load
from knowledge.generations import KnowledgeBase
from knowledge.indexing import embedded_text
from knowledge.settings import DEFAULT_EMBEDDING, KnowledgeSettings
from knowledge.training.corpus import TextPair
from knowledge.training.paraphrases import Paraphraser, Said
from knowledge.training.records import Asked, Record, asked_pairs
from knowledge.training.wordings import Wording, lexicon_wordings, templated, thesaurus_wordings

# Any fixed number: two runs draw the same questions.
SEED = 20261122
# Longer paragraphs are tables; a passage of a knowledge base is about as long.
LONGEST_PARAGRAPH = 600
SHORTEST_SENTENCE = 25
_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")

Sets = Mapping[str, Sequence[Asked]]
"""Questions and answers by the name of where they are from; a batch is of one set, whose others are the contrast."""


@dataclass(frozen=True, slots=True)
class FieldTexts:
    """What the sets are made of; any but the records may be empty."""

    records: Sequence[Record]
    paragraphs: Sequence[str] = ()
    translations: Sequence[TextPair] = ()
    statements: Sequence[Said] = ()
    """Sentences of a knowledge base, each with its passage."""
    synonyms: Sequence[TextPair] = ()
    """Words of general Danish that mean much the same."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many questions are drawn for a set."""

    templates: int = 20_000
    of_records: int = 10_000
    of_paragraphs: int = 60_000
    of_statements: int = 20_000


def field_sets(texts: FieldTexts, amounts: Amounts, seed: int) -> Sets:
    """Every set that there is text for, drawn with a seeded generator."""
    random = np.random.default_rng(seed)
    wordings = (*lexicon_wordings(), *thesaurus_wordings())
    paraphraser = Paraphraser(wordings)
    # Of another's words each may be what is typed.
    general = [
        Wording(*both, "da", 0) for one in texts.synonyms for both in ((one.left, one.right), (one.right, one.left))
    ]
    any_words = Paraphraser((*wordings, *general)) if general else None
    sets: dict[str, Sequence[Asked]] = {
        "records": list(asked_pairs(texts.records)),
        "wordings": [Asked(wording.typed, wording.written) for wording in wordings],
        "templates": list(templated(wordings, amounts.templates, seed)),
        "translations": [Asked(pair.right, pair.left) for pair in texts.translations],
        "synonyms": [Asked(pair.left, pair.right) for pair in texts.synonyms],
    }
    paragraphs = [Said(text, text) for text in texts.paragraphs if len(text) <= LONGEST_PARAGRAPH]
    stated = [Said(record.statement, record.statement) for record in texts.records]
    for name, said, count in (
        ("records", stated, amounts.of_records),
        ("paragraphs", paragraphs, amounts.of_paragraphs),
        ("knowledge base", texts.statements, amounts.of_statements),
    ):
        if said:
            sets[f"{name}, everyday words"] = list(paraphraser.asked(said, "da", count, random))
            sets[f"{name}, English words"] = list(paraphraser.asked(said, "en", count, random))
            if any_words:
                sets[f"{name}, synonyms"] = list(any_words.asked(said, "da", count, random))
    return {name: asked for name, asked in sets.items() if asked}


def statements_of(data: Path) -> Iterator[Said]:
    """The sentences of a data folder's current generation, each with its passage as it is embedded."""
    with KnowledgeBase(KnowledgeSettings(data), lambda: load(DEFAULT_EMBEDDING)) as base:
        generation = base.current()
        for source in generation.sources():
            for passage in generation.passages(source.source_id):
                whole = embedded_text(passage)
                for sentence in _SENTENCES.split(passage.text):
                    if len(sentence) >= SHORTEST_SENTENCE:
                        yield Said(sentence, whole)
