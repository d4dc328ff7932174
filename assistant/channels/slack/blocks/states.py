"""What is said while one waits, when something went wrong, and to one person alone."""

from enum import StrEnum

from assistant.channels.slack.blocks import limits, names
from assistant.channels.slack.blocks.elements import actions, button, notified, section
from assistant.channels.slack.blocks.home import example_questions
from assistant.channels.slack.blocks.limits import cut
from assistant.channels.slack.blocks.types import Message, Show

# Slack shows them one after another while one waits (assistant.threads.setStatus).
LOADING_MESSAGES = 3


class Trouble(StrEnum):
    """Why there is no answer; each has a sentence that says what happened and what to do."""

    BROKEN = "broken"
    """Our own fault."""
    NOTHING_KNOWN = "nothing_known"
    """Nothing has been ingested."""
    DAMAGED = "damaged"
    """The knowledge base cannot be read."""
    TOO_SLOW = "too_slow"
    BUSY = "busy"
    """More questions than can be answered now; it is in the queue."""
    STOPPED = "stopped"
    """The person pressed stop."""
    NOT_HERE = "not_here"
    """The channel is not among the allowed ones."""
    NOT_THIS_TEAM = "not_this_team"
    EMPTY = "empty"
    """A mention without a question."""
    GONE = "gone"
    """The answer that a button belongs to is no longer kept."""
    NOT_STORED = "not_stored"
    """The question could not be kept, so that a restart would lose it."""
    NO_COLLEAGUE_CHANNEL = "no_colleague_channel"


# Asking the same again would end in the same.
_NO_USE_TO_TRY = {Trouble.NOT_HERE, Trouble.NOT_THIS_TEAM, Trouble.EMPTY, Trouble.GONE, Trouble.BUSY,
                  Trouble.NO_COLLEAGUE_CHANNEL}  # fmt: skip


class PrivateWord(StrEnum):
    """What is said to one person alone."""

    PERSONAL_MASKED = "personal_masked"
    """We kept no personal number; please delete it in Slack too."""
    SHARED = "shared"
    SOLVED = "solved"
    FEEDBACK_KEPT = "feedback_kept"
    COLLEAGUE_ASKED = "colleague_asked"
    HELP = "help"
    """How to ask, for a command without a question."""


def waiting(show: Show) -> tuple[str, list[str]]:
    """The status while an answer is made, and the sentences shown one after another beside it."""
    return show.say("waiting.status"), [show.say(f"waiting.message_{one}") for one in range(1, LOADING_MESSAGES + 1)]


def title_of(question: str) -> str:
    """A thread's title: the beginning of its first question."""
    return cut(" ".join(question.split()), limits.SESSION_TITLE // 2)


def suggested_prompts(show: Show) -> list[dict[str, str]]:
    """What the agent's pane offers to begin with."""
    return [{"title": cut(asked, limits.BUTTON_TEXT), "message": asked} for asked in example_questions(show)]


def failure(trouble: Trouble, show: Show, question: str | None = None) -> Message:
    """What happened and what to do; with a question that is worth asking again, a button for that."""
    told = show.say(f"trouble.{trouble.value}")
    again = question is not None and trouble not in _NO_USE_TO_TRY and limits.length(question) <= limits.BUTTON_VALUE
    ways = [button(show.say("button.try_again"), names.TRY_AGAIN, question)] if again else []
    return Message(notified(told), [section(told), *actions(ways)])


def private_word(word: PrivateWord, show: Show) -> Message:
    """A word to one person."""
    told = show.say(f"private.{word.value}")
    return Message(notified(told), [section(told)])
