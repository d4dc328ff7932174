"""`fagkompas gap`: what a team lacks, and the plan that fills it."""

import datetime
import shutil
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.channels.cli.answers import DAY_FORMATS, JsonOption
from assistant.channels.cli.session import Session, application, session_of, write, write_error, write_json
from knowledge.gaps.errors import LimitsError, TeamError
from knowledge.gaps.types import Goal, Limits
from prompts.wording import Wording

HELP = Wording.load()
SUFFIXES = frozenset({".xlsx", ".pdf"})
# Narrower tables cannot be read, wider ones are not.
NARROWEST, WIDEST = 60, 110


def _help(name: str) -> str:
    return HELP.say("da", f"help.{name}")


DayOption = datetime.datetime | None


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help=_help("gap"))
    def gap(
        context: typer.Context,
        team: Annotated[Path, typer.Argument(help=_help("gap_team"))],
        goal: Annotated[Goal, typer.Option(help=_help("gap_goal"))] = Goal.CHEAPEST,
        budget: Annotated[float | None, typer.Option(help=_help("gap_budget"))] = None,
        max_days: Annotated[float | None, typer.Option(help=_help("gap_max_days"))] = None,
        start_from: Annotated[DayOption, typer.Option("--from", formats=DAY_FORMATS, help=_help("gap_from"))] = None,
        start_to: Annotated[DayOption, typer.Option("--to", formats=DAY_FORMATS, help=_help("gap_to"))] = None,
        place: Annotated[list[str] | None, typer.Option(help=_help("gap_place"))] = None,
        form: Annotated[list[str] | None, typer.Option(help=_help("gap_form"))] = None,
        dated: Annotated[bool, typer.Option("--dated", help=_help("gap_dated"))] = False,
        as_of: Annotated[DayOption, typer.Option(formats=DAY_FORMATS, help=_help("gap_as_of"))] = None,
        out: Annotated[list[Path] | None, typer.Option(help=_help("gap_out"))] = None,
        as_json: JsonOption = False,
    ) -> None:
        limits = Limits(
            goal, budget, max_days, _day(start_from), _day(start_to), tuple(place or ()), tuple(form or ()), not dated
        )
        _run(session_of(context), team, limits, _day(as_of) or datetime.date.today(), (tuple(out or ()), as_json))


def _day(given: datetime.datetime | None) -> datetime.date | None:
    return given.date() if given else None


def _run(
    session: Session, team: Path, limits: Limits, as_of: datetime.date, shown: tuple[tuple[Path, ...], bool]
) -> None:
    from assistant.channels.plans.asking import told_report
    from assistant.channels.plans.telling import Teller
    from ingest.teams import read_team

    out, as_json = shown
    teller = Teller(session.wording, session.language)
    for path in out:
        if path.suffix.lower() not in SUFFIXES:
            raise session.refuse("gap.limits.out_suffix", path=path)
    try:
        read = read_team(team)
        with application(session) as parts:
            told = told_report(read, limits, as_of, _known(session, parts), teller)
    except TeamError as error:
        write_error(f"{team.name}: {teller.team_error(error)}")
        raise typer.Exit(2) from None
    except LimitsError as error:
        write_error(teller.limits_error(error))
        raise typer.Exit(2) from None
    _show(told, out, as_json, teller)


def _known(session: Session, parts: Any) -> tuple[Any, Any]:
    """What is published, and the links with what people said of them."""
    from assistant.channels.linking import linked
    from assistant.channels.opening import open_kept
    from assistant.channels.plans.asking import planned_links

    snapshot = parts.knowledge_base.current()
    with open_kept(session.settings) as state:
        return snapshot, planned_links(linked(parts.linker, snapshot, snapshot, state.links.all()))


def _show(told: dict[str, object], out: tuple[Path, ...], as_json: bool, teller: object) -> None:
    from assistant.channels.plans.files import file_of
    from assistant.channels.plans.lines import report_to_lines
    from assistant.channels.plans.telling import Teller

    assert isinstance(teller, Teller)
    for path in out:
        path.write_bytes(file_of(path.suffix.lower(), told, teller))
        write_error(teller.say("file_written", path=path))
    if as_json:
        write_json(told)
    elif not out:
        width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))
        write(report_to_lines(told, teller, width, sys.stdout.isatty()))
