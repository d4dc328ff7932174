"""How many tokens of a language model each owner has used, day by day."""

import datetime

from sqlalchemy import delete, select

from assistant.channels.state.database import Database
from assistant.channels.state.tables import MODEL_TOKENS
from assistant.channels.state.types import Policy

# What an operator may want to look up afterwards.
DAYS_KEPT = 92


class ModelTokens:
    """The tokens of all owners: keys by their id, a Slack workspace as `slack:T…`; a day is one of UTC."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self._database = database
        self._policy = policy

    def today(self, owner: str) -> int:
        """What an owner has used today."""
        wanted = (MODEL_TOKENS.c.owner == owner, MODEL_TOKENS.c.day == self._day())
        with self._database.reading() as connection:
            return connection.scalar(select(MODEL_TOKENS.c.tokens).where(*wanted)) or 0

    def add(self, owner: str, tokens: int) -> None:
        """Note that an owner has used more."""
        row = {"owner": owner, "day": self._day(), "tokens": tokens}
        with self._database.writing() as connection:
            connection.execute(self._database.upsert(MODEL_TOKENS, row, ["owner", "day"], (), ["tokens"]))

    def prune(self) -> None:
        """Forget days long past."""
        with self._database.writing() as connection:
            connection.execute(delete(MODEL_TOKENS).where(MODEL_TOKENS.c.day < self._day(DAYS_KEPT)))

    def _day(self, ago: int = 0) -> str:
        return (self._policy.now().astimezone(datetime.UTC).date() - datetime.timedelta(days=ago)).isoformat()
