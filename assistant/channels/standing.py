"""Whether answers that were given still stand: what they quote, held against the current generation."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assistant.channels.state.store import State
from knowledge.types import Snapshot
from prompts.wording import Wording


class Fate(StrEnum):
    """What has become of what an answer quotes; the code of the notice that tells it."""

    CHANGED = "source_changed"
    WITHDRAWN = "source_withdrawn"


@dataclass(frozen=True, slots=True)
class GoneQuotation:
    """A citation whose words no longer stand in their source."""

    number: int
    source_id: str
    title: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class StaleAnswer:
    """An answer that quotes what is gone."""

    answer_id: str
    conversation_id: str
    question: str
    asked_at: datetime.datetime
    gone: Sequence[GoneQuotation]


def gone_quotations(answer: Mapping[str, Any], snapshot: Snapshot) -> list[GoneQuotation]:
    """What an answer (the public JSON) quotes that its sources no longer say, in the order of its citations."""
    found = []
    for citation in answer["citations"]:
        fate = _fate(citation, snapshot)
        if fate is not None:
            found.append(GoneQuotation(citation["number"], citation["source_id"], citation["title"], fate))
    return found


def as_it_stands(answer: Mapping[str, Any], snapshot: Snapshot, wording: Wording) -> dict[str, Any]:
    """An answer with a notice, in its language, for each source that no longer says what it quotes."""
    by_source: dict[tuple[str, Fate], list[GoneQuotation]] = {}
    for one in gone_quotations(answer, snapshot):
        by_source.setdefault((one.source_id, one.fate), []).append(one)
    notices = []
    for (_, fate), gone in by_source.items():
        numbers = ", ".join(f"[{one.number}]" for one in gone)
        text = wording.say(answer["language"], f"notice.{fate.value}", title=gone[0].title, numbers=numbers)
        notices.append({"code": fate.value, "text": text})
    return {**answer, "notices": [*answer["notices"], *notices]}


def stale_answers(
    state: State, snapshot: Snapshot, owner: str | None = None, internal: bool = True
) -> list[StaleAnswer]:
    """The kept answers, of one owner or of all, that quote what is gone; the latest first.

    `internal`: also those that name sources that are not for all.
    """
    standing = {source.text_id for source in snapshot.sources()}
    cited = state.answers.cited_texts(owner)
    answers = state.answers.citing(sorted(cited - standing), owner)
    found = ((one, gone_quotations(one.answer, snapshot)) for one in answers if internal or not one.internal)
    return [
        StaleAnswer(stored.answer["id"], stored.conversation_id, stored.answer["question"], stored.asked_at, gone)
        for stored, gone in found
        if gone
    ]


def _fate(citation: Mapping[str, Any], snapshot: Snapshot) -> Fate | None:
    source = snapshot.source(citation["source_id"])
    if source is None:
        return Fate.WITHDRAWN
    if source.text_id == citation["text_id"] or _plain(citation["quote"]) in _plain(snapshot.text(source.text_id)):
        return None
    return Fate.CHANGED


def _plain(text: str) -> str:
    """Without its line breaks: the same words set anew say the same."""
    return " ".join(text.split())
