"""`fagkompas links`: links between courses and competences, to be looked at, confirmed and rejected."""

import getpass
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.channels.cli.answers import JsonOption
from assistant.channels.cli.session import Session, application, session_of, typed, write, write_json
from knowledge.linking.types import LinkStatus, LinkVerdict
from prompts.wording import Wording

if TYPE_CHECKING:
    from assistant.channels.linking import Linked
    from assistant.channels.state.store import State

HELP = Wording.load()
VERDICTS = {"confirm": LinkVerdict.CONFIRMED, "reject": LinkVerdict.REJECTED}
WITHDRAW = "withdraw"
# A program is never wholly sure.
MOST_PERCENT = 99


def _help(name: str) -> str:
    return HELP.say("da", f"help.{name}")


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help=_help("links"))
    def links(
        context: typer.Context,
        words: Annotated[
            list[str] | None,
            typer.Argument(metavar="[COURSE] | confirm|reject|withdraw COURSE COMPETENCE", help=_help("links_words")),
        ] = None,
        competence: Annotated[str | None, typer.Option(help=_help("links_competence"))] = None,
        status: Annotated[LinkStatus | None, typer.Option(help=_help("links_status"))] = None,
        as_json: JsonOption = False,
    ) -> None:
        from assistant.channels.linking import LinkWish, UnknownCompetenceError, UnknownCourseError

        session, given = session_of(context), [typed(word) for word in words or ()]
        try:
            if given and given[0] in {*VERDICTS, WITHDRAW} and len(given) == 3:
                _judge(session, given, as_json)
            elif len(given) <= 1:
                wish = LinkWish(given[0] if given else None, typed(competence) if competence else None, status)
                _list(session, wish, as_json)
            else:
                raise session.refuse("refused.links_words")
        except UnknownCourseError as error:
            raise session.refuse("refused.links_course", **error.values) from None
        except UnknownCompetenceError as error:
            key = "links_competence" if error.values["nearest"] else "links_competence_alone"
            raise session.refuse(f"refused.{key}", **error.values) from None


def _list(session: Session, wish: Any, as_json: bool) -> None:
    from assistant.channels.opening import open_kept

    with application(session) as parts, open_kept(session.settings) as state:
        chosen = _linked(parts, state).chosen(wish)
    if as_json:
        write_json({"links": chosen})
        return
    course = None
    for link in chosen:
        if link["course_id"] != course:
            course = link["course_id"]
            write(session.say("links.course", title=link["course_title"], id=course))
        write("\n".join(_lines(link, session)))
    count = "one" if len(chosen) == 1 else "other"
    write(session.say(f"links.count_{count}", count=len(chosen)) if chosen else session.say("links.none"))


def _judge(session: Session, given: Sequence[str], as_json: bool) -> None:
    from assistant.channels.opening import open_kept

    deed, course_id, name = given
    with application(session) as parts, open_kept(session.settings) as state:
        known = _linked(parts, state)
        course, competence = known.course(course_id), known.competence(name)
        if deed == WITHDRAW:
            done = "withdrawn" if state.links.withdraw(course_id, competence.key) else "not_judged"
        else:
            done = state.links.judge(course_id, competence.key, VERDICTS[deed], getpass.getuser()).verdict.value
        link = _linked(parts, state).link(course_id, competence.key)
    if as_json:
        write_json({"link": link})
    else:
        write(session.say(f"links.{done}", course=course.title, label=competence.label))


def _linked(parts: Any, state: "State") -> "Linked":
    from assistant.channels.linking import linked

    snapshot = parts.knowledge_base.current()
    return linked(parts.linker, snapshot, snapshot, state.links.all())


def _lines(link: dict[str, Any], session: Session) -> list[str]:
    from assistant.channels.reading import wrapped

    status = session.say(f"link_status.{link['status']}")
    key = "links.line_suggested" if link["status"] == LinkStatus.SUGGESTED else "links.line"
    percent = min(MOST_PERCENT, round(100 * link["confidence"]))
    line = session.say(key, label=link["label"], status=status, percent=percent)
    return [line, wrapped("  " + session.say("links.quote", quote=link["quote"]), "  ")]
