"""From scored candidates to a ranked list: fusion, boosts, diversity. Pure functions over plain numbers."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.types import Hit, Learner, Passage

# What each keyword field counts beside the stems of the text. nDCG@10 on the even half of the bench, stems with 4-grams
# at 0 .811, .1 .838, .2 .845, .3 .848, .4 .850, .5 .849: flat from .3 on.
NGRAM_WEIGHT = 0.4
# What is left of that where no source holds a word of the question: what stands for them is found by stems, and their
# letters mislead. nDCG@10 of the English suite (tuning half) .60 at 1, .66 at .5.
STRANGE_NGRAMS = 0.4
# Titles of the bench name articles and add .001; those of reports and courses say what they are about. Facts of seed
# questions (tuning half, seeds and samples, 46 questions) in the best 3: at 0 .83, at .6 and at 1 .86.
TITLE_WEIGHT = 0.8
# By how much the words that stand for the asker's own outdo them counts double: in everyday words or in English they
# are all that leads anywhere. The right passage among the first ten, everyday words (tuning half): at 1 .54, 1.5 .55,
# 2 .62; English .93, .94, .95; questions in the sources' own words stay within one.
THESAURUS_WEIGHT = 2.0
NGRAMS = "ngrams"
KEYWORD_WEIGHTS: Mapping[str, float] = {NGRAMS: NGRAM_WEIGHT, "title": TITLE_WEIGHT, "thesaurus": THESAURUS_WEIGHT}

# What it adds that the question's words stand near each other. nDCG@10 on 750 even questions of the bench: at 0 .834,
# .1 .837, .2 .838, .3 .839, .4 .836.
CLOSENESS_WEIGHT = 0.3
# What the other passages of its source add to a passage, as a share of the best of them: an evaluation that speaks of
# what was asked in its introduction answers in its tables.
DOCUMENT_WEIGHT = 0.5
DOCUMENT_PASSAGES = 3

# What the nearest vector counts beside the best keyword score, where a passage bears out the question's own words. A
# passage that is not among the nearest counts as the farthest of them. Without vectors nDCG@10 of 500 even questions of
# the bench is .840, with .1 .843, with .15 .840, with .2 .838.
VECTOR_WEIGHT = 0.1
# By how much more where no passage does, and keywords see only what may stand for them: from the first share of their
# rarity on in full, from the second on not at all. Half the questions in everyday words lie below .26, of English ones
# below .10, of the bench above .81. Recall@10 of everyday words and of English (tuning halves): without vectors .528
# and .882, at 5 .612 and .945, at 9 .600 and .945.
STRANGE_VECTORS = 5.0
BORNE_OUT = (0.25, 0.45)
# What the nearest sentence counts beside the nearest passage, among the passages that lead. MRR of the other suites
# (tuning half): at 0 .807, .4 .815, .8 .831, 1 .834; recall of everyday words at 0 .602, .4 .645, 1 .645.
SENTENCE_WEIGHT = 1.0

# A passage for exactly the asked learner goes before one for nobody in particular.
LEARNER_BOOST = 0.05
# What the newest source gains over one ten years older: enough to order equals, too little to hide a better answer.
FRESHNESS_BOOST = 0.03
FRESHNESS_YEARS = 10.0
# Each further passage of one source loses this share of its score, at most three times: lets another source in among
# equals. A choice, not an optimum: the seed questions (46) cannot tell 0 from .06.
REPEAT_PENALTY = 0.03
MOST_REPEATS = 3

_DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage found, with its raw BM25 scores by part and its cosine (None when no vector led to it)."""

    passage: Passage
    keyword: Mapping[str, float]
    cosine: float | None
    date: datetime.date | None


