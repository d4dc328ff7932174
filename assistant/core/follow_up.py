"""Makes a follow-up question stand alone, by simple means: it borrows the subject of the question before it."""

from collections.abc import Sequence

from assistant.core.cues import cues, fold_words
from assistant.core.types import Turn
from knowledge.danish import content_stems, fold, tokenize

# A question with fewer words of substance than this cannot stand alone when it also points backwards.
FEW_STEMS = 2


def stand_alone(question: str, history: Sequence[Turn]) -> str:
    """The question with what it leans on; unchanged when it stands alone or nothing came before."""
    if not history or not leans(question):
        return question
    return f"{history[-1].question.rstrip()} {question.strip()}"


def leans(question: str) -> bool:
    """Whether a question points to what came before: by its opening, or by a pronoun and little else."""
    folded = fold_words(question)
    if any(folded == opening or folded.startswith(opening + " ") for opening in cues().openings):
        return True
    substance = [stem for stem in content_stems(question) if stem not in cues().weak_stems]
    pronouns = any(fold(token.text) in cues().pronouns for token in tokenize(question))
    return len(substance) < FEW_STEMS and (pronouns or not substance)
