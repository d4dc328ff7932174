"""Whether quotations stand, character for character, where they are said to stand."""

from collections.abc import Callable

from assistant.core.types import Answer


def quotation_exactness(answer: Answer, text_of: Callable[[str], str]) -> float | None:
    """The share of citations with `text[start:end] == quote` and a quote that is not empty; None without citations.

    `text_of` gives a stored text by its id.
    """
    if not answer.citations:
        return None
    exact = [bool(c.quote) and text_of(c.text_id)[c.start : c.end] == c.quote for c in answer.citations]
    return sum(exact) / len(exact)
