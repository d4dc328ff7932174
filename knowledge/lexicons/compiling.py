"""Writes the lexicons in the form they are read in: `python -m knowledge.lexicons.compiling`.

Reading and stemming some ten thousand entries takes most of a second, and `fagkompas ask` reads them at each start.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path

import yaml

from knowledge.danish import tokenize
from knowledge.errors import DamagedError
from knowledge.lexicons import FILES, FOLDER, key_of
from knowledge.types import Language

_FORMS = "|"


def compile_entries(language: Language, entries: Iterable[tuple[str, Sequence[str]]]) -> dict[str, list[str]]:
    """Entries by the key of each of their forms; what several entries say of one form is joined.

    An entry is forms separated by `|`, and terms. Raises `DamagedError` where one is malformed.
    """
    found: dict[str, list[str]] = {}
    for forms, terms in entries:
        if not isinstance(terms, list) or not all(isinstance(term, str) and term.strip() for term in terms):
            raise DamagedError(f"The lexicon entry '{forms}' is not a list of words; correct it.", entry=str(forms))
        for form in str(forms).split(_FORMS):
            known = found.setdefault(key_of([token.text for token in tokenize(form)], language), [])
            known += [term for term in terms if term not in known]
    return found


def compiled(language: Language) -> str:
    """The compiled lexicon of a language as it is written."""
    entries = (entry for name in FILES[language] for entry in read_entries(name).items())
    found = compile_entries(language, entries)
    # An entry a line, so that a change of one shows as one.
    lines = (json.dumps({key: found[key]}, ensure_ascii=False)[1:-1] for key in sorted(found))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> None:
    """Write every language's lexicon beside its sources."""
    for language in FILES:
        Path(str(resources.files(FOLDER))).joinpath(f"{language}.json").write_text(compiled(language), "utf-8")


def read_entries(name: str) -> Mapping[str, Sequence[str]]:
    """The entries of one file as they are written: forms separated by `|`, and terms; raises `DamagedError`."""
    file = f"{name}.yaml"
    try:
        raw = yaml.load(resources.files(FOLDER).joinpath(file).read_text("utf-8"), yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise DamagedError(f"The lexicon {file} cannot be read: {error}. Correct the file.", file=file) from error
    if not isinstance(raw, dict):
        raise DamagedError(f"The lexicon {file} holds no entries; correct the file.", file=file)
    return raw


if __name__ == "__main__":
    main()
