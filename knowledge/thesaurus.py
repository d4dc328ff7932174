"""The field's vocabulary as SKOS labels: everyday and official words, abbreviations, old and new names, English terms.

A label is recognised in any inflection, as several words in a row, or at either end of a compound. What it leads to is
searched at a lower weight and named to the user; stored text is never changed.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path

import yaml

from knowledge.concepts import Concept as Concept
from knowledge.concepts import concept_of, damaged_concept
from knowledge.danish import fold, is_stop_word, stem, tokenize
from knowledge.errors import DamagedError
from knowledge.language import detect_language
from knowledge.lexicons import Lexicon, lexicon_for
from knowledge.types import Language


class Relation(StrEnum):
    """How an expansion follows from what was asked."""

    ALIAS = "alias"
    MISSPELLING = "misspelling"
    TRANSLATION = "translation"
    RELATED = "related"
    BROADER = "broader"
    NARROWER = "narrower"
    EVERYDAY = "everyday"
    ENGLISH = "english"


# An alias means the same, but the asker's own word stays the better evidence; a translation is all that an English
# question has. Neighbours only help where nothing else speaks. Facts of the seed questions (tuning half, seeds and
# samples, 46 questions) in the best 3: without a thesaurus .77, aliases at .5 .79, at .7 and .9 .86.
WEIGHTS: Mapping[Relation, float] = {
    Relation.ALIAS: 0.9,
    Relation.MISSPELLING: 0.9,
    Relation.TRANSLATION: 1.0,
    Relation.RELATED: 0.35,
    Relation.BROADER: 0.3,
    Relation.NARROWER: 0.4,
    Relation.EVERYDAY: 0.9,
    Relation.ENGLISH: 1.0,
}
# A word further down an entry of a lexicon is the less likely one.
RANK_FACTOR = 0.95

_RELATIONS: Mapping[Language, Relation] = {"da": Relation.EVERYDAY, "en": Relation.ENGLISH}

# What is recognised only as a part of a compound says less.
COMPOUND_FACTOR = 0.6
# "bruge det lærte" is recognised in "bruge det, de har lært".
_STOP_WORDS_BETWEEN = 3
# Shorter stems stand at the end of words by chance ("fag", "lov").
_SHORTEST_IN_COMPOUND = 6


# Concept id, label, whether it is an English one.
_Label = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Expansion:
    """A term to search besides what was asked; `source` is the stretch of the question that it stands for.

    What comes from a lexicon belongs to no concept: its `concept_id` is empty.
    """

    concept_id: str
    term: str
    weight: float
    relation: Relation
    source: str

    @property
    def is_alias(self) -> bool:
        """Whether the term means the same as what was asked."""
        return self.relation in (Relation.ALIAS, Relation.MISSPELLING, Relation.TRANSLATION)

    @property
    def is_of_lexicon(self) -> bool:
        """Whether it is a general word and no term of the field."""
        return not self.concept_id


@dataclass(frozen=True, slots=True)
class _Word:
    stem: str
    stop: bool
    capitals: bool


@dataclass(frozen=True, slots=True)
class _Match:
    concept_id: str
    label: str
    factor: float
    english: bool
    source: str


class Thesaurus:
    """Concepts and the index of their labels; immutable, safe to share between threads."""

    def __init__(self, concepts: Iterable[Concept], lexicon: Callable[[str], Lexicon] | None = None) -> None:
        """Index the concepts; raises `DamagedError` when ids or labels contradict each other.

        `lexicon` gives the lexicon for a text; without it general words stand for themselves.
        """
        self._lexicon = lexicon
        self.concepts: dict[str, Concept] = {}
        for concept in concepts:
            if concept.concept_id in self.concepts:
                raise damaged_concept(concept.concept_id, "stands twice")
            self.concepts[concept.concept_id] = concept
        self._narrower: dict[str, list[str]] = {}
        self._labels: dict[tuple[str, ...], list[_Label]] = {}
        for concept in self.concepts.values():
            self._add(concept)
        # A label may have a few stop words more in a question than in the list.
        self._longest = max((len(key) for key in self._labels), default=0) + _STOP_WORDS_BETWEEN
        parts = (key[0] for key in self._labels if len(key) == 1 and len(key[0]) >= _SHORTEST_IN_COMPOUND)
        self._parts = {part: place for place, part in enumerate(parts)}

    @classmethod
    def load(cls, path: Path | None = None) -> "Thesaurus":
        """Read a thesaurus file, in about a tenth of a second; without a path the bundled one, with the lexicons."""
        name = "knowledge/thesaurus.yaml" if path is None else str(path)
        resource = resources.files("knowledge").joinpath("thesaurus.yaml") if path is None else path
        try:
            raw = yaml.load(resource.read_text("utf-8"), Loader=yaml.CSafeLoader)
            concepts = [concept_of(concept_id, fields) for concept_id, fields in raw.items()]
            return cls(concepts, lexicon_for if path is None else None)
        except (OSError, UnicodeDecodeError, yaml.YAMLError, AttributeError) as error:
            raise DamagedError(f"The thesaurus {name} cannot be read: {error}. Correct the file.", file=name) from error

    def expand(self, text: str) -> list[Expansion]:
        """List what else to search for, the strongest first, each term once."""
        found: dict[str, Expansion] = {}
        asked = {fold(token.text) for token in tokenize(text)}
        of_concepts = list(self._of_concepts(text))
        terms_of_the_field = {expansion.source for expansion in of_concepts if " " in expansion.source}
        for expansion in (*of_concepts, *self._of_lexicon(text, terms_of_the_field)):
            known = found.get(expansion.term)
            if fold(expansion.term) not in asked and (known is None or known.weight < expansion.weight):
                found[expansion.term] = expansion
        return sorted(found.values(), key=lambda expansion: -expansion.weight)

    def _of_concepts(self, text: str) -> Iterator[Expansion]:
        for match in self._matches(text):
            for concept_id, term, relation in self._neighbours(match):
                yield Expansion(concept_id, term, WEIGHTS[relation] * match.factor, relation, match.source)

    def _of_lexicon(self, text: str, terms_of_the_field: Collection[str]) -> Iterator[Expansion]:
        """What general words stand for; a word within a term of the field is none."""
        if self._lexicon is None:
            return
        lexicon = self._lexicon(text)
        relation = _RELATIONS[lexicon.language]
        for meant in lexicon.meanings(text):
            if not any(meant.source in term and meant.source != term for term in terms_of_the_field):
                yield Expansion("", meant.term, WEIGHTS[relation] * RANK_FACTOR**meant.rank, relation, meant.source)

    def _add(self, concept: Concept) -> None:
        for other in (*concept.broader, *concept.related):
            if other not in self.concepts or other == concept.concept_id:
                raise damaged_concept(concept.concept_id, f"names '{other}', which is no other concept")
        for parent in concept.broader:
            self._narrower.setdefault(parent, []).append(concept.concept_id)
        own = [concept.label, *concept.alternatives, *concept.misspellings]
        seen: set[str] = set()
        for label in (*own, *concept.english):
            if label in seen and label not in concept.english:
                raise damaged_concept(concept.concept_id, f"has the label '{label}' twice")
            seen.add(label)
        for label in own:
            self._labels.setdefault(_key(label), []).append((concept.concept_id, label, False))
        for label in concept.english:
            entries = self._labels.setdefault(_key(label), [])
            if all(concept_id != concept.concept_id for concept_id, _, _ in entries):
                entries.append((concept.concept_id, label, True))

    def _matches(self, text: str) -> Iterator[_Match]:
        tokens = tokenize(text)
        words = [_Word(stem(token.text), is_stop_word(token.text), token.text.isupper()) for token in tokens]
        is_english = len(words) > 1 and detect_language(text) == "en"
        at = 0
        while at < len(words):
            length, entries = self._longest_at(words, at)
            source = text[tokens[at].start : tokens[at + max(length, 1) - 1].end]
            if is_english and length == 1 and words[at].stop and not words[at].capitals:
                # "it" is the pronoun, not computers.
                entries = ()
            for concept_id, label, english in entries:
                yield _Match(concept_id, label, 1.0, english, source)
            if not length and not words[at].stop:
                within = list(self._within(tokens[at].text, words[at].stem))
                yield from within or self._mistyped(tokens[at].text, words[at].stem)
            at += max(length, 1)

    def _longest_at(self, words: Sequence["_Word"], at: int) -> tuple[int, Sequence[_Label]]:
        """The longest label that begins here, with or without the stop words in between, and whose it is."""
        for end in range(min(at + self._longest, len(words)), at, -1):
            stretch = words[at:end]
            entries = self._labels.get(tuple(word.stem for word in stretch), [])
            if not entries and not (stretch[0].stop or stretch[-1].stop):
                entries = self._labels.get(tuple(word.stem for word in stretch if not word.stop), [])
            if len(stretch) == 1 and stretch[0].stop and not stretch[0].capitals:
                # "af" is no AF.
                entries = [entry for entry in entries if not entry[1].isupper()]
            if entries:
                return end - at, entries
        return 0, ()

    def _within(self, word: str, stemmed: str) -> Iterator[_Match]:
        folded = fold(word)
        ends = {part for length in range(1, len(stemmed)) for part in (folded[:length], stemmed[-length:])}
        for part in sorted(ends & self._parts.keys(), key=self._parts.__getitem__):
            for concept_id, label, english in self._labels[part,]:
                if not english:
                    yield _Match(concept_id, label, COMPOUND_FACTOR, False, word)

    def _mistyped(self, word: str, stemmed: str) -> Iterator[_Match]:
        """What a word was meant as that is no label but nearly one: "facillitering"."""
        from knowledge.spelling import corrections

        for part, weight in corrections(stemmed, self._parts):
            for concept_id, label, english in self._labels[part,]:
                if not english:
                    yield _Match(concept_id, label, weight, False, word)

    def _neighbours(self, match: _Match) -> Iterator[tuple[str, str, Relation]]:
        concept = self.concepts[match.concept_id]
        same = Relation.TRANSLATION if match.english else Relation.ALIAS
        if match.factor < 1:
            yield concept.concept_id, match.label, same
        for label in (concept.label, *concept.alternatives):
            if label != match.label:
                yield concept.concept_id, label, same
        for label in concept.misspellings:
            yield concept.concept_id, label, Relation.MISSPELLING
        for others, relation in (
            (concept.related, Relation.RELATED),
            (self._narrower.get(match.concept_id, ()), Relation.NARROWER),
            (concept.broader, Relation.BROADER),
        ):
            for other in others:
                yield other, self.concepts[other].label, relation


@cache
def bundled_thesaurus() -> Thesaurus:
    """The bundled thesaurus with the lexicons, read once a process."""
    return Thesaurus.load()


def _key(label: str) -> tuple[str, ...]:
    """The stems a label is recognised by: without stop words where two others are left, else all of them."""
    words = [token.text for token in tokenize(label)]
    content = tuple(stem(word) for word in words if not is_stop_word(word))
    return content if len(content) > 1 else tuple(stem(word) for word in words)
