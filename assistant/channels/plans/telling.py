"""The words of a gap report: who asks for what, what stands in the way, what the fund may pay, what is wrong."""

import datetime
from collections.abc import Mapping, Sequence

from assistant.channels.explaining import find_sentence
from assistant.channels.reading import written_price
from knowledge.gaps.errors import LimitsError, TeamError, TeamFault
from knowledge.gaps.types import AskedBy, Filled, Funding, Hiring, Planned, Reason, Strength, TeamNotice, Unfilled
from knowledge.types import Price
from prompts.dates import written_date
from prompts.wording import Wording


class Teller:
    """Says things about gaps and plans in one language."""

    def __init__(self, wording: Wording, language: str) -> None:
        self.wording = wording
        self.language = language

    def say(self, key: str, **values: object) -> str:
        """A sentence of `gap.…`."""
        return self.wording.say(self.language, f"gap.{key}", **values)

    def level(self, level: int | None) -> str:
        """A level, or that it is not stated."""
        return self.say("level_unstated") if level is None else str(level)

    def kroner(self, amount: float) -> str:
        """`2.195,50 kr.`; of VAT nothing is said."""
        return written_price(Price(amount), self.wording, self.language)

    def day(self, written: str) -> str:
        """A day of the report (`2027-01-14`) as people write it."""
        return written_date(datetime.date.fromisoformat(written), self.language)

    def number(self, value: float) -> str:
        """A number of days: `2`, `1,5`."""
        written = f"{value:g}"
        return written.replace(".", ",") if self.language == "da" else written

    def asked_by(self, reasons: Sequence[Reason]) -> str:
        """Who asks for a competence."""
        return ", ".join(dict.fromkeys(self._reason(reason) for reason in reasons))

    def reason(self, filled: Filled) -> str:
        """Why a person takes a course: the gap, who asks, and the level that the course says it gives."""
        gap = filled.gap
        key = "reason_no_wanted" if gap.wanted is None else "reason"
        why = self.say(
            key, person=gap.person, has=self.level(gap.has), wanted=self.level(gap.wanted), label=gap.label,
            asked_by=self.asked_by(gap.reasons),
        )  # fmt: skip
        given = "reason_no_level" if filled.level is None else "reason_level"
        return f"{why} {self.say(given, level=filled.level)}"

    def why(self, left: Unfilled) -> str:
        """What stands in the way of a gap."""
        return self.say(f"why.{left.why}", **_in_a_line(left.values))

    def strength(self, one: Strength) -> str:
        """A person's competence with its level."""
        key = "strength_no_level" if one.level is None else "strength"
        return self.say(key, person=one.person, label=one.label, level=one.level)

    def hiring(self, one: Hiring) -> str:
        """A competence to look for."""
        return self.say(f"hiring_{one.why}", label=one.label, lacking=one.lacking, asked=one.asked)

    def funding(self, planned: Planned) -> str:
        """What the fund may pay, under which rule of which date, with its reservations; or why nothing."""
        funding = planned.funding
        if funding is None:
            return self.say(f"funding.{planned.not_funded}") if planned.not_funded else ""
        key = "funding.some_no_ceiling" if funding.ceiling is None else "funding.some"
        said = self.say(
            key, amount=self.kroner(funding.amount), share=round(funding.share * 100),
            ceiling=self.kroner(funding.ceiling or 0.0), reservations=self._reservations(funding),
        )  # fmt: skip
        day = written_date(funding.source_date, self.language)
        return f"{said} {self.say('funding.dated', day=day, url=funding.source_url)}"

    def notice(self, notice: TeamNotice) -> str:
        """Something worth knowing."""
        values = {name: value for name, value in notice.values.items() if value not in (None, [], ())}
        values |= {"column": notice.column} if notice.column else {}
        key = f"gap.notice.{notice.code}"
        found = find_sentence(self.wording, self.language, key, values) or f"{key}_no_nearest"
        said = self.wording.say(self.language, found, **_in_a_line(values))
        return said if notice.line is None else self.say("fault.where_line", line=notice.line, what=said)

    def fault(self, fault: TeamFault) -> str:
        """What is wrong in one place of a team file."""
        what = self.say(f"fault.{fault.code}", **_in_a_line(fault.values))
        if fault.line is None:
            return what
        key = "fault.where" if fault.column else "fault.where_line"
        return self.say(key, line=fault.line, column=fault.column, what=what)

    def team_error(self, error: TeamError) -> str:
        """Every fault of a team file, one a line."""
        return "\n".join([self.say("fault.one"), *(f"  {self.fault(fault)}" for fault in error.faults)])

    def limits_error(self, error: LimitsError) -> str:
        """Which limits contradict each other."""
        return self.say(f"limits.{error.reason}", **error.values)

    def gap(self, label: str, has: int | None, wanted: int | None) -> str:
        """`Jobrettet samtale (1 → 4)`."""
        key = "gap_no_wanted" if wanted is None else "gap_levels"
        return self.say(key, label=label, has=self.level(has), wanted=wanted)

    def _reason(self, reason: Reason) -> str:
        if reason.asked_by is AskedBy.PERSON:
            return self.say("by_person", level=reason.level)
        key = "by_profile_no_level" if reason.level is None else "by_profile_level"
        return self.say(key, title=reason.profile_title, level=reason.level)

    def _reservations(self, funding: Funding) -> str:
        return " ".join(self.say(f"funding.{code}") for code in funding.reservations)


def _in_a_line(values: Mapping[str, object]) -> dict[str, object]:
    """Lists as one line of words."""
    return {name: ", ".join(map(str, one)) if isinstance(one, list | tuple) else one for name, one in values.items()}
