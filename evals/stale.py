"""Cases that rest on text that is gone: nobody can answer them rightly any more."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from evals.cases import Case
from knowledge.types import Snapshot


def stale_cases(cases: Sequence[Case], snapshot: Snapshot) -> list[Case]:
    """The cases none of whose sources is known, or none of whose passages stands in a source."""
    known = {source.source_id for source in snapshot.sources()}
    known |= {PurePosixPath(source.path).stem for source in snapshot.sources() if source.path}
    texts = [snapshot.text(source.text_id) for source in snapshot.sources()]
    return [case for case in cases if _lost_sources(case, known) or _lost_passages(case, texts)]


def _lost_sources(case: Case, known: set[str]) -> bool:
    return bool(case.sources) and known.isdisjoint(case.sources)


def _lost_passages(case: Case, texts: Sequence[str]) -> bool:
    return bool(case.passages) and not any(passage in text for passage in case.passages for text in texts)
