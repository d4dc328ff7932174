"""API keys: handed out once, kept as a hash, with a role and perhaps a last day.

A secret is 256 random bits, which nobody can try out; so a plain SHA-256 hides it, and finding a key costs one look-up.
"""

import datetime
import hashlib
import secrets
from typing import Any

from sqlalchemy import Row, insert, select, update

from assistant.channels.state.database import Database
from assistant.channels.state.errors import (
    KeyExpiredError,
    KeyMissingError,
    KeyUnknownError,
    StateError,
    UnknownKeyError,
)
from assistant.channels.state.tables import KEYS
from assistant.channels.state.types import Key, Policy, Role

PREFIX = "fk_"
SECRET_BYTES = 32
_ID_BYTES = 4
# When a key was last used is known to so many minutes: nobody asks for it to the second, and each use would be a write.
USE_NOTED_EVERY = datetime.timedelta(minutes=5)


class Keys:
    """The keys of the service."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self._database = database
        self._policy = policy

    def create(
        self, name: str, role: Role = Role.READER, internal: bool = False, expires: datetime.datetime | None = None
    ) -> tuple[Key, str]:
        """Make a key; the secret is given here and never again."""
        secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
        key = Key(f"key_{secrets.token_hex(_ID_BYTES)}", name, role, internal, self._policy.now(), expires)
        row = {
            "key_id": key.key_id,
            "secret_hash": _hashed(secret),
            "name": name,
            "role": role.value,
            "internal": internal,
            "created": key.created,
            "expires": expires,
        }
        with self._database.writing() as connection:
            connection.execute(insert(KEYS).values(row))
        return key, secret

    def find(self, secret: str) -> Key | None:
        """The key with this secret; None when there is none, or it was revoked or has expired."""
        key = self._with(secret)
        if key is None or not key.opens(self._policy.now()):
            return None
        self._note_use(key)
        return key

    def require(self, secret: str) -> Key:
        """The key with this secret; raises `KeyMissingError`, `KeyUnknownError` or `KeyExpiredError`."""
        if not secret:
            raise KeyMissingError("A key is needed; give it as Authorization: Bearer fk_…")
        key = self.find(secret)
        if key:
            return key
        known = self._with(secret)
        if known and known.revoked is None:
            raise KeyExpiredError("The key has expired; ask for a new one.", key_id=known.key_id)
        raise KeyUnknownError("The key is not known, or was revoked; ask for another.")

    def listed(self) -> list[Key]:
        """All keys, also those that open nothing any more; the oldest first."""
        with self._database.reading() as connection:
            return [_read(row) for row in connection.execute(select(KEYS).order_by(KEYS.c.created, KEYS.c.key_id))]

    def revoke(self, key_id: str) -> Key:
        """Let nobody in with this key any more; doing it again changes nothing. Raises `UnknownKeyError`."""
        this = KEYS.c.key_id == key_id
        with self._database.writing() as connection:
            connection.execute(update(KEYS).where(this, KEYS.c.revoked.is_(None)).values(revoked=self._policy.now()))
            row = connection.execute(select(KEYS).where(this)).one_or_none()
        if row is None:
            raise UnknownKeyError(f"There is no key {key_id!r}; see fagkompas keys list.", key_id=key_id)
        return _read(row)

    def any(self) -> bool:
        """Whether there ever was a key: the last one expiring or being revoked must not open the door to all."""
        with self._database.reading() as connection:
            return connection.scalar(select(KEYS.c.key_id).limit(1)) is not None

    def _with(self, secret: str) -> Key | None:
        with self._database.reading() as connection:
            row = connection.execute(select(KEYS).where(KEYS.c.secret_hash == _hashed(secret))).one_or_none()
        return _read(row) if row else None

    def _note_use(self, key: Key) -> None:
        now = self._policy.now()
        if key.last_used is not None and now - key.last_used < USE_NOTED_EVERY:
            return
        try:
            with self._database.writing() as connection:
                connection.execute(update(KEYS).where(KEYS.c.key_id == key.key_id).values(last_used=now))
        except StateError:
            # Its holder is let in all the same: whoever only reads needs no database that can be written.
            return


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _read(row: Row[Any]) -> Key:
    return Key(row.key_id, row.name, Role(row.role), row.internal, row.created, row.expires, row.revoked, row.last_used)
