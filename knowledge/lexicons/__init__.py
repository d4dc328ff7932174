"""Words of questions and the words that sources have for them: everyday Danish, and English.

Unlike the thesaurus, which says what things of the field are called, a lexicon runs one way and is of general words:
from what people type to what a report, profile or course description may say instead, the likeliest first. The YAML
files are written by hand; `knowledge.lexicons.compiling` puts those of a language together for quick reading.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from knowledge.danish import is_stop_word, stem, tokenize
from knowledge.errors import DamagedError
from knowledge.language import detect_language
from knowledge.types import Language

FOLDER = "knowledge.lexicons"
FILES: Mapping[Language, tuple[str, ...]] = {
    "da": ("everyday_field", "everyday", "everyday_verbs", "everyday_nouns", "everyday_talk"),
    "en": ("english_field", "english", "english_talk"),
}
"""The files in this folder that make up the lexicon of each language; the words of the field come first."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A stretch of a question and one of the words that may stand for it; `rank` 0 is the likeliest."""

    source: str
    term: str
    rank: int


class Lexicon:
    """The lexicon of one language, looked up by the longest stretch of words; safe to share between threads."""

    def __init__(self, language: Language, entries: Mapping[str, Sequence[str]]) -> None:
        """Take entries as `key_of` writes their keys."""
        self.language = language
        self._entries = entries
        self._longest = max((key.count(" ") + 1 for key in entries), default=0)

    def meanings(self, text: str) -> Iterator[Meant]:
        """List what the words of a text may stand for."""
        tokens = tokenize(text)
        words = [token.text for token in tokens]
        at = 0
        while at < len(words):
            length, terms = self._longest_at(words, at)
            if terms:
                source = text[tokens[at].start : tokens[at + length - 1].end]
                yield from (Meant(source, term, rank) for rank, term in enumerate(terms))
            at += max(length, 1)

    def _longest_at(self, words: Sequence[str], at: int) -> tuple[int, Sequence[str]]:
        """The longest entry that begins here; a Danish stop word alone is none."""
        for end in range(min(at + self._longest, len(words)), at, -1):
            terms = self._entries.get(key_of(words[at:end], self.language))
            if terms and (end - at > 1 or self.language == "en" or not is_stop_word(words[at])):
                return end - at, terms
        return 0, ()


def key_of(words: Sequence[str], language: Language) -> str:
    """What a stretch of words is looked up by: English as it is written, Danish by its stems."""
    return " ".join(word.lower() if language == "en" else stem(word) for word in words)


@cache
def bundled_lexicon(language: Language) -> Lexicon:
    """The bundled lexicon of a language, read when it is first asked for; raises `DamagedError`."""
    file = f"{language}.json"
    try:
        return Lexicon(language, json.loads(resources.files(FOLDER).joinpath(file).read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise DamagedError(
            f"The lexicon {file} cannot be read: {error}. Run: python -m knowledge.lexicons.compiling.", file=file
        ) from error


def lexicon_for(text: str) -> Lexicon:
    """The bundled lexicon of the language that a text is in."""
    return bundled_lexicon(detect_language(text))
