"""How a run of ingest is to behave, with the questions that must be answered as before it."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from assistant.channels.build import Application
from ingest.options import IngestOptions
from ingest.types import OtherAnswer
from knowledge.types import Snapshot


def ingest_options(
    parts: Application, dry_run: bool = False, allow_removals: bool = False, allow_other_answers: bool = False
) -> IngestOptions:
    """The options of a run; raises `CaseError` where the file of cases in the settings cannot be used."""
    from evals.smoke import Smoke  # brings the evals with it

    own = parts.settings.smoke_cases
    smoke = Smoke(Path(own) if own else None, parts.knowledge_base.current, datetime.date.today())

    def ask_before(draft: Snapshot) -> Sequence[OtherAnswer]:
        return [OtherAnswer(one.case.question, one.shown) for one in smoke.others(draft)]

    return IngestOptions(dry_run, allow_removals, ask_before, allow_other_answers)
