"""Reads what Slack sends: who asks what where, as text without Slack's markup and with personal data masked."""

import html
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from assistant.channels.slack.desk import Identity
from assistant.channels.state.slack_types import Arrival, Question
from knowledge.personal import mask_personal

Event = Mapping[str, Any]

# Kinds of work, as the queue keeps them.
QUESTION, EDITED, DELETED, PRIVATE = "question", "edited", "deleted", "private"
PRESSED, AGAIN, SHARE, COLLEAGUE, SOLVED, JUDGED = "pressed", "again", "share", "colleague", "solved", "judged"
COURSES, COMPARE, SHARE_COURSES = "courses", "compare", "share_courses"
HOME, CHOSEN, PROMPTS, REFUSED, HELP = "home", "chosen", "prompts", "refused", "help"
DIGEST = "digest"

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_LINK = re.compile(r"<([#!@]?)([^<>|]*)(?:\|([^<>]*))?>")
# Messages of people; the rest tells of joining, pinning, renaming and the like.
_SAID = frozenset({None, "file_share", "thread_broadcast", "me_message"})


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote, as it may be stored."""

    text: str
    masked: bool = False
    """Whether there was personal data in it."""


def said(text: str, identity: Identity, conversation: str) -> Said:
    """A message's text as people read it, without the mention of us; the same is masked alike in a conversation."""
    unmentioned = _MENTION.sub(lambda found: "" if found[1] == identity.person else found[0], text)
    masked = mask_personal(" ".join(html.unescape(_LINK.sub(_shown, unmentioned)).split()), conversation)
    return Said(masked.text, bool(masked.found))


def _shown(found: re.Match[str]) -> str:
    """A link by its label, else by its address; a channel by its name; a person by nothing more than the sign."""
    mark, target, label = found[1], found[2], found[3]
    if label:
        return f"{mark if mark != '!' else ''}{label.lstrip('#@')}"
    return {"": target, "#": "#", "@": "@", "!": f"@{target}"}[mark]


def mentions(text: str, person: str) -> bool:
    """Whether a message mentions somebody."""
    return any(found[1] == person for found in _MENTION.finditer(text))


def mentions_others(text: str, person: str) -> bool:
    """Whether a message mentions somebody else: then it is for them."""
    return any(found[1] != person for found in _MENTION.finditer(text)) or "<!" in text


def is_from_person(event: Event, identity: Identity) -> bool:
    """Whether a person wrote it: no bot, no workflow, not we ourselves."""
    if event.get("bot_id") or event.get("subtype") not in _SAID or event.get("bot_profile"):
        return False
    return bool(event.get("user")) and event["user"] != identity.person


def thread_key(team: str, channel: str, thread: str) -> str:
    """The name under which what belongs to a thread is worked off in its order."""
    return f"{team}/{channel}/{thread}"


def asked(event: Event, team: str, event_id: str, identity: Identity) -> Arrival:
    """A message that asks us something."""
    thread = event.get("thread_ts") or event["ts"]
    told = said(event.get("text") or "", identity, thread_key(team, event["channel"], thread))
    question = Question(team, event["channel"], event["ts"], thread, event["user"], told.text, event_id)
    return question_arrival(question, masked=told.masked)


def question_arrival(question: Question, kind: str = QUESTION, **more: Any) -> Arrival:
    """A question to be answered; `more` is what the way it came by adds."""
    key = thread_key(question.team, question.channel, question.thread)
    return Arrival(question.event_id, kind, key, {"question": asdict(question), **more})


def question_in(body: Mapping[str, Any]) -> Question:
    """The question of an arrival."""
    return Question(**body["question"])


def edited(event: Event, team: str, event_id: str, identity: Identity) -> Arrival:
    """A message that was changed."""
    message = event["message"]
    thread = message.get("thread_ts") or message["ts"]
    told = said(message.get("text") or "", identity, thread_key(team, event["channel"], thread))
    question = Question(team, event["channel"], message["ts"], thread, message["user"], told.text, event_id)
    mentioned = mentions(message.get("text") or "", identity.person)
    return question_arrival(question, EDITED, masked=told.masked, mentioned=mentioned)


def deleted(event: Event, team: str, event_id: str) -> Arrival:
    """A message that was deleted."""
    before = event.get("previous_message") or {}
    place = event.get("deleted_ts") or before.get("ts") or ""
    thread = before.get("thread_ts") or place
    body = {"channel": event["channel"], "place": place}
    return Arrival(event_id, DELETED, thread_key(team, event["channel"], thread), body)
