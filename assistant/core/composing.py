"""Turns chosen statements into claims, numbered citations and Markdown, each claim verified before it is taken."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.core.statements import Quotation, Statement
from assistant.core.types import Citation, Claim, Language, Span
from assistant.core.verification import Evidence, SpanEvidence, verify
from knowledge.types import Hit, Snapshot, Source
from prompts.dates import written_date
from prompts.wording import Wording

_BULLET = re.compile(r"^\s*(?:[•*–—-]|\d{1,3}[.)]|[a-z]\))\s+")
_SPACE = re.compile(r"\s+")
_HEADING_MARK = re.compile(r"^#+\s*")


@dataclass(frozen=True, slots=True)
class Composed:
    """The text of an answer with the claims and citations it rests on."""

    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]


def compose(statements: Sequence[Statement], snapshot: Snapshot, language: Language, wording: Wording) -> Composed:
    """Write statements source by source; what does not pass verification is left out."""
    claims: list[Claim] = []
    citations: list[Citation] = []
    paragraphs: list[str] = []
    for source, group in _by_source(statements):
        lines = []
        for statement in group:
            for quotation in statement.quotations:
                citation = cite(len(citations) + 1, quotation, statement.hit, source, snapshot)
                claim = Claim(readable(citation.quote), (citation.number,))
                if not holds(claim, citation, snapshot, language):
                    continue
                claims.append(claim)
                citations.append(citation)
                indent = "  - " if quotation.listed and len(statement.quotations) > 1 else "- "
                numbers = f"[{citation.number}]"
                lines.append(indent + wording.say(language, "answer.quotation", quote=claim.text, numbers=numbers))
        if lines:
            paragraphs.append("\n".join([frame(source, language, wording), "", *lines]))
    return Composed("\n\n".join(paragraphs), tuple(claims), tuple(citations))


def cite(number: int, quotation: Quotation, hit: Hit, source: Source, snapshot: Snapshot) -> Citation:
    """Make the citation of a stretch of a source's text; `quote` is that stretch, character for character."""
    passage = hit.passage
    return Citation(
        number=number,
        source_id=source.source_id,
        source_kind=source.kind,
        title=source.title,
        quote=snapshot.text(passage.text_id)[quotation.start : quotation.end],
        text_id=passage.text_id,
        start=quotation.start,
        end=quotation.end,
        passage_id=passage.passage_id,
        publisher=source.publisher,
        date=source.date,
        url=source.url,
        path=source.path,
        page=passage.page,
        section=passage.section,
    )


def holds(claim: Claim, citation: Citation, snapshot: Snapshot, language: Language) -> bool:
    """Verify a claim against the one citation it rests on."""
    return verify(claim.text, evidence_of([citation], snapshot), language).ok


def evidence_of(citations: Sequence[Citation], snapshot: Snapshot) -> Evidence:
    """What a claim on these citations is verified against."""
    spans = tuple(
        SpanEvidence(Span(one.text_id, one.start, one.end, one.quote), one.title, one.publisher, one.date, one.section)
        for one in citations
    )
    return Evidence(spans, {one.text_id: snapshot.text(one.text_id) for one in citations})


def readable(quote: str) -> str:
    """A quotation as it is read in a line: white space folded, bullet and heading mark left out."""
    return _SPACE.sub(" ", _HEADING_MARK.sub("", _BULLET.sub("", quote))).strip()


def frame(source: Source, language: Language, wording: Wording) -> str:
    """The line that says whose words follow and when they were written."""
    dated = written_date(source.date, language) if source.date else wording.say(language, "answer.undated")
    details = ", ".join(part for part in (source.publisher, dated) if part)
    return wording.say(language, "answer.according_to", title=source.title, details=details)


def _by_source(statements: Sequence[Statement]) -> list[tuple[Source, list[Statement]]]:
    groups: dict[str, tuple[Source, list[Statement]]] = {}
    for statement in statements:
        groups.setdefault(statement.source.source_id, (statement.source, []))[1].append(statement)
    return [(source, sorted(group, key=lambda one: one.quotations[0].start)) for source, group in groups.values()]
