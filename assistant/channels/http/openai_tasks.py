"""Housekeeping that chat programs ask of a model between the questions: a title for a conversation, tags, and the like.

Open WebUI, LibreChat and others send these as ordinary chat completions. They ask nothing of the sources, so they get
what can be said without them: a title made of the first question, and empty lists.
"""

import json
import re

from knowledge.personal import mask_personal

# Open WebUI opens each with this heading and names the field of the JSON object that it wants.
_TASK = re.compile(r"\A\s*#{1,3} Task:?\s", re.IGNORECASE)
_FIELD = re.compile(r"\{\s*\"(title|tags|follow_ups|queries|prompt|text)\"\s*:")
# "Generate a concise title for this conversation": others ask in words, and want words.
_TITLE_WANTED = re.compile(
    r"\A\W*(?:please\s+)?(?:generate|create|write|provide|suggest|give|come up with)\b.{0,120}?\b(?:title|name)\b"
    r".{0,80}?\b(?:chat|conversation|message|query|discussion|question)\b",
    re.IGNORECASE | re.DOTALL,
)
_FIRST_SAID = re.compile(
    r"(?:^|\|>\s*)(?:user|human|message|query|question)\s*:\s*[\"“]?(.+)", re.IGNORECASE | re.MULTILINE
)
_EMPTY: dict[str, object] = {"tags": [], "follow_ups": [], "queries": [], "prompt": "", "text": ""}
# As much as a list of conversations shows.
LONGEST_TITLE = 60
UNTITLED = "Fagkompas"


def task_reply(question: str) -> str | None:
    """What the housekeeping that a message asks for is answered with; None for a question."""
    if _TASK.match(question) and (named := _FIELD.search(question)):
        wanted = named.group(1)
        value = title_of(question) if wanted == "title" else _EMPTY[wanted]
        return json.dumps({wanted: value}, ensure_ascii=False)
    return title_of(question) if _TITLE_WANTED.match(question) else None


def title_of(question: str) -> str:
    """What a user said first in the conversation that is repeated in `question`, cut at a word."""
    said = _FIRST_SAID.search(question)
    words = " ".join(mask_personal(said.group(1), "").text.split()).strip(' "”?.') if said else ""
    if len(words) > LONGEST_TITLE:
        words = words[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
    return words or UNTITLED
