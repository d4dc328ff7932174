"""What people think of answers: kept with question, answer and quotations, so that it outlives the conversation."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from assistant.channels.state.conversations import HISTORY_TURNS
from assistant.channels.state.database import Database
from assistant.channels.state.errors import UnknownAnswerError
from assistant.channels.state.tables import ANSWERS, FEEDBACK
from assistant.channels.state.types import Feedback, Policy, Verdict
from knowledge.personal import mask_personal

_PASSAGE = ("passage_id", "source_id", "source_kind", "title", "path", "page", "text_id", "start", "end", "quote")


class FeedbackBox:
    """One verdict a person and answer; the later one holds."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self._database = database
        self._policy = policy

    def give(self, answer_id: str, verdict: str, comment: str, owner: str) -> None:
        """Keep a verdict, its comment masked; raises `UnknownAnswerError`."""
        found = select(ANSWERS).where(ANSWERS.c.answer_id == answer_id)
        with self._database.writing() as connection:
            row = connection.execute(found).one_or_none()
            if row is None:
                raise UnknownAnswerError(f"There is no answer {answer_id!r}; ask anew.", answer_id=answer_id)
            values = {
                "answer_id": answer_id,
                "owner": owner,
                "verdict": Verdict(verdict).value,
                "comment": mask_personal(comment, answer_id).text,
                "given_at": self._policy.now(),
                "question": row.answer["question"],
                "internal": row.internal,
                "answer": row.answer,
                "passages": passages_of(row.answer),
                "earlier": _asked_before(connection, row),
            }
            update = ["verdict", "comment", "given_at"]
            connection.execute(self._database.upsert(FEEDBACK, values, ["answer_id", "owner"], update))

    def has(self, answer_id: str, owner: str) -> bool:
        """Whether somebody said what they think of an answer."""
        mine = (FEEDBACK.c.answer_id == answer_id, FEEDBACK.c.owner == owner)
        with self._database.reading() as connection:
            return connection.scalar(select(FEEDBACK.c.verdict).where(*mine)) is not None

    def all(self) -> list[Feedback]:
        """All of it, the earliest first."""
        in_order = select(FEEDBACK).order_by(FEEDBACK.c.given_at, FEEDBACK.c.answer_id, FEEDBACK.c.owner)
        with self._database.reading() as connection:
            return [_read(row) for row in connection.execute(in_order)]


def _asked_before(connection: Connection, row: Row[Any]) -> list[str]:
    """The questions that a follow-up may lean on."""
    before = (ANSWERS.c.conversation_id == row.conversation_id, ANSWERS.c.number < row.number)
    latest = select(ANSWERS.c.answer).where(*before).order_by(ANSWERS.c.number.desc()).limit(HISTORY_TURNS)
    return [answer["question"] for answer in reversed(connection.scalars(latest).all())]


def passages_of(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The quotations an answer (the public JSON) rests on, each with its source and its place there."""
    return [{name: citation.get(name) for name in _PASSAGE} for citation in answer["citations"]]


def _read(row: Row[Any]) -> Feedback:
    return Feedback(
        row.answer_id,
        Verdict(row.verdict),
        row.comment,
        row.given_at,
        row.owner,
        row.question,
        row.answer,
        row.passages,
        row.internal,
        tuple(row.earlier),
    )
