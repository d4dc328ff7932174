"""Puts an assistant together from its parts."""

import datetime
from collections.abc import Callable

from assistant.core.assistant import Assistant, Surroundings
from knowledge.thesaurus import bundled_thesaurus
from knowledge.types import Snapshot
from prompts.wording import Wording


def build_assistant(
    current: Callable[[], Snapshot], today: Callable[[], datetime.date] = datetime.date.today
) -> Assistant:
    """An assistant over the generation that `current` gives at each question."""
    return Assistant(current, Surroundings(Wording.load(), bundled_thesaurus(), today))
