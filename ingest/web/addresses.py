"""Addresses of the web in one way of writing, so that a page is one page."""

from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

# What counts visits and changes nothing of a page.
_COUNTING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")
_PORTS = {"http": 80, "https": 443}
# What may stand in a path as it is (RFC 3986, pchar), the slash, and what is quoted already.
_SAFE = "/:@!$&'()*+,;=~-._%"


def normal(url: str) -> str:
    """An address without fragment, default port and visit counters; host in small letters, letters of paths quoted."""
    parts = urlsplit(url.strip())
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    port = parts.port
    place = host if port in {None, _PORTS.get(scheme)} else f"{host}:{port}"
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].startswith(_COUNTING)]
    return urlunsplit((scheme, place, quote(parts.path, safe=_SAFE) or "/", urlencode(query), ""))


def host_of(url: str) -> str:
    """The host with its port, as `normal` writes it."""
    try:
        return urlsplit(normal(url)).netloc
    except ValueError:
        return ""
