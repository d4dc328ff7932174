"""How much of a language model an owner may use in a day: a key, a Slack workspace, this machine."""

import logging
from dataclasses import replace

from assistant.channels.settings import Settings
from assistant.channels.state.errors import StateError
from assistant.channels.state.store import State
from assistant.core.types import AskRequest

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


def within_budget(request: AskRequest, owner: str, settings: Settings, state: State) -> AskRequest:
    """The request with the owner's right to a model, and what its use is counted by."""

    def charge(tokens: int) -> None:
        try:
            state.model_tokens.add(owner, tokens)
        except StateError as error:
            LOG.error("%s tokens used by %s were not counted: %s", tokens, owner, error.message)

    return replace(request, may_use_model=may_use_model(owner, settings, state), charge=charge)
