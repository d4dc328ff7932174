"""How much of a language model an owner may use in a day: a key, a Slack workspace, this machine."""

import logging

from assistant.channels.settings import Settings
from assistant.channels.state.errors import StateError
from assistant.channels.state.store import State
from assistant.core.types import Answer

LOG = logging.getLogger("fagkompas.model")


def may_use_model(owner: str, settings: Settings, state: State) -> bool:
    """Whether an owner has tokens left today; where nobody can tell, the quotations do."""
    if not (settings.model or settings.model_fallback):
        return True
    try:
        return state.model_tokens.today(owner) < settings.model_tokens_a_day
    except StateError as error:
        LOG.error("The tokens used by %s cannot be looked up: %s", owner, error.message)
        return False


def note_use(answer: Answer, owner: str, state: State) -> None:
    """Keep what an answer has used; raises `StateError`."""
    used = answer.usage.input_tokens + answer.usage.output_tokens
    if used:
        state.model_tokens.add(owner, used)
