"""Danish analysis: text to tokens, tokens to stems, 4-grams and compound parts. Pure functions, no state.

One canonical spelling: `fold` writes ae, oe and aa as æ, ø and å, so `aase` and `Åse` meet. The rule also strikes a
few words that are no respellings (`poesi` becomes `pøsi`); harmless, since both sides of every comparison are folded.
"""

import re
import unicodedata
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import yaml

ANALYSER_VERSION = "4"
"""Written into an index; changes whenever the same text would give other stems or 4-grams."""

# Labels, headings and the words of lexicons are read again and again; longer texts are not kept.
_SHORT = 80
# As long as sentences are: the same ones are read for question after question.
_SENTENCE = 400

_LETTER = r"[^\W\d_]"
_INSIDE = r"[^\W_\u0300-\u036f]|[\u0300-\u036f\u00ad\u200b]"
# In this order: 2.395 and 3,2 as one number (27.11.2018 is three); 18 and 1000'erne; a-kasse; any word; signs.
_TOKEN = re.compile(
    rf"(?<![\d.,])(?:\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?|\d+[.,]\d+)(?![.,]?\d)"
    rf"|\d+(?:['’]{_LETTER}+)?"
    rf"|{_LETTER}-{_LETTER}(?:{_INSIDE})+"
    rf"|{_LETTER}(?:{_INSIDE})*(?:['’]{_LETTER}(?:{_INSIDE})*)?"
    r"|[%§]"
)
_SIGNS = {"%": "procent", "§": "paragraf"}
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\ufeff]")
_APOSTROPHE = re.compile("['’]")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_RESPELLINGS = (("ae", "æ"), ("oe", "ø"), ("aa", "å"), ("ä", "æ"), ("ö", "ø"))
_DANISH_LETTERS = frozenset("æøå")

# Shorter prefixes make chance compounds: "mål" + "eder" is no form of "leder".
_SHORTEST_PREFIX = 3
# A shorter ending is too often the end of something else (the "er" words, "bog" in "psykolog").
_SHORTEST_HEAD = 4
# "styrkede" is a past tense, "brede" is not.
_SHORTEST_BEFORE_ENDING = 4
# Parts under four letters ("sam", "for", "ind") are prefixes, not words.
_SHORTEST_PART = 4
# The bundled list names the short ones that are words ("job", "fag", "lov").
_SHORTEST_LISTED_PART = 3
# No compound anyone writes is longer ("speciallægepraksisplanlægningsstabiliseringsperiode" has 51 letters), and the
# work of splitting grows with the square of the length.
_LONGEST_COMPOUND = 60
# What Danish puts between the parts of a compound, the commonest first.
_LINKS = ("", "s", "e", "er")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number as it stands: `text == source[start:end]`, counted in code points."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Lexicon:
    words: dict[str, str]
    heads: dict[str, str]
    endings: dict[str, str]
    stop_words: frozenset[str]
    parts: tuple[str, ...]


