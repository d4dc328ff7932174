"""Whether the answer rests on a source that gives it."""

from pathlib import PurePosixPath

from assistant.core.types import Answer
from evals.cases import Case


def right_source(case: Case, answer: Answer) -> float | None:
    """1.0 when a citation is of a right source (by source id or by file name without ending), else 0.0.

    An answer without citations scores 0.0; None when the case names no source.
    """
    if not case.sources:
        return None
    cited = {citation.source_id for citation in answer.citations}
    cited |= {PurePosixPath(citation.path).stem for citation in answer.citations if citation.path}
    return float(not cited.isdisjoint(case.sources))
