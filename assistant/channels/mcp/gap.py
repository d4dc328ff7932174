"""The tool `analyse_gap`: what a team lacks, and the plan that fills it."""

import datetime
from collections.abc import Generator

from pydantic import Field

from assistant.channels.http.shapes.gap import PlanWish, TeamMember
from assistant.channels.mcp.types import Client, Given, RefusedError, Room
from assistant.channels.plans.asking import planned_links, told_report
from assistant.channels.plans.lines import report_to_lines
from assistant.channels.plans.telling import Teller
from ingest.teams import team_of_records
from ingest.teams.rows import MOST_ROWS
from knowledge.gaps.errors import LimitsError, TeamError

# What a model reads is not drawn on a screen.
WIDTH = 110


class TeamAsked(PlanWish):
    """A team as rows, and what its plan must keep."""

    team: list[TeamMember] = Field(min_length=1, max_length=MOST_ROWS)


def analyse_gap(asked: TeamAsked, client: Client, room: Room) -> Generator[Given | None]:
    """Analyse and plan; raises `RefusedError` with every fault of the team."""
    teller = Teller(room.wording, client.language)
    known = (room.snapshot(client), planned_links(room.service.linked(client.caller)))
    try:
        team = team_of_records([member.model_dump(exclude_none=True) for member in asked.team])
        told = told_report(team, asked.limits(), asked.as_of or datetime.date.today(), known, teller)
    except TeamError as error:
        raise RefusedError("team", faults=" ".join(teller.fault(fault) for fault in error.faults)) from None
    except LimitsError as error:
        raise RefusedError("team", faults=teller.limits_error(error)) from None
    yield Given(told, report_to_lines(told, teller, WIDTH))
