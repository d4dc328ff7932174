"""Whether an answer is in the language of its question."""

from assistant.core.types import Answer
from evals.cases import Case
from knowledge.language import detect_language

ENGLISH = "english"
"""The suite, and the tag elsewhere, of questions in English."""


def language_match(case: Case, answer: Answer) -> float:
    """1.0 when the answer speaks the language the case says (else the one its question is in), 0.0 otherwise."""
    says_english = case.suite == ENGLISH or ENGLISH in case.tags
    return float(answer.language == ("en" if says_english else detect_language(case.question)))
