"""Where a Chroma server is, as the setting says it; what is shown of that holds no password."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

from knowledge.errors import SettingError

SETTING = "chroma_url"
_PORTS = {"http": 8000, "https": 443}


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """A Chroma server's address, and what opens a proxy before it."""

    scheme: str
    host: str
    port: int
    login: str = field(default="", repr=False)
    """`user:password`, or nothing."""

    @classmethod
    def read(cls, url: str) -> Self:
        """Read the setting; raises `SettingError`, which repeats nothing of what was given: it may hold a password."""
        try:
            parts = urlsplit(url.strip())
            port = parts.port
        except ValueError:
            raise _unusable() from None
        if not _is_address(parts):
            raise _unusable()
        login = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}" if "@" in parts.netloc else ""
        assert parts.hostname is not None
        return cls(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], login)

    @property
    def shown(self) -> str:
        """The address as people may see it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def headers(self) -> Mapping[str, str]:
        """What every request to it carries."""
        if not self.login:
            return {}
        return {"Authorization": f"Basic {base64.b64encode(self.login.encode('utf-8')).decode('ascii')}"}


def _is_address(parts: SplitResult) -> bool:
    nothing_after = parts.path in {"", "/"} and not parts.query and not parts.fragment
    return parts.scheme in _PORTS and bool(parts.hostname) and nothing_after


def _unusable() -> SettingError:
    return SettingError(
        f"The setting {SETTING} is not the address of a Chroma server; give one like http://127.0.0.1:8000.",
        name=SETTING,
        address="http://127.0.0.1:8000",
    )
