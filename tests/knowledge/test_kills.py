"""A writer is killed (SIGKILL) at five moments while a reader asks; evals/benchmarks/kill_ingest.py: at random ones."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from builders import ingest_texts, make_knowledge_base

from knowledge.generations import KnowledgeBase
from knowledge.types import SearchQuery

SOURCES = 12
ROOT = Path(__file__).resolve().parents[2]

WRITER = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from builders import FakeEmbedding, make_knowledge_base, put_text
from knowledge.layout import Layout

data, moment, text, chroma_url = sys.argv[2:]

def die_at(reached):
    if reached == moment:
        os.kill(os.getpid(), signal.SIGKILL)

class Mortal(FakeEmbedding):
    def embed_array(self, texts):
        vectors = super().embed_array(texts)
        die_at("while embedding")
        return vectors

def progress(stage, done, total):
    if (stage, done) == ("index", total):
        die_at("after the vectors")

point_current_at = Layout.point_current_at

def point(layout, number):
    die_at("before CURRENT")
    point_current_at(layout, number)
    die_at("right after CURRENT")

Layout.point_current_at = point

with make_knowledge_base(Path(data), Mortal(), chroma_url=chroma_url).writer() as draft:
    die_at("after the copy")
    for number in range(12):
        put_text(draft, f"k{number}", text)
    draft.publish(progress)
"""


def killed(data: Path, moment: str, text: str, chroma_url: str = "") -> int:
    command = [sys.executable, "-c", WRITER, str(ROOT), str(data), moment, text, chroma_url]
    return subprocess.run(command, check=False).returncode


def texts(edition: str) -> dict[str, str]:
    return {f"k{number}": edition for number in range(SOURCES)}


def editions(base: KnowledgeBase) -> set[str]:
    """Every text that one answer could be made from."""
    snapshot = base.current()
    sources = snapshot.sources()
    read = [passage.text for source in sources for passage in snapshot.passages(source.source_id)]
    near = snapshot.nearest("Udgave", SOURCES, SearchQuery("Udgave"))
    found = [hit.passage.text for hit in snapshot.search(SearchQuery("udgave", limit=SOURCES)).hits]
    cited = [snapshot.text(source.text_id) for source in sources]
    assert len(sources) == len(read) == len(near) == SOURCES
    assert found
    return {*read, *found, *cited}


@contextmanager
def asking(base: KnowledgeBase) -> Iterator[list[set[str]]]:
    """Ask all the while; gives the answers that mixed editions (an error in the thread fails the test by itself)."""
    faults: list[set[str]] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            seen = editions(base)
            if len(seen) != 1:
                faults.append(seen)

    reader = threading.Thread(target=ask)
    reader.start()
    try:
        yield faults
    finally:
        done.set()
        reader.join()


@pytest.fixture(params=["folder", "server"])
def url(request: pytest.FixtureRequest) -> str:
    """Of the Chroma server that holds the vectors; nothing where they lie in the data folder."""
    return "" if request.param == "folder" else str(request.getfixturevalue("chroma_url"))


@pytest.mark.parametrize(
    ("moment", "edition"),
    [
        ("after the copy", "Udgave 1"),
        ("while embedding", "Udgave 1"),
        ("after the vectors", "Udgave 1"),
        ("before CURRENT", "Udgave 1"),
        ("right after CURRENT", "Udgave 2"),
    ],
)
def test_a_killed_ingest_leaves_one_whole_generation_and_the_next_succeeds(
    tmp_path: Path, url: str, moment: str, edition: str
) -> None:
    with make_knowledge_base(tmp_path, chroma_url=url) as base:
        ingest_texts(base, **texts("Udgave 1"))
        with asking(base) as faults:
            assert killed(tmp_path, moment, "Udgave 2", url) == -9
            assert editions(base) == {edition}
            number = base.current().number
            with make_knowledge_base(tmp_path, chroma_url=url) as writer:
                assert ingest_texts(writer, **texts("Udgave 3")) == number + 1
            assert editions(base) == {"Udgave 3"}
        assert faults == []
        assert base.check() == []
        assert {info.number for info in base.generations()} == {1, number, number + 1}
        assert all(path.name.isdecimal() for path in (tmp_path / "generations").iterdir())


def test_a_killed_first_ingest_leaves_nothing_and_the_next_succeeds(tmp_path: Path) -> None:
    assert killed(tmp_path, "before CURRENT", "Udgave 1") == -9
    with make_knowledge_base(tmp_path) as base:
        assert [finding.code for finding in base.check()] == ["no_generation"]
        assert ingest_texts(base, **texts("Udgave 2")) == 1
        assert editions(base) == {"Udgave 2"}


def test_a_generation_killed_right_after_publishing_survives_a_rollback(tmp_path: Path) -> None:
    with make_knowledge_base(tmp_path) as base:
        ingest_texts(base, **texts("Udgave 1"))
        assert killed(tmp_path, "right after CURRENT", "Udgave 2") == -9
        assert base.rollback() == 1
        assert ingest_texts(base, a="ny") == 3
        assert base.rollback(2) == 2
        assert editions(base) == {"Udgave 2"}
