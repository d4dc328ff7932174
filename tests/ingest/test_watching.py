"""What is seen of files that change: a sign once they are whole, none while a root is away or nothing is new."""

from itertools import islice
from pathlib import Path

import pytest

from ingest.watching import Signs, changes, signs_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "kilder"
    (folder / "under").mkdir(parents=True)
    (folder / "a.md").write_text("# A\n")
    (folder / "a.md.meta.yaml").write_text("title: A\n")
    return folder


def look(root: Path) -> Signs | None:
    return signs_of([root], ())


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "a.md").write_text("# B og mere\n"),
        lambda root: (root / "under" / "b.md").write_text("# B\n"),
        lambda root: (root / "a.md").unlink(),
        lambda root: (root / "a.md").rename(root / "c.md"),
        lambda root: (root / "a.md.meta.yaml").write_text("title: Noget andet\n"),
    ],
)
def test_every_change_is_seen(change: object, root: Path) -> None:
    before = look(root)
    assert callable(change)
    change(root)
    assert look(root) not in {before, None}


def test_what_ingest_does_not_read_is_not_looked_at(root: Path) -> None:
    before = look(root)
    (root / ".skjult.md").write_text("nej")
    (root / "~$a.docx").write_text("låst")
    assert look(root) == before


def test_a_root_that_is_away_is_no_change(root: Path) -> None:
    root.rename(root.with_name("væk"))
    assert look(root) is None


def test_a_sign_comes_when_a_file_has_come_to_rest() -> None:
    first, growing, whole = (("a", 1, 1),), (("a", 2, 2),), (("a", 3, 3),)
    looks = iter([first, growing, whole, whole, whole, None, whole, first, first])
    waited: list[float] = []
    signs = changes(lambda: next(looks), first, 1.0, waited.append)
    assert list(islice(signs, 2)) == [None, None]
    # Seen: at rest, growing (not at rest), whole (at rest: a sign), away, as before, another (at rest: a sign).
    assert len(waited) == 9
