"""Which channels asked to be told what changes, and how far they have been told."""

from sqlalchemy import ColumnElement, and_, delete, select, update

from assistant.channels.state.database import Database
from assistant.channels.state.slack_types import Digest
from assistant.channels.state.tables import SLACK_DIGESTS
from assistant.channels.state.types import Policy


class SlackDigests:
    """The channels' wishes."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self._database = database
        self._now = policy.now

    def ask(self, digest: Digest) -> bool:
        """Note that a channel wants to be told what is newer than a generation; False where it is told already."""
        row = {
            "team": digest.team,
            "channel": digest.channel,
            "person": digest.person,
            "asked_at": self._now(),
            "generation": digest.generation,
        }
        with self._database.writing() as connection:
            new = self._database.insert_new(SLACK_DIGESTS, row, ["team", "channel"])
            return connection.scalar(new.returning(SLACK_DIGESTS.c.channel)) is not None

    def stop(self, team: str, channel: str) -> bool:
        """Tell a channel nothing more; False where it was told nothing."""
        with self._database.writing() as connection:
            return connection.execute(delete(SLACK_DIGESTS).where(_is(team, channel))).rowcount > 0

    def told(self, team: str, channel: str, generation: int) -> None:
        """Note that a channel has been told of all up to a generation."""
        with self._database.writing() as connection:
            connection.execute(update(SLACK_DIGESTS).where(_is(team, channel)).values(generation=generation))

    def wanted(self, team: str) -> list[Digest]:
        """The channels of a workspace that want to be told, by id."""
        columns = (SLACK_DIGESTS.c.team, SLACK_DIGESTS.c.channel, SLACK_DIGESTS.c.person, SLACK_DIGESTS.c.generation)
        wanted = select(*columns).where(SLACK_DIGESTS.c.team == team).order_by(SLACK_DIGESTS.c.channel)
        with self._database.reading() as connection:
            return [Digest(*row) for row in connection.execute(wanted)]

    def find(self, team: str, channel: str) -> Digest | None:
        """What a channel wants; None where it is told nothing."""
        return next((one for one in self.wanted(team) if one.channel == channel), None)


def _is(team: str, channel: str) -> ColumnElement[bool]:
    return and_(SLACK_DIGESTS.c.team == team, SLACK_DIGESTS.c.channel == channel)
