"""The report of a team over what a caller may see, with the links that can be relied on, in the caller's words."""

import datetime
from typing import Any

from assistant.channels.linking import Linked
from assistant.channels.plans.shape import report_to_json
from assistant.channels.plans.telling import Teller
from knowledge.gaps.report import Known, gap_report
from knowledge.gaps.types import Limits, Team
from knowledge.linking.types import CourseLink, LinkStatus
from knowledge.types import Snapshot


def planned_links(known: Linked) -> tuple[CourseLink, ...]:
    """The links that a plan goes by: those that courses state and those that people confirmed.

    What a program reads out of a text is for searching; a course that costs days and money is not chosen on it.
    """
    relied_on = (LinkStatus.STATED, LinkStatus.CONFIRMED)
    return tuple(link for link in known.links if link.status in relied_on)


def told_report(
    team: Team,
    limits: Limits,
    as_of: datetime.date,
    known: tuple[Snapshot, tuple[CourseLink, ...]],
    teller: Teller,
) -> dict[str, Any]:
    """The public JSON; raises `TeamError` and `LimitsError`. Nothing of the team is kept."""
    report = gap_report(team, Known.of(*known), limits, as_of)
    return report_to_json(report, teller.wording, teller.language)
