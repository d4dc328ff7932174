"""The stages of search and answering, each with what takes it out: for ablations, and for regressions planted in tests.

A stage is taken out by setting names in modules for as long as it is away; every cache in the packages is emptied
before and after, since stems and cue words are kept in many.
"""

import importlib
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

PACKAGES = ("assistant", "ingest", "knowledge", "prompts")

Patch = tuple[str, str, Any]
"""Module (or `module:Class`), name, and the value it has while the stage is out."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage by the name it has in reports, and what takes it out."""

    name: str
    patches: tuple[Patch, ...]
    is_indexed: bool = False
    """Whether documents must be ingested anew without it."""


def _nothing(*_: object, **__: object) -> list[Any]:
    return []


def _unchanged(word: str, *_: object) -> str:
    return word


def _none(*_: object, **__: object) -> None:
    return None


def _passes(*_: object, **__: object) -> Any:
    from assistant.core.verification import Verdict

    return Verdict(True)


class _Without(dict[str, float]):
    """Keyword weights without one of them."""

    def __init__(self, part: str) -> None:
        from knowledge.ranking import KEYWORD_WEIGHTS

        super().__init__({**KEYWORD_WEIGHTS, part: 0.0})


def stages() -> tuple[Stage, ...]:
    """Every stage, in the order a question passes through them."""
    return (*_search_stages(), *_answer_stages())


def _search_stages() -> tuple[Stage, ...]:
    ranking, search = "knowledge.ranking", "knowledge.search"
    return (
        Stage(
            "stemming",
            (("knowledge.danish", "_snowball", _unchanged), ("knowledge.danish", "_stem_by_head", _none)),
            is_indexed=True,
        ),
        Stage("4-grams", ((ranking, "KEYWORD_WEIGHTS", _Without("ngrams")),)),
        Stage("title field", ((ranking, "KEYWORD_WEIGHTS", _Without("title")),)),
        Stage("thesaurus and lexicon", (("knowledge.thesaurus:Thesaurus", "expand", _nothing),)),
        Stage("spelling", ((search, "corrections", _nothing), ("knowledge.spelling", "corrections", _nothing))),
        Stage("compounds", ((search, "compound_parts", _nothing),)),
        Stage("vectors", ((ranking, "VECTOR_WEIGHT", 0.0), ("assistant.core.scoring", "WEIGHT_SIMILARITY", 0.0))),
        Stage("nearness of words", ((search, "CLOSENESS_WEIGHT", 0.0),)),
        Stage("rest of the source", ((ranking, "DOCUMENT_WEIGHT", 0.0),)),
        Stage("boosts", ((search, "boost", _none),)),
        Stage("diversity", ((ranking, "REPEAT_PENALTY", 0.0),)),
    )


def _answer_stages() -> tuple[Stage, ...]:
    scoring, selection = "assistant.core.scoring", "assistant.core.selection"
    abstention = "assistant.core.abstention"
    around = ("LEAD_IN", "SECTION", "DOCUMENT", "AROUND", "POINTING")
    dated: Mapping[str, float] = {"OLD_FOR_NOW": 1.0, "AGE_A_YEAR": 0.0, "NO_LONGER_VALID": 1.0}
    return (
        Stage("headings and lead-ins", tuple((scoring, name, 0.0) for name in around)),
        Stage("kind of answer", ((scoring, "WEIGHT_KIND", 0.0), (scoring, "WRONG_KIND", 1.0))),
        Stage("names and years", ((scoring, "OTHER_NAME", 1.0),)),
        Stage("thing asked for", ((scoring, "OTHER_FOCUS", 1.0),)),
        Stage("dates of sources", tuple((scoring, name, value) for name, value in dated.items())),
        Stage("whole lists", ((selection, "_listed", _none), (selection, "_ranked", _none))),
        Stage(
            "threshold",
            (
                (abstention, "LEAST_CONFIDENCE", 0.0),
                (abstention, "LEAST_SHARED", 0.0),
                # More than all of a question.
                (abstention, "MOST_UNKNOWN", 2.0),
            ),
        ),
        Stage("follow-ups", (("assistant.core.drafting", "stand_alone", lambda question, _: question),)),
        Stage(
            "verification",
            (
                ("assistant.core.composing", "verify", _passes),
                ("assistant.core.verification.answers", "verify", _passes),
            ),
        ),
    )


@contextmanager
def without(stage: Stage) -> Iterator[None]:
    """Take a stage out for as long as the block runs; raises `AttributeError` for a name that is not there."""
    kept = [(_owner(where), name) for where, name, _ in stage.patches]
    before = [getattr(owner, name) for owner, name in kept]
    _empty_caches()
    try:
        for (owner, name), (_, _, value) in zip(kept, stage.patches, strict=True):
            setattr(owner, name, value)
        yield
    finally:
        for (owner, name), value in zip(kept, before, strict=True):
            setattr(owner, name, value)
        _empty_caches()


def _owner(where: str) -> Any:
    module, _, inner = where.partition(":")
    owner = importlib.import_module(module)
    return getattr(owner, inner) if inner else owner


def _empty_caches() -> None:
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in PACKAGES:
            for value in list(vars(module).values()):
                empty: Callable[[], None] | None = getattr(value, "cache_clear", None)
                if empty is not None and callable(value):
                    empty()
