"""Who is calling: what a request may see and do, as its key says."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import Scope

from assistant.channels.state.types import Key, Role
from knowledge.types import Visibility

PUBLIC = frozenset({Visibility.PUBLIC})
# The owner of what is asked on this machine while there are no keys.
NO_OWNER = ""
_PLACE = "caller"


@dataclass(frozen=True, slots=True)
class Caller:
    """One request's rights; `owner` is the key's id, empty without keys."""

    owner: str = NO_OWNER
    role: Role = Role.ADMIN
    visibilities: frozenset[Visibility] = PUBLIC

    @property
    def sees_internal(self) -> bool:
        """Whether sources that are not for all are shown."""
        return Visibility.INTERNAL in self.visibilities


def caller_with(key: Key) -> Caller:
    """The caller that a key makes."""
    seen = PUBLIC | {Visibility.INTERNAL} if key.internal else PUBLIC
    return Caller(key.key_id, key.role, seen)


def introduce(scope: Scope, caller: Caller) -> None:
    """Note in a request's scope who is calling."""
    scope.setdefault("state", {})[_PLACE] = caller


def caller_of(request: Request) -> Caller:
    """The caller that the admission let in; for a route's `Depends`."""
    caller = request.scope["state"][_PLACE]
    assert isinstance(caller, Caller)
    return caller
