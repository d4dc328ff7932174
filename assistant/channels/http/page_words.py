"""The words of the web page, by language, and where its files lie."""

from pathlib import Path

from prompts.wording import Wording

STATIC = Path(__file__).with_name("static")
TEMPLATES = Path(__file__).with_name("templates")
PREFIX = "page."
# What the page says, beside its own words: how courses are marked, priced and held.
ALSO_NEEDED = ("mark.", "form.", "price.", "region.")


def page_words(language: str, wording: Wording) -> dict[str, str]:
    """The page's sentences without their prefix, and the few others that it needs."""
    return {
        key.removeprefix(PREFIX): sentence
        for key, sentence in wording.sentences[language].items()
        if key.startswith((PREFIX, *ALSO_NEEDED))
    }
