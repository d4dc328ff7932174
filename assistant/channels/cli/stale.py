"""`fagkompas stale`: the kept answers and the eval cases that rest on text that is gone."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.channels.cli.answers import JsonOption
from assistant.channels.cli.session import Session, application, session_of, state_of, write, write_json
from prompts.dates import written_date
from prompts.wording import Wording

if TYPE_CHECKING:
    from assistant.channels.standing import StaleAnswer
    from evals.cases import Case
    from knowledge.types import Snapshot

HELP = Wording.load()


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help=HELP.say("da", "help.stale"))
    def stale(
        context: typer.Context,
        cases: Annotated[
            Path | None, typer.Option("--cases", metavar="FILE.jsonl", help=HELP.say("da", "help.stale_cases"))
        ] = None,
        as_json: JsonOption = False,
    ) -> None:
        from assistant.core.rendering import to_json

        session = session_of(context)
        with application(session) as parts:
            snapshot = parts.knowledge_base.current()
            answers = _answers(session, snapshot)
            lost = _cases(session, cases, snapshot)
        if as_json:
            write_json({"answers": to_json(answers), "cases": [_case(one) for one in lost]})
        else:
            write("\n".join(_lines(answers, lost, session)))


def _answers(session: Session, snapshot: "Snapshot") -> "list[StaleAnswer]":
    """Nothing is made where nothing was kept."""
    from assistant.channels.standing import stale_answers
    from assistant.channels.state.store import has_state

    if not has_state(session.settings.state_database):
        return []
    with state_of(session) as state:
        return stale_answers(state, snapshot)


def _cases(session: Session, given: Path | None, snapshot: "Snapshot") -> "list[Case]":
    """Of the file that is given, else of the settings' own; none without either."""
    from evals.case_files import read_cases
    from evals.stale import stale_cases

    path = given or (Path(session.settings.smoke_cases) if session.settings.smoke_cases else None)
    return stale_cases(read_cases(path), snapshot) if path else []


def _case(case: "Case") -> dict[str, Any]:
    return {"id": case.id, "question": case.question, "sources": list(case.sources)}


def _lines(answers: "list[StaleAnswer]", cases: "list[Case]", session: Session) -> list[str]:
    if not answers and not cases:
        return [session.say("stale.none")]
    lines = [session.say("stale.answers", count=len(answers))] if answers else []
    for one in answers:
        day = written_date(one.asked_at.astimezone().date(), session.language)
        lines.append(session.say("stale.answer", question=one.question, day=day))
        lines += [session.say(f"stale.{gone.fate}", number=gone.number, title=gone.title) for gone in one.gone]
    lines += [session.say("stale.cases", count=len(cases))] if cases else []
    return lines + [session.say("stale.case", id=case.id, question=case.question) for case in cases]
