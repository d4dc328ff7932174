"""`fagkompas ask` without a question: a conversation in the terminal, with the sources at hand."""

import datetime
import sys
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.channels.cli.session import Session, typed, write
from assistant.channels.reading import answer_to_lines, wrapped
from assistant.core.types import Answer, AskRequest, Citation, Turn
from knowledge.types import Learner

# So much of the source is shown on either side of a quotation.
CONTEXT = 500
COMMAND_MARK = "/"
BEFORE, AFTER = "»»", "««"


@dataclass(slots=True)
class Talk:
    """What has been said so far."""

    turns: list[Turn] = field(default_factory=list)
    last: Answer | None = None
    conversation_id: str | None = None


def converse(parts: Any, session: Session, learner: Learner | None, day: datetime.date | None = None) -> None:
    """Read questions until the end of input or `/slut`, and answer them as if it were that day."""
    write(session.say("chat.welcome"))
    talk = Talk()
    while (line := _read_line()) is not None:
        if line.strip() in {session.say("chat.quit"), "/quit", "/exit"}:
            return
        if line.strip().startswith(COMMAND_MARK):
            write(obey(line.strip(), talk, parts, session))
        elif line.strip():
            write("\n".join(["", *reply(talk, parts, AskRequest(line, learner=learner, today=day)), ""]))


def reply(talk: Talk, parts: Any, asked: AskRequest) -> list[str]:
    """Answer one line and remember it."""
    request = replace(asked, conversation_id=talk.conversation_id, history=tuple(talk.turns))
    answer = parts.assistant.ask(request)
    talk.turns.append(Turn(answer.question, answer.text))
    talk.last, talk.conversation_id = answer, answer.conversation_id
    return answer_to_lines(answer)


def obey(command: str, talk: Talk, parts: Any, session: Session) -> str:
    """Carry out `/kilde N` (read a source at its quotation), `/forfra` (begin again), or list the commands."""
    name, _, argument = command.partition(" ")
    if name in {"/kilde", "/source"}:
        citation = _cited(argument, talk)
        if citation is None:
            return session.say("chat.no_source")
        return in_place(citation, parts.knowledge_base.current().text(citation.text_id))
    if name in {"/forfra", "/new"}:
        talk.turns.clear()
        talk.last = talk.conversation_id = None
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
