"""Files that are damaged or gone: readers answer, or say in a sentence what mends it, and that does."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from evals.benchmarks.mishaps.stage import Outcome, Stage, copied

QUESTION = "Hvilke behov peger lederne på?"
DOCTOR, BACK = ("doctor", "--repair"), ("rollback",)


def carried_out(folder: Path) -> Iterator[Outcome]:
    """Harm a copy in each way, ask, ingest, repair, ingest."""
    good = Stage.built(folder / "hel")
    for number, (name, harm) in enumerate(HARMS.items()):
        stage = copied(good, folder / str(number))
        outcome = Outcome(f"damage: {name}")
        # Who has the generation open goes on with it; the commands open it anew.
        with stage.read(outcome):
            harm(stage)
            for command in (("ask", QUESTION), ("ingest", str(stage.documents)), DOCTOR):
                done = stage.run(*command)
                # A doctor that cannot mend says 1, with what is left.
                stage.expect(outcome, done, codes=(0, 1, 2))
            if stage.run("doctor").code:
                stage.expect(outcome, stage.run(*BACK), codes=(0,))
            stage.mend(outcome)
        good.edition = stage.edition
        yield outcome


def flipped(path: Path) -> None:
    """Turn two thousand bytes in the middle of a file; a file of its own, as copies are."""
    content = bytearray(path.read_bytes())
    for place in range(len(content) // 2, min(len(content) // 2 + 2_000, len(content))):
        content[place] ^= 0xFF
    replaced(path, bytes(content))


def replaced(path: Path, content: bytes) -> None:
    """Put another file in its place: who has it open goes on with the old one."""
    path.unlink()
    path.write_bytes(content)


def _each(stage: Stage, pattern: str, harm: Callable[[Path], object]) -> None:
    for path in [one for one in stage.generation.glob(pattern) if one.is_file()]:
        harm(path)


HARMS: Mapping[str, Callable[[Stage], object]] = {
    "vectors gone": lambda stage: shutil.rmtree(stage.generation / "vectors"),
    "vectors' database": lambda stage: _each(stage, "vectors/chroma.sqlite3", flipped),
    "vectors' graph": lambda stage: _each(stage, "vectors/*/*.bin", flipped),
    "database, a page": lambda stage: _each(stage, "knowledge.sqlite", flipped),
    "database, its head": lambda stage: _each(stage, "knowledge.sqlite", lambda path: replaced(path, b"x" * 100)),
    "keyword index": lambda stage: _each(stage, "keyword/*", flipped),
    "keyword index cut": lambda stage: _each(stage, "keyword/*", lambda path: replaced(path, path.read_bytes()[:500])),
    "manifest": lambda stage: replaced(stage.generation / "manifest.json", b"{"),
    "CURRENT": lambda stage: replaced(stage.data / "CURRENT", b"x"),
    "CURRENT names nothing": lambda stage: replaced(stage.data / "CURRENT", b"77\n"),
    "generation gone": lambda stage: shutil.rmtree(stage.generation),
}
