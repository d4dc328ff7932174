"""Draws the pairs of one training step: what belongs together, with everything else in the batch as contrast."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from knowledge.training.corpus import Corpus, TextPair
from knowledge.training.tokens import TokenText, TokenTexts, pack, tokenise

# A manager's question has three to ten words that carry meaning.
QUESTION_WORDS = (3, 10)
# Half the questions are taken out of their paragraph, so that its other words must answer; half stay, so that
# shared words still count (inverse cloze, Lee et al. 2019, arXiv:1906.00300, removes .9 for a deep model).
TAKEN_OUT = 0.5


@dataclass(frozen=True, slots=True)
class Pairs:
    """Aligned token texts: left `i` belongs with right `i`."""

    left: TokenTexts
    right: TokenTexts


class Examples:
    """The corpus as token ids, from which batches are drawn with a seeded generator."""

    def __init__(self, corpus: Corpus, tokenizer: Tokenizer, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        paragraphs = [paragraph for document in corpus.documents for paragraph in document.paragraphs]
        self.paragraphs = tokenise(tokenizer, paragraphs)
        self.translations = _tokenised(tokenizer, corpus.translations)
        self.words = _tokenised(tokenizer, corpus.word_pairs)
        self.field_words = _tokenised(tokenizer, corpus.field_pairs)
        self._heads = tokenise(
            tokenizer, [f"{document.title}. {document.description}" for document in corpus.documents]
        )
        counts = [len(document.paragraphs) for document in corpus.documents]
        self._document_of = np.repeat(np.arange(len(counts)), counts)
        self._followed = np.flatnonzero(self._document_of[:-1] == self._document_of[1:])

    def frequencies(self, pieces: int) -> np.ndarray:
        """Counts each subword in paragraphs and translations: int (pieces,)."""
        texts = (self.paragraphs, self.translations.left, self.translations.right)
        return sum(np.bincount(part.ids, minlength=pieces) for part in texts)

    def translated(self, size: int) -> tuple[Pairs, np.ndarray]:
        """Draws aligned Danish and English texts, with their indexes into the teacher's vectors."""
        chosen = self._random.choice(len(self.translations.left), size, replace=False)
        return _chosen(self.translations, chosen), chosen

    def thesaurus(self, size: int) -> Pairs:
        """Draws pairs of words."""
        return _chosen(self.words, self._random.choice(len(self.words.left), size, replace=False))

    def field(self, size: int) -> Pairs:
        """Draws pairs of the field's own labels."""
        chosen = self._random.choice(len(self.field_words.left), size, replace=False)
        return _chosen(self.field_words, chosen)

    def titled(self, size: int) -> Pairs:
        """Draws a document's title and description with one of its paragraphs."""
        chosen = self._random.choice(len(self.paragraphs), size, replace=False)
        heads = pack(self._heads.text(self._document_of[index]) for index in chosen)
        return Pairs(heads, pack(self.paragraphs.text(index) for index in chosen))

    def neighbours(self, size: int) -> Pairs:
        """Draws a paragraph with the one that follows it."""
        chosen = self._random.choice(self._followed, size, replace=False)
        following = pack(self.paragraphs.text(index + 1) for index in chosen)
        return Pairs(pack(self.paragraphs.text(index) for index in chosen), following)

    def questions(self, size: int) -> Pairs:
        """Draws pseudo-questions: a few words of a paragraph with the paragraph, or with the rest of it."""
        chosen = self._random.choice(len(self.paragraphs), size, replace=False)
        asked, answers = zip(*(self._ask(self.paragraphs.text(index)) for index in chosen), strict=True)
        return Pairs(pack(asked), pack(answers))

    def english_questions(self, size: int) -> Pairs:
        """Draws pseudo-questions of an English text's words with its Danish translation."""
        chosen = self._random.choice(len(self.translations.left), size, replace=False)
        asked = pack(self._ask(self.translations.right.text(index))[0] for index in chosen)
        return Pairs(asked, pack(self.translations.left.text(index) for index in chosen))

    def _ask(self, paragraph: TokenText) -> tuple[TokenText, TokenText]:
        count = int(paragraph.words[-1]) + 1
        length = int(self._random.integers(*QUESTION_WORDS, endpoint=True))
        # The words come from a window twice as long: near each other, but no quotation.
        first = int(self._random.integers(0, max(1, count - 2 * length + 1)))
        window = np.arange(first, min(count, first + 2 * length))
        words = self._random.choice(window, min(length, len(window)), replace=False)
        picked = np.isin(paragraph.words, words)
        if picked.all() or self._random.random() >= TAKEN_OUT:
            return _where(paragraph, picked), paragraph
        return _where(paragraph, picked), _where(paragraph, ~picked)


def _where(text: TokenText, chosen: np.ndarray) -> TokenText:
    return TokenText(text.ids[chosen], text.words[chosen])


def _tokenised(tokenizer: Tokenizer, pairs: Sequence[TextPair]) -> Pairs:
    return Pairs(
        tokenise(tokenizer, [pair.left for pair in pairs]), tokenise(tokenizer, [pair.right for pair in pairs])
    )


def _chosen(pairs: Pairs, indexes: np.ndarray) -> Pairs:
    return Pairs(pack(pairs.left.text(index) for index in indexes), pack(pairs.right.text(index) for index in indexes))
