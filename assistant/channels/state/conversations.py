"""Conversations: remembered for some days, so many at most, each seen by its owner alone.

Forgetting is kept cheap: what is too old is not shown from that moment on, whether it is deleted yet or not; rows are
deleted at opening and then at every hundredth write or so, found through the index on `last_used`, at most 500 at a
time. No write reads through the table. The cap may therefore be passed by a hundredth of it, for each process.
"""

import itertools
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, ScalarSelect, delete, func, insert, select

from assistant.channels.state.database import Database
from assistant.channels.state.errors import UnknownConversationError
from assistant.channels.state.tables import ANSWERS, CITED_TEXTS, CONVERSATIONS
from assistant.channels.state.types import ConversationSummary, Policy, StoredAnswer
from assistant.core.types import NamedFilter, Turn

# A follow-up leans on the turns just before it.
HISTORY_TURNS = 20
# So that deleting never keeps other writers waiting for long.
PRUNED_AT_ONCE = 500
# A hundredth of the cap, at most this many writes, lie between two rounds of deleting.
WRITES_BETWEEN = 100


class Conversations:
    """What was asked and answered, by conversation."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self._database = database
        self._policy = policy
        self._writes = itertools.count(1)
        self._every = max(1, min(WRITES_BETWEEN, policy.limits.conversations // WRITES_BETWEEN))

    def history(self, conversation_id: str | None, owner: str) -> tuple[Turn, ...]:
        """The latest turns, oldest first; none for an unknown conversation. Raises `UnknownConversationError`."""
        if conversation_id is None:
            return ()
        with self._database.reading() as connection:
            self._require_own(connection, conversation_id, owner)
            rows = connection.execute(
                self._answers_of(conversation_id).order_by(ANSWERS.c.number.desc()).limit(HISTORY_TURNS)
            ).all()
        return tuple(_turn(row.answer) for row in reversed(rows))

    def remember(self, answer: Mapping[str, Any], owner: str, internal: bool) -> None:
        """Keep an answer (the public JSON) in its conversation; raises `UnknownConversationError`."""
        with self._database.writing() as connection:
            self._touch(connection, answer, owner)
            self._add(connection, answer, owner, internal)
            self._drop_oldest_turns(connection, answer["conversation_id"])
            if next(self._writes) % self._every == 0:
                self._delete_some(connection)

    def turns(self, conversation_id: str, owner: str) -> list[StoredAnswer]:
        """All answers of a conversation, oldest first; none for an unknown one. Raises `UnknownConversationError`."""
        with self._database.reading() as connection:
            self._require_own(connection, conversation_id, owner)
            rows = connection.execute(self._answers_of(conversation_id).order_by(ANSWERS.c.number)).all()
        return [stored(row) for row in rows]

    def listed(self, owner: str, limit: int, offset: int = 0) -> tuple[list[ConversationSummary], int]:
        """An owner's conversations, the one used last first, and how many there are."""
        kept = (CONVERSATIONS.c.owner == owner, CONVERSATIONS.c.last_used >= self._oldest())
        newest_first = (CONVERSATIONS.c.last_used.desc(), CONVERSATIONS.c.conversation_id)
        with self._database.reading() as connection:
            total = connection.scalar(select(func.count()).select_from(CONVERSATIONS).where(*kept)) or 0
            rows = connection.execute(
                select(CONVERSATIONS).where(*kept).order_by(*newest_first).limit(limit).offset(offset)
            ).all()
        return [ConversationSummary(row.conversation_id, row.question, row.last_used) for row in rows], total

    def forget(self, conversation_id: str, owner: str) -> bool:
        """Delete a conversation with its answers; False when the owner has none of that id."""
        mine = (CONVERSATIONS.c.conversation_id == conversation_id, CONVERSATIONS.c.owner == owner)
        with self._database.writing() as connection:
            return connection.execute(delete(CONVERSATIONS).where(*mine)).rowcount > 0

    def prune(self) -> None:
        """Delete all that is too old or too much."""
        deleted = PRUNED_AT_ONCE
        while deleted >= PRUNED_AT_ONCE:
            with self._database.writing() as connection:
                deleted = self._delete_some(connection)

    def _oldest(self) -> Any:
        return self._policy.now() - self._policy.limits.lifetime

    def _answers_of(self, conversation_id: str) -> Any:
        return (
            select(ANSWERS)
            .join(CONVERSATIONS, ANSWERS.c.conversation_id == CONVERSATIONS.c.conversation_id)
            .where(ANSWERS.c.conversation_id == conversation_id, CONVERSATIONS.c.last_used >= self._oldest())
        )

    def _require_own(self, connection: Connection, conversation_id: str, owner: str) -> None:
        kept = (CONVERSATIONS.c.conversation_id == conversation_id, CONVERSATIONS.c.last_used >= self._oldest())
        found = connection.scalar(select(CONVERSATIONS.c.owner).where(*kept))
        if found not in {None, owner}:
            raise _unknown(conversation_id)

    def _touch(self, connection: Connection, answer: Mapping[str, Any], owner: str) -> None:
        """Begin the conversation, or note that it goes on; one whose time is over begins anew."""
        conversation_id = answer["conversation_id"]
        over = (CONVERSATIONS.c.conversation_id == conversation_id, CONVERSATIONS.c.last_used < self._oldest())
        connection.execute(delete(CONVERSATIONS).where(*over))
        row = {
            "conversation_id": conversation_id,
            "owner": owner,
            "question": answer["question"],
            "last_used": self._policy.now(),
        }
        begin = self._database.upsert(CONVERSATIONS, row, ["conversation_id"], ["last_used"])
        found = connection.scalar(begin.returning(CONVERSATIONS.c.owner))
        if found != owner:
            raise _unknown(conversation_id)

    def _add(self, connection: Connection, answer: Mapping[str, Any], owner: str, internal: bool) -> None:
        row = {
            "answer_id": answer["id"],
            "conversation_id": answer["conversation_id"],
            "owner": owner,
            "asked_at": self._policy.now(),
            "internal": internal,
            "answer": dict(answer),
        }
        number = connection.scalar(insert(ANSWERS).values(row).returning(ANSWERS.c.number))
        cited = sorted({citation["text_id"] for citation in answer["citations"]})
        if cited:
            rows = [{"text_id": text_id, "number": number, "internal": internal} for text_id in cited]
            connection.execute(insert(CITED_TEXTS), rows)

    def _drop_oldest_turns(self, connection: Connection, conversation_id: str) -> None:
        of_this = ANSWERS.c.conversation_id == conversation_id
        last_dropped: ScalarSelect[Any] = (
            select(ANSWERS.c.number)
            .where(of_this)
            .order_by(ANSWERS.c.number.desc())
            .limit(1)
            .offset(self._policy.limits.turns)
            .scalar_subquery()
        )
        connection.execute(delete(ANSWERS).where(of_this, ANSWERS.c.number <= last_dropped))

    def _delete_some(self, connection: Connection) -> int:
        """Delete the oldest of what is too old or too much; how many."""
        quietest = select(CONVERSATIONS.c.conversation_id).order_by(CONVERSATIONS.c.last_used)
        too_old = quietest.where(CONVERSATIONS.c.last_used < self._oldest()).limit(PRUNED_AT_ONCE)
        deleted = _delete(connection, too_old)
        count = connection.scalar(select(func.count()).select_from(CONVERSATIONS)) or 0
        surplus = min(count - self._policy.limits.conversations, PRUNED_AT_ONCE)
        return max(deleted, _delete(connection, quietest.limit(surplus)) if surplus > 0 else 0)


def _delete(connection: Connection, chosen: Any) -> int:
    return connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.conversation_id.in_(chosen))).rowcount


def stored(row: Row[Any]) -> StoredAnswer:
    """A row of the answers as others see it."""
    return StoredAnswer(row.answer, row.conversation_id, row.owner, row.asked_at, row.internal)


def _turn(answer: Mapping[str, Any]) -> Turn:
    """A kept answer as the turn that a follow-up leans on; older ones say nothing of filters."""
    without = tuple(NamedFilter(one["name"], one["value"]) for one in answer.get("without", ()))
    return Turn(answer["question"], answer["text"], without)


def _unknown(conversation_id: str) -> UnknownConversationError:
    return UnknownConversationError("There is no such conversation; begin a new one.", conversation_id=conversation_id)
