"""What people in Slack chose for their answers."""

from sqlalchemy import select

from assistant.channels.state.database import Database
from assistant.channels.state.slack_types import Person
from assistant.channels.state.tables import SLACK_PEOPLE


class SlackPeople:
    """Everybody's choices."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, team: str, person: str) -> Person:
        """What somebody chose; nothing for whom never chose."""
        wanted = (SLACK_PEOPLE.c.team == team, SLACK_PEOPLE.c.person == person)
        with self._database.reading() as connection:
            row = connection.execute(select(SLACK_PEOPLE).where(*wanted)).one_or_none()
        return Person(row.learner, row.language) if row else Person()

    def choose(self, team: str, person: str, chosen: Person) -> None:
        """Keep somebody's choices."""
        row = {"team": team, "person": person, "learner": chosen.learner, "language": chosen.language}
        with self._database.writing() as connection:
            connection.execute(self._database.upsert(SLACK_PEOPLE, row, ["team", "person"], ["learner", "language"]))
