"""An answer of a language model while it is written."""

from collections.abc import Generator
from dataclasses import dataclass, field

from assistant.core.events import Cited, Event, Token
from assistant.core.generative.calling import Tokens
from assistant.core.generative.checking import Refused, Register
from assistant.core.types import Claim
from prompts.wording import Wording


@dataclass(slots=True)
class Page:
    """An answer while it is written: its text, what stands in it, what was refused, and what it has taken."""

    register: Register
    until: float
    text: str = ""
    refused: list[Refused] = field(default_factory=list)
    used: Tokens = field(default_factory=Tokens)
    told: int = 0
    listing: bool = False

    def quote(self, claim: Claim, wording: Wording) -> Generator[Event]:
        """Add a quotation as an item of a list."""
        numbers = "".join(f"[{number}]" for number in claim.citations)
        said = wording.say(self.register.language, "answer.quotation", quote=claim.text, numbers=numbers)
        yield from self._add(f"- {said}", listed=True)

    def write(self, claim: Claim, listed: bool) -> Generator[Event]:
        """Add a claim as a sentence or an item; what is told is always the end of the text so far."""
        numbers = "".join(f"[{number}]" for number in claim.citations)
        yield from self._add(f"{'- ' if listed else ''}{claim.text} {numbers}.", listed)

    def _add(self, line: str, listed: bool) -> Generator[Event]:
        apart = "\n" if listed and self.listing else "\n\n" if listed or self.listing else " "
        piece = (apart if self.text else "") + line
        self.listing = listed
        self.text += piece
        yield Token(piece)
        yield from map(Cited, self.register.citations[self.told :])
        self.told = len(self.register.citations)
