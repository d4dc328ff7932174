"""Understands when somebody asks what is new, or wants the channel to be told of it."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib import resources

from knowledge.danish import fold_words


class Wish(StrEnum):
    """What somebody wants of the news; the names of the lists in `news.toml`."""

    NEWS = "news"
    BEGIN = "begin"
    STOP = "stop"


def wish_in(text: str) -> Wish | None:
    """What of the news a message asks for; None for every other question."""
    fillers, wishes = _phrases()
    words, before = fold_words(text), ""
    while words != before:
        before = words
        for filler in fillers:
            words = words.removesuffix(f" {filler}")
    return wishes.get(words)


@cache
def _phrases() -> tuple[tuple[str, ...], Mapping[str, Wish]]:
    """The words that mean nothing at the end, and every way of asking."""
    raw = tomllib.loads(resources.files("assistant.channels.slack").joinpath("news.toml").read_text(encoding="utf-8"))
    return tuple(map(fold_words, raw["fillers"])), {fold_words(one): wish for wish in Wish for one in raw[wish.value]}
