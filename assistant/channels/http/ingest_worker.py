"""Runs an ingest in a process of its own: a document that breaks a reader must not break the service.

`python -m assistant.channels.http.ingest_worker` reads its order from stdin and notes progress and report in the state.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from logging.config import dictConfig
from pathlib import Path
from typing import Any

from assistant.channels.http.log_lines import log_config, log_what_is_printed
from assistant.channels.settings import Settings
from assistant.channels.state.store import State
from ingest.web.sources import restored
from knowledge.errors import FagkompasError
from prompts.wording import Wording

# Half of what can be given up: an ingest on a busy machine takes longer, but comes to its end.
NICENESS = 10
# Seconds that a run waits for another one to finish writing; the largest known ingest takes half of it.
PATIENCE = 1_800


@dataclass(frozen=True, slots=True)
class Work:
    """What one run is to do; `language` is that of whoever asked for it."""

    run_id: str
    paths: tuple[str, ...]
    dry_run: bool
    allow_removals: bool
    allow_other_answers: bool
    language: str


def carry_out(work: Work, settings: Settings, state: State) -> None:
    """Start the process, wait for it, and say so where it died without a word."""
    order = json.dumps({"work": asdict(work), "settings": {**asdict(settings), "data": str(settings.data)}})
    command = [sys.executable, "-m", __name__]
    done = subprocess.run(command, input=order, text=True, stdout=subprocess.DEVNULL, check=False)
    run = state.ingests.find(work.run_id)
    if run is not None and run.finished is None:
        words = Wording.load()
        problem = words.say(work.language, "ingest.died", code=done.returncode)
        state.ingests.finish(work.run_id, problem=problem)


def main() -> None:
    """Do what stdin says."""
    from assistant.channels.opening import open_kept

    order: dict[str, Any] = json.load(sys.stdin)
    given = order["settings"]
    settings = Settings(**{**given, "data": Path(given["data"]), "sources": restored(given["sources"])})
    work = Work(**order["work"])
    # Who asks meanwhile goes first.
    os.nice(NICENESS)
    dictConfig(log_config(settings.log_questions))
    log_what_is_printed()
    with open_kept(settings) as state:
        run(work, settings, state)


def run(work: Work, settings: Settings, state: State) -> None:
    """Ingest, and note in the state how far it is and what came of it."""
    from assistant.channels.build import open_application
    from assistant.channels.explaining import explain_error
    from assistant.channels.proving import ingest_options
    from ingest.connected import Connection, ingest_connected
    from ingest.report import report_to_json

    def heard(stage: str, done: int, total: int) -> None:
        state.ingests.progress(work.run_id, stage, done, total)

    with open_application(settings, answers=False) as parts:
        try:
            options = ingest_options(parts, work.dry_run, work.allow_removals, work.allow_other_answers)
            options = replace(options, wait=PATIENCE)
            connection = Connection(settings.data, settings.sources)
            report = ingest_connected(work.paths, parts.knowledge_base, connection, options, heard)
        except FagkompasError as error:
            state.ingests.finish(work.run_id, problem=explain_error(error, parts.wording, work.language))
        else:
            state.ingests.finish(work.run_id, report_to_json(report))


if __name__ == "__main__":
    main()
