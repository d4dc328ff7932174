"""Puts an assistant together from its parts."""

import datetime
from collections.abc import Callable

from assistant.core.assistant import Assistant, Surroundings
from assistant.core.generative.writer import Writer
from knowledge.thesaurus import bundled_thesaurus
from knowledge.types import Snapshot
from prompts.wording import Wording


def build_assistant(
    current: Callable[[], Snapshot],
    today: Callable[[], datetime.date] = datetime.date.today,
    writer: Writer | None = None,
) -> Assistant:
    """An assistant over the generation that `current` gives at each question; `writer` lets a model write."""
    return Assistant(current, Surroundings(Wording.load(), bundled_thesaurus(), today), writer)
