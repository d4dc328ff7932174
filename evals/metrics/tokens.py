"""How much of a language model an answer used."""

from assistant.core.types import Answer


def input_tokens(answer: Answer) -> float:
    """The tokens sent to the model for one answer; 0 without a model."""
    return float(answer.usage.input_tokens)


def output_tokens(answer: Answer) -> float:
    """The tokens a model wrote for one answer; 0 without a model."""
    return float(answer.usage.output_tokens)
