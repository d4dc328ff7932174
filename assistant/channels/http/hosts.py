"""Where a request comes from: this machine or another, our own page or somebody else's."""

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

# Methods that change nothing, which a page elsewhere may cause without harm: it cannot read the reply.
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

# By these a proxy tells that it asks for somebody else, who may be anywhere.
_FORWARDED = frozenset({b"forwarded", b"x-forwarded-for", b"x-real-ip", b"via"})


def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine by a name that no other can claim."""
    name, colon, port = host.rpartition(":") if host.rfind(":") > host.rfind("]") else (host, "", "")
    if colon and not port.isdecimal():
        return False
    name = name.strip().lower().removeprefix("[").removesuffix("]")
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def is_from_here(scope: Scope) -> bool:
    """Whether a request comes from this machine; one over a Unix socket does, one that a proxy passes on does not."""
    if any(name in _FORWARDED for name, _ in scope.get("headers", ())):
        return False
    client = scope.get("client")
    if client is None:
        return True
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def is_own_page(method: str, headers: Headers, allowed: Collection[str]) -> bool:
    """Whether a request that may change something comes from our page, an allowed one, or no page at all.

    Browsers say in `Origin` whose page a request comes from; programs send none.
    """
    origin = headers.get("origin")
    if method in SAFE_METHODS or origin is None or origin in allowed:
        return True
    return urlsplit(origin).netloc.lower() == headers.get("host", "").lower() != ""
