"""A cross-encoder, where one is set, that reads the question together with each of the best passages.

Nothing is loaded before the first question; without the setting nothing of this is imported.
"""

import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from knowledge.errors import RerankerError
from knowledge.indexing import embedded_text
from knowledge.search import SearchParts, search
from knowledge.types import Hit, SearchQuery, SearchResult

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

KIND = "sentence-transformers"
# Passages that are read with the question: each costs some ten milliseconds on one core.
RERANKED = 30
# What the best passage by the cross-encoder gains, as a share of the best score of the search. Not tuned: no model of
# Danish is at hand where this is built.
RERANKER_WEIGHT = 1.0


class Reranker(Protocol):
    """Scores texts as answers to a question."""

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """One number a text, larger for the better answer; only their order and distances count."""


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers, by folder or by its name on the hub; raises `RerankerError`."""

    def __init__(self, model: str, name: str) -> None:
        self._wanted = model
        self._name = name
        self._lock = threading.Lock()

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """One logit a text."""
        with self._lock:
            model = self._model
        found = model.predict([(question, text) for text in texts], show_progress_bar=False, convert_to_numpy=True)
        return [float(score) for score in found]

    @cached_property
    def _model(self) -> "CrossEncoder":
        try:
            from sentence_transformers import CrossEncoder
        except ImportError as error:
            package = f"fagkompas[{KIND}]"
            message = f"The reranker {self._name} needs a package that is not installed; run: pip install '{package}'."
            raise RerankerError(message, package=package, name=self._name) from error
        is_here = Path(self._wanted).expanduser().is_dir()
        try:
            return CrossEncoder(str(Path(self._wanted).expanduser()) if is_here else self._wanted, num_labels=1)
        # Damaged and foreign folders raise whatever the format's own reader raises.
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
            raise RerankerError(
                f"The reranker {self._name} cannot be read ({error}); give the path of its folder.",
                name=self._name,
            ) from error


def load_reranker(name: str) -> Reranker | None:
    """The reranker `sentence-transformers:NAME_OR_PATH`, None for an empty name; raises `RerankerError`."""
    if not name:
        return None
    kind, _, model = name.partition(":")
    if kind != KIND or not model.strip():
        raise RerankerError(f"There is no reranker {name!r}; use {KIND}:NAME_OR_PATH.", name=name)
    return CrossEncoderReranker(model.strip(), name)


def search_and_rerank(query: SearchQuery, parts: SearchParts, reranker: Reranker | None) -> SearchResult:
    """Search, and let the reranker, where there is one, have its say on the best."""
    if reranker is None:
        return search(query, parts)
    found = search(replace(query, limit=max(query.limit, RERANKED)), parts)
    return replace(found, hits=reranked(query, found.hits, reranker))


def reranked(query: SearchQuery, hits: Sequence[Hit], reranker: Reranker) -> tuple[Hit, ...]:
    """The hits by their scores with what the reranker adds to the first of them, as `parts["reranker"]`."""
    read, rest = hits[:RERANKED], hits[RERANKED:]
    scores = reranker.scores(query.text, [embedded_text(hit.passage) for hit in read]) if read else []
    worst, best = min(scores, default=0.0), max(scores, default=0.0)
    if best > worst:
        weight = RERANKER_WEIGHT * read[0].score / (best - worst)
        read = [_raised(hit, weight * (score - worst)) for hit, score in zip(read, scores, strict=True)]
    ordered = sorted([*read, *rest], key=lambda hit: (-hit.score, hit.passage.passage_id))
    return tuple(ordered[: query.limit])


def _raised(hit: Hit, gain: float) -> Hit:
    return replace(hit, score=hit.score + gain, parts={**hit.parts, "reranker": gain})
