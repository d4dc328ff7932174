"""Tells who is to learn by the words of a question."""

import re
from functools import cache

from assistant.core.cues import cues, first_phrase
from knowledge.danish import fold_words
from knowledge.types import Learner


def learner_meant(question: str) -> Learner | None:
    """Who is to learn by the words of a question; None where it does not say, or says that it is the staff."""
    folded = fold_words(question)
    table = cues().courses
    if first_phrase(folded, table["learner_manager"]):
        return Learner.MANAGER
    if first_phrase(folded, table["staff"]):
        return None
    return Learner.CITIZEN if _citizen_learns().search(folded) else None


@cache
def _citizen_learns() -> re.Pattern[str]:
    """Matches folded words by which a citizen is to learn: "for ledige", "en ledig vil", "hvor kan ledige lære"."""
    table = cues().courses
    citizen = f"(?:{'|'.join(table['learner_citizen'])})"
    before, after, learning = ("|".join(table[name]) for name in ("citizen_before", "citizen_after", "learning"))
    return re.compile(
        rf"\b(?:til|for|to)(?: \w+){{0,2}} {citizen}\b"
        rf"|\b(?:{before})(?: \w+)? {citizen}(?: \w+){{0,3}} (?:{after})\b"
        rf"|\b{citizen}(?: \w+){{0,3}} (?:{learning})\b"
    )
