"""An answer on profiles while it is written: its lines, and the claims and citations they rest on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from assistant.core.composing import cite, frame, holds, readable
from assistant.core.drafts import Draft, Room
from assistant.core.question import Question
from assistant.core.statements import LONGEST_LIST, Quotation
from assistant.core.suggestions import Suggested
from assistant.core.types import AnswerKind, Citation, Claim
from knowledge.types import Hit, Profile, Source


@dataclass(slots=True)
class ProfilePage:
    """The answer to one question, line by line."""

    question: Question
    room: Room
    lines: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def say(self, key: str, **values: object) -> None:
        """Add a paragraph."""
        self.lines += [self.room.say(self.question.language, key, **values), ""]

    def item(self, key: str, **values: object) -> None:
        """Add an item of a list."""
        self.lines.append("- " + self.room.say(self.question.language, key, **values))

    def quote(self, profile: Profile, labels: Iterable[str]) -> None:
        """Quote the lines of a profile's text that name these competences, as far as they hold."""
        source = self.room.snapshot.source(profile.source_id)
        first = islice(labels, LONGEST_LIST)
        quoted = [line for label in first if source and (line := self._line(profile, source, label))]
        if source and quoted:
            self.lines += [frame(source, self.question.language, self.room.wording), "", *quoted, ""]

    def draft(self, kind: AnswerKind, found: Suggested | None = None) -> Draft:
        """What was written, with the courses that were found."""
        courses = found or Suggested()
        text = "\n".join(self.lines).strip()
        citations = (*self.citations, *courses.citations)
        return Draft(kind, text, (*self.claims, *courses.claims), citations, courses.courses)

    def _line(self, profile: Profile, source: Source, label: str) -> str | None:
        snapshot = self.room.snapshot
        for passage in snapshot.passages(profile.source_id):
            match = re.search(rf"^\W*({re.escape(label)}(?!\w).*)$", passage.text, re.MULTILINE)
            if match:
                span = Quotation(passage.start + match.start(1), passage.start + match.end(1))
                citation = cite(len(self.citations) + 1, span, Hit(passage, 1.0), source, snapshot)
                claim = Claim(readable(citation.quote), (citation.number,))
                if holds(claim, citation, snapshot, self.question.language):
                    self.claims.append(claim)
                    self.citations.append(citation)
                    numbers = f"[{citation.number}]"
                    return "- " + self.room.say(
                        self.question.language, "answer.quotation", quote=claim.text, numbers=numbers
                    )
        return None