def fuse(
    candidates: Sequence[Candidate], held: float = 1.0, vector_weight: float | None = None
) -> list[dict[str, float]]:
    """Weigh each candidate's parts: keyword parts as shares of the best keyword sum, cosines between worst and best.

    `held`: the share of the question's words that sources hold, 0 to 1; the letters of the others count for less.
    `vector_weight`: what `weight_of_vectors` says; without it what it says of a question that is borne out.
    A sum of normalised scores and not of ranks: ranks let a weak half drown a strong one (.836 to .662).
    """
    weights = {**KEYWORD_WEIGHTS, NGRAMS: KEYWORD_WEIGHTS[NGRAMS] * (STRANGE_NGRAMS + (1 - STRANGE_NGRAMS) * held)}
    weighted = [
        {part: score * weights.get(part, 1.0) for part, score in candidate.keyword.items()} for candidate in candidates
    ]
    best = max((sum(parts.values()) for parts in weighted), default=0.0)
    vector_weight = VECTOR_WEIGHT if vector_weight is None else vector_weight
    near = nearness([candidate.cosine for candidate in candidates])
    fused = []
    for near_one, parts in zip(near, weighted, strict=True):
        shares = {part: score / best for part, score in parts.items()} if best > 0 else {}
        if near_one is not None:
            shares["vector"] = vector_weight * near_one
        fused.append(shares)
    return fused


def nearness(cosines: Sequence[float | None]) -> list[float | None]:
    """Each cosine between the farthest (0) and the nearest (1) of them; None where there is none, or no difference."""
    known = [cosine for cosine in cosines if cosine is not None]
    nearest, farthest = max(known, default=0.0), min(known, default=0.0)
    if nearest <= farthest:
        return [None] * len(cosines)
    return [None if cosine is None else (cosine - farthest) / (nearest - farthest) for cosine in cosines]


def weight_of_vectors(borne_out: float) -> float:
    """What vectors count where the best passage bears out such a share of a question's own words, by their rarity."""
    least, enough = BORNE_OUT
    strangeness = min(max((enough - borne_out) / (enough - least), 0.0), 1.0)
    return VECTOR_WEIGHT * (1 + STRANGE_VECTORS * strangeness)


def add_documents(candidates: Sequence[Candidate], fused: Sequence[dict[str, float]]) -> None:
    """Add to each candidate's parts, in place, the mean of the best other candidates of its source."""
    totals = [sum(parts.values()) for parts in fused]
    scores: dict[str, list[float]] = {}
    for candidate, total in zip(candidates, totals, strict=True):
        scores.setdefault(candidate.passage.source_id, []).append(total)
    best = {source_id: sorted(values, reverse=True) for source_id, values in scores.items() if len(values) > 1}
    for candidate, parts, total in zip(candidates, fused, totals, strict=True):
        if candidate.passage.source_id in best:
            others = best[candidate.passage.source_id][: DOCUMENT_PASSAGES + 1]
            others.remove(total) if total in others else others.pop()
            parts["document"] = DOCUMENT_WEIGHT * sum(others) / DOCUMENT_PASSAGES


def boost(
    candidates: Sequence[Candidate],
    fused: Sequence[dict[str, float]],
    learner: Learner | None,
    today: datetime.date | None,
) -> None:
    """Add the boosts to the parts, in place, as shares of their sum: freshness (against `today`), the asked learner."""
    for candidate, parts in zip(candidates, fused, strict=True):
        base = sum(parts.values())
        if learner is not None and candidate.passage.learner is learner:
            parts["learner"] = LEARNER_BOOST * base
        if today is not None and candidate.date is not None:
            years = max((today - candidate.date).days, 0) / _DAYS_A_YEAR
            parts["freshness"] = FRESHNESS_BOOST * base * max(0.0, 1 - years / FRESHNESS_YEARS)


def diversify(candidates: Sequence[Candidate], fused: Sequence[dict[str, float]], limit: int) -> tuple[Hit, ...]:
    """Rank by score, holding back further passages of a source already shown; `parts["diversity"]` says by how much."""
    waiting = sorted(
        zip(candidates, fused, strict=True), key=lambda pair: (-sum(pair[1].values()), pair[0].passage.passage_id)
    )
    shown: dict[str, int] = {}
    hits: list[Hit] = []
    for candidate, parts in waiting:
        repeats = min(shown.get(candidate.passage.source_id, 0), MOST_REPEATS)
        shown[candidate.passage.source_id] = repeats + 1
        if repeats:
            parts = {**parts, "diversity": -REPEAT_PENALTY * repeats * sum(parts.values())}
        hits.append(Hit(candidate.passage, sum(parts.values()), parts))
    hits.sort(key=lambda hit: (-hit.score, hit.passage.passage_id))
    return tuple(hits[:limit])
