"""Mends typing errors in the words that narrow a search: "aprli", "onlnie", "ålborg"."""

from collections.abc import Collection, Iterable

from rapidfuzz.distance import OSA

from assistant.core.courses.words import words
from knowledge.danish import fold, tokenize
from prompts.dates import MONTHS

# Shorter words are a letter from too many others ("maj", "marts" and "maks").
SHORTEST_MENDED = 5


def mended(question: str, places: Iterable[str]) -> str:
    """Write words that are one letter from a known one as that one, unless they are words by themselves."""
    known = {fold(word): word for word in (*_own(), *places) if len(word) >= SHORTEST_MENDED and " " not in word}
    parts, end = [], 0
    for token in tokenize(question):
        parts += [question[end : token.start], _mended(token.text, known)]
        end = token.end
    return "".join([*parts, question[end:]])


def _mended(word: str, known: dict[str, str]) -> str:
    folded = fold(word)
    if len(folded) < SHORTEST_MENDED or folded in known:
        return word
    near = _nearest(folded, known)
    return known[near] if near else word


def _nearest(folded: str, known: Collection[str]) -> str | None:
    """The one known word that a slip of the finger makes this; the first letter is seldom wrong.

    Another ending is another form, and no slip: "aprils", "gratist".
    """
    found = [
        one
        for one in known
        if one[0] == folded[0] and OSA.distance(one, folded, score_cutoff=1) == 1 and not folded.startswith(one)
    ]
    return found[0] if len(found) == 1 else None


def _own() -> tuple[str, ...]:
    table = words()
    months = [name for language in ("en", "da") for name in MONTHS[language]]
    seasons = [*table["times"]["seasons"], *table["times"]["feasts"]]
    return (*months, *seasons, *table["forms"]["online"], *table["money"]["free"], *table["sorting"]["price"])