def tokenize(text: str) -> list[Token]:
    """Cut a text into words, numbers (`2.395`, `3,2`) and the signs % and §; other characters separate."""
    return [Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Write a word in its one canonical spelling: lower case, æ/ø/å, no other accents, hyphens or apostrophes.

    Numbers lose their thousands separators and get a decimal comma.
    """
    if not word.isascii():
        word = unicodedata.normalize("NFC", _INVISIBLE.sub("", unicodedata.normalize("NFC", word)).lower())
    word = _APOSTROPHE.split(word.lower().replace("-", ""), maxsplit=1)[0] or word.lower()
    if word[:1].isdigit():
        return word.replace(".", "") if _THOUSANDS.fullmatch(word) else word.replace(".", ",")
    if not word.isascii():
        word = "".join(letter if letter in "æøåäö" else _without_accent(letter) for letter in word)
    for written, canonical in _RESPELLINGS:
        word = word.replace(written, canonical)
    return word


def fold_words(text: str) -> str:
    """Fold the words of a text and join them by single spaces: what names and phrases are compared by."""
    return _fold_words(text) if len(text) <= _SENTENCE else _fold_words.__wrapped__(text)


@lru_cache(maxsize=20_000)
def _fold_words(text: str) -> str:
    return " ".join(fold(token.text) for token in tokenize(text))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Reduce a word to what its inflected forms share: the override table first, then Snowball Danish."""
    folded = fold(word)
    if folded in _SIGNS:
        return _SIGNS[folded]
    lexicon = _lexicon()
    listed = lexicon.words.get(folded) or lexicon.heads.get(folded)
    return listed or _stem_by_head(folded, lexicon.heads) or _snowball(folded, lexicon.endings)


def content_stems(text: str) -> list[str]:
    """List the stems of a text in order, without stop words."""
    return list(_content_stems(text) if len(text) <= _SHORT else _content_stems.__wrapped__(text))


@lru_cache(maxsize=50_000)
def _content_stems(text: str) -> tuple[str, ...]:
    return tuple(stem(token.text) for token in tokenize(text) if not is_stop_word(token.text))


def irregular_forms() -> Mapping[str, str]:
    """The inflected forms that the override table leads to their stems."""
    return _lexicon().words


def is_stop_word(word: str) -> bool:
    """Say whether a word (Danish or English) carries no subject; "ikke", "ny", "god" and numbers do."""
    return fold(word) in _lexicon().stop_words


def char_ngrams(word: str, n: int = 4) -> list[str]:
    """List the overlapping character n-grams of a folded word; a shorter word is its own only one."""
    folded = fold(word)
    return [folded[start : start + n] for start in range(max(1, len(folded) - n + 1))] if folded else []


def compound_parts(word: str, vocabulary: Container[str] | None = None) -> list[str]:
    """Split a compound into the stems of known words joined by nothing, -s-, -e- or -er-; empty if it is none.

    A word of more than 60 letters is none.

    `vocabulary` holds stems; without one, the bundled list of the field's words decides.
    """
    folded = fold(word)
    if len(folded) > _LONGEST_COMPOUND:
        return []
    if vocabulary is None:
        return _split(folded, _field_parts(), _SHORTEST_LISTED_PART)
    return _split(folded, vocabulary, _SHORTEST_PART)


def _split(word: str, known: Container[str], shortest: int) -> list[str]:
    """Split off the shortest known last part that leaves a known first one, or one that can be split in turn."""
    for cut in range(len(word) - shortest, shortest - 1, -1):
        last = stem(word[cut:])
        if last not in known:
            continue
        for link in _LINKS:
            first = word[:cut].removesuffix(link)
            if len(first) < shortest or not word[:cut].endswith(link):
                continue
            parts = [stem(first)] if stem(first) in known else _split(first, known, shortest)
            if parts:
                return [*parts, last]
    return []


def _stem_by_head(word: str, heads: dict[str, str]) -> str | None:
    if len(word) > _LONGEST_COMPOUND:
        return None
    for cut in range(_SHORTEST_PREFIX, len(word) - _SHORTEST_HEAD + 1):
        head = heads.get(word[cut:])
        if head is not None:
            return word[:cut] + head
    return None


def _snowball(word: str, endings: dict[str, str]) -> str:
    import Stemmer

    for ending, known in endings.items():
        if len(word) >= len(ending) + _SHORTEST_BEFORE_ENDING and word.endswith(ending):
            word = word.removesuffix(ending) + known
            break
    # A stemmer is not thread-safe and costs a microsecond; the results are cached.
    return str(Stemmer.Stemmer("danish", 0).stemWord(word))


def _without_accent(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))


@cache
def _lexicon() -> _Lexicon:
    raw = yaml.load(resources.files("knowledge").joinpath("danish.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return _Lexicon(
        words=_forms(raw["words"]),
        heads=_forms(raw["heads"]),
        endings=raw["endings"],
        stop_words=frozenset(fold(word) for words in raw["stop_words"].values() for word in words.split()),
        parts=tuple(raw["parts"].split()),
    )


@cache
def _field_parts() -> frozenset[str]:
    return frozenset(stem(word) for word in _lexicon().parts)


def _forms(rows: dict[str, str]) -> dict[str, str]:
    return {fold(form): fold(head) for head, forms in rows.items() for form in [head, *forms.split()]}
