"""Gathers what could answer: the units of the passages found, each with what introduces and surrounds it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.core.cues import cues
from assistant.core.question import Question
from assistant.core.sentences import Unit, UnitKind, split_units
from knowledge.danish import content_stems, fold
from knowledge.types import Hit, Passage, Snapshot, Source, SourceKind

# "Evalueringen peger på tre forhold:" says something; "Indhold:" does not.
LEAST_LEAD_IN_WORDS = 5
# A title of one word ("Konflikthåndtering") is a subject too, and names no certain course.
LEAST_TITLE_STEMS = 2
# Joins the headings of a passage's path, outermost first.
SECTION_MARK = " › "
# So many units of a passage on either side count as its surroundings.
NEIGHBOURS = 1

_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that may be quoted, with the bags of stems of its context, nearest first."""

    unit: Unit
    hit: Hit
    source: Source
    own: frozenset[str]
    lead_in: frozenset[str]
    section: frozenset[str]
    document: frozenset[str]
    """Title, publisher and year of the source."""
    around: frozenset[str]
    passage: frozenset[str]
    """The whole passage."""
    siblings: int = 0
    """How many items of the same list the passage holds, this one included; 0 outside lists."""
    introduces: bool = False
    """Whether it is the sentence that introduces a list."""
    opening: frozenset[str] = frozenset()
    """What the source opens with, where it says whom and what place all of it is about."""
    before: tuple[int, int] | None = None
    """The sentence right before this one in the same passage, if one is."""
    after: tuple[int, int] | None = None
    """The sentence right after it."""

    @property
    def list_key(self) -> tuple[str, int] | None:
        """What the items of one list share: the text and where its lead-in begins."""
        lead_in = self.unit.lead_in
        return (self.unit_text_id, lead_in[0]) if lead_in and self.unit.kind is not UnitKind.SENTENCE else None

    @property
    def unit_text_id(self) -> str:
        """The text the unit stands in."""
        return self.hit.passage.text_id


def gather(snapshot: Snapshot, hits: Sequence[Hit]) -> list[Candidate]:
    """Split the passages found into candidates, best passage first; headings and bare fragments are left out."""
    candidates: list[Candidate] = []
    openings: dict[str, frozenset[str]] = {}
    for hit in hits:
        source = snapshot.source(hit.passage.source_id)
        if source is not None:
            opening = openings.get(source.source_id)
            if opening is None:
                opening = openings[source.source_id] = stems_of([snapshot.passages(source.source_id)[0].text])
            candidates += _of_passage(snapshot.text(hit.passage.text_id), hit, source, opening)
    return candidates


def of_named_course(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Only the candidates of the course whose whole title stands in the question, if one does; else all."""
    asked = stems_of([question.text])
    named: dict[str, frozenset[str]] = {}
    for candidate in candidates:
        title = stems_of([candidate.source.title])
        if candidate.source.kind is SourceKind.COURSE and len(title) >= LEAST_TITLE_STEMS and title <= asked:
            named[candidate.source.source_id] = title
    fullest = max(named.values(), key=len, default=frozenset[str]())
    return [c for c in candidates if not named or named.get(c.source.source_id) == fullest]


def stems_of(texts: Iterable[str | None]) -> frozenset[str]:
    """The content stems of several texts together."""
    return frozenset(stem for text in texts if text for stem in content_stems(text))


def _of_passage(text: str, hit: Hit, source: Source, opening: frozenset[str]) -> list[Candidate]:
    passage = hit.passage
    units = [one for one in split_units(text, _from_heading(text, passage), passage.end) if one.end > passage.start]
    bags = [stems_of([unit.text]) for unit in units]
    lists = Counter(unit.lead_in for unit in units if unit.lead_in)
    document = stems_of([source.title, source.publisher, source.date.isoformat() if source.date else None])
    section = stems_of([passage.section])
    whole = frozenset[str]().union(*bags)
    made = []
    for index, unit in enumerate(units):
        if not bags[index] or is_heading(text, unit):
            continue
        near = bags[max(0, index - NEIGHBOURS) : index] + bags[index + 1 : index + 1 + NEIGHBOURS]
        made.append(
            Candidate(
                unit=unit,
                hit=hit,
                source=source,
                own=bags[index],
                lead_in=stems_of([text[slice(*unit.lead_in)]]) if unit.lead_in else frozenset[str](),
                section=section,
                document=document,
                around=frozenset[str]().union(*near),
                passage=whole,
                siblings=lists[unit.lead_in] if unit.lead_in else 0,
                introduces=(unit.start, unit.end) in lists,
                opening=opening,
                before=_sentence(text, units[index - 1 : index], unit),
                after=_sentence(text, units[index + 1 : index + 2], unit),
            )
        )
    return made


def _from_heading(text: str, passage: Passage) -> int:
    """Where the heading right above a passage begins, since it may introduce a list; else where the passage begins."""
    above = text[: passage.start].rstrip()
    line = above.rpartition("\n")[2]
    heading = passage.section.rpartition(SECTION_MARK)[2]
    return len(above) - len(line) if heading and line.lstrip("# ").strip() == heading else passage.start


def _sentence(text: str, beside: Sequence[Unit], unit: Unit) -> tuple[int, int] | None:
    """Where a neighbouring unit stands, if both are sentences of one paragraph."""
    for other in beside:
        between = text[min(unit.end, other.end) : max(unit.start, other.start)]
        sentences = {unit.kind, other.kind} == {UnitKind.SENTENCE}
        if sentences and not _BLANK_LINE.search(between) and not other.text.endswith(":"):
            return other.start, other.end
    return None


def begins_pointing(text: str) -> bool:
    """Whether a sentence begins with a word that points to the one before."""
    return fold(text.split(maxsplit=1)[0]) in cues().pointing


def is_heading(text: str, unit: Unit) -> bool:
    """Whether a unit only names what follows: a heading, or a lead-in too short to say anything."""
    if unit.kind is not UnitKind.SENTENCE:
        return False
    stripped = unit.text.rstrip()
    if stripped.endswith(":"):
        return len(stripped.split()) < LEAST_LEAD_IN_WORDS
    return stripped.endswith("?") or (stripped[-1:] not in ".!…\"'”’»)" and _stands_alone(text, unit))


def _stands_alone(text: str, unit: Unit) -> bool:
    """Whether the unit is the whole of its line."""
    before = text[: unit.start].rpartition("\n")[2]
    after = text[unit.end :].partition("\n")[0]
    return not before.strip(" #*") and not after.strip()
