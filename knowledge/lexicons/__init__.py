"""Words of questions and the words that sources have for them: everyday Danish, and English.

Unlike the thesaurus, which says what things of the field are called, a lexicon runs one way and is of general words:
from what people type to what a report, profile or course description may say instead, the likeliest first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from knowledge.danish import is_stop_word, stem, tokenize
from knowledge.errors import DamagedError
from knowledge.language import detect_language
from knowledge.types import Language

FILES: Mapping[Language, tuple[str, ...]] = {
    "da": ("everyday", "everyday_verbs", "everyday_nouns", "everyday_field"),
    "en": ("english",),
}
"""The files in this folder that make up the lexicon of each language."""

_FORMS = "|"
_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """A stretch of a question and one of the words that may stand for it; `rank` 0 is the likeliest."""

    source: str
    term: str
    rank: int


class Lexicon:
    """The lexicon of one language, looked up by the longest stretch of words; safe to share between threads."""

    def __init__(self, language: Language, entries: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Take entries: key (forms separated by `|`) and terms; raises `DamagedError` where one is malformed."""
        self.language = language
        self._entries: dict[_Key, list[str]] = {}
        for forms, terms in entries:
            if not isinstance(terms, list) or not all(isinstance(term, str) and term.strip() for term in terms):
                raise _fault(language, f"the entry '{forms}' is not a list of words")
            for form in str(forms).split(_FORMS):
                known = self._entries.setdefault(self._key([token.text for token in tokenize(form)]), [])
                known += [term for term in terms if term not in known]
        self._longest = max(map(len, self._entries), default=0)

    def meanings(self, text: str) -> Iterator[Meant]:
        """List what the words of a text may stand for."""
        tokens = tokenize(text)
        words = [token.text for token in tokens]
        keys = self._key(words)
        at = 0
        while at < len(words):
            length, terms = self._longest_at(keys, words, at)
            if terms:
                source = text[tokens[at].start : tokens[at + length - 1].end]
                yield from (Meant(source, term, rank) for rank, term in enumerate(terms))
            at += max(length, 1)

    def _longest_at(self, keys: _Key, words: Sequence[str], at: int) -> tuple[int, Sequence[str]]:
        """The longest entry that begins here; a Danish stop word alone is none."""
        for end in range(min(at + self._longest, len(keys)), at, -1):
            terms = self._entries.get(keys[at:end])
            if terms and (end - at > 1 or self.language == "en" or not is_stop_word(words[at])):
                return end - at, terms
        return 0, ()

    def _key(self, words: Iterable[str]) -> _Key:
        """English by its written forms, Danish by its stems."""
        return tuple(word.lower() if self.language == "en" else stem(word) for word in words)


@cache
def bundled_lexicon(language: Language) -> Lexicon:
    """The bundled lexicon of a language, read when it is first asked for; raises `DamagedError`."""
    return Lexicon(language, (entry for name in FILES[language] for entry in _read(name).items()))


def lexicon_for(text: str) -> Lexicon:
    """The bundled lexicon of the language that a text is in."""
    return bundled_lexicon(detect_language(text))


def _read(name: str) -> Mapping[str, Sequence[str]]:
    try:
        raw = yaml.load(
            resources.files("knowledge.lexicons").joinpath(f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader
        )
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _fault(name, f"cannot be read ({error})") from error
    if not isinstance(raw, dict):
        raise _fault(name, "holds no entries")
    return raw


def _fault(name: str, what: str) -> DamagedError:
    return DamagedError(f"The lexicon '{name}' in knowledge/lexicons: {what}; correct the file.", file=name)
