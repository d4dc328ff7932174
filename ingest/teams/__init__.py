"""Team files: who has which competence at which level; read and checked, never stored, never logged."""

from ingest.teams.reading import read_team, team_of_bytes
from ingest.teams.rows import team_of_records

__all__ = ["read_team", "team_of_bytes", "team_of_records"]
