"""Whether each sentence of an answer is borne out by what it cites."""

from evals.citing import CitedClaim, Supports


def citation_recall(claims: list[CitedClaim], supports: Supports) -> float | None:
    """The share of claims that their citations, taken together, bear out.

    After ALCE (Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations"): a sentence without
    a citation, or with one that does not exist, has recall 0. `supports` stands for ALCE's entailment model. None for
    an answer without claims.
    """
    if not claims:
        return None
    return sum(claim.is_whole and supports(claim.text, claim.citations) for claim in claims) / len(claims)
