"""Says whether a number in a text counts what a question asks the number of."""

from collections.abc import Sequence

from assistant.core.matching import Term, borne_out
from assistant.core.shows import is_number_word
from knowledge.danish import content_stems, tokenize

# "16 erfarne jobkonsulenter", "kommuner i alt; værdi: 16": what is counted stands within so many words of its number.
WITHIN = 4


def counts(text: str, term: Term) -> float:
    """How surely a number in the text counts what the term names, 0-1; 0 without a number."""
    words = [token.text for token in tokenize(text)]
    return max((borne_out(term, _near(words, at)) for at, word in enumerate(words) if _is_number(word)), default=0.0)


def _is_number(word: str) -> bool:
    return word[0].isdigit() or is_number_word(word)


def _near(words: Sequence[str], at: int) -> frozenset[str]:
    return frozenset(content_stems(" ".join([*words[max(0, at - WITHIN) : at], *words[at + 1 : at + 1 + WITHIN]])))
