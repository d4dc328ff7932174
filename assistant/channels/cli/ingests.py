"""`fagkompas ingests`: the ingests so far, wherever they were started, the latest first."""

from collections.abc import Sequence
from typing import Annotated

import typer

from assistant.channels.cli.answers import JsonOption
from assistant.channels.cli.session import Session, session_of, state_of, write, write_json
from assistant.channels.state.types import IngestRun, Key
from prompts.wording import Wording

HELP = Wording.load()
USUAL = 20


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help=HELP.say("da", "help.ingests"))
    def ingests(
        context: typer.Context,
        limit: Annotated[int, typer.Option("--limit", min=1, help=HELP.say("da", "help.ingests_limit"))] = USUAL,
        as_json: JsonOption = False,
    ) -> None:
        from assistant.channels.ingest_history import listed_run, names_of

        session = session_of(context)
        runs, keys, total = _kept(session, limit)
        if as_json:
            words, names = session.wording, names_of(keys)
            write_json({"runs": [listed_run(run, names, session.language, words) for run in runs], "total": total})
            return
        write("\n".join(_lines(runs, keys, session)))


def _kept(session: Session, limit: int) -> tuple[Sequence[IngestRun], Sequence[Key], int]:
    """Nothing is made where nothing was kept."""
    from assistant.channels.state.store import has_state

    if not has_state(session.settings.state_database):
        return [], [], 0
    with state_of(session) as state:
        return state.ingests.listed(limit), state.keys.listed(), state.ingests.count()


def _lines(runs: Sequence[IngestRun], keys: Sequence[Key], session: Session) -> list[str]:
    from assistant.channels.ingest_history import heading_of, lines_of, names_of, outcome

    if not runs:
        return [session.say("ingests.none")]
    names, lines = names_of(keys), []
    for run in runs:
        lines.append(heading_of(run, names, session.language, session.wording))
        lines.append(f"  {outcome(run, session.language, session.wording)}")
        lines += [f"  {line}" for line in lines_of(run.report or {}, session.language, session.wording)]
    return lines
