"""Opens the state: makes the tables that are missing, refuses a newer version, forgets what is too old."""

from dataclasses import dataclass

from sqlalchemy import Connection, inspect, select, text

from assistant.channels.state.answers import Answers
from assistant.channels.state.conversations import Conversations
from assistant.channels.state.database import Database, file_of
from assistant.channels.state.errors import StateNewerError
from assistant.channels.state.feedback import FeedbackBox
from assistant.channels.state.ingests import Ingests
from assistant.channels.state.keys import Keys
from assistant.channels.state.links import LinkJudgements
from assistant.channels.state.model_tokens import ModelTokens
from assistant.channels.state.slack_digests import SlackDigests
from assistant.channels.state.slack_events import SlackEvents
from assistant.channels.state.slack_people import SlackPeople
from assistant.channels.state.slack_replies import SlackReplies
from assistant.channels.state.tables import METADATA, SCHEMA_VERSION, VERSION
from assistant.channels.state.types import Policy

IN_MEMORY = "sqlite://"
"""A state that ends with the process, for where nothing can be written."""
# Any number of our own: who makes the tables on a Postgres server goes first, others wait.
_MAKING_TABLES = 4_217_001


@dataclass(frozen=True, slots=True)
class State:
    """All that is kept, by subject; safe under threads and beside other processes."""

    database: Database
    conversations: Conversations
    answers: Answers
    feedback: FeedbackBox
    keys: Keys
    ingests: Ingests
    slack_events: SlackEvents
    slack_replies: SlackReplies
    slack_people: SlackPeople
    slack_digests: SlackDigests
    links: LinkJudgements
    model_tokens: ModelTokens

    @property
    def url(self) -> str:
        """Where it is, without password."""
        return self.database.shown

    def close(self) -> None:
        """Close all connections."""
        self.database.close()


def open_state(url: str, policy: Policy) -> State:
    """Open a database by its SQLAlchemy URL and forget what is too old; raises `StateUrlError` and `StateError`.

    Where nothing was kept yet (`has_state`), a caller can go on with `IN_MEMORY` after `StateUnwritableError`.
    """
    database = Database(url)
    try:
        _make_tables(database)
        conversations = Conversations(database, policy)
        conversations.prune()
        slack_events, slack_replies = SlackEvents(database, policy), SlackReplies(database, policy)
        slack_events.prune()
        slack_replies.prune()
        model_tokens = ModelTokens(database, policy)
        model_tokens.prune()
    except BaseException:
        database.close()
        raise
    return State(
        database,
        conversations,
        Answers(database, policy),
        FeedbackBox(database, policy),
        Keys(database, policy),
        Ingests(database, policy),
        slack_events,
        slack_replies,
        SlackPeople(database),
        SlackDigests(database, policy),
        LinkJudgements(database, policy),
        model_tokens,
    )


def has_state(url: str) -> bool:
    """Whether there is (or may be) something to lose: a file that is not empty, or a server. Raises `StateUrlError`."""
    if url == IN_MEMORY:
        return False
    path = file_of(url)
    return path is None or (path.is_file() and path.stat().st_size > 0)


def check_state(url: str, policy: Policy) -> None:
    """See that the database can be opened and written, and that an SQLite file is whole; raises `StateError`."""
    state = open_state(url, policy)
    try:
        state.database.check()
    finally:
        state.close()


def _make_tables(database: Database) -> None:
    with database.writing() as connection:
        if database.is_server:
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _MAKING_TABLES})
        version = _version(connection)
        if version < SCHEMA_VERSION:
            # Each version so far has added tables and changed none.
            METADATA.create_all(connection)
            connection.execute(VERSION.delete())
            connection.execute(VERSION.insert().values(version=SCHEMA_VERSION))
    if version > SCHEMA_VERSION:
        raise StateNewerError(
            f"{database.shown} has version {version}, and this Fagkompas knows {SCHEMA_VERSION}; update Fagkompas.",
            url=database.shown,
            version=version,
            known=SCHEMA_VERSION,
        )


def _version(connection: Connection) -> int:
    """The version that the database was written with; 0 for an empty one."""
    if not inspect(connection).has_table(VERSION.name):
        return 0
    return connection.scalar(select(VERSION.c.version)) or 0
