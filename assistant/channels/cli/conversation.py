"""A conversation in the terminal, with the sources at hand, and kept where it has a name."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from assistant.channels.cli.session import Session, state_of, typed, write
from assistant.channels.reading import answer_to_lines, wrapped
from assistant.core.rendering import answer_to_json
from assistant.core.types import Answer, AskRequest, Citation, Turn

if TYPE_CHECKING:
    from assistant.channels.state.store import State

# So much of the source is shown on either side of a quotation.
CONTEXT = 500
COMMAND_MARK = "/"
# What is asked here, and over HTTP while there are no keys, is nobody's in particular.
OWNER = ""
LONGEST_ID = 100
_ID = re.compile(rf"[\w.-]{{1,{LONGEST_ID}}}")
BEFORE, AFTER = "»»", "««"


@dataclass(slots=True)
class Talk:
    """What has been said so far; `kept`: where it is kept, if it has a name to be found by."""

    turns: list[Turn] = field(default_factory=list)
    last: Answer | None = None
    conversation_id: str | None = None
    kept: "State | None" = None


@contextmanager
def talking(session: Session, name: str | None) -> Iterator[Talk]:
    """The conversation of that name, begun where there is none; without a name one that nobody keeps."""
    if name is None:
        yield Talk()
        return
    conversation_id = typed(name)
    if not _ID.fullmatch(conversation_id):
        raise session.refuse("refused.conversation_id", id=conversation_id[:LONGEST_ID])
    with state_of(session) as state:
        turns = state.conversations.history(conversation_id, OWNER)
        yield Talk(list(turns), conversation_id=conversation_id, kept=state)


def converse(parts: Any, session: Session, talk: Talk, asking: AskRequest) -> None:
    """Read questions until the end of input or `/slut`, and answer them for whom, and as if it were the day, given."""
    write(session.say("chat.welcome"))
    while (line := _read_line()) is not None:
        if line.strip() in {session.say("chat.quit"), "/quit", "/exit"}:
            return
        if line.strip().startswith(COMMAND_MARK):
            write(obey(line.strip(), talk, parts, session))
        elif line.strip():
            answer = ask_on(talk, parts, replace(asking, question=line))
            write("\n".join(["", *answer_to_lines(answer), ""]))


def ask_on(talk: Talk, parts: Any, asked: AskRequest) -> Answer:
    """Answer a question within a conversation, and remember it."""
    request = replace(asked, conversation_id=talk.conversation_id, history=tuple(talk.turns))
    answer: Answer = parts.assistant.ask(request)
    talk.turns.append(Turn(answer.question, answer.text, tuple(one.named for one in answer.without)))
    talk.last, talk.conversation_id = answer, answer.conversation_id
    if talk.kept is not None:
        talk.kept.conversations.remember(answer_to_json(answer), OWNER, internal=False)
    return answer


def obey(command: str, talk: Talk, parts: Any, session: Session) -> str:
    """Carry out `/kilde N` (read a source at its quotation), `/forfra` (begin again), or list the commands."""
    name, _, argument = command.partition(" ")
    if name in {"/kilde", "/source"}:
        citation = _cited(argument, talk)
        if citation is None:
            return session.say("chat.no_source")
        return in_place(citation, parts.knowledge_base.current().text(citation.text_id))
    if name in {"/forfra", "/new"}:
        if talk.kept is not None and talk.conversation_id is not None:
            talk.kept.conversations.forget(talk.conversation_id, OWNER)
        talk.turns.clear()
        talk.last = None
        talk.conversation_id = talk.conversation_id if talk.kept else None
        return session.say("chat.fresh")
    return session.say("chat.commands")


def in_place(citation: Citation, text: str) -> str:
    """The quotation marked in the text around it."""
    start, end = max(0, citation.start - CONTEXT), min(len(text), citation.end + CONTEXT)
    shown = text[start : citation.start] + BEFORE + citation.quote + AFTER + text[citation.end : end]
    framed = ("… " if start else "") + shown + (" …" if end < len(text) else "")
    head = " – ".join(part for part in (citation.title, citation.path, citation.url) if part)
    return "\n".join([head, "", *(wrapped(line) for line in framed.splitlines())])


def _cited(argument: str, talk: Talk) -> Citation | None:
    if talk.last is None or not argument.strip().isdigit():
        return None
    return next((c for c in talk.last.citations if c.number == int(argument)), None)


def _read_line() -> str | None:
    """One line of input, with a prompt where a person types; None at the end."""
    if sys.stdin.isatty():
        sys.stderr.write("> ")
        sys.stderr.flush()
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        return None
    return typed(line.rstrip("\n")) if line else None
