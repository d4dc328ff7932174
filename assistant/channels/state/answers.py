"""Answers that were given, by their own id, and the texts they cite."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, select

from assistant.channels.state.conversations import stored
from assistant.channels.state.database import Database
from assistant.channels.state.tables import ANSWERS, CITED_TEXTS, CONVERSATIONS
from assistant.channels.state.types import Policy, StoredAnswer

# Far below the number of variables that SQLite takes.
ASKED_AT_ONCE = 500
_CITING = CITED_TEXTS.join(ANSWERS).join(CONVERSATIONS, ANSWERS.c.conversation_id == CONVERSATIONS.c.conversation_id)


class Answers:
    """The answers of all conversations that are remembered."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self._database = database
        self._policy = policy

    def find(self, answer_id: str) -> StoredAnswer | None:
        """The answer with this id, whoever asked for it; None once its conversation is forgotten."""
        oldest = self._policy.now() - self._policy.limits.lifetime
        found = (
            select(ANSWERS)
            .join(CONVERSATIONS, ANSWERS.c.conversation_id == CONVERSATIONS.c.conversation_id)
            .where(ANSWERS.c.answer_id == answer_id, CONVERSATIONS.c.last_used >= oldest)
        )
        with self._database.reading() as connection:
            row = connection.execute(found).one_or_none()
        return stored(row) if row else None

    def cites(self, text_id: str, internal: bool = False) -> bool:
        """Whether a kept answer cites the text; `internal`: also one given to somebody who sees more than all may."""
        found = select(CITED_TEXTS.c.number).where(CITED_TEXTS.c.text_id == text_id).limit(1)
        if not internal:
            found = found.where(CITED_TEXTS.c.internal.is_(False))
        with self._database.reading() as connection:
            return connection.scalar(found) is not None

    def cited_texts(self, owner: str | None = None) -> set[str]:
        """The ids of the texts that the kept answers, of one owner or of all, cite."""
        found = select(CITED_TEXTS.c.text_id).distinct().select_from(_CITING)
        with self._database.reading() as connection:
            return set(connection.scalars(found.where(*self._kept(owner))))

    def citing(self, text_ids: Sequence[str], owner: str | None = None) -> list[StoredAnswer]:
        """The kept answers, of one owner or of all, that cite any of the texts; the latest first."""
        rows: dict[int, Any] = {}
        with self._database.reading() as connection:
            for start in range(0, len(text_ids), ASKED_AT_ONCE):
                wanted = CITED_TEXTS.c.text_id.in_(text_ids[start : start + ASKED_AT_ONCE])
                found = select(ANSWERS).select_from(_CITING).where(wanted)
                rows |= {row.number: row for row in connection.execute(found.where(*self._kept(owner)))}
        return [stored(rows[number]) for number in sorted(rows, reverse=True)]

    def forget(self, answer_id: str) -> None:
        """Delete one answer, as when its question is taken back; what people said of it stays."""
        with self._database.writing() as connection:
            connection.execute(delete(ANSWERS).where(ANSWERS.c.answer_id == answer_id))

    def _kept(self, owner: str | None) -> list[ColumnElement[bool]]:
        kept = [CONVERSATIONS.c.last_used >= self._policy.now() - self._policy.limits.lifetime]
        return kept if owner is None else [*kept, ANSWERS.c.owner == owner]
