"""What people type and what sources write instead: every pair of the thesaurus and of the lexicons.

Templates in `templates.yaml` make a question of what is typed and a statement of what is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import yaml

from knowledge.lexicons import FILES
from knowledge.lexicons.compiling import read_entries
from knowledge.thesaurus import Thesaurus
from knowledge.training.records import Asked
from knowledge.types import Language

TEMPLATES = Path(__file__).with_name("templates.yaml")
PLACE = "{}"
_FORMS = "|"


@dataclass(frozen=True, slots=True)
class Wording:
    """What is typed, the languages it is in, and what is written instead; `rank` 0 is the likeliest."""

    typed: str
    written: str
    language: Language
    rank: int


@cache
def lexicon_wordings() -> tuple[Wording, ...]:
    """Every form of every entry of the lexicons with each of its terms, in the order of the files."""
    found: dict[Wording, None] = {}
    for language, files in FILES.items():
        for file in files:
            for forms, terms in read_entries(file).items():
                for form in str(forms).split(_FORMS):
                    found |= {Wording(form, term, language, rank): None for rank, term in enumerate(terms)}
    return tuple(wording for wording in found if wording.typed != wording.written)


@cache
def thesaurus_wordings() -> tuple[Wording, ...]:
    """Each two labels of a concept, what a question uses first; English ones are only typed."""
    found: dict[Wording, None] = {}
    for concept in Thesaurus.load().concepts.values():
        danish = dict.fromkeys([concept.label, *concept.alternatives])
        for one, other in combinations(danish, 2):
            found |= {Wording(one, other, "da", 0): None, Wording(other, one, "da", 0): None}
        for english in concept.english:
            found |= {Wording(english, label, "en", rank): None for rank, label in enumerate(danish)}
    return tuple(wording for wording in found if wording.typed != wording.written)


def templated(wordings: Sequence[Wording], count: int, seed: int) -> Iterator[Asked]:
    """Draw so many questions and statements that hold a wording's two sides, and as near miss another's statement."""
    random = np.random.default_rng(seed)
    templates = _templates()
    for _ in range(count):
        wording, other = (wordings[int(random.integers(len(wordings)))] for _ in range(2))
        asked = _drawn(templates[wording.language], random)
        said = _drawn(templates["statements"], random)
        yield Asked(
            asked.replace(PLACE, wording.typed),
            said.replace(PLACE, wording.written),
            said.replace(PLACE, other.written),
        )


def _drawn(texts: Sequence[str], random: np.random.Generator) -> str:
    return texts[int(random.integers(len(texts)))]


def _templates() -> Mapping[str, Sequence[str]]:
    raw: Mapping[str, Sequence[str]] = yaml.safe_load(TEMPLATES.read_text(encoding="utf-8"))
    return raw
