"""A question on its way to a filter: what is left to read of it, and what was understood."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Reading:
    """What is left of a question, of the same length with what was understood blanked out, and what that was."""

    rest: str
    found: Mapping[str, object] = field(default_factory=dict)
    """Values by the name of their field in the course filter."""

    def take(self, match: re.Match[str], **found: object) -> "Reading":
        """Blank a match out and keep what it says; values of a list are added to those there are."""
        return self.take_span(match.start(), match.end(), **found)

    def take_span(self, start: int, end: int, **found: object) -> "Reading":
        """Blank a stretch out and keep what it says."""
        rest = self.rest[:start] + " " * (end - start) + self.rest[end:]
        return replace(self, rest=rest, found={**self.found, **{name: self._with(name, found[name]) for name in found}})

    def _with(self, name: str, value: object) -> object:
        before = self.found.get(name)
        if isinstance(value, tuple) and isinstance(before, tuple):
            return tuple(dict.fromkeys((*before, *value)))
        return value
