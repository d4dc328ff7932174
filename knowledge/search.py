"""Search: a question to ranked passages, as pure functions over what an open generation hands in.

question -> groups (its stems, thesaurus, corrections, compound parts) -> keyword and vector candidates
         -> weighted sum of normalised scores -> boosts -> diversity
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from knowledge.closeness import Needle, closeness
from knowledge.danish import char_ngrams, compound_parts, content_stems, fold, is_stop_word, stem, tokenize
from knowledge.keyword import Allowed, Alternative, Group, KeywordIndex, KeywordQuery
from knowledge.ranking import (
    CLOSENESS_WEIGHT,
    SENTENCE_WEIGHT,
    Candidate,
    add_documents,
    boost,
    diversify,
    fuse,
    nearness,
    weight_of_vectors,
)
from knowledge.segment import STEMS
from knowledge.spelling import corrections
from knowledge.thesaurus import Expansion, Relation, Thesaurus
from knowledge.types import Passage, SearchQuery, SearchResult, Source
from knowledge.vector_records import lets_through

THESAURUS, SPELLING, COMPOUND = "thesaurus", "spelling", "compounds"

# Candidates a field before fusion; six times the usual limit, so that what two fields know halfway is not lost. nDCG@10
# of 700 even questions of the bench: with 100 .835, with 60 .834, and a search of 100,000 passages takes a fifth less.
_CANDIDATES = 60
# A part of a compound that no source holds as a whole.
_COMPOUND_WEIGHT = 0.5
# General words that may stand for one that sources hold themselves count so much less.
_HELD_FACTOR = 0.4
# What may stand for a word that no source holds is looked for by its letters too, where it is likely enough; so many
# of them, since each costs as much as a word.
_LEAST_SPELT = 0.5
_MOST_SPELT = 3
# Words of a question past these are left unread: nobody asks so, and a pasted document must not stall the search.
_MOST_WORDS = 64

# What may stand for a word is looked for nearby too; past these it is anything.
_MOST_NEEDLES = 5
# Passages that are read for closeness and sentence by sentence; those behind them cannot come to the front by it.
_MOST_READ = 40

# Related terms named to the user; more would be read by nobody.
_MOST_NAMED = 6

Vectors = Callable[[str, int, SearchQuery], Sequence[tuple[str, float]]]
StandIns = Mapping[str, Sequence[str]]
Sentences = Callable[[str, Sequence[Passage]], Sequence[float]]
Passages = Callable[[Sequence[str]], Mapping[str, Passage]]


@dataclass(frozen=True, slots=True)
class SearchParts:
    """What an open generation hands to the search."""

    keyword: KeywordIndex
    vectors: Vectors
    """Question, limit and query (for the filters) to passage ids with cosines, best first; empty without vectors."""
    passages: Passages
    """The living passages among the given ids."""
    sources: Callable[[str], Source | None]
    thesaurus: Thesaurus
    today: datetime.date | None = None
    sentences: Sentences | None = None
    """Question and passages to its cosine with the nearest sentence of each; None where that would take too long."""


def search(query: SearchQuery, parts: SearchParts) -> SearchResult:
    """Find the passages that answer best, and name the related terms that were searched too."""
    expansions = parts.thesaurus.expand(query.text)
    instead = stand_ins(expansions, parts.keyword)
    keyword_query = read_query(query.text, expansions, instead, parts.keyword)
    limit = max(_CANDIDATES, 2 * query.limit)
    candidates = _candidates(query, keyword_query, limit, parts)
    vector_weight = weight_of_vectors(_borne_out(query.text, candidates, parts.keyword))
    fused = fuse(candidates, _held_share(query.text, parts.keyword), vector_weight)
    _add_sentences(query.text, candidates, fused, parts.sentences, vector_weight)
    _add_closeness(_needles(query.text, instead, parts.keyword), candidates, fused)
    add_documents(candidates, fused)
    boost(candidates, fused, query.learner, parts.today)
    return SearchResult(diversify(candidates, fused, query.limit), _searched_also(expansions, parts))


def no_vectors(text: str, limit: int, query: SearchQuery) -> Sequence[tuple[str, float]]:
    """Stand for an embedding that finds nothing, or cannot be asked."""
    return ()


def _leading(fused: Sequence[dict[str, float]]) -> list[int]:
    """Where the candidates stand that may come to the front, the best first."""
    return sorted(range(len(fused)), key=lambda at: -sum(fused[at].values()))[:_MOST_READ]


def _add_sentences(
    text: str,
    candidates: Sequence[Candidate],
    fused: Sequence[dict[str, float]],
    sentences: Sentences | None,
    vector_weight: float,
) -> None:
    """Add to the parts of the leading candidates how near the question comes to a sentence of theirs."""
    leading = _leading(fused)
    if sentences is None or not vector_weight or not leading:
        return
    near = nearness(sentences(text, [candidates[at].passage for at in leading]))
    for at, near_one in zip(leading, near, strict=True):
        if near_one is not None:
            fused[at]["sentence"] = SENTENCE_WEIGHT * vector_weight * near_one


def _add_closeness(
    needles: Sequence[Needle], candidates: Sequence[Candidate], fused: Sequence[dict[str, float]]
) -> None:
    """Add to the parts of the leading candidates how near each other the question's words stand in them."""
    for at in _leading(fused):
        fused[at]["closeness"] = CLOSENESS_WEIGHT * closeness(needles, candidates[at].passage.text)


def _borne_out(text: str, candidates: Sequence[Candidate], keyword: KeywordIndex) -> float:
    """The share of the rarity of a question's own words that the text of the best passage bears out, about 0 to 1."""
    rarity = sum(keyword.rarity(stemmed) for stemmed in dict.fromkeys(content_stems(text)[:_MOST_WORDS]))
    return max((one.keyword.get(STEMS, 0.0) for one in candidates), default=0.0) / rarity if rarity else 1.0


