"""Speed of the keyword index at 100,000 short passages: building, opening, asking.

    python -m evals.benchmarks.keyword_scale --data PATH/danish_squad_dev.json [--passages N] [--words N]

Times are of the processor (one thread), so that other work on the machine does not count. Passages are windows of the
bench's texts, so that words are as frequent as in real Danish.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.keyword import KeywordIndex, KeywordQuery, write_segment
from knowledge.search import read_query, stand_ins
from knowledge.thesaurus import Thesaurus
from knowledge.types import Passage, SourceKind

_CANDIDATES = 100
_QUESTIONS = 500


def main() -> None:
    """Build, open, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="danish_squad_dev.json")
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=30)
    given = parser.parse_args()
    data = json.loads(given.data.read_text("utf-8"))
    passages = list(_passages([raw["text"] for raw in data["passages"]], given.passages, given.words))
    with tempfile.TemporaryDirectory() as folder:
        begun = time.process_time()
        write_segment(Path(folder), "base", passages)
        print(f"built {len(passages)} passages of {given.words} words in {time.process_time() - begun:.1f} s")
        print(f"size {sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6:.0f} MB")
        begun = time.process_time()
        index = KeywordIndex.open(Path(folder))
        print(f"opened in {(time.process_time() - begun) * 1000:.0f} ms")
        _ask(index, [raw["question"] for raw in data["questions"][:_QUESTIONS]])


def _passages(texts: Sequence[str], count: int, words: int) -> Iterator[Passage]:
    chance = random.Random(1)
    pool = [text.split() for text in texts if len(text.split()) > words]
    for number in range(count):
        source = chance.choice(pool)
        start = chance.randrange(len(source) - words)
        text = " ".join(source[start : start + words])
        passage_id = f"p{number}"
        yield Passage(passage_id, passage_id, SourceKind.REPORT, passage_id, 0, len(text), text, title="Titel")


def _ask(index: KeywordIndex, questions: Sequence[str]) -> None:
    thesaurus = Thesaurus.load()
    index.search(_read(questions[0], thesaurus, index), _CANDIDATES)
    reading, searching = [], []
    for question in questions:
        begun = time.process_time()
        query = _read(question, thesaurus, index)
        between = time.process_time()
        index.search(query, _CANDIDATES)
        searching.append((time.process_time() - between) * 1000)
        reading.append((between - begun) * 1000)
    for name, taken in (("read (thesaurus, spelling, compounds)", reading), ("search", searching)):
        print(f"{name}: median {statistics.median(taken):.1f} ms, p95 {statistics.quantiles(taken, n=20)[-1]:.1f} ms")


def _read(question: str, thesaurus: Thesaurus, index: KeywordIndex) -> KeywordQuery:
    expansions = thesaurus.expand(question)
    return read_query(question, expansions, stand_ins(expansions, index), index)


if __name__ == "__main__":
    main()
