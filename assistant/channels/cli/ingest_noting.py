"""Notes the ingests of the command line in the history that the service keeps; never stands in their way."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.channels.cli.session import Session, state_of
from assistant.channels.explaining import explain_error
from assistant.channels.state.errors import StateError
from ingest.report import report_to_json
from ingest.types import IngestReport
from knowledge.errors import FagkompasError

if TYPE_CHECKING:
    from assistant.channels.state.store import State

# Whose runs these are: of somebody on this machine, without a key.
_OWNER = ""


class NotedRun:
    """One run, noted from its first stage on; what is refused before that is none."""

    def __init__(self, state: "State | None", roots: Sequence[str]) -> None:
        self._state = state
        self._roots = [str(Path(root).resolve()) if Path(root).exists() else root for root in roots]
        self._run_id: str | None = None

    def progress(self, stage: str, done: int, total: int) -> None:
        """Note how far it is."""
        if self._state is not None:
            with suppress(StateError):
                self._state.ingests.progress(self._begun(self._state), stage, done, total)

    def finish(self, report: IngestReport | None = None, problem: str | None = None) -> None:
        """Note what came of it."""
        if self._state is not None and (report is not None or self._run_id is not None):
            with suppress(StateError):
                told = report_to_json(report) if report is not None else None
                self._state.ingests.finish(self._begun(self._state), told, problem)

    def _begun(self, state: "State") -> str:
        if self._run_id is None:
            self._run_id = state.ingests.start(_OWNER, self._roots)
        return self._run_id


@contextmanager
def noted_run(session: Session, roots: Sequence[str], dry_run: bool = False) -> Iterator[NotedRun]:
    """Note a run for as long as the block lasts, and the error it ends with; without a history where none can be kept.

    A dry run leaves nothing behind, here either.
    """
    with ExitStack() as opened:
        state = None
        with suppress(StateError):
            state = None if dry_run else opened.enter_context(state_of(session))
        run = NotedRun(state, roots)
        try:
            yield run
        except FagkompasError as error:
            run.finish(problem=explain_error(error, session.wording, session.language))
            raise
