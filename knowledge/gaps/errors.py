"""What can go wrong with a team file and the limits of a plan.

BadInputError
├── TeamError       a team file that cannot be used: every fault at once, each with its row and column
└── LimitsError     limits that contradict each other or themselves; `code` says which
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from knowledge.errors import BadInputError


@dataclass(frozen=True, slots=True)
class TeamFault:
    """One thing that is wrong in a team file; `line` counts from 1, as a spreadsheet does."""

    code: str
    line: int | None = None
    column: str | None = None
    """The heading as the file writes it, or as it should be."""
    values: Mapping[str, object] = field(default_factory=dict)


class TeamError(BadInputError):
    """A team file that cannot be used."""

    code: ClassVar[str] = "team"

    def __init__(self, faults: Sequence[TeamFault]) -> None:
        places = ", ".join(f"{fault.code} (line {fault.line}, {fault.column})" for fault in faults)
        super().__init__(f"the team file cannot be used: {places}; correct it and try again", count=len(faults))
        self.faults = tuple(faults)


class LimitsError(BadInputError):
    """Limits that no plan can keep; give `reason=` (`dates_turned`, `dates_past`, `places_online`, `negative`)."""

    code: ClassVar[str] = "gap_limits"

    @property
    def reason(self) -> str:
        """The stable code of what contradicts what."""
        return str(self.values["reason"])
