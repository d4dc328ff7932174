"""Recognises greetings, thanks and questions about the assistant itself."""

from assistant.core.cues import cues, first_phrase
from knowledge.danish import fold_words

# Longer than this, a greeting opens a real question.
MOST_EXTRA_WORDS = 2


def smalltalk(question: str) -> str | None:
    """The kind of small talk (`hello`, `thanks`, `who`, `bye`) a question is, or None."""
    folded = fold_words(question)
    for name, phrases in cues().smalltalk.items():
        phrase = first_phrase(folded, sorted(phrases, key=len, reverse=True))
        if phrase and len(folded.split()) - len(phrase.split()) <= MOST_EXTRA_WORDS:
            return name
    return None
