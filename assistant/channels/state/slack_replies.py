"""What was asked in Slack and where the replies stand: edits are followed, and a restart goes on where it was."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, select, update

from assistant.channels.state.database import Database
from assistant.channels.state.slack_types import Question, Reply, ReplyState
from assistant.channels.state.tables import SLACK_REPLIES
from assistant.channels.state.types import Policy

Key = tuple[str, str, str]
"""Team, channel, and the place of the question."""


class SlackReplies:
    """The replies of the days that conversations are kept."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self._database = database
        self._policy = policy

    def begin(self, question: Question) -> Reply:
        """Note that a question is being answered, or find what came of it before."""
        row = {
            "team": question.team,
            "channel": question.channel,
            "question": question.place,
            "event_id": question.event_id,
            "thread": question.thread,
            "person": question.person,
            "asked": question.text,
            "asked_at": self._policy.now(),
            "state": ReplyState.ANSWERING.value,
            "private": question.private,
            "internal": False,
            "messages": [],
        }
        with self._database.writing() as connection:
            connection.execute(self._database.insert_new(SLACK_REPLIES, row, ["team", "channel", "question"]))
            return _read(connection.execute(select(SLACK_REPLIES).where(_is(question.key))).one())

    def ask_anew(self, key: Key, text: str, event_id: str) -> None:
        """Note that a question was changed: it is answered anew, in the messages that are there."""
        values = {"asked": text, "event_id": event_id, "state": ReplyState.ANSWERING.value}
        self._set(key, answer=None, answer_id=None, internal=False, **values)

    def answered(self, key: Key, answer: Mapping[str, Any], internal: bool) -> None:
        """Keep the answer before it is told, so that it is the same whoever goes on telling it."""
        self._set(key, answer=dict(answer), answer_id=answer["id"], internal=internal)

    def told(self, key: Key, messages: Sequence[str]) -> None:
        """Note the messages that hold the reply so far."""
        self._set(key, messages=list(messages))

    def end(self, key: Key, state: ReplyState) -> None:
        """Note what came of it in the end."""
        self._set(key, state=state.value)

    def find(self, key: Key) -> Reply | None:
        """The reply to a question."""
        return self._first(_is(key))

    def with_answer(self, answer_id: str) -> Reply | None:
        """The reply that tells an answer."""
        return self._first(SLACK_REPLIES.c.answer_id == answer_id)

    def in_thread(self, team: str, channel: str, thread: str) -> list[Reply]:
        """All replies of a thread, the earliest first."""
        here = and_(SLACK_REPLIES.c.team == team, SLACK_REPLIES.c.channel == channel, SLACK_REPLIES.c.thread == thread)
        with self._database.reading() as connection:
            rows = connection.execute(select(SLACK_REPLIES).where(here).order_by(SLACK_REPLIES.c.asked_at)).all()
        return [_read(row) for row in rows]

    def in_channel(self, team: str, channel: str) -> list[Reply]:
        """What was answered in a channel for all to see, the latest first."""
        here = and_(
            SLACK_REPLIES.c.team == team,
            SLACK_REPLIES.c.channel == channel,
            SLACK_REPLIES.c.state == ReplyState.COMPLETE.value,
            SLACK_REPLIES.c.private.is_(False),
        )
        with self._database.reading() as connection:
            rows = connection.execute(select(SLACK_REPLIES).where(here).order_by(SLACK_REPLIES.c.asked_at.desc()))
            return [_read(row) for row in rows]

    def of(self, team: str, person: str, limit: int) -> list[Reply]:
        """What somebody asked last, the latest first."""
        mine = and_(
            SLACK_REPLIES.c.team == team,
            SLACK_REPLIES.c.person == person,
            SLACK_REPLIES.c.state == ReplyState.COMPLETE.value,
        )
        latest = select(SLACK_REPLIES).where(mine).order_by(SLACK_REPLIES.c.asked_at.desc()).limit(limit)
        with self._database.reading() as connection:
            return [_read(row) for row in connection.execute(latest)]

    def prune(self) -> None:
        """Delete what is older than conversations are kept."""
        oldest = self._policy.now() - self._policy.limits.lifetime
        with self._database.writing() as connection:
            connection.execute(delete(SLACK_REPLIES).where(SLACK_REPLIES.c.asked_at < oldest))

    def _first(self, wanted: ColumnElement[bool]) -> Reply | None:
        with self._database.reading() as connection:
            row = connection.execute(select(SLACK_REPLIES).where(wanted).limit(1)).one_or_none()
        return _read(row) if row else None

    def _set(self, key: Key, **values: Any) -> None:
        with self._database.writing() as connection:
            connection.execute(update(SLACK_REPLIES).where(_is(key)).values(values))


def _is(key: Key) -> ColumnElement[bool]:
    team, channel, place = key
    return and_(SLACK_REPLIES.c.team == team, SLACK_REPLIES.c.channel == channel, SLACK_REPLIES.c.question == place)


def _read(row: Row[Any]) -> Reply:
    question = Question(
        row.team, row.channel, row.question, row.thread, row.person, row.asked, row.event_id, row.private
    )
    return Reply(
        question,
        ReplyState(row.state),
        row.asked_at,
        tuple(row.messages),
        row.answer,
        row.internal,
        row.answer_id,
    )
