"""`fagkompas rollback`, `pin`, `unpin` and `doctor`: which generation holds; is everything in order."""

from typing import Annotated, Any

import typer

from assistant.channels.cli.answers import JsonOption
from assistant.channels.cli.session import Session, application, session_of, write, write_json
from assistant.channels.explaining import explain_finding
from assistant.channels.settings import SECRETS
from assistant.channels.state.errors import StateError, StateUrlError
from assistant.core.chat_models import ModelError
from assistant.core.rendering import to_json
from prompts.wording import Wording

HELP = Wording.load()
# Exit code: a check failed.
FAULT_FOUND = 1


def register(app: typer.Typer) -> None:
    """Add the commands."""

    @app.command(help=HELP.say("da", "help.rollback"))
    def rollback(
        context: typer.Context, generation: Annotated[int | None, typer.Argument(metavar="[G]", min=1)] = None
    ) -> None:
        session = session_of(context)
        with application(session) as parts:
            number = parts.knowledge_base.rollback(generation)
            kept = [info.number for info in parts.knowledge_base.generations()]
        write(session.say("rollback.done", generation=number, kept=", ".join(map(str, kept))))

    _register_pins(app)

    @app.command(help=HELP.say("da", "help.doctor"))
    def doctor(
        context: typer.Context,
        repair: Annotated[bool, typer.Option("--repair", help=HELP.say("da", "help.repair"))] = False,
        as_json: JsonOption = False,
    ) -> None:
        session = session_of(context)
        with application(session) as parts:
            base = parts.knowledge_base
            findings = base.repair() if repair else base.check()
            generations = base.generations()
        findings = [*findings, *_state_findings(session), *_model_findings(session), *_slack_findings(session)]
        if as_json:
            write_json({"findings": to_json(findings), "generations": [_generation(info) for info in generations]})
        else:
            write("\n".join(doctor_lines(findings, generations, session)))
        if any(finding.severity == "error" for finding in findings):
            raise typer.Exit(FAULT_FOUND)


def _register_pins(app: typer.Typer) -> None:
    @app.command(help=HELP.say("da", "help.pin"))
    def pin(
        context: typer.Context, generation: Annotated[int | None, typer.Argument(metavar="[G]", min=1)] = None
    ) -> None:
        session = session_of(context)
        with application(session) as parts:
            number = parts.knowledge_base.pin(generation)
        write(session.say("pin.done", generation=number))

    @app.command(help=HELP.say("da", "help.unpin"))
    def unpin(context: typer.Context) -> None:
        session = session_of(context)
        with application(session) as parts:
            number = parts.knowledge_base.unpin()
        write(session.say("pin.none") if number is None else session.say("pin.over", generation=number))


def doctor_lines(findings: Any, generations: Any, session: Session) -> list[str]:
    """What was found, in people's words."""
    lines = [session.say("doctor.settings", data=session.settings.data, embedding=session.settings.embedding)]
    for info in generations:
        key = "doctor.pinned" if info.pinned else "doctor.current" if info.current else "doctor.earlier"
        counts = ", ".join(f"{session.say(f'counts.{name}')} {count}" for name, count in info.counts.items())
        lines.append(session.say(key, generation=info.number, counts=counts))
    lines += [explain_finding(finding, session.wording, session.language) for finding in findings]
    return [*lines, session.say("doctor.fine")] if not findings else lines


def _state_findings(session: Session) -> list[Any]:
    """What is wrong with the conversations, feedback and keys; nothing is made where there are none."""
    from assistant.channels.state.store import check_state, has_state
    from assistant.channels.state.types import Policy
    from knowledge.checks import Finding

    url = session.settings.state_database
    try:
        if has_state(url):
            check_state(url, Policy(session.settings.limits))
    except (StateError, StateUrlError) as error:
        return [Finding(error.code, values=error.values)]
    return []


def _model_findings(session: Session) -> list[Any]:
    """What is wrong with the language models that are set: that they cannot be opened, or do not answer."""
    from assistant.channels.build import open_writer
    from knowledge.checks import Finding

    try:
        writer = open_writer(session.settings)
    except ModelError as error:
        return [Finding(error.code, values=error.values)]
    if writer is None:
        return []
    found = [Finding("model_silent", values={"model": name, "reason": why.reason}) for name, why in writer.silent()]
    writer.close()
    return found


def _slack_findings(session: Session) -> list[Any]:
    """What is wrong with the set-up of Slack; Slack is asked only where something was set up."""
    settings = session.settings
    if not (settings.slack or any(getattr(settings, name) for name in SECRETS)):
        return []
    from assistant.channels.slack.app import new_client
    from assistant.channels.slack.checks import check_slack

    return list(check_slack(settings, new_client(settings)))


def _generation(info: Any) -> dict[str, Any]:
    published = info.published_at.isoformat() if info.published_at else None
    marks = {"current": info.current, "pinned": info.pinned}
    return {"number": info.number, "published_at": published, "counts": dict(info.counts), **marks}
