"""The tables, as SQLite and Postgres both keep them.

`SCHEMA_VERSION` goes up with every change; a database of a newer version is refused, and one of an older version gets
the tables it lacks.
"""

import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypeDecorator,
)

SCHEMA_VERSION = 5


class Moment(TypeDecorator[datetime.datetime]):
    """A time with its zone, kept in UTC; SQLite has no zones, so there it is given back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        """Into UTC."""
        return None if value is None else value.astimezone(datetime.UTC)

    def process_result_value(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        """With its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=datetime.UTC) if value.tzinfo is None else value.astimezone(datetime.UTC)


class Words(TypeDecorator[str]):
    """A text of any characters; those that no database stores (NUL, half characters) become replacement signs."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """As it can be stored and be found again."""
        if value is None:
            return None
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


METADATA = MetaData()


def _needed(name: str, kind: Any, *more: Any) -> Column[Any]:
    return Column(name, kind, *more, nullable=False)


VERSION = Table("schema_version", METADATA, _needed("version", Integer))

CONVERSATIONS = Table(
    "conversations",
    METADATA,
    Column("conversation_id", Words, primary_key=True),
    _needed("owner", Words),
    _needed("question", Words),
    _needed("last_used", Moment),
    # The ones to forget are found by it, and each owner's are listed by the second.
    Index("conversations_by_use", "last_used"),
    Index("conversations_by_owner", "owner", "last_used"),
)

ANSWERS = Table(
    "answers",
    METADATA,
    # Counts up, so that answers of the same moment stay in order.
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("answer_id", Words, nullable=False, unique=True),
    _needed("conversation_id", Words, ForeignKey("conversations.conversation_id", ondelete="CASCADE")),
    _needed("owner", Words),
    _needed("asked_at", Moment),
    _needed("internal", Boolean),
    _needed("answer", JSON),
    Index("answers_by_conversation", "conversation_id", "number"),
)

CITED_TEXTS = Table(
    "cited_texts",
    METADATA,
    _needed("text_id", Words),
    _needed("number", Integer, ForeignKey("answers.number", ondelete="CASCADE")),
    _needed("internal", Boolean),
    PrimaryKeyConstraint("text_id", "number"),
    Index("cited_texts_by_answer", "number"),
)

FEEDBACK = Table(
    "feedback",
    METADATA,
    _needed("answer_id", Words),
    _needed("owner", Words),
    _needed("verdict", Words),
    _needed("comment", Words),
    _needed("given_at", Moment),
    _needed("question", Words),
    _needed("internal", Boolean),
    _needed("answer", JSON),
    _needed("passages", JSON),
    _needed("earlier", JSON),
    PrimaryKeyConstraint("answer_id", "owner"),
)

KEYS = Table(
    "keys",
    METADATA,
    Column("key_id", Words, primary_key=True),
    Column("secret_hash", Words, nullable=False, unique=True),
    _needed("name", Words),
    _needed("role", Words),
    _needed("internal", Boolean),
    _needed("created", Moment),
    Column("expires", Moment),
    Column("revoked", Moment),
    Column("last_used", Moment),
)

INGESTS = Table(
    "ingests",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("run_id", Words, nullable=False, unique=True),
    _needed("owner", Words),
    _needed("roots", JSON),
    _needed("process", Words),
    _needed("state", Words),
    _needed("started", Moment),
    _needed("heard_from", Moment),
    Column("finished", Moment),
    _needed("stage", Words),
    _needed("done", Integer),
    _needed("total", Integer),
    Column("report", JSON(none_as_null=True)),
    Column("problem", Words),
)

SLACK_EVENTS = Table(
    "slack_events",
    METADATA,
    # Counts up, so that what is asked in one thread is answered in its order.
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("event_id", Words, nullable=False, unique=True),
    _needed("kind", Words),
    _needed("thread", Words),
    _needed("body", JSON),
    _needed("state", Words),
    _needed("attempts", Integer),
    _needed("stopped", Boolean),
    _needed("received", Moment),
    _needed("due", Moment),
    Column("process", Words),
    Column("leased_until", Moment),
    Column("problem", Words),
    Index("slack_events_by_state", "state", "number"),
    Index("slack_events_by_thread", "thread", "state", "number"),
)

SLACK_REPLIES = Table(
    "slack_replies",
    METADATA,
    _needed("team", Words),
    _needed("channel", Words),
    # The timestamp of the message that asks, or what stands for it where there is none.
    _needed("question", Words),
    _needed("event_id", Words),
    _needed("thread", Words),
    _needed("person", Words),
    _needed("asked", Words),
    _needed("asked_at", Moment),
    _needed("state", Words),
    _needed("private", Boolean),
    _needed("internal", Boolean),
    _needed("messages", JSON),
    Column("answer_id", Words),
    Column("answer", JSON(none_as_null=True)),
    PrimaryKeyConstraint("team", "channel", "question"),
    Index("slack_replies_by_answer", "answer_id"),
    Index("slack_replies_by_thread", "team", "channel", "thread"),
    Index("slack_replies_by_person", "team", "person", "asked_at"),
)

SLACK_PEOPLE = Table(
    "slack_people",
    METADATA,
    _needed("team", Words),
    _needed("person", Words),
    Column("learner", Words),
    Column("language", Words),
    PrimaryKeyConstraint("team", "person"),
)

MODEL_TOKENS = Table(
    "model_tokens",
    METADATA,
    _needed("owner", Words),
    # In UTC, as 2026-11-22.
    _needed("day", Words),
    _needed("tokens", Integer),
    PrimaryKeyConstraint("owner", "day"),
)

LINK_JUDGEMENTS = Table(
    "link_judgements",
    METADATA,
    # By course and competence alone: a judgement outlives every text and every generation.
    _needed("course_id", Words),
    _needed("competence_key", Words),
    _needed("verdict", Words),
    _needed("judged_by", Words),
    _needed("judged_at", Moment),
    PrimaryKeyConstraint("course_id", "competence_key"),
)

SLACK_DIGESTS = Table(
    "slack_digests",
    METADATA,
    _needed("team", Words),
    _needed("channel", Words),
    _needed("person", Words),
    _needed("asked_at", Moment),
    # What is newer than this generation is not told yet.
    _needed("generation", Integer),
    PrimaryKeyConstraint("team", "channel"),
)
