"""What can go wrong with a judge; both are refusals of what the user gave (exit 2).

BadInputError
└── JudgeError              the judge cannot be opened: its name, its package or its key
    └── JudgeFailedError    it was opened, but failed too often in a row; what it had judged is kept
"""

from knowledge.errors import BadInputError


class JudgeError(BadInputError):
    """The judge cannot be opened."""

    code = "judge"


class JudgeFailedError(JudgeError):
    """The judge failed too often in a row."""

    code = "judge_failed"
