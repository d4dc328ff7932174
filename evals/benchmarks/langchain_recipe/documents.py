"""Documents of any number: the sentences of the samples put together anew, with other numbers.

Both sides cut them along the same sections, about a passage a section: 780 to 940 characters, which the splitter does
not cut (1,000), and which are fewer words than our longest passage (180).
"""

import random
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from evals.assembling import DOCUMENTS, SAMPLES
from evals.benchmarks.langchain_recipe.loading import extracted_texts, found_files

SECTIONS = 20
"""Sections of a document."""

SHORTEST_SECTION, LONGEST_SECTION = 780, 940
SHORTEST_SENTENCE, LONGEST_SENTENCE = 40, 200
HEADING_WORDS = 3
SEED = 20261122

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])|\n+")
_NUMBER = re.compile(r"\d+")
_LETTERS = "bdfgklmnprstv", "aeiouyæøå"
# Syllables of a word that no document has: enough that no two documents draw the same.
_SYLLABLES = 5


def write_documents(folder: Path, passages: int) -> list[Path]:
    """Write documents of about so many passages in all; the same number gives the same documents."""
    chance = random.Random(SEED)
    sentences = sample_sentences()
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number in range(-(-passages // SECTIONS)):
        sections = min(SECTIONS, passages - number * SECTIONS)
        written.append(folder / f"dokument-{number:05d}.md")
        written[-1].write_text(_document(sentences, sections, chance), encoding="utf-8")
    return written


def change(document: Path, number: int) -> str:
    """Add a sentence to the document's last section and return a question that only it answers.

    The sentence has a word of no language, drawn by `number`, that stands between spaces as BM25's defaults need it.
    """
    chance = random.Random(f"{SEED}-{number}")
    word = "".join(chance.choice(letters) for _ in range(_SYLLABLES) for letters in _LETTERS)
    text = document.read_text(encoding="utf-8").rstrip()
    document.write_text(f"{text} {_NUMBER.sub('', _last_sentence(text))} {word} \n", encoding="utf-8")
    return word


@lru_cache(maxsize=1)
def sample_sentences() -> tuple[str, ...]:
    """The sentences of the samples and of the suites' documents, each once, none very short or long."""
    texts = (text for file in found_files([SAMPLES, DOCUMENTS]) for text in extracted_texts(file))
    sentences = (" ".join(sentence.split()) for text in texts for sentence in _SENTENCE_END.split(text))
    return tuple(dict.fromkeys(one for one in sentences if SHORTEST_SENTENCE <= len(one) <= LONGEST_SENTENCE))


def _document(sentences: Sequence[str], sections: int, chance: random.Random) -> str:
    parts = [f"# {_heading(sentences, chance)}"]
    for _ in range(sections):
        parts += [f"## {_heading(sentences, chance)}", _section(sentences, chance)]
    return "\n\n".join(parts) + "\n"


def _heading(sentences: Sequence[str], chance: random.Random) -> str:
    return " ".join(chance.choice(sentences).rstrip(".!?:").split()[:HEADING_WORDS])


def _section(sentences: Sequence[str], chance: random.Random) -> str:
    text = ""
    while len(text) < SHORTEST_SECTION:
        longer = f"{text} {_with_other_numbers(chance.choice(sentences), chance)}".strip()
        text = longer if len(longer) <= LONGEST_SECTION else text
    return text


def _with_other_numbers(sentence: str, chance: random.Random) -> str:
    return _NUMBER.sub(lambda number: _number(len(number.group()), chance), sentence)


def _number(digits: int, chance: random.Random) -> str:
    return str(chance.randrange(10 ** (digits - 1), 10**digits))


def _last_sentence(text: str) -> str:
    return _SENTENCE_END.split(text)[-1]
