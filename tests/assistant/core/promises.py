"""What holds of every answer, whatever was asked."""

from itertools import chain

from assistant.core.composing import readable
from assistant.core.types import Answer, AnswerKind
from knowledge.types import Snapshot, Visibility

MOST_CITATIONS = 5
MOST_WORDS = 120
CITED_KINDS = {AnswerKind.ANSWER, AnswerKind.COURSES}


def assert_promises(answer: Answer, snapshot: Snapshot) -> None:
    """Fail when an answer breaks one of the promises of an extractive answer from public sources."""
    assert_quotations_stand(answer, snapshot)
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    used = set(chain.from_iterable(claim.citations for claim in answer.claims))
    assert used == {citation.number for citation in answer.citations}
    assert bool(answer.citations) == (answer.kind in CITED_KINDS)
    assert answer.text.strip()
    beside = {number for course in answer.courses for number in course.citations}
    for claim in answer.claims:
        if answer.kind is AnswerKind.ANSWER and beside.issuperset(claim.citations):
            continue  # a course beside an answer is shown by the door
        assert claim.text in answer.text
        assert all(f"[{number}]" in answer.text for number in claim.citations)
    assert_brief(answer)
    assert len({near.source_id for near in answer.nearest}) == len(answer.nearest)
    assert all(near.title in answer.text for near in answer.nearest)


def assert_quotations_stand(answer: Answer, snapshot: Snapshot) -> None:
    """Fail unless each quotation stands in a public source, character for character."""
    quotes = {readable(citation.quote) for citation in answer.citations}
    assert {claim.text for claim in answer.claims} <= quotes
    for citation in answer.citations:
        assert snapshot.text(citation.text_id)[citation.start : citation.end] == citation.quote
        source = snapshot.source(citation.source_id)
        assert source is not None
        assert source.visibility is Visibility.PUBLIC
        assert (citation.title, citation.date, citation.text_id) == (source.title, source.date, source.text_id)
        assert citation.passage_id in {passage.passage_id for passage in snapshot.passages(citation.source_id)}


def assert_brief(answer: Answer) -> None:
    """Fail when an answer quotes much without quoting one source's list."""
    beside = {number for course in answer.courses for number in course.citations}
    own = [citation for citation in answer.citations if citation.number not in beside]
    if len({citation.source_id for citation in own}) > 1:
        assert len(own) <= MOST_CITATIONS
        assert sum(len(citation.quote.split()) for citation in own) <= MOST_WORDS
