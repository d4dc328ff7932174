"""Whether each citation of an answer is needed."""

from evals.citing import CitedClaim, Supports


def citation_precision(claims: list[CitedClaim], supports: Supports) -> float | None:
    """The share of citations that help to bear out their claim.

    After ALCE (Gao et al. 2023): a citation of a claim with recall 0 has precision 0; one is needless when it does not
    bear out the claim alone while the others do without it. None for an answer without citations.
    """
    marks = [_helps(claim, at, supports) for claim in claims for at in range(claim.cited)]
    return sum(marks) / len(marks) if marks else None


def _helps(claim: CitedClaim, at: int, supports: Supports) -> bool:
    if not claim.is_whole or not supports(claim.text, claim.citations):
        return False
    others = [citation for place, citation in enumerate(claim.citations) if place != at]
    return not others or supports(claim.text, [claim.citations[at]]) or not supports(claim.text, others)
