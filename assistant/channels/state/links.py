"""What people said of links between courses and competences; kept for good, whatever is ingested since."""

from sqlalchemy import delete, select

from assistant.channels.state.database import Database
from assistant.channels.state.tables import LINK_JUDGEMENTS
from assistant.channels.state.types import Policy
from knowledge.linking.types import LinkJudgement, LinkVerdict


class LinkJudgements:
    """One verdict a course and competence; the later one holds."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self._database = database
        self._policy = policy

    def judge(self, course_id: str, competence_key: str, verdict: LinkVerdict, by: str) -> LinkJudgement:
        """Keep a verdict in place of any before."""
        judgement = LinkJudgement(course_id, competence_key, verdict, by, self._policy.now())
        values = {
            "course_id": course_id,
            "competence_key": competence_key,
            "verdict": verdict.value,
            "judged_by": by,
            "judged_at": judgement.when,
        }
        keys, update = ["course_id", "competence_key"], ["verdict", "judged_by", "judged_at"]
        with self._database.writing() as connection:
            connection.execute(self._database.upsert(LINK_JUDGEMENTS, values, keys, update))
        return judgement

    def withdraw(self, course_id: str, competence_key: str) -> bool:
        """Forget what was said of a link; False if nothing was."""
        table = LINK_JUDGEMENTS.c
        of_link = (table.course_id == course_id, table.competence_key == competence_key)
        with self._database.writing() as connection:
            return connection.execute(delete(LINK_JUDGEMENTS).where(*of_link)).rowcount > 0

    def all(self) -> list[LinkJudgement]:
        """All verdicts, by course and competence."""
        table = LINK_JUDGEMENTS.c
        in_order = select(LINK_JUDGEMENTS).order_by(table.course_id, table.competence_key)
        with self._database.reading() as connection:
            rows = connection.execute(in_order).all()
        return [
            LinkJudgement(row.course_id, row.competence_key, LinkVerdict(row.verdict), row.judged_by, row.judged_at)
            for row in rows
        ]
