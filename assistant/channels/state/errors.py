"""What can go wrong with the state, drawn as a tree under `FagkompasError`.

StateError                        the database cannot be used (door: exit 2, HTTP 503)
├── StateUnreachableError         the server does not answer, or lets nobody in
├── StateUnwritableError          the folder, file or database may not be written, or the disk is full
├── StateDamagedError             the file is no database, or is broken
└── StateNewerError               a newer Fagkompas has written it
BadInputError
├── StateUrlError                 the setting `state_url` names no database that can be opened
├── UnknownConversationError      a conversation of somebody else (HTTP 404)
├── UnknownAnswerError            an answer that is not kept (HTTP 404)
├── UnknownKeyError               there is no key with that id
└── KeyRefusedError               nobody is let in by this secret (HTTP 401)
    ├── KeyMissingError           there is none
    ├── KeyUnknownError           no key has it, or the key was revoked
    └── KeyExpiredError           its key has expired
"""

from knowledge.errors import BadInputError, FagkompasError, SettingError


class StateError(FagkompasError):
    """The database of conversations, feedback and keys cannot be used."""

    code = "state"


class StateUnreachableError(StateError):
    """The server does not answer, or lets nobody in."""

    code = "state_unreachable"


class StateUnwritableError(StateError):
    """The folder, file or database may not be written, or the disk is full."""

    code = "state_unwritable"


class StateDamagedError(StateError):
    """The file is no database, or is broken."""

    code = "state_damaged"


class StateNewerError(StateError):
    """A newer Fagkompas has written the database."""

    code = "state_newer"


class StateUrlError(SettingError):
    """The setting `state_url` names no database that can be opened."""

    code = "state_url"


class UnknownConversationError(BadInputError):
    """A conversation of somebody else."""

    code = "unknown_conversation"


class UnknownAnswerError(BadInputError):
    """An answer that is not kept."""

    code = "unknown_answer"


class UnknownKeyError(BadInputError):
    """There is no key with that id."""

    code = "unknown_key"


class KeyRefusedError(BadInputError):
    """Nobody is let in by this secret."""

    code = "key_refused"


class KeyMissingError(KeyRefusedError):
    """No secret was given."""

    code = "key_missing"


class KeyUnknownError(KeyRefusedError):
    """No key has the secret, or the key was revoked."""

    code = "key_unknown"


class KeyExpiredError(KeyRefusedError):
    """The key of the secret has expired."""

    code = "key_expired"
