"""How a run of ingest is to behave, and what it asks of a draft before it publishes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.declared.rules import DeclaredPage
from ingest.types import Notice, OtherAnswer
from knowledge.errors import OtherAnswersError
from knowledge.types import Snapshot

Progress = Callable[[str, int, int], None]
"""Called with a stage (`read`, `embed`, `index`, ...), how many are done, and how many there are."""


AskBefore = Callable[[Snapshot], Sequence[OtherAnswer]]
"""Asks a finished draft what must be answered as before; returns what is not."""

Declared = Callable[[Path], DeclaredPage | None]
"""Gives the rule for a file that is a page with declared records."""

# A sentence names so many questions; it says how many there are.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How a run is to behave."""

    dry_run: bool = False
    """Say what would happen and change nothing."""
    allow_removals: bool = False
    """Forget even more than a third of what is known of a root."""
    ask_before: AskBefore | None = None
    """Called before publication; a question that is answered otherwise keeps all from being published."""
    allow_other_answers: bool = False
    """Publish nevertheless, and tell of those questions."""
    declared: Declared | None = None
    """Tells which files are pages whose records the settings declare."""
    wait: float = 0.0
    """Seconds to wait at most while another process writes."""


USUAL = IngestOptions()


@dataclass(frozen=True, slots=True)
class Asking:
    """Has the questions asked that must be answered as before, and refuses or notes those that are not."""

    options: IngestOptions
    notices: list[Notice]

    def __call__(self, snapshot: Snapshot) -> None:
        """Look at the finished draft; raises `OtherAnswersError`."""
        others = self.options.ask_before(snapshot) if self.options.ask_before else ()
        if others and not self.options.allow_other_answers:
            questions = [f"{one.question} (→ {one.answer})" for one in others[:_NAMED]]
            raise OtherAnswersError(
                f"{len(others)} questions that must be answered as before are not: {'; '.join(questions)}; nothing was "
                "published. Mend the sources or the cases, or say --allow-other-answers.",
                count=len(others),
                questions="; ".join(questions),
            )
        self.notices.extend(
            Notice("other_answer", values={"question": one.question, "answer": one.answer}) for one in others
        )
