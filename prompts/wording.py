"""Reads `wording/*.toml`: every sentence a user is shown, by language and key; a file a subject.

In each file `[da.…]` (Danish) and `[en.…]` (English) hold the same keys with the same placeholders; a test compares
them.
"""

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

WORDING_FOLDER = Path(__file__).with_name("wording")
LANGUAGES = ("da", "en")


class WordingError(KeyError):
    """A sentence that the wording files lack, or one asked for with the wrong values."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Sentences by language and dotted key, with named placeholders."""

    sentences: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, folder: Path = WORDING_FOLDER) -> "Wording":
        """The files' sentences: `[da.notice] old_source = "…"` becomes `da` → `notice.old_source`.

        Raises `WordingError` for a sentence that two files have.
        """
        return cls(_bundled() if folder == WORDING_FOLDER else _read(folder))

    def say(self, language: str, key: str, **values: object) -> str:
        """The sentence with its placeholders filled; raises `WordingError` when either does not fit."""
        try:
            sentence = self.sentences[language][key]
        except KeyError:
            raise WordingError(f"prompts/wording has no sentence {language}.{key}; add it") from None
        try:
            return sentence.format(**values)
        except (KeyError, IndexError) as error:
            raise WordingError(f"wording {language}.{key} needs the value {error}; pass it") from None

    def knows(self, language: str, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in self.sentences[language]

    def placeholders(self, language: str, key: str) -> set[str]:
        """The names a sentence wants filled."""
        return {name for _, name, _, _ in string.Formatter().parse(self.sentences[language][key]) if name}


@cache
def _bundled() -> Mapping[str, Mapping[str, str]]:
    """Our own sentences, read once: a tenth of a second, and a command asks for them several times."""
    return _read(WORDING_FOLDER)


def _read(folder: Path) -> Mapping[str, Mapping[str, str]]:
    sentences: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for path in sorted(folder.glob("*.toml")):
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
        for language in LANGUAGES:
            for key, sentence in _flatten(tree[language]):
                if key in sentences[language]:
                    raise WordingError(f"{path.name} has the sentence {language}.{key} once more; remove one")
                sentences[language][key] = sentence
    return MappingProxyType({language: MappingProxyType(said) for language, said in sentences.items()})


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, Mapping):
            pairs += _flatten(value, f"{prefix}{key}.")
        else:
            pairs.append((prefix + key, str(value)))
    return pairs
