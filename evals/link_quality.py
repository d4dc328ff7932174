"""How well the linker does on the hand-made set: precision, recall and calibration at a threshold of confidence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.link_cases import LinkCase
from knowledge.linking.types import CourseLink

Pair = tuple[str, str]
"""A course's id and a competence's key."""
# Enough to see whether confidences mean what they say, few enough that each holds some links.
BANDS = ((0.05, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.95), (0.95, 1.01))


@dataclass(frozen=True, slots=True)
class LinkFigures:
    """What was found at one threshold; `right_sentence` is the share of right links shown by the reader's sentence."""

    threshold: float
    found: int
    right: int
    links: int
    right_sentence: float

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the links that were found; 1 where there are none."""
        return self.right / self.links if self.links else 1.0


def judged_pairs(cases: Iterable[LinkCase], stated: Iterable[Pair]) -> tuple[Mapping[Pair, str], frozenset[Pair]]:
    """Give the links of the set with their sentences, and the pairs that figures leave out.

    Left out is what is unclear, and what a course states although its words do not show it: to find that is no fault.
    """
    right = {(case.course_id, key): quote for case in cases for key, quote in case.gives.items()}
    unclear = {(case.course_id, key) for case in cases for key in case.unclear}
    return right, frozenset(unclear | (set(stated) - set(right)))


def measure(found: Sequence[CourseLink], right: Mapping[Pair, str], threshold: float) -> LinkFigures:
    """Count at a threshold; `found` holds only links of the set's courses, without the pairs left out."""
    taken = [link for link in found if link.confidence >= threshold]
    hits = [link for link in taken if _pair(link) in right]
    shown = sum(right[_pair(link)] in link.quote or link.quote in right[_pair(link)] for link in hits)
    return LinkFigures(threshold, len(taken), len(hits), len(right), shown / len(hits) if hits else 1.0)


def calibration(found: Sequence[CourseLink], right: Mapping[Pair, str]) -> Iterator[tuple[float, int, float]]:
    """Give for each band of confidence: the mean confidence, how many links, the share that is right."""
    for low, high in BANDS:
        band = [link for link in found if low <= link.confidence < high]
        if band:
            mean = sum(link.confidence for link in band) / len(band)
            yield mean, len(band), sum(_pair(link) in right for link in band) / len(band)


def in_question(found: Iterable[CourseLink], cases: Iterable[LinkCase], left_out: frozenset[Pair]) -> list[CourseLink]:
    """Keep the links of the set's courses that figures count."""
    courses = {case.course_id for case in cases}
    return [link for link in found if link.course_id in courses and _pair(link) not in left_out]


def _pair(link: CourseLink) -> Pair:
    return link.course_id, link.competence_key