def _held_share(text: str, keyword: KeywordIndex) -> float:
    """The share of a question's words that some source holds."""
    stems = content_stems(text)[:_MOST_WORDS]
    return sum(keyword.frequency(stemmed) > 0 for stemmed in stems) / max(len(stems), 1)


def stand_ins(expansions: Sequence[Expansion], keyword: KeywordIndex) -> StandIns:
    """By the stem of each word that no source holds: what is likely enough to stand for it, the likeliest first."""
    instead: dict[str, list[str]] = {}
    for expansion in expansions:
        if expansion.weight >= _LEAST_SPELT:
            for stemmed in content_stems(expansion.source):
                if not keyword.frequency(stemmed):
                    instead.setdefault(stemmed, []).append(expansion.term)
    return instead


def _needles(text: str, instead: StandIns, keyword: KeywordIndex) -> list[Needle]:
    """The words of a question; one that no source holds is looked for as the single words that may stand for it."""
    needles = []
    for stemmed in list(dict.fromkeys(content_stems(text)))[:_MOST_WORDS]:
        others = [stems[0] for term in instead.get(stemmed, ()) if len(stems := content_stems(term)) == 1]
        held = [other for other in others[:_MOST_NEEDLES] if keyword.frequency(other)]
        rarity = min(map(keyword.rarity, held), default=keyword.rarity(stemmed))
        needles.append(Needle((stemmed, *held), rarity))
    return needles


def read_query(text: str, expansions: Sequence[Expansion], instead: StandIns, keyword: KeywordIndex) -> KeywordQuery:
    """Turn a question into groups of stems with what may stand for them, and 4-grams."""
    words = list(dict.fromkeys(fold(token.text) for token in tokenize(text) if not is_stop_word(token.text)))
    words = words[:_MOST_WORDS]
    by_source: dict[tuple[str, ...], list[Alternative]] = {}
    for expansion in expansions:
        stems = tuple(content_stems(expansion.term))
        key = tuple(content_stems(expansion.source))
        if stems and key:
            is_held = expansion.is_of_lexicon and all(keyword.frequency(stemmed) for stemmed in key)
            weight = expansion.weight * (_HELD_FACTOR if is_held else 1.0)
            by_source.setdefault(key, []).append(Alternative(stems, weight, THESAURUS))
    groups = [Group(key, tuple(alternatives)) for key, alternatives in by_source.items()]
    grouped = {stemmed for group in groups for stemmed in group.stems}
    groups += [_group(word, keyword) for word in words if stem(word) not in grouped]
    return KeywordQuery(tuple(groups), _ngrams(words, instead))


def _ngrams(words: Sequence[str], instead: StandIns) -> tuple[str, ...]:
    """The 4-grams of the words, and for a word that no source holds those of what may stand for it instead.

    So "reform" finds "beskæftigelsesreform" when it stands for what was asked, as it does when it was asked itself.
    """
    spelt = [part for word in words for part in instead.get(stem(word), ())[:_MOST_SPELT] or [word]]
    tokens = (token.text for part in spelt for token in tokenize(part))
    return tuple(dict.fromkeys(ngram for word in tokens if not is_stop_word(word) for ngram in char_ngrams(word)))


def _group(word: str, keyword: KeywordIndex) -> Group:
    stemmed = stem(word)
    if keyword.frequency(stemmed):
        return Group((stemmed,))
    split = tuple(compound_parts(word, keyword.vocabulary))
    if split:
        return Group((stemmed,), (Alternative(split, _COMPOUND_WEIGHT, COMPOUND),))
    return Group(
        (stemmed,),
        tuple(Alternative((known,), weight, SPELLING) for known, weight in corrections(stemmed, keyword.vocabulary)),
    )


def _candidates(query: SearchQuery, keyword_query: KeywordQuery, limit: int, parts: SearchParts) -> list[Candidate]:
    allowed = Allowed(query.kind, query.learner, query.visibilities)
    with ThreadPoolExecutor(1) as beside:
        # Chroma and SQLite let go of the interpreter while they look.
        nearest = beside.submit(parts.vectors, query.text, limit, query)
        keyword = dict(parts.keyword.search(keyword_query, limit, allowed))
        cosines = dict(nearest.result())
    passages = parts.passages(list(dict.fromkeys([*keyword, *cosines])))
    found = [passage for passage in passages.values() if lets_through(query, passage)]
    return [
        Candidate(
            passage, keyword.get(passage.passage_id, {}), cosines.get(passage.passage_id), _date(passage, parts.sources)
        )
        for passage in found
    ]


def _date(passage: Passage, sources: Callable[[str], Source | None]) -> datetime.date | None:
    source = sources(passage.source_id)
    return source.date if source else None


def _searched_also(expansions: Sequence[Expansion], parts: SearchParts) -> tuple[str, ...]:
    """Name one term a concept, the strongest first, that some source holds; misspellings are searched in silence."""
    named: dict[str, str] = {}
    for expansion in expansions:
        if expansion.is_of_lexicon:
            continue
        label = parts.thesaurus.concepts[expansion.concept_id].label
        preferred = expansion.term == label or named.get(expansion.concept_id) is None
        if expansion.relation is not Relation.MISSPELLING and preferred and _is_held(expansion.term, parts.keyword):
            named[expansion.concept_id] = expansion.term
    return tuple(dict.fromkeys(named.values()))[:_MOST_NAMED]


def _is_held(term: str, keyword: KeywordIndex) -> bool:
    return all(keyword.frequency(stemmed) for stemmed in content_stems(term))
