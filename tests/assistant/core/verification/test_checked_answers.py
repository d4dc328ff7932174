import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from assistant.core.assistant import Assistant
from assistant.core.types import AskRequest, Citation, Claim
from assistant.core.verification.answers import Fault, FaultCode, check_answer
from knowledge.errors import UnknownTextError
from knowledge.types import Passage, Snapshot, Source, SourceKind

TEXT = "Rapporten følger 42 ledere. Lederne ønsker især:\n• Jura (54 %)\n• Økonomi (31 %)\nDe skal svare inden maj."
SOURCE = Source(
    "rapport", SourceKind.REPORT, "Ledernes ønsker", "now", "root", publisher="COK", date=datetime.date(2016, 8, 1)
)


@dataclass(frozen=True)
class Shelf:
    texts: dict[str, str]

    def source(self, source_id: str) -> Source | None:
        return SOURCE if source_id == "rapport" else None

    def text(self, text_id: str) -> str:
        if text_id not in self.texts:
            raise UnknownTextError("No such text.", text_id=text_id)
        return self.texts[text_id]

    def passages(self, source_id: str) -> Sequence[Passage]:
        return [Passage("p1", "rapport", SourceKind.REPORT, "now", 0, len(TEXT), TEXT, SOURCE.title, section="Svar")]


def cite(quote: str, number: int = 1, **changes: Any) -> Citation:
    start = TEXT.index(quote)
    citation = Citation(
        number, "rapport", SourceKind.REPORT, SOURCE.title, quote, "now", start, start + len(quote), "p1",
        publisher="COK", date=SOURCE.date, section="Svar",
    )  # fmt: skip
    return replace(citation, **changes)


def check(claims: Sequence[Claim], citations: Sequence[Citation]) -> list[Fault]:
    return check_answer(claims, citations, Shelf({"now": TEXT, "before": TEXT}), "da")


def codes(claims: Sequence[Claim], citations: Sequence[Citation]) -> list[FaultCode]:
    return [fault.code for fault in check(claims, citations)]


LEADERS = cite("Rapporten følger 42 ledere.")
HONEST = Claim("42 ledere indgår i rapporten.", (1,))


def test_an_honest_answer_has_no_faults() -> None:
    assert check([HONEST], [LEADERS]) == []
    assert check([], []) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"source_id": "other"}, FaultCode.UNKNOWN_SOURCE),
        ({"title": "Noget andet"}, FaultCode.WRONG_TITLE),
        ({"publisher": None}, FaultCode.WRONG_PUBLISHER),
        ({"date": datetime.date(2017, 8, 1)}, FaultCode.WRONG_DATE),
        ({"section": "Bilag"}, FaultCode.WRONG_SECTION),
        ({"passage_id": "p9"}, FaultCode.UNKNOWN_PASSAGE),
        ({"text_id": "before"}, FaultCode.STALE_TEXT),
        ({"text_id": "nowhere"}, FaultCode.UNKNOWN_TEXT),
        ({"start": 1, "end": 28}, FaultCode.MISPLACED_QUOTE),
        ({"start": -5}, FaultCode.MISPLACED_QUOTE),
    ],
)
def test_a_fault_of_a_citation_is_named_and_its_claim_is_not_blamed(changes: dict[str, Any], code: FaultCode) -> None:
    (fault,) = check([HONEST], [replace(LEADERS, **changes)])
    assert (fault.code, fault.number, fault.claim) == (code, 1, None)


def test_a_claim_without_a_citation_is_named() -> None:
    (fault,) = check([HONEST, Claim("De bor i Vejle.", ())], [LEADERS])
    assert (fault.code, fault.claim, fault.value) == (FaultCode.UNCITED_CLAIM, 1, "De bor i Vejle.")


def test_a_number_that_no_citation_has_is_named() -> None:
    (fault,) = check([Claim(HONEST.text, (1, 4))], [LEADERS])
    assert (fault.code, fault.number) == (FaultCode.UNKNOWN_NUMBER, 4)


def test_a_number_given_twice_is_named() -> None:
    assert FaultCode.REPEATED_NUMBER in codes([HONEST], [LEADERS, cite("• Jura (54 %)")])


def test_a_claim_beyond_its_quotation_is_named_with_all_it_misses() -> None:
    (fault,) = check([Claim("48 ledere fra Vejle indgår i rapporten.", (1,))], [LEADERS])
    assert (fault.code, fault.claim, fault.value) == (FaultCode.NOT_BORNE_OUT, 0, "48")
    assert [miss.value for miss in fault.misses] == ["48", "Vejle"]


def test_a_claim_rests_on_its_own_citations_only() -> None:
    claims = [Claim("42 ledere indgår i rapporten.", (2,)), Claim("54 % ønsker jura.", (1,))]
    assert codes(claims, [LEADERS, cite("• Jura (54 %)", 2)]) == [FaultCode.NOT_BORNE_OUT] * 2


def test_a_list_item_is_borne_out_by_the_lead_in_cited_beside_it() -> None:
    citations = [cite("Lederne ønsker især:"), cite("• Jura (54 %)", 2)]
    assert check([Claim("Lederne ønsker især jura (54 %).", (1, 2))], citations) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("42 ledere indgår i rapporten [1].", []),
        ("42 ledere indgår i rapporten. [1]", []),
        ("42 ledere indgår i rapporten [1]. Rapporten følger ledere [1].", []),
        ("42 ledere indgår i rapporten [1]. Det er mange ledere.", [FaultCode.UNCITED_SENTENCE]),
        ("42 ledere indgår i rapporten [2].", [FaultCode.WRONG_MARK]),
    ],
)
def test_marks_in_the_text_are_the_claims_own_and_reach_every_sentence(text: str, expected: list[FaultCode]) -> None:
    assert codes([Claim(text, (1,))], [LEADERS]) == expected


def test_what_the_assistant_answers_from_its_sources_has_no_faults(assistant: Assistant, snapshot: Snapshot) -> None:
    cited = 0
    for passage in (passage for source in snapshot.sources() for passage in snapshot.passages(source.source_id)):
        answer = assistant.ask(AskRequest(f"Hvad siger kilden om {passage.text[:80]}?"))
        cited += len(answer.citations)
        assert check_answer(answer.claims, answer.citations, snapshot, answer.language) == [], answer.question
    assert cited
