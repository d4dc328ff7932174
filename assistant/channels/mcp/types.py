"""The vocabulary of the MCP door: who calls, what a call gives back, and why one is refused."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from assistant.channels.http.caller import Caller
from assistant.channels.http.service import Service
from knowledge.visible import VisibleSnapshot
from prompts.wording import Wording


@dataclass(frozen=True, slots=True)
class Client:
    """Who calls a tool, how they are addressed, and where the service's pages are for them."""

    caller: Caller = field(default_factory=Caller)
    language: str = "da"
    address: str | None = None
    """The address of the service whose pages show quotations in their place; None where none runs."""


@dataclass(frozen=True, slots=True)
class Room:
    """What every call works with; `client_of` is given the HTTP request, None over stdio."""

    service: Service
    client_of: Callable[[Any], Client]

    @property
    def wording(self) -> Wording:
        """The sentences."""
        return self.service.parts.wording

    def snapshot(self, client: Client) -> VisibleSnapshot:
        """What is published now, as far as this client may see it; raises `NoGenerationError`."""
        return self.service.snapshot(client.caller)


@dataclass(frozen=True, slots=True)
class Given:
    """What a tool gives back: the public JSON, and the same to be read."""

    value: dict[str, Any]
    text: str


class RefusedError(Exception):
    """A call that cannot be answered, with the code of its sentence (`mcp.error.…`) and the values that it names."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
