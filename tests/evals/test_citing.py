"""Claims with their citations, and citation recall and precision after ALCE."""

from collections.abc import Sequence

import pytest

from assistant.core.types import Citation, Claim
from evals.assembling import Assembled
from evals.cases import Case
from evals.citing import CitedClaim, cited_claims, verified_by
from evals.metrics.citation_precision import citation_precision
from evals.metrics.citation_recall import citation_recall
from evals.running import ask
from tests.evals.questions import ASKED, STORED, make_answer, make_citation


def supports(claim: str, citations: Sequence[Citation]) -> bool:
    """An entailment model by hand: every word of the claim stands in a quotation."""
    words = {word for citation in citations for word in citation.quote.split()}
    return set(claim.split()) <= words


def make_claim(text: str, *quotes: str, cited: int | None = None) -> CitedClaim:
    citations = tuple(make_citation(quote, number=number) for number, quote in enumerate(quotes, start=1))
    return CitedClaim(text, citations, len(citations) if cited is None else cited)


def test_claims_get_the_citations_of_their_numbers() -> None:
    first, second = make_citation(number=1), make_citation("54%", number=2)
    answer = make_answer(first, second, claims=(Claim("a", (2, 1)), Claim("b", ()), Claim("c", (1, 7))))
    found = cited_claims(answer)
    assert [(claim.text, claim.citations, claim.cited) for claim in found] == [
        ("a", (second, first), 2),
        ("b", (), 0),
        ("c", (first,), 2),
    ]
    assert [claim.is_whole for claim in found] == [True, False, False]
    assert cited_claims(make_answer()) == []


@pytest.mark.parametrize(
    ("claims", "recall"),
    [
        ([make_claim("a", "a b")], 1.0),
        ([make_claim("a", "b")], 0.0),
        ([make_claim("a b", "a", "b")], 1.0),
        ([make_claim("a")], 0.0),
        ([make_claim("a", "a", cited=2)], 0.0),
        ([make_claim("a", "a"), make_claim("b", "a"), make_claim("c", "c"), make_claim("d")], 0.5),
    ],
    ids=["borne out", "not", "together", "without a citation", "one does not exist", "half of four"],
)
def test_recall_is_the_share_of_claims_that_their_citations_bear_out(claims: list[CitedClaim], recall: float) -> None:
    assert citation_recall(claims, supports) == recall


@pytest.mark.parametrize(
    ("claims", "precision"),
    [
        ([make_claim("a", "a")], 1.0),
        ([make_claim("a b", "a", "b")], 1.0),
        ([make_claim("a", "a", "x")], 0.5),
        ([make_claim("a", "a", "a")], 1.0),
        ([make_claim("a b", "a", "b", "x")], pytest.approx(2 / 3)),
        ([make_claim("a b", "a", "x")], 0.0),
        ([make_claim("a", "a", cited=2)], 0.0),
        ([make_claim("a", "a"), make_claim("b", "x")], 0.5),
        ([make_claim("a", "a"), make_claim("b")], 1.0),
    ],
    ids=[
        "needed", "both needed", "one needless", "each alone enough", "two of three needed", "not borne out",
        "one does not exist", "a wrong one", "an uncited claim has no citations to count",
    ],
)  # fmt: skip
def test_precision_is_the_share_of_citations_that_are_needed(claims: list[CitedClaim], precision: float) -> None:
    assert citation_precision(claims, supports) == precision


def test_without_claims_there_is_no_recall_and_without_citations_no_precision() -> None:
    assert citation_recall([], supports) is None
    assert citation_precision([], supports) is None
    assert citation_precision([make_claim("a")], supports) is None


def test_the_verifier_bears_out_a_quotation_and_nothing_else() -> None:
    bears_out = verified_by({"t1": STORED}.__getitem__)
    citation = make_citation()
    assert bears_out("42 ledere svarede.", [citation])
    assert not bears_out("43 ledere svarede.", [citation])
    assert not bears_out("42 ledere svarede ikke.", [citation])
    assert not bears_out("42 ledere svarede.", [make_citation("43 ledere svarede.")])


def test_an_answer_of_the_assistant_is_borne_out_by_its_citations(tiny: Assembled) -> None:
    answer = ask(Case("own", ASKED["question"]), tiny.assistant)
    bears_out = verified_by(tiny.current().text)
    assert answer.claims
    assert citation_recall(cited_claims(answer), bears_out) == 1.0
    assert citation_precision(cited_claims(answer), bears_out) == 1.0
