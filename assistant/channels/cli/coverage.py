"""`fagkompas coverage`: what the courses cover of what the profiles ask for."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.cli.answers import AsOfOption, JsonOption, LearnerOption, day_of
from assistant.channels.cli.session import Session, application, session_of, write, write_json
from prompts.wording import Wording

if TYPE_CHECKING:
    from knowledge.coverage import Coverage

HELP = Wording.load()


def _help(name: str) -> str:
    return HELP.say("da", f"help.{name}")


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help=_help("coverage"))
    def coverage(
        context: typer.Context,
        learner: LearnerOption = None,
        level: Annotated[str | None, typer.Option(help=_help("coverage_level"))] = None,
        region: Annotated[str | None, typer.Option(help=_help("coverage_region"))] = None,
        profile_set: Annotated[list[str] | None, typer.Option(help=_help("coverage_set"))] = None,
        as_of: AsOfOption = None,
        out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help=_help("coverage_out"))] = None,
        as_json: JsonOption = False,
    ) -> None:
        from assistant.channels.linking import linked
        from assistant.channels.opening import open_kept
        from knowledge.coverage import CoverageWish
        from knowledge.coverage import coverage as cover
        from knowledge.linking.judging import in_effect
        from knowledge.regions import read_region

        session = session_of(context)
        wanted = read_region(region) if region else None
        if region and wanted is None:
            raise session.refuse("refused.region", region=region)
        form = _form(out, session) if out else None
        wish = CoverageWish(learner, level, wanted, tuple(profile_set or ()))
        with application(session) as parts:
            snapshot = parts.knowledge_base.current()
            # Not before: where nothing was ingested, nothing is made.
            with open_kept(session.settings) as state:
                links = in_effect(linked(parts.linker, snapshot, snapshot, state.links.all()).links)
            found = cover(snapshot, links, wish, day_of(as_of))
        if out and form:
            _write_file(found, out, form, session)
        _show(found, as_json, out, session)


def _show(found: "Coverage", as_json: bool, out: Path | None, session: Session) -> None:
    from assistant.channels.covering import coverage_to_json, coverage_to_lines

    if as_json:
        write_json(coverage_to_json(found))
    elif out:
        write(session.say("coverage.written", path=out))
    else:
        write("\n".join(coverage_to_lines(found, session.wording, session.language)))


def _form(out: Path, session: Session) -> str:
    from assistant.channels.coverage_files import FORMS

    form = out.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise session.refuse("refused.coverage_format", path=out)
    return form


def _write_file(found: "Coverage", out: Path, form: str, session: Session) -> None:
    from assistant.channels.coverage_files import coverage_file

    made = coverage_file(found, form, session.wording, session.language)
    try:
        out.write_bytes(made)
    except OSError as error:
        raise session.refuse("refused.unwritable", path=out, reason=error.strerror) from None
