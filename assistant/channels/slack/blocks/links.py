"""Where citations lead: to our page with the quotation marked, and to the source's own address on the web."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from assistant.channels.slack.blocks import limits
from assistant.core.types import Answer, Citation

# What would end a link, or is refused in an address.
_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f<>\"\\|`{}^\ud800-\udfff]")
_WEB = re.compile(r"https?://[^/\s]", re.IGNORECASE)
# Slack takes more, but twenty addresses of that length are more than a message.
LONGEST_ADDRESS = 500


@dataclass(frozen=True, slots=True)
class Linked:
    """Where citations lead, by their numbers."""

    quotations: Mapping[int, str]
    """Our page with the quotation marked."""
    sources: Mapping[int, str]
    """The source's own address on the web."""

    def place(self, number: int) -> str | None:
        """Where a number in the text leads: to the quotation, else to the source."""
        return self.quotations.get(number) or self.sources.get(number)


def linked(answer: Answer, public_url: str | None) -> Linked:
    """Where an answer's citations lead."""
    found = {one.number: _page(one, public_url) for one in answer.citations}
    own = {one.number: address(one.url) for one in answer.citations}
    return Linked(
        {number: page for number, page in found.items() if page},
        {number: url for number, url in own.items() if url},
    )


def address(url: str | None) -> str | None:
    """An address on the web as a link takes it, or None for anything else."""
    written = _NOT_IN_ADDRESS.sub(lambda found: "".join(f"%{byte:02X}" for byte in _bytes(found[0])), url or "")
    return written if _WEB.match(written) and limits.length(written) <= LONGEST_ADDRESS else None


def _bytes(character: str) -> bytes:
    return character.encode("utf-8", "replace")


def course_page(course_id: str, public_url: str | None) -> str | None:
    """Our page with all that is known of a course; None where there is no page."""
    return address(f"{public_url.rstrip('/')}/#/kursus/{quote(course_id, safe='')}") if public_url else None


def _page(citation: Citation, public_url: str | None) -> str | None:
    span = urlencode({"start": citation.start, "end": citation.end})
    return address(f"{public_url.rstrip('/')}/texts/{citation.text_id}?{span}#quote") if public_url else None
