"""What a server's robots.txt lets us ask for (RFC 9309)."""

from dataclasses import dataclass
from urllib.robotparser import RobotFileParser

from ingest.web.fetching import AGENT, Fetched

# Servers that ask for more patience than this between two pages are given this.
_MOST_PATIENT = 30.0
# RFC 9309, 2.5: at least 500 kibibytes are read.
_LONGEST = 512_000


@dataclass(slots=True)
class Robots:
    """The rules of one host."""

    rules: RobotFileParser
    is_shut: bool = False
    """Whether nothing may be asked for, since the rules could not be had."""

    @classmethod
    def of(cls, found: Fetched, stored: bytes | None) -> "Robots":
        """Read them: a file that is not there allows all; one that cannot be had forbids all until it can.

        `stored`: the file as it was, for where it is unchanged.
        """
        rules = RobotFileParser()
        content = stored if found.unchanged else found.content
        if content is not None:
            rules.parse(content[:_LONGEST].decode("utf-8", "replace").splitlines())
        elif found.gone or str(found.values.get("status", "")).startswith("4"):
            rules.parse([])
        else:
            return cls(rules, is_shut=True)
        return cls(rules)

    def allows(self, url: str) -> bool:
        """Whether a page may be asked for."""
        return not self.is_shut and self.rules.can_fetch(AGENT, url)

    def slowest(self, rate: float) -> float:
        """Requests a second that the rules and a source both allow."""
        delay = self.rules.crawl_delay(AGENT)
        return rate if delay is None else min(rate, 1.0 / min(max(float(delay), 0.01), _MOST_PATIENT))
