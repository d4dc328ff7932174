"""Opens what is kept beside the knowledge base; apart from `build`, since it costs start-up time."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.channels.settings import Settings
from assistant.channels.state.errors import StateUnwritableError
from assistant.channels.state.store import IN_MEMORY, State, has_state, open_state
from assistant.channels.state.types import Policy

LOG = logging.getLogger("fagkompas.state")


@contextmanager
def open_kept(settings: Settings) -> Iterator[State]:
    """The state, or one that ends with the process where nothing can be written and nothing was kept.

    Raises `StateError`.
    What was kept may hold keys: going on without it would let in whoever has none.
    """
    policy = Policy(settings.limits)
    try:
        state = open_state(settings.state_database, policy)
    except StateUnwritableError as error:
        if has_state(settings.state_database):
            raise
        LOG.warning("%s Conversations, feedback and keys are kept in memory only.", error.message)
        state = open_state(IN_MEMORY, policy)
    try:
        yield state
    finally:
        state.close()
