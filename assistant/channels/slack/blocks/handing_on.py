"""An answer handed on: shared with a channel, settled, or put to a colleague."""

from dataclasses import replace

from assistant.channels.slack.blocks import limits
from assistant.channels.slack.blocks.answer import reply
from assistant.channels.slack.blocks.elements import notified
from assistant.channels.slack.blocks.links import address
from assistant.channels.slack.blocks.rich import link, rich_section, rich_text, text
from assistant.channels.slack.blocks.splitting import parts
from assistant.channels.slack.blocks.types import Block, Element, Message, Show
from assistant.core.types import Answer

# Stands for a person in a sentence until the sentence is cut there; no source holds it.
_PERSON = "\ue000"


def shared(answer: Answer, show: Show, user_id: str) -> tuple[Message, ...]:
    """A private answer as the channel sees it: who shared it and what was asked, then the answer."""
    show = replace(show, private=False, language=answer.language)
    return _below(_asked(user_id, "shared_by", answer, show), answer, show)


def colleague_request(answer: Answer, show: Show, user_id: str, permalink: str | None = None) -> tuple[Message, ...]:
    """A question put to colleagues: who asks and what, the thread it was asked in, and the answer with its sources."""
    show = replace(show, private=False, colleagues=False, language=answer.language)
    opening = _asked(user_id, "colleague_asked_by", answer, show)
    url = address(permalink)
    if url:
        opening.append(rich_text(rich_section(link(show.say("to_thread"), url))))
    return tuple(Message(one.text, _without_thumbs(one.blocks)) for one in _below(opening, answer, show))


def _without_thumbs(blocks: list[Block]) -> list[Block]:
    """Whether an answer helped is asked of who asked."""
    return [block for block in blocks if block["type"] != "context_actions"]


def solved(user_id: str, show: Show) -> Message:
    """Who found the question answered."""
    return Message(notified(show.say("solved_by_somebody")), [person_sentence(user_id, "solved_by", show)])


def person_sentence(user_id: str, key: str, show: Show) -> Block:
    """A sentence with a person's name in the place of `{user}`."""
    before, _, after = show.say(key, user=_PERSON).partition(_PERSON)
    named: Element = {"type": "user", "user_id": user_id}
    return rich_text(rich_section(*([text(before)] if before else []), named, *([text(after)] if after else [])))


def _asked(user_id: str, key: str, answer: Answer, show: Show) -> list[Block]:
    question = parts(" ".join(answer.question.split()), limits.SECTION_TEXT) or [show.say("home.no_words")]
    quoted: Element = {"type": "rich_text_quote", "elements": [text(part) for part in question]}
    return [person_sentence(user_id, key, show), rich_text(quoted)]


def _below(opening: list[Block], answer: Answer, show: Show) -> tuple[Message, ...]:
    """The answer's messages after an opening, in its own message where they do not fit together."""
    first, *rest = reply(answer, show).messages
    blocks = [*opening, *first.blocks]
    if limits.size(blocks) > limits.MESSAGE_SIZE or len(blocks) > limits.MESSAGE_BLOCKS:
        return (Message(first.text, opening), first, *rest)
    return (Message(first.text, blocks), *rest)
