"""A language model as judge: do quotations bear out a claim, does an answer answer, and may the judge be believed."""

from evals.judging.errors import JudgeError, JudgeFailedError
from evals.judging.judge import Judge, open_judge
from evals.judging.planted import planted_items
from evals.judging.qualification import qualify
from evals.judging.quotations import judged_by
from evals.judging.types import AnswerJudgement, Judgement, Qualification

__all__ = [
    "AnswerJudgement",
    "Judge",
    "JudgeError",
    "JudgeFailedError",
    "Judgement",
    "Qualification",
    "judged_by",
    "open_judge",
    "planted_items",
    "qualify",
]
